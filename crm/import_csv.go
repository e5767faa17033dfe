package crm

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// csvReader reads the rows of CSV, whatever wrote it: quotes may stand inside
// of fields, and rows may differ in length.
type csvReader struct {
	csv     *csv.Reader
	bounded *recordBound
	// skipped are lines before the first row.
	skipped int64
}

// newCSVReader reads text, whose beginning is sample, with a delimiter, or with
// the one that the sample speaks for.
func newCSVReader(text *bufio.Reader, sample []byte, delimiter string) (*csvReader, string) {
	r := &csvReader{}
	if named, length := separatorLine(sample); named != "" {
		// Excel's own way of saying it.
		_, _ = text.Discard(length) // it was peeked
		sample, r.skipped = sample[length:], 1
		if delimiter == "" {
			delimiter = named
		}
	}
	if delimiter == "" {
		delimiter = guessDelimiter(sample)
	}
	r.bounded = &recordBound{r: text, returns: bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0}
	r.csv = lenientCSV(r.bounded, delimiter)
	return r, delimiter
}

func lenientCSV(r io.Reader, delimiter string) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma, _ = utf8.DecodeRuneInString(delimiter)
	c.FieldsPerRecord = -1
	c.LazyQuotes = true
	return c
}

func (r *csvReader) next() (importRecord, error) {
	cells, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return importRecord{}, io.EOF
	}
	if err != nil {
		if refused, is := errors.AsType[*Error](err); is {
			return importRecord{}, refused
		}
		if parse, is := errors.AsType[*csv.ParseError](err); is {
			return importRecord{}, unreadable(fmt.Sprintf("Line %d cannot be read: %v.", parse.Line, parse.Err))
		}
		return importRecord{}, fmt.Errorf("read rows: %w", err)
	}
	r.bounded.begin(r.csv.InputOffset())
	line, _ := r.csv.FieldPos(0)
	return importRecord{line: int64(line) + r.skipped, cells: clipped(cells)}, nil
}

func (r *csvReader) close() error { return nil }

// clipped is a row without columns that nobody can want.
func clipped(cells []string) []string { return cells[:min(len(cells), maxImportColumns)] }

// recordBound ends a text in which one row goes on for too long. The reader
// above buffers, so the bound is on what it has read beyond its last row.
type recordBound struct {
	r    io.Reader
	read int64
	row  int64
	// returns says that lines end in a carriage return alone.
	returns bool
}

func (b *recordBound) begin(at int64) { b.row = at }

// Read implements io.Reader.
func (b *recordBound) Read(p []byte) (int, error) {
	if b.read-b.row > maxImportRecord {
		return 0, unreadable("A row is too long. Is a quotation mark never closed?")
	}
	n, err := b.r.Read(p)
	b.read += int64(n)
	if b.returns {
		for i, symbol := range p[:n] {
			if symbol == '\r' {
				p[i] = '\n'
			}
		}
	}
	return n, err //nolint:wrapcheck // the file's own
}

// separatorLine reads "sep=;", which Excel takes for an instruction.
func separatorLine(sample []byte) (delimiter string, length int) {
	line, _, found := bytes.Cut(sample, []byte("\n"))
	text := strings.TrimSuffix(string(line), "\r")
	if named, is := strings.CutPrefix(strings.ToLower(text), "sep="); found && is && len(named) == 1 && strings.Contains(strings.Join(delimiters(), ""), named) {
		return named, len(line) + 1
	}
	return "", 0
}

// guessDelimiter takes the delimiter that gives rows of equal length.
func guessDelimiter(sample []byte) string {
	best, most := ",", 0
	for _, delimiter := range delimiters() {
		if score := regularity(sample, delimiter); score > most {
			best, most = delimiter, score
		}
	}
	return best
}

// regularity is how many rows of the sample have the length that most have,
// in thousandths, and a little for their length.
func regularity(sample []byte, delimiter string) int {
	r := lenientCSV(bytes.NewReader(sample), delimiter)
	lengths := map[int]int{}
	rows, widest := 0, 0
	for rows < sampleRows {
		cells, err := r.Read()
		if err != nil {
			break
		}
		// The sample may end within a row.
		if r.InputOffset() >= importSample-8 && rows > 0 {
			break
		}
		rows++
		lengths[len(cells)]++
	}
	for length, count := range lengths {
		if length > 1 && count > lengths[widest] {
			widest = length
		}
	}
	if rows == 0 || widest == 0 {
		return 0
	}
	const whole, longest = 1000, 100
	return lengths[widest]*whole/rows + min(widest, longest)
}
