package crm

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-vcard"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

// exported sends rows through a writer, cut in pieces of size bytes.
func exported(tb rapid.TB, profile ExportProfile, rows string, size int) string {
	var out bytes.Buffer
	writer, err := NewExportWriter(&out, profile)
	require.NoError(tb, err)
	for len(rows) > 0 {
		piece := rows[:min(size, len(rows))]
		n, err := writer.Write([]byte(piece))
		require.NoError(tb, err)
		require.Equal(tb, len(piece), n)
		rows = rows[len(piece):]
	}
	require.NoError(tb, writer.Flush())
	return out.String()
}

func TestExportNeutralisesFormulas(t *testing.T) {
	t.Parallel()
	const head = byteOrderMark + ExportHeader + "\r\n"
	for rows, want := range map[string]string{
		"":                                    "",
		",,,,,,\n":                            ",,,,,,\r\n",
		"Ada,a@b.c,+442079460001\n":           "Ada,a@b.c,+442079460001\r\n",
		"+442079460001 x123,+,++1\n":          "'+442079460001 x123,'+,'++1\r\n",
		"+1+1,+1.5,+1\r,+12":                  "'+1+1,'+1.5,'+1\r,+12",
		"=1+1,-1,@x,\tx,a=b,a-b,'=1\n":        "'=1+1,'-1,'@x,'\tx,a=b,a-b,'=1\r\n",
		"\"=HYPERLINK(\"\"x\"\",1)\",\"+1,\"": "\"'=HYPERLINK(\"\"x\"\",1)\",\"'+1,\"",
		"\"\rx\",\"a\n=b\",\"\"\"=\"\"\"\n":   "\"'\rx\",\"a\n=b\",\"\"\"=\"\"\"\r\n",
		"\"\",\"a\"\"\n\"\"b\"\n=1\n":         "\"\",\"a\"\"\n\"\"b\"\r\n'=1\r\n",
		"עדה,\"שלום, =1\",é\n":                "עדה,\"שלום, =1\",é\r\n",
	} {
		for _, size := range []int{1, 2, 7, 1 << 20} {
			assert.Equal(t, head+want, exported(t, ProfileSpreadsheet, rows, size), "%q", rows)
		}
	}
	assert.Equal(t, ExportHeader+"\r\n=1,+x,\"\n-\"\r\n", exported(t, ProfileData, "=1,+x,\"\n-\"\n", 1))
	_, err := NewExportWriter(io.Discard, "xml")
	var refused *Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, CodeInvalid, refused.Code)
}

// TestExportProperty holds both profiles against the rule, cell by cell.
func TestExportProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(
			rapid.StringMatching(`[=+\-@\t,"'a\n]{0,6}`), rapid.StringMatching(`\+[0-9]{0,5}x?`), rapid.StringMatching(`[^\r\x00]{0,8}`),
		)
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 7, 7), 0, 5).Draw(t, "rows")
		var plain strings.Builder
		writer := csv.NewWriter(&plain)
		require.NoError(t, writer.WriteAll(rows))
		size := rapid.IntRange(1, 40).Draw(t, "size")
		for _, profile := range []ExportProfile{ProfileData, ProfileSpreadsheet} {
			text := strings.TrimPrefix(exported(t, profile, plain.String(), size), byteOrderMark)
			got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			require.NoError(t, err)
			require.Equal(t, strings.Split(ExportHeader, ","), got[0])
			require.Len(t, got, len(rows)+1)
			for i, row := range rows {
				for j, value := range row {
					if profile == ProfileSpreadsheet && value != "" && strings.ContainsRune("=+-@\t", rune(value[0])) && !isNumber(value) {
						value = "'" + value
					}
					require.Equal(t, value, got[i+1][j])
				}
			}
		}
	})
}

