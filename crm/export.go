package crm

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// ExportProfile says for whom an export is written.
type ExportProfile string

// The profiles of an export.
const (
	// ProfileSpreadsheet is CSV that a double click opens: marked as UTF-8, and
	// no cell of it is a formula.
	ProfileSpreadsheet ExportProfile = "spreadsheet"
	// ProfileData is CSV for programs: RFC 4180 and every value as it is.
	ProfileData ExportProfile = "data"
)

// ExportHeader is the first row of every export of contacts.
const ExportHeader = "name,email,phone,company,kind,status,notes"

// ContactExport says which contacts are exported, in which order and how.
type ContactExport struct {
	Filter ContactFilter
	// Sort is an order of the contact list; empty is by last name.
	Sort    string
	Profile ExportProfile
	// Custom adds a column for each custom field, under its name.
	Custom bool
}

const (
	byteOrderMark = "\ufeff"
	exportBuffer  = 64 << 10
)

// place is where in a CSV row a writer stands.
type place uint8

const (
	atField place = iota
	atQuoted
	inField
	inNumber
	inQuoted
	// afterQuote is behind a quote in a quoted field: its end, or one of two.
	afterQuote
)

// ExportWriter writes CSV rows of plain format, as PostgreSQL makes them, in a
// profile: lines end in CRLF, and for a spreadsheet a cell that would run as a
// formula begins with an apostrophe. Numbers such as +442079460000 are none.
// It works on bytes in passing, wherever they are cut, so that an export of any
// length needs one buffer.
type ExportWriter struct {
	out   *bufio.Writer
	guard bool
	at    place
	// held is what may still turn out to be a number: "+" and digits.
	held []byte
}

// NewExportWriter begins an export with its header row, to which further
// columns add their names.
func NewExportWriter(out io.Writer, profile ExportProfile, further ...string) (*ExportWriter, error) {
	return newExportWriter(out, profile, ExportHeader, further...)
}

func newExportWriter(out io.Writer, profile ExportProfile, header string, further ...string) (*ExportWriter, error) {
	w := &ExportWriter{out: bufio.NewWriterSize(out, exportBuffer)}
	switch profile {
	case ProfileData:
	case ProfileSpreadsheet:
		w.guard = true
		w.put(byteOrderMark)
	default:
		const message = "There is spreadsheet and data."
		return nil, &Error{Code: CodeInvalid, Message: message, Fields: []FieldError{{Field: "profile", Message: message}}}
	}
	w.put(header)
	// A name is what somebody typed: it is written as the cells are.
	var names strings.Builder
	for _, name := range further {
		names.WriteString(`,"` + strings.ReplaceAll(name, `"`, `""`) + `"`)
	}
	names.WriteByte('\n')
	_, err := w.Write([]byte(names.String()))
	return w, err
}

// put writes text; the buffer keeps an error for the next Write or Flush.
func (w *ExportWriter) put(text string) { _, _ = w.out.WriteString(text) }

// Write implements io.Writer.
func (w *ExportWriter) Write(p []byte) (int, error) {
	from := 0 // what of p is still to be written
	for i, symbol := range p {
		if w.at == inNumber {
			from = i
			if w.number(symbol) {
				from++
				continue
			}
		}
		if w.guard && (w.at == atField || w.at == atQuoted) && runs(symbol) {
			_, _ = w.out.Write(p[from:i])
			from = i
			if w.at == atField && symbol == '+' {
				w.held, w.at, from = append(w.held[:0], '+'), inNumber, i+1
				continue
			}
			w.put("'")
		}
		if w.step(symbol) {
			_, _ = w.out.Write(p[from:i])
			w.put("\r\n")
			from = i + 1
		}
	}
	if _, err := w.out.Write(p[from:]); err != nil {
		return 0, fmt.Errorf("write export: %w", err)
	}
	return len(p), nil
}

// number takes one more digit of what is held. With anything else it lets go of
// it, as a number only where the field ends.
func (w *ExportWriter) number(symbol byte) (taken bool) {
	if symbol >= '0' && symbol <= '9' {
		w.held = append(w.held, symbol)
		return true
	}
	if ends := symbol == ',' || symbol == '\n'; !ends || len(w.held) == 1 {
		w.put("'")
	}
	_, _ = w.out.Write(w.held)
	w.at = inField
	return false
}

// step goes on by one symbol and reports the end of a row. A field is quoted
// only where it has to be, so that a quoted one is never a number.
func (w *ExportWriter) step(symbol byte) (ended bool) {
	switch {
	case symbol == '"' && (w.at == atQuoted || w.at == inQuoted):
		w.at = afterQuote
	case symbol == '"' && w.at == afterQuote:
		w.at = inQuoted
	case symbol == '"' && w.at == atField:
		w.at = atQuoted
	case w.at == atQuoted || w.at == inQuoted:
		w.at = inQuoted
	case symbol == ',':
		w.at = atField
	case symbol == '\n':
		w.at = atField
		return true
	default:
		w.at = inField
	}
	return false
}

// runs reports what a spreadsheet takes for the beginning of a formula.
func runs(symbol byte) bool {
	switch symbol {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	}
	return false
}

// Flush writes out what is buffered.
func (w *ExportWriter) Flush() error {
	if w.at == inNumber {
		w.number('\n')
	}
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}
