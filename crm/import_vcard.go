package crm

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"
)

// A cell may hold several values with a label each: so a vCard becomes a row
// like any other. No text of a file holds these characters.
const (
	cellValue = "\x1e"
	cellLabel = "\x1f"
)

// maxCard is how long a vCard may be without its pictures.
const maxCard = 256 << 10

// cardColumns are the columns of the row that a vCard becomes.
func cardColumns() []string {
	return []string{"Name", "First name", "Middle name", "Last name", "Email", "Phone", "Company", "Job title", "Tags", "Notes"}
}

func looksLikeVCard(sample []byte) bool {
	sample = bytes.TrimLeftFunc(sample, unicode.IsSpace)
	const begin = "BEGIN:VCARD"
	return len(sample) >= len(begin) && bytes.EqualFold(sample[:len(begin)], []byte(begin))
}

// cardReader reads vCards of the versions 2.1 (vCard, The Electronic Business
// Card), 3.0 (RFC 2426) and 4.0 (RFC 6350).
type cardReader struct {
	text *bufio.Reader
	line int64
	// held is a line that was read to see whether it goes on.
	held   *string
	headed bool
}

func newCardReader(text *bufio.Reader) *cardReader { return &cardReader{text: text} }

func (r *cardReader) close() error { return nil }

func (r *cardReader) next() (importRecord, error) {
	if !r.headed {
		r.headed = true
		return importRecord{cells: cardColumns()}, nil
	}
	var card *vcardFields
	var begun int64
	for {
		at, text, err := r.property()
		if errors.Is(err, io.EOF) && card != nil {
			return importRecord{}, unreadable(fmt.Sprintf("The vCard of line %d has no end.", begun))
		}
		if err != nil {
			return importRecord{}, err
		}
		property, fine := parseProperty(text)
		switch {
		case !fine:
		case property.name == "BEGIN" && strings.EqualFold(property.value, "VCARD"):
			card, begun = &vcardFields{}, at
		case card == nil:
		case property.name == "END" && strings.EqualFold(property.value, "VCARD"):
			return importRecord{line: begun, cells: card.cells()}, nil
		default:
			if card.size += len(text); card.size > maxCard {
				return importRecord{}, unreadable(fmt.Sprintf("The vCard of line %d is too long.", begun))
			}
			card.add(property)
		}
	}
}

// property reads one property, unfolded (RFC 6350 section 3.2). Of a picture
// only the beginning is kept.
func (r *cardReader) property() (line int64, text string, err error) {
	first, err := r.physical()
	if err != nil {
		return 0, "", err
	}
	line = r.line
	var whole strings.Builder
	whole.WriteString(first)
	name, _, _ := strings.Cut(strings.ToUpper(first), ":")
	picture := slices.ContainsFunc([]string{"PHOTO", "LOGO", "SOUND", "KEY"}, func(kind string) bool {
		return strings.Contains(name, kind)
	})
	soft := strings.Contains(name, "QUOTED-PRINTABLE")
	for {
		following, err := r.physical()
		if errors.Is(err, io.EOF) {
			return line, whole.String(), nil
		}
		if err != nil {
			return 0, "", err
		}
		folded := strings.HasPrefix(following, " ") || strings.HasPrefix(following, "\t")
		broken := soft && strings.HasSuffix(whole.String(), "=")
		if !folded && !broken {
			r.held = &following
			r.line--
			return line, whole.String(), nil
		}
		if picture {
			continue
		}
		if broken {
			text := strings.TrimSuffix(whole.String(), "=")
			whole.Reset()
			whole.WriteString(text)
			whole.WriteString(following)
		} else {
			whole.WriteString(following[1:])
		}
		if whole.Len() > maxCard {
			return 0, "", unreadable(fmt.Sprintf("Line %d is too long.", line))
		}
	}
}

// physical reads one line as it stands in the file.
func (r *cardReader) physical() (string, error) {
	r.line++
	if r.held != nil {
		text := *r.held
		r.held = nil
		return text, nil
	}
	var line []byte
	for {
		part, err := r.text.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxImportRecord {
			return "", unreadable(fmt.Sprintf("Line %d is too long.", r.line))
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) && len(line) > 0 {
			err = nil
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				return "", io.EOF
			}
			return "", fmt.Errorf("read vCard: %w", err)
		}
		return string(bytes.TrimRight(line, "\r\n")), nil
	}
}

// property is one line of a vCard, its value as it stands.
type vcardProperty struct {
	group, name, value string
	types              []string
	preferred          bool
}

// parseProperty reads "group.NAME;PARAM=value:value" (RFC 6350 section 3.3); in
// version 2.1 a type stands without TYPE=.
func parseProperty(line string) (vcardProperty, bool) {
	head, value, found := cutUnquoted(line, ':')
	if !found {
		return vcardProperty{}, false
	}
	parts := splitUnquoted(head, ';')
	p := vcardProperty{name: strings.ToUpper(strings.TrimSpace(parts[0])), value: value}
	if group, name, grouped := strings.Cut(p.name, "."); grouped {
		p.group, p.name = group, name
	}
	printable, charset := false, ""
	for _, part := range parts[1:] {
		key, text, named := strings.Cut(part, "=")
		if !named {
			key, text = "TYPE", part
		}
		text = strings.Trim(text, `"`)
		switch key = strings.ToUpper(key); {
		case key == "ENCODING", key == "TYPE" && strings.EqualFold(text, "QUOTED-PRINTABLE"):
			printable = printable || strings.EqualFold(text, "QUOTED-PRINTABLE")
		case key == "CHARSET":
			charset = text
		case key == "PREF":
			p.preferred = true
		case key == "TYPE":
			for kind := range strings.SplitSeq(strings.ToLower(text), ",") {
				p.preferred = p.preferred || kind == "pref"
				p.types = append(p.types, kind)
			}
		}
	}
	if printable {
		p.value = unprintable(p.value, charset)
	}
	return p, true
}

