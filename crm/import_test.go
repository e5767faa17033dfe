package crm_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/crm"
)

func fileOf(content []byte) crm.ImportFile {
	return func() io.Reader { return bytes.NewReader(content) }
}

// tester is a test, or one try of a property.
type tester interface {
	require.TestingT
	Helper()
}

// drafts reads all rows of a file.
func drafts(t tester, content []byte, options crm.ImportOptions) (crm.Detected, []crm.ImportDraft) {
	t.Helper()
	source, err := crm.OpenImport(fileOf(content), options)
	require.NoError(t, err)
	defer func() { require.NoError(t, source.Close()) }()
	var rows []crm.ImportDraft
	for {
		row, err := source.Next()
		if errors.Is(err, io.EOF) {
			return source.Detected, rows
		}
		require.NoError(t, err)
		rows = append(rows, row)
	}
}

func mappingOf(d crm.Detected) string {
	var fields []string
	for _, column := range d.Columns {
		field := string(column.Field)
		if column.Label != "" {
			field += "/" + column.Label
		}
		fields = append(fields, field)
	}
	return strings.Join(fields, " ")
}

func TestImportGuessesMapping(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"our export": {crm.ExportHeader + "\n", "name email phone company kind status notes"},
		"Google": {
			"First Name,Middle Name,Last Name,Phonetic First Name,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n",
			"firstName middleName lastName  company jobTitle notes tags  email  phone",
		},
		"Google before 2023": {"Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name,Organization 1 - Title\n", "name firstName lastName tags  email company jobTitle"},
		"Outlook": {
			"Title,First Name,Last Name,Company,Job Title,Business Street,Business Phone,Home Phone,Mobile Phone,Business Fax,Categories,E-mail Address,E-mail Type,E-mail Display Name,Notes\n",
			"jobTitle firstName lastName company   phone/work phone/home phone/mobile phone/fax tags email   notes",
		},
		"Outlook in German": {
			"Anrede;Vorname;Nachname;Firma;Position;Telefon geschäftlich;Telefon (privat);Mobiltelefon;Kategorien;E-Mail-Adresse;E-Mail-Typ;Notizen\n",
			" firstName lastName company jobTitle phone/work phone/home phone/mobile tags email  notes",
		},
		"Salesforce": {
			"Salutation,First Name,Last Name,Title,Account Name,Phone,Mobile,Fax,Email,Email Opt Out,Contact Owner,Lead Source,Description\n",
			" firstName lastName jobTitle company phone phone/mobile phone/fax email marketingOptOut owner  notes",
		},
		"camels":          {"firstName,lastName,emailAddress,jobTitle,marketingOptOut\n", "firstName lastName email jobTitle marketingOptOut"},
		"German by hand":  {"Name\tE-Mail\tHandy\tUnternehmen\tArt\tBemerkung\n", "name email phone/mobile company kind notes"},
		"no header":       {"Ada Byron,ada@x.example,020 7946 0001,Engines\nBob Ross,bob@x.example,020 7946 0002,\n", "name email phone company"},
		"parts, unnamed":  {"Ada|Byron|ada@x.example\nBob|Ross|bob@x.example\n", "firstName lastName email"},
		"Excel says it":   {"sep=;\nVorname;Nachname;Mail\nAda;Byron;ada@x.example\n", "firstName lastName email"},
		"assistant aside": {"Name,Assistant's Phone,Phone Ext,Phone\n", "name   phone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content := c.file
			if strings.Count(content, "\n") == 1 {
				content += "x\n"
			}
			detected, _ := drafts(t, []byte(content), crm.ImportOptions{})
			assert.Equal(t, c.want, mappingOf(detected))
		})
	}
}

