package crm

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/xuri/excelize/v2"
)

// The bounds of a workbook: what is packed small may unpack to anything.
const (
	maxUnpacked     = 1 << 30
	maxUnpackedPart = 16 << 20
	maxParts        = 5_000
)

// sheetReader reads the rows of a workbook's first sheet that has any.
type sheetReader struct {
	book *excelize.File
	rows *excelize.Rows
	path string
	line int64
}

// openSheet copies the workbook to a temporary file: a ZIP file is read from its end.
func openSheet(file io.Reader) (_ *sheetReader, err error) {
	r := &sheetReader{}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.close())
		}
	}()
	copied, err := os.CreateTemp("", "ringbook-import-*.xlsx")
	if err != nil {
		return nil, fmt.Errorf("copy workbook: %w", err)
	}
	r.path = copied.Name()
	_, err = io.Copy(copied, file)
	if err = errors.Join(err, copied.Close()); err != nil {
		return nil, fmt.Errorf("copy workbook: %w", err)
	}
	if err := boundedZip(r.path); err != nil {
		return nil, err
	}
	// Larger parts are unpacked to temporary files and read from there.
	r.book, err = excelize.OpenFile(r.path, excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpackedPart})
	if err != nil {
		return nil, unreadable("This workbook cannot be read: " + shown(err.Error()))
	}
	for _, sheet := range r.book.GetSheetList() {
		rows, err := r.book.Rows(sheet)
		if err != nil {
			continue // a sheet of charts has no rows
		}
		r.rows = rows
		if rows.Next() {
			// It is read from its beginning again.
			if err := rows.Close(); err != nil {
				return nil, fmt.Errorf("close sheet: %w", err)
			}
			if r.rows, err = r.book.Rows(sheet); err != nil {
				return nil, fmt.Errorf("open sheet: %w", err)
			}
			return r, nil
		}
		if err := rows.Close(); err != nil {
			return nil, fmt.Errorf("close sheet: %w", err)
		}
		r.rows = nil
	}
	return nil, unreadable("There are no rows in this workbook.")
}

// boundedZip refuses a workbook by what its directory says of its parts; the
// ZIP reader holds the parts to it.
func boundedZip(path string) (err error) {
	packed, err := zip.OpenReader(path)
	if err != nil {
		return unreadable("This is no whole workbook.")
	}
	defer func() { err = errors.Join(err, packed.Close()) }()
	var total uint64
	for _, part := range packed.File {
		total += part.UncompressedSize64
		if total > maxUnpacked || len(packed.File) > maxParts {
			return unreadable("This workbook is too large. Save it as CSV or split it.")
		}
	}
	return nil
}

func (r *sheetReader) next() (importRecord, error) {
	if !r.rows.Next() {
		if err := r.rows.Error(); err != nil {
			return importRecord{}, unreadable("This workbook cannot be read: " + shown(err.Error()))
		}
		return importRecord{}, io.EOF
	}
	r.line++
	// As they are and not as they show: a long number would show as 4.42E+11.
	cells, err := r.rows.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return importRecord{}, unreadable("This workbook cannot be read: " + shown(err.Error()))
	}
	return importRecord{line: r.line, cells: clipped(cells)}, nil
}

func (r *sheetReader) close() error {
	var errs []error
	if r.rows != nil {
		errs = append(errs, r.rows.Close())
	}
	if r.book != nil {
		errs = append(errs, r.book.Close())
	}
	if r.path != "" {
		errs = append(errs, os.Remove(r.path))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close workbook: %w", err)
	}
	return nil
}
