package crm

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ringbook/ringbook/callsvc/e164"
)

// readable is a cell with what stands for several values made plain.
func readable(cell string) string {
	cell = strings.ReplaceAll(cell, cellValue, ", ")
	return strings.ReplaceAll(cell, cellLabel, " ")
}

// draft reads a row as the columns say.
func (d *Detected) draft(record importRecord) ImportDraft {
	row := ImportDraft{Line: record.line}
	c := &row.Contact
	c.Source = "import"
	var whole, middle, notes string
	for i, column := range d.Columns {
		if column.Field == ImportToIgnore || i >= len(record.cells) {
			continue
		}
		cell := d.cell(record.cells[i])
		if strings.TrimSpace(cell) == "" {
			continue
		}
		switch column.Field { //nolint:exhaustive // take reads the others
		case ImportToName:
			whole = cell
		case ImportToFirstName:
			c.FirstName = cell
		case ImportToMiddleName:
			middle = strings.TrimSpace(cell)
		case ImportToLastName:
			c.LastName = cell
		case ImportToNotes:
			notes = strings.TrimPrefix(notes+"\n\n"+cell, "\n\n")
		default:
			row.take(column, cell)
		}
	}
	if strings.TrimSpace(c.FirstName) == "" && strings.TrimSpace(c.LastName) == "" {
		c.FirstName, c.LastName = splitName(whole, d.Own)
	}
	if middle != "" {
		c.FirstName = strings.TrimSpace(c.FirstName + " " + middle)
	}
	row.Nameless = strings.TrimSpace(c.FirstName+c.LastName) == ""
	row.Notes = splitNotes(notes)
	return row
}

// cell is a value without what a spreadsheet's export put before it, and
// without what no text may hold.
func (d *Detected) cell(cell string) string {
	if d.Guarded && len(cell) > 1 && cell[0] == '\'' && runs(cell[1]) {
		cell = cell[1:]
	}
	return strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", "\ufffd"), "\ufffd")
}

func (row *ImportDraft) take(column ImportColumn, cell string) {
	c := &row.Contact
	switch column.Field {
	case ImportToEmail:
		for _, one := range listedIn(cell, column.Label) {
			c.Emails = append(c.Emails, Email{Address: one.text, Label: one.label})
		}
	case ImportToPhone:
		for _, one := range listedIn(cell, column.Label) {
			c.Phones = append(c.Phones, Phone{Number: e164.Number{Raw: one.text}, Label: one.label})
		}
	case ImportToJobTitle:
		c.JobTitle = cell
	case ImportToCompany:
		c.Company = cell
	case ImportToKind:
		c.Kind, row.HasKind = kindNamed(cell), true
	case ImportToStatus:
		c.Status, row.HasStatus = cell, true
	case ImportToOptOut:
		c.MarketingOptOut = affirmed(cell)
	case ImportToOwner:
		row.Owner = FoldEmail(cell)
	case ImportToTags:
		c.Tags = append(c.Tags, tagsIn(cell)...)
	case ImportToIgnore, ImportToName, ImportToFirstName, ImportToMiddleName, ImportToLastName, ImportToNotes:
	default:
		key, _ := strings.CutPrefix(string(column.Field), customPrefix)
		if c.Custom == nil {
			c.Custom = map[string]string{}
		}
		c.Custom[key] = cell
	}
}

// listedIn takes a cell of several values apart: those of a vCard, and those of
// Google, which writes " ::: " between them.
func listedIn(cell, label string) []vcardValue {
	separator := " ::: "
	if strings.Contains(cell, cellLabel) {
		separator = cellValue
	}
	var values []vcardValue
	for one := range strings.SplitSeq(cell, separator) {
		text, own, _ := strings.Cut(one, cellLabel)
		if own == "" {
			own = label
		}
		values = append(values, vcardValue{text: text, label: own})
	}
	return values
}

func tagsIn(cell string) []string {
	var tags []string
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(cell, ":::", ";"), func(r rune) bool {
		return r == ',' || r == ';' || string(r) == cellValue
	}) {
		// Google marks its own groups with an asterisk and puts everybody into one.
		tag := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "*"))
		if tag != "" && !strings.EqualFold(tag, "myContacts") {
			tags = append(tags, tag)
		}
	}
	return tags
}

// kindNamed reads a kind, in German too.
func kindNamed(cell string) ContactKind {
	switch folded := Fold(cell); folded {
	case "kunde", "kundin":
		return KindCustomer
	case "auftragnehmer", "dienstleister", "subunternehmer":
		return KindContractor
	case "lieferant", "lieferantin":
		return KindVendor
	case "partnerin", "geschaftspartner":
		return KindPartner
	case "sonstige", "sonstiges", "andere":
		return KindOther
	default:
		return ContactKind(folded)
	}
}

func affirmed(cell string) bool {
	return slices.Contains([]string{"1", "true", "yes", "y", "x", "ja", "j", "wahr", "on", "opt-out", "optout"}, Fold(cell))
}

// splitName takes a whole name apart so that the parts make it again: at the
// last space that leaves parts of a length that names may have. "Smith, Jane"
// is turned round, unless the file is our own.
func splitName(whole string, exact bool) (first, last string) {
	whole = strings.TrimSpace(whole)
	if before, after, comma := strings.Cut(whole, ","); comma && !exact {
		if before, after = strings.TrimSpace(before), strings.TrimSpace(after); before != "" && after != "" {
			return after, before
		}
	}
	split := func(at int) (string, string) { return whole[:at], whole[at+1:] }
	at := -1
	for i := len(whole) - 2; i > 0; i-- {
		if whole[i] != ' ' {
			continue
		}
		before, after := split(i)
		left, _ := utf8.DecodeLastRuneInString(before)
		right, _ := utf8.DecodeRuneInString(after)
		if unicode.IsSpace(left) || unicode.IsSpace(right) {
			continue
		}
		if at < 0 {
			at = i
		}
		if utf8.RuneCountInString(before) <= maxName && utf8.RuneCountInString(after) <= maxName {
			return before, after
		}
	}
	if at >= 0 {
		return split(at)
	}
	if fields := strings.Fields(whole); len(fields) > 1 {
		return strings.Join(fields[:len(fields)-1], " "), fields[len(fields)-1]
	}
	return whole, ""
}

// splitNotes cuts a text that is too long for one note at its blank lines, where
// our export has put several together.
func splitNotes(text string) []string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	var notes []string
	for utf8.RuneCountInString(text) > maxBody {
		cut := -1
		for at, count := 0, 0; at < len(text); count++ {
			if count > maxBody {
				break
			}
			if strings.HasPrefix(text[at:], "\n\n") && at > 0 {
				cut = at
			}
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
		}
		if cut < 0 {
			break // Prepare refuses it
		}
		notes = append(notes, strings.TrimSpace(text[:cut]))
		text = strings.TrimSpace(text[cut:])
	}
	if text != "" {
		notes = append(notes, text)
	}
	return notes
}
