package crm

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// maxSheet is how many rows a sheet holds below its header.
const maxSheet = 1_048_575

// WriteXLSX writes a workbook of one sheet from what produce writes as CSV in
// the data profile. Every cell is text, so none can be a formula. A text that is
// longer than a cell holds (32,767 characters) is cut. The rows wait in a
// temporary file: neither they nor the workbook are held in memory.
func WriteXLSX(out io.Writer, produce func(io.Writer) error) error {
	reader, writer := io.Pipe()
	produced := make(chan error, 1)
	go func() {
		err := produce(writer)
		_ = writer.CloseWithError(err) // never fails
		produced <- err
	}()
	err := writeWorkbook(out, reader)
	_ = reader.Close() // never fails, and ends a producer that has more
	// What produce failed of, the reader was told.
	if cause := <-produced; err == nil {
		return cause
	}
	return err
}

func writeWorkbook(out io.Writer, rows io.Reader) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	const sheet = "Contacts"
	if err := book.SetSheetName(book.GetSheetName(0), sheet); err != nil {
		return fmt.Errorf("name the sheet: %w", err)
	}
	stream, err := book.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("begin the sheet: %w", err)
	}
	if err := fillSheet(stream, rows); err != nil {
		return err
	}
	if err := stream.Flush(); err != nil {
		return fmt.Errorf("end the sheet: %w", err)
	}
	// Straight to out: excelize would collect the whole file in memory.
	book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(out) })
	if err := book.Write(io.Discard); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

func fillSheet(stream *excelize.StreamWriter, rows io.Reader) error {
	if err := stream.SetColWidth(1, 4, 24); err != nil {
		return fmt.Errorf("set widths: %w", err)
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("freeze the header: %w", err)
	}
	reader := csv.NewReader(rows)
	reader.ReuseRecord = true
	var cells []any
	for row := 1; ; row++ {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		if row > maxSheet+1 {
			return &Error{Code: CodeInvalid, Message: "An Excel sheet holds 1,048,575 contacts. Narrow the list down or export it as CSV."}
		}
		cells = cells[:0]
		for _, text := range record {
			if text == "" {
				cells = append(cells, nil)
				continue
			}
			cells = append(cells, text)
		}
		cell, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return fmt.Errorf("name cell: %w", err)
		}
		if err := stream.SetRow(cell, cells); err != nil {
			return fmt.Errorf("write row: %w", err)
		}
	}
}