func TestImportDetectsEncodings(t *testing.T) {
	t.Parallel()
	const text = "Vorname;Nachname;Notiz\r\nJürgen;Müßig;\"zwei\r\nZeilen; ja\"\r\n"
	encode := func(name string) []byte {
		var out []byte
		var err error
		switch name {
		case "utf-16le":
			out, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
		case "utf-16be":
			out, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
		case "windows-1252":
			out, err = charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		default:
			out = []byte(text)
		}
		require.NoError(t, err)
		return out
	}
	marks := map[string][]byte{"utf-8": []byte("\ufeff"), "utf-16le": {0xff, 0xfe}, "utf-16be": {0xfe, 0xff}}
	for _, name := range []string{"utf-8", "utf-16le", "utf-16be", "windows-1252"} {
		for _, mark := range [][]byte{nil, marks[name]} {
			detected, rows := drafts(t, append(slices.Clone(mark), encode(name)...), crm.ImportOptions{})
			assert.Equal(t, name, detected.Encoding)
			require.Len(t, rows, 1, name)
			assert.Equal(t, "Jürgen Müßig", rows[0].Name(), name)
			assert.Equal(t, []string{"zwei\nZeilen; ja"}, rows[0].Notes)
			assert.EqualValues(t, 2, rows[0].Line)
		}
	}
	// The one letter that is no UTF-8 may come late.
	late := []byte("name\n" + strings.Repeat("Ada Byron\n", 20_000) + "J\xfcrgen M\xfcller\n")
	detected, rows := drafts(t, late, crm.ImportOptions{})
	assert.Equal(t, "windows-1252", detected.Encoding)
	assert.Equal(t, "Jürgen Müller", rows[len(rows)-1].Name())
	_, rows = drafts(t, []byte("name,email\rAda Byron,ada@x.example\r"), crm.ImportOptions{})
	require.Len(t, rows, 1, "lines of an old Mac")
	assert.Equal(t, "ada@x.example", rows[0].Contact.Emails[0].Address)
}

func TestImportRefusesFiles(t *testing.T) {
	t.Parallel()
	bomb := excelize.NewFile()
	require.NoError(t, bomb.Close())
	for name, content := range map[string]string{
		"empty":               "",
		"blank":               "\n\n  \n",
		"old workbook":        "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
		"no workbook":         "PK\x03\x04 and nothing",
		"endless quote":       "name,notes\nAda Byron,\"" + strings.Repeat("x", 3<<20),
		"card without an end": "BEGIN:VCARD\nFN:Ada Byron\n",
		"endless card":        "BEGIN:VCARD\nNOTE:" + strings.Repeat("x", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, err := crm.OpenImport(fileOf([]byte(content)), crm.ImportOptions{})
			for err == nil {
				_, err = source.Next()
			}
			var refused *crm.Error
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, crm.CodeInvalid, refused.Code)
			assert.Equal(t, "file", refused.Fields[0].Field)
		})
	}
}

func TestImportReadsVCards(t *testing.T) {
	t.Parallel()
	_, rows := drafts(t, []byte(strings.ReplaceAll(`BEGIN:VCARD
VERSION:4.0
FN:Ada Byron
N:Byron;Ada;King;;
ORG:Engines\; Ltd;Research
TITLE:Countess
EMAIL;TYPE=home:ada@home.example
EMAIL;PREF=1;TYPE=work:ada@work.example
item1.TEL;VALUE=uri:tel:+442079460001;ext=12
item1.X-ABLabel:_$!<Studio>!$_
TEL;TYPE="cell,voice":+44 7700 900123
CATEGORIES:VIP,Old friends
NOTE:Two\nlines\, with a long
  tail
PHOTO;ENCODING=b:aGVsbG8
 aGVsbG8
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg
TEL;CELL;PREF:07700 900124
NOTE;ENCODING=QUOTED-PRINTABLE:soft=
er line
END:VCARD
begin:vcard
fn:Only Formatted
n:;;;;
end:vcard
`, "\n", "\r\n")), crm.ImportOptions{})
	require.Len(t, rows, 3)
	clean, err := rows[0].Prepare("GB")
	require.NoError(t, err)
	ada := clean.Contact
	assert.Equal(t, "Ada King Byron", clean.Name())
	assert.Equal(t, "Engines; Ltd", ada.Company)
	assert.Equal(t, []crm.Email{{Address: "ada@work.example", Label: "work", Primary: true}, {Address: "ada@home.example", Label: "home"}}, ada.Emails)
	require.Len(t, ada.Phones, 2)
	assert.Equal(t, "+442079460001", ada.Phones[0].Number.E164)
	assert.Equal(t, "12", ada.Phones[0].Number.Extension)
	assert.Equal(t, "Studio", ada.Phones[0].Label)
	assert.Equal(t, "mobile", ada.Phones[1].Label)
	assert.Equal(t, []string{"VIP", "Old friends"}, ada.Tags)
	assert.Equal(t, []string{"Two\nlines, with a long tail"}, clean.Notes)
	assert.Equal(t, "Jörg Müller", rows[1].Name())
	assert.Equal(t, []string{"softer line"}, rows[1].Notes)
	assert.EqualValues(t, 18, rows[1].Line)
	assert.Equal(t, "Only Formatted", rows[2].Name())
}