func isNumber(text string) bool {
	return len(text) > 1 && text[0] == '+' && strings.Trim(text[1:], "0123456789") == ""
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, WriteXLSX(&out, func(rows io.Writer) error {
		_, err := io.WriteString(rows, ExportHeader+"\r\n=1+1,+442079460001,007,\"a\nb\",,שלום,\" <&>\"\r\n")
		return err
	}))
	book, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	rows, err := book.GetRows("Contacts")
	require.NoError(t, err)
	require.NoError(t, book.Close())
	assert.Equal(t, [][]string{strings.Split(ExportHeader, ","), {"=1+1", "+442079460001", "007", "a\nb", "", "שלום", " <&>"}}, rows)

	broken := errors.New("the database went away")
	require.ErrorIs(t, WriteXLSX(io.Discard, func(rows io.Writer) error {
		_, _ = io.WriteString(rows, "a,b\r\n")
		return broken
	}), broken)

	many := strings.Repeat(",\r\n", 1000)
	err = WriteXLSX(io.Discard, func(rows io.Writer) error {
		for range maxSheet/1000 + 2 {
			if _, err := io.WriteString(rows, many); err != nil {
				return err
			}
		}
		return nil
	})
	var refused *Error
	require.ErrorAs(t, err, &refused)
	assert.Contains(t, refused.Message, "1,048,575")
}

func TestVCard(t *testing.T) {
	t.Parallel()
	contact := Contact{
		ID: id.New[id.Contact](), FirstName: "Ada; Augusta", LastName: "Byron, Lady", JobTitle: `Back\slash`, CustomerName: "Engines; Ltd",
		Emails: []Email{{Address: "ada@example.com", Label: "Work", Primary: true}, {Address: "b@example.com", Label: "old: desk;x=1"}},
		Phones: []Phone{
			{Number: e164.Number{Raw: "020 7946 0001", E164: "+442079460001", Extension: "12"}, Label: "mobile", Primary: true},
			{Number: e164.Number{Raw: "201"}},
		},
	}
	encoded, err := VCard(contact)
	require.NoError(t, err)
	text := string(encoded)
	for _, line := range []string{
		"BEGIN:VCARD\r\nVERSION:4.0\r\n", `N:Byron\, Lady;Ada\; Augusta;;;` + "\r\n", `FN:Ada\; Augusta Byron\, Lady` + "\r\n",
		`ORG:Engines\; Ltd` + "\r\n", `TITLE:Back\\slash` + "\r\n", "EMAIL;PREF=1;TYPE=work:ada@example.com\r\n",
		"email2.EMAIL:b@example.com\r\n", `email2.X-ABLABEL:old: desk\;x=1` + "\r\n",
		"TEL;PREF=1;TYPE=cell;VALUE=uri:tel:+442079460001;ext=12\r\n", "TEL:201\r\n", "END:VCARD\r\n",
	} {
		assert.Contains(t, text, line)
	}
	_, err = vcard.NewDecoder(bytes.NewReader(encoded)).Decode()
	require.NoError(t, err)

	contact.JobTitle = strings.Repeat("ü", 150)
	encoded, err = VCard(contact)
	require.NoError(t, err)
	for line := range bytes.Lines(encoded) {
		assert.LessOrEqual(t, len(line), 77)
		assert.True(t, bytes.HasSuffix(line, []byte("\r\n")))
	}
	assert.Contains(t, strings.ReplaceAll(string(encoded), "\r\n ", ""), "TITLE:"+contact.JobTitle+"\r\n")
}

func BenchmarkExportWriter(b *testing.B) {
	row := []byte("Ada Byron,ada.byron@example.com,+442079460001,Engines Ltd,customer,Active,\"Met at the fair\n\nCalled\"\n")
	for _, profile := range []ExportProfile{ProfileData, ProfileSpreadsheet} {
		b.Run(string(profile), func(b *testing.B) {
			writer, err := NewExportWriter(io.Discard, profile)
			require.NoError(b, err)
			b.SetBytes(int64(len(row)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = writer.Write(row)
			}
		})
	}
}
