package crm

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The bounds of what an import takes.
const (
	// MaxImportFile is how long a file may be, in bytes.
	MaxImportFile    = 64 << 20
	maxImportRows    = 500_000
	maxImportColumns = 200
	// maxImportRecord is how long one row may be: a quote that is never closed
	// must not swallow the rest of the file.
	maxImportRecord = 1 << 20
	importSample    = 64 << 10
	sampleRows      = 50
	shownSamples    = 3
)

// The encodings that files of text are read in.
const (
	encodingUTF8    = "utf-8"
	encodingUTF16LE = "utf-16le"
	encodingUTF16BE = "utf-16be"
	encoding1252    = "windows-1252"
)

func importEncodings() []string {
	return []string{encodingUTF8, encodingUTF16LE, encodingUTF16BE, encoding1252}
}

func delimiters() []string { return []string{",", ";", "\t", "|"} }

// ImportFile gives the bytes of an uploaded file from their beginning, each
// time it is called.
type ImportFile func() io.Reader

// importRecord is one row of a file.
type importRecord struct {
	line  int64
	cells []string
}

func (r importRecord) empty() bool {
	return !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// recordReader gives the rows of a file one by one; io.EOF ends them.
type recordReader interface {
	next() (importRecord, error)
	close() error
}

// ImportSource reads the rows of a file as an import's options say.
type ImportSource struct {
	Detected Detected
	records  recordReader
	// head are rows that were read to detect, and come again.
	head   []importRecord
	rows   int
	fields []CustomField
}

// OpenImport detects what the file is and begins to read its rows; fields are
// those that the organisation added. The caller closes the source.
func OpenImport(file ImportFile, options ImportOptions, fields ...CustomField) (_ *ImportSource, err error) {
	start, err := io.ReadAll(io.LimitReader(file(), 512))
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	s := &ImportSource{fields: fields}
	switch {
	case len(start) == 0:
		return nil, unreadable("This file is empty.")
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		s.Detected.Format = ImportXLSX
		s.records, err = openSheet(file())
	case bytes.HasPrefix(start, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, unreadable("This is a workbook of an old Excel. Save it as .xlsx or CSV.")
	default:
		err = s.openText(file, options)
	}
	if err != nil {
		return nil, err
	}
	if err := s.learn(options); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openText opens CSV or vCards.
func (s *ImportSource) openText(file ImportFile, options ImportOptions) error {
	d := &s.Detected
	marked := false
	if d.Encoding = options.Encoding; d.Encoding == "" {
		var err error
		if d.Encoding, marked, err = detectEncoding(file()); err != nil {
			return err
		}
	}
	text := bufio.NewReaderSize(decoded(file(), d.Encoding), importSample)
	sample, err := text.Peek(importSample)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read file: %w", err)
	}
	if bytes.HasPrefix(sample, []byte("\ufeff")) {
		marked = true
		_, _ = text.Discard(len("\ufeff")) // it was peeked
		sample = sample[len("\ufeff"):]
	}
	if looksLikeVCard(sample) {
		d.Format = ImportVCard
		s.records = newCardReader(text)
		return nil
	}
	d.Format = ImportCSV
	d.Guarded = marked
	s.records, d.Delimiter = newCSVReader(text, sample, options.Delimiter)
	return nil
}

// unreadable is a refusal of the whole file.
func unreadable(message string) *Error {
	return &Error{Code: CodeInvalid, Message: message, Fields: []FieldError{{Field: "file", Message: message}}}
}

// learn reads the first rows and finds out about header and columns.
func (s *ImportSource) learn(options ImportOptions) error {
	for len(s.head) < sampleRows {
		record, err := s.records.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if len(s.head) == 0 && record.empty() {
			continue
		}
		s.head = append(s.head, record)
	}
	if len(s.head) == 0 {
		return unreadable("There are no rows in this file.")
	}
	d := &s.Detected
	first := s.head[0].cells
	d.Header = d.Format == ImportVCard || headed(s.head)
	if options.Header != nil && d.Format != ImportVCard {
		d.Header = *options.Header
	}
	rows := s.head
	if d.Header {
		rows = rows[1:]
	}
	d.Own = d.Header && strings.HasPrefix(strings.Join(first, ",")+",", ExportHeader+",")
	// Of our own files those for programs are exact; whatever else there is may
	// have been through a spreadsheet.
	d.Guarded = d.Format == ImportCSV && (d.Guarded || !d.Own)
	s.head = rows
	d.Columns = columnsFor(first, rows, d.Header)
	if d.Header {
		guessCustom(d.Columns, s.fields)
	}
	choose(d.Columns, options.Mapping)
	return nil
}

// columnsFor names the columns and guesses where they go.
func columnsFor(first []string, rows []importRecord, header bool) []ImportColumn {
	width := len(first)
	for _, row := range rows {
		width = max(width, len(row.cells))
	}
	columns := make([]ImportColumn, min(width, maxImportColumns))
	for i := range columns {
		if header && i < len(first) {
			columns[i].Header = shown(first[i])
		}
		for _, row := range rows {
			if i < len(row.cells) && strings.TrimSpace(row.cells[i]) != "" && len(columns[i].Samples) < shownSamples {
				columns[i].Samples = append(columns[i].Samples, shown(readable(row.cells[i])))
			}
		}
	}
	if header {
		guessByHeader(columns)
	} else {
		guessByContent(columns, rows)
	}
	return columns
}

// choose puts what somebody chose in place of what was guessed.
func choose(columns []ImportColumn, mapping []ImportTarget) {
	if mapping == nil {
		return
	}
	for i := range columns {
		columns[i].Field, columns[i].Label = ImportToIgnore, ""
	}
	for _, target := range mapping {
		if target.Column < len(columns) {
			columns[target.Column].Field, columns[target.Column].Label = target.Field, target.Label
		}
	}
}

// shown is a text that people are shown and no more.
func shown(text string) string {
	const most = 80
	text = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\ufffd")), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// Next returns the next row as a draft; io.EOF ends them. Empty rows are passed
// over.
func (s *ImportSource) Next() (ImportDraft, error) {
	for {
		record, err := s.record()
		if err != nil {
			return ImportDraft{}, err
		}
		if record.empty() {
			continue
		}
		if s.rows++; s.rows > maxImportRows {
			return ImportDraft{}, unreadable(fmt.Sprintf("An import takes at most %d rows. Split the file.", maxImportRows))
		}
		return s.Detected.draft(record), nil
	}
}

func (s *ImportSource) record() (importRecord, error) {
	if len(s.head) > 0 {
		record := s.head[0]
		s.head = s.head[1:]
		return record, nil
	}
	return s.records.next()
}

// Close lets go of the file.
func (s *ImportSource) Close() error { return s.records.close() }

// detectEncoding reads all of a text, because the one letter that is no UTF-8
// may be its last, and reports whether a byte order mark begins it.
func detectEncoding(file io.Reader) (name string, marked bool, err error) {
	r := bufio.NewReaderSize(file, importSample)
	start, err := r.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, fmt.Errorf("read file: %w", err)
	}
	switch {
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}):
		return encodingUTF16LE, true, nil
	case bytes.HasPrefix(start, []byte{0xfe, 0xff}):
		return encodingUTF16BE, true, nil
	case bytes.HasPrefix(start, []byte("\ufeff")):
		return encodingUTF8, true, nil
	}
	if wide := wideOf(start); wide != "" {
		return wide, false, nil
	}
	valid, err := validUTF8(r)
	if err != nil {
		return "", false, err
	}
	if valid {
		return encodingUTF8, false, nil
	}
	return encoding1252, false, nil
}