func TestImportReadsOurVCard(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draft, err := crm.ContactDraft{
			FirstName: hostile(t, "first"), LastName: hostile(t, "last"), JobTitle: hostile(t, "title"), Company: hostile(t, "company"),
			Emails: []crm.Email{{Address: "ada@work.example", Label: "work"}, {Address: "b@x.example", Label: hostile(t, "label")}},
		}.Prepare("GB")
		if err != nil {
			t.Skip(err)
		}
		card, err := crm.VCard(crm.Contact{
			FirstName: draft.FirstName, LastName: draft.LastName, JobTitle: draft.JobTitle, CustomerName: draft.Company, Emails: draft.Emails,
		})
		require.NoError(t, err)
		_, rows := drafts(t, card, crm.ImportOptions{})
		require.Len(t, rows, 1)
		back, err := rows[0].Prepare("GB")
		require.NoError(t, err)
		assert.Equal(t, draft.FirstName, back.Contact.FirstName)
		assert.Equal(t, draft.LastName, back.Contact.LastName)
		assert.Equal(t, draft.JobTitle, back.Contact.JobTitle)
		assert.Equal(t, draft.Company, back.Contact.Company)
		assert.Len(t, back.Contact.Emails, 2)
		assert.Equal(t, draft.Emails[0], back.Contact.Emails[0])
	})
}

// hostile draws a text that files have trouble with.
func hostile(t *rapid.T, label string) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{
			`quo"ted`, "a,b;c|d\te", "=1+1", "+SUM(A1)", "-x", "@cmd", "'=already", "'quoted'", "עברית RTL", "😀 emoji 👩‍👩‍👧", "Zoë", "ﬁ ligature",
			`back\slash`, `semi\;colon`, "two  spaces", "Smith, Jane", "x\u00a0y", "null", "\"", "a b c d e",
		}),
	).Draw(t, label)
}

func TestImportReadsOurExportExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draft, err := crm.ContactDraft{
			FirstName: hostile(t, "first"), LastName: hostile(t, "last"), Company: hostile(t, "company"), Status: hostile(t, "status"),
			Notes: hostile(t, "notes") + rapid.SampledFrom([]string{"", "\n", "\r\n\r\n", "\n\n=x\n\n"}).Draw(t, "break") + hostile(t, "more"),
			Kind:  rapid.SampledFrom([]crm.ContactKind{crm.KindCustomer, crm.KindVendor, crm.KindOther}).Draw(t, "kind"),
		}.Prepare("GB")
		if err != nil {
			t.Skip(err)
		}
		for _, profile := range []crm.ExportProfile{crm.ProfileData, crm.ProfileSpreadsheet} {
			values := []string{draft.FirstName + " " + draft.LastName, "ada@x.example", "+442079460001 x5", draft.Company, string(draft.Kind), draft.Status, draft.Notes}
			if profile == crm.ProfileSpreadsheet && slices.ContainsFunc(values, func(v string) bool { return len(v) > 1 && v[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(v[1])) }) {
				continue // such a value looks like a guarded one in a spreadsheet
			}
			var out bytes.Buffer
			w, err := crm.NewExportWriter(&out, profile)
			require.NoError(t, err)
			// As PostgreSQL writes it: lines end in \n, and quotes stand where they must.
			plain := csv.NewWriter(w)
			require.NoError(t, plain.Write(values))
			plain.Flush()
			require.NoError(t, w.Flush())
			detected, rows := drafts(t, out.Bytes(), crm.ImportOptions{})
			require.True(t, detected.Own)
			require.Len(t, rows, 1)
			back, err := rows[0].Prepare("GB")
			require.NoError(t, err)
			read := []string{
				back.Contact.FirstName + " " + back.Contact.LastName, back.Contact.Emails[0].Address,
				back.Contact.Phones[0].Number.E164 + " x" + back.Contact.Phones[0].Number.Extension, back.Contact.Company,
				string(back.Contact.Kind), back.Contact.Status, strings.Join(back.Notes, "\n\n"),
			}
			assert.Equal(t, values, read)
		}
	})
}