// unprintable decodes quoted-printable as version 2.1 writes letters.
func unprintable(text, charset string) string {
	raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
	if err != nil {
		return text
	}
	if known, err := htmlindex.Get(charset); err == nil && charset != "" {
		if plain, err := known.NewDecoder().Bytes(raw); err == nil {
			raw = plain
		}
	}
	return strings.ToValidUTF8(string(raw), "\ufffd")
}

// cutUnquoted cuts at the first separator outside of quotation marks.
func cutUnquoted(text string, separator byte) (before, after string, found bool) {
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == separator && !quoted:
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

func splitUnquoted(text string, separator byte) []string {
	var parts []string
	for {
		before, after, found := cutUnquoted(text, separator)
		parts = append(parts, before)
		if !found {
			return parts
		}
		text = after
	}
}

// components takes a structured value apart and its escapes away (RFC 6350
// section 3.4).
func components(value string, separator byte) []string {
	var parts []string
	var part strings.Builder
	for i := 0; i < len(value); i++ {
		switch symbol := value[i]; {
		case symbol == '\\' && i+1 < len(value):
			i++
			if value[i] == 'n' || value[i] == 'N' {
				part.WriteByte('\n')
			} else {
				part.WriteByte(value[i])
			}
		case symbol == separator:
			parts = append(parts, part.String())
			part.Reset()
		default:
			part.WriteByte(symbol)
		}
	}
	return append(parts, part.String())
}

// unescaped is a value of one part.
func unescaped(value string) string { return strings.Join(components(value, 0), "") }

// vcardFields are the properties of one vCard that an import takes.
type vcardFields struct {
	formatted, first, middle, last string
	emails, phones                 []vcardValue
	company, title                 string
	tags, notes                    []string
	labels                         map[string]string
	size                           int
}

type vcardValue struct {
	text, label, group string
	preferred          bool
}

func (f *vcardFields) add(p vcardProperty) {
	switch p.name {
	case "FN":
		f.formatted = unescaped(p.value)
	case "N":
		parts := append(components(p.value, ';'), "", "", "")
		f.last, f.first, f.middle = parts[0], parts[1], parts[2]
	case "EMAIL":
		f.emails = append(f.emails, vcardValue{unescaped(p.value), p.label(), p.group, p.preferred})
	case "TEL":
		number := strings.TrimPrefix(unescaped(p.value), "tel:")
		f.phones = append(f.phones, vcardValue{strings.Replace(number, ";ext=", " x", 1), p.label(), p.group, p.preferred})
	case "ORG":
		f.company = components(p.value, ';')[0]
	case "TITLE":
		f.title = unescaped(p.value)
	case "CATEGORIES":
		f.tags = append(f.tags, components(p.value, ',')...)
	case "NOTE":
		f.notes = append(f.notes, unescaped(p.value))
	case "X-ABLABEL":
		if f.labels == nil {
			f.labels = map[string]string{}
		}
		// Apple's own labels stand in such brackets: _$!<Work>!$_.
		f.labels[p.group] = strings.TrimSuffix(strings.TrimPrefix(unescaped(p.value), "_$!<"), ">!$_")
	}
}

// label is the type that tells the address or number from the others.
func (p vcardProperty) label() string {
	for _, kind := range []string{"cell", "fax", "pager", "work", "home"} {
		if slices.Contains(p.types, kind) {
			if kind == "cell" {
				return "mobile"
			}
			return kind
		}
	}
	return ""
}

// cells is the vCard as a row of cardColumns.
func (f *vcardFields) cells() []string {
	name := f.formatted
	if f.first != "" && f.last != "" {
		name = ""
	}
	cells := []string{
		name, f.first, f.middle, f.last, f.listed(f.emails), f.listed(f.phones), f.company, f.title,
		strings.Join(f.tags, cellValue), strings.Join(f.notes, "\n\n"),
	}
	for i, cell := range cells {
		cells[i] = strings.ReplaceAll(cell, "\r\n", "\n")
	}
	return cells
}

func (f *vcardFields) listed(values []vcardValue) string {
	slices.SortStableFunc(values, func(a, b vcardValue) int {
		switch {
		case a.preferred == b.preferred:
			return 0
		case a.preferred:
			return -1
		}
		return 1
	})
	texts := make([]string, 0, len(values))
	for _, value := range values {
		label := value.label
		if named := f.labels[value.group]; named != "" && value.group != "" {
			label = named
		}
		texts = append(texts, value.text+cellLabel+label)
	}
	return strings.Join(texts, cellValue)
}