// wideOf tells UTF-16 without a mark by where its zeros stand.
func wideOf(start []byte) string {
	var zeros [2]int
	for i, b := range start {
		if b == 0 {
			zeros[i%2]++
		}
	}
	const enough = 4 // of ten
	switch half := len(start) / 2; {
	case half > 0 && zeros[1]*10 > half*enough && zeros[0]*10 < half:
		return encodingUTF16LE
	case half > 0 && zeros[0]*10 > half*enough && zeros[1]*10 < half:
		return encodingUTF16BE
	}
	return ""
}

// validUTF8 reports whether all of a text is UTF-8.
func validUTF8(r io.Reader) (bool, error) {
	buffer := make([]byte, importSample)
	held := 0
	for {
		n, err := r.Read(buffer[held:])
		part := buffer[:held+n]
		for len(part) > 0 {
			if part[0] < utf8.RuneSelf {
				part = part[1:]
				continue
			}
			if !utf8.FullRune(part) {
				break
			}
			symbol, size := utf8.DecodeRune(part)
			if symbol == utf8.RuneError && size == 1 {
				return false, nil
			}
			part = part[size:]
		}
		held = copy(buffer, part)
		switch {
		case errors.Is(err, io.EOF):
			return held == 0, nil
		case err != nil:
			return false, fmt.Errorf("read file: %w", err)
		}
	}
}

// decoded is a text as UTF-8. What is none of its encoding becomes U+FFFD.
func decoded(file io.Reader, name string) io.Reader {
	var from encoding.Encoding
	switch name {
	case encodingUTF16LE:
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case encodingUTF16BE:
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case encoding1252:
		from = charmap.Windows1252
	default:
		from = unicode.UTF8
	}
	return transform.NewReader(file, from.NewDecoder())
}