func TestImportReadsOurWorkbook(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, crm.WriteXLSX(&out, func(w io.Writer) error {
		_, err := io.WriteString(w, crm.ExportHeader+"\nAda Byron,ada@x.example,+442079460001,\"Engines, Ltd\",vendor,Lead,\"=1+1\nsecond\"\n")
		return err
	}))
	detected, rows := drafts(t, out.Bytes(), crm.ImportOptions{})
	assert.Equal(t, crm.ImportXLSX, detected.Format)
	require.Len(t, rows, 1)
	assert.Equal(t, "Ada Byron", rows[0].Name())
	assert.Equal(t, "Engines, Ltd", rows[0].Contact.Company)
	assert.Equal(t, []string{"=1+1\nsecond"}, rows[0].Notes)

	book := excelize.NewFile()
	for cell, value := range map[string]any{"A3": "Vorname", "B3": "Nachname", "C3": "Telefon", "A4": "Ada", "B4": "Byron", "C4": 442079460001} {
		require.NoError(t, book.SetCellValue("Sheet1", cell, value))
	}
	out.Reset()
	require.NoError(t, book.Write(&out))
	require.NoError(t, book.Close())
	_, rows = drafts(t, out.Bytes(), crm.ImportOptions{})
	require.Len(t, rows, 1)
	assert.EqualValues(t, 4, rows[0].Line)
	assert.Equal(t, "442079460001", rows[0].Contact.Phones[0].Number.Raw)
}

func TestImportOptionsRefuseNonsense(t *testing.T) {
	t.Parallel()
	for _, change := range []crm.ImportChange{
		{OnMatch: crm.Some(crm.OnMatch("burn"))},
		{Delimiter: crm.Some("x")},
		{Encoding: crm.Some("ebcdic")},
		{Mapping: crm.Some([]crm.ImportTarget{{Column: -1}})},
		{Mapping: crm.Some([]crm.ImportTarget{{Column: 0, Field: "password"}})},
		{Mapping: crm.Some([]crm.ImportTarget{{Column: 0, Field: crm.ImportToName}, {Column: 1, Field: crm.ImportToName}})},
		{Mapping: crm.Some([]crm.ImportTarget{{Column: 0}, {Column: 0}})},
	} {
		_, err := crm.ImportOptions{}.Change(change)
		var refused *crm.Error
		require.ErrorAs(t, err, &refused, "%+v", change)
		assert.Equal(t, crm.CodeInvalid, refused.Code)
	}
	changed, err := crm.ImportOptions{Mapping: []crm.ImportTarget{{}}}.Change(crm.ImportChange{Delimiter: crm.Some(";")})
	require.NoError(t, err)
	assert.Nil(t, changed.Mapping, "other columns")
}

func TestImportNeverOptsIn(t *testing.T) {
	t.Parallel()
	for cell, out := range map[string]bool{"yes": true, "1": true, "ja": true, "no": false, "0": false, "": false} {
		_, rows := drafts(t, []byte("name,opt out\nAda Byron,"+cell+"\n"), crm.ImportOptions{})
		for _, before := range []bool{true, false} {
			after, _ := rows[0].Onto(crm.Contact{MarketingOptOut: before}, crm.OnMatchUpdate)
			assert.Equal(t, before || out, after.MarketingOptOut, cell)
		}
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte("name,email\nAda Byron,ada@x.example\n"))
	f.Add([]byte("sep=;\nVorname;Nachname\n\"a\"\"b\";c"))
	f.Add([]byte("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:=FC=\n=41;B\nEND:VCARD\n"))
	f.Add([]byte("\xff\xfeN\x00a\x00m\x00e\x00\n\x00"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		source, err := crm.OpenImport(fileOf(content), crm.ImportOptions{})
		if err != nil {
			return
		}
		for {
			row, err := source.Next()
			if err != nil {
				break
			}
			if clean, err := row.Prepare("GB"); err == nil {
				_, _ = clean.Create()
				clean.Onto(crm.Contact{}, crm.OnMatchFill)
				for _, note := range clean.Notes {
					if strings.ContainsRune(note, 0) {
						t.Fatalf("a zero in %q", note)
					}
				}
			}
		}
		if err := source.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
