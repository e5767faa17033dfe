package store_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/crm"
)

// awkward are values that files and databases have trouble with.
func awkward() []string {
	return []string{
		`quo"ted`, "a,b;c", "=1+1", "+SUM(A1)", "@cmd", "עברית", "😀 👩‍👩‍👧", "Zoë", `back\slash`, "two  spaces", "Smith, Jane", "x\u00a0y", "null",
		"Robert'); DROP TABLE contacts;--", "\\N", "\\.", "%s", "${x}", "NULL", "a", "Œuvre",
	}
}

// crowd makes contacts of all kinds.
func (w world) crowd(tb testing.TB, r *rapid.T, most int) {
	tb.Helper()
	word := rapid.SampledFrom(awkward())
	for i := range rapid.IntRange(1, most).Draw(r, "contacts") {
		draft := crm.ContactDraft{
			FirstName: word.Draw(r, "first"), LastName: word.Draw(r, "last"), Kind: rapid.SampledFrom([]crm.ContactKind{"", crm.KindVendor}).Draw(r, "kind"),
			Status: rapid.SampledFrom([]string{"", "=Lead", "Gone"}).Draw(r, "status"), CreateCustomer: true,
			Company: rapid.OneOf(rapid.Just(""), word).Draw(r, "company"),
			Notes:   rapid.OneOf(rapid.Just(""), word).Draw(r, "notes") + rapid.SampledFrom([]string{"", "\n\nsecond\n=third"}).Draw(r, "more"),
			Tags:    rapid.SliceOfN(word, 0, 2).Draw(r, "tags"),
		}
		if rapid.Bool().Draw(r, "has email") {
			draft.Emails = append(draft.Emails, email(fmt.Sprintf("p%d@x.example", i)))
		}
		if rapid.Bool().Draw(r, "has phone") {
			draft.Phones = append(draft.Phones, phone(fmt.Sprintf("+4420794601%02d", i)))
		}
		contact, err := w.ContactCreate(tb.Context(), w.agent, draft)
		require.NoError(r, err)
		if rapid.Bool().Draw(r, "second note") {
			_, err := w.NoteCreate(tb.Context(), w.agent, contact.ID, "later note")
			require.NoError(r, err)
		}
	}
}

func (w world) exported(tb testing.TB, profile crm.ExportProfile) string {
	tb.Helper()
	var out bytes.Buffer
	_, err := w.ContactExport(tb.Context(), w.admin, crm.ContactExport{Profile: profile}, &out)
	require.NoError(tb, err)
	return out.String()
}

// An export that is imported elsewhere exports as it was; where it came from it
// changes nothing.
func TestImportOfAnExportIsTheSame(t *testing.T) {
	t.Parallel()
	home := newWorld(t)
	rapid.Check(t, func(r *rapid.T) {
		from, to := settle(t, home.Store), settle(t, home.Store)
		from.crowd(t, r, 8)
		profile := rapid.SampledFrom([]crm.ExportProfile{crm.ProfileData, crm.ProfileSpreadsheet}).Draw(r, "profile")
		file := from.exported(t, profile)

		made := to.applied(t, to.staged(t, file, crm.ImportOptions{CreateCustomers: true}))
		require.Zero(r, made.Refused)
		require.ElementsMatch(r, strings.Split(file, "\r\n"), strings.Split(to.exported(t, profile), "\r\n"))
		to.reverted(t, made)
		require.Equal(r, strings.Split(file, "\r\n")[0]+"\r\n", to.exported(t, profile))
	})
}

// Whatever a file does is taken back to the last row.
func TestImportRevertLeavesNothing(t *testing.T) {
	t.Parallel()
	home := newWorld(t)
	rapid.Check(t, func(r *rapid.T) {
		w := settle(t, home.Store)
		w.crowd(t, r, 6)
		before := w.dump(t)
		var file bytes.Buffer
		out := csv.NewWriter(&file)
		require.NoError(r, out.Write([]string{"First name", "Last name", "E-mail", "E-mail 2", "Phone", "Company", "Title", "Kind", "Status", "Tags", "Opt out", "Notes", "Owner"}))
		word := rapid.OneOf(rapid.Just(""), rapid.SampledFrom(awkward()))
		for range rapid.IntRange(1, 12).Draw(r, "rows") {
			address := func(label string) string {
				return rapid.SampledFrom([]string{"", "p0@x.example", "P1@X.example", "p2@x.example", "new@x.example", "newer@x.example", "no address"}).Draw(r, label)
			}
			require.NoError(r, out.Write([]string{
				word.Draw(r, "first"), word.Draw(r, "last"), address("email"), address("email 2"),
				rapid.SampledFrom([]string{"", "+442079460100", "020 7946 0101", "x"}).Draw(r, "phone"),
				word.Draw(r, "company"), word.Draw(r, "title"), rapid.SampledFrom([]string{"", "Vendor", "lieferant", "friend"}).Draw(r, "kind"),
				word.Draw(r, "status"), word.Draw(r, "tags"), rapid.SampledFrom([]string{"", "yes", "no"}).Draw(r, "opt out"), word.Draw(r, "notes"),
				rapid.SampledFrom([]string{"", "agent@example.com"}).Draw(r, "owner"),
			}))
		}
		out.Flush()
		made := w.staged(t, file.String(), crm.ImportOptions{
			CreateCustomers: rapid.Bool().Draw(r, "create"),
			OnMatch:         rapid.SampledFrom([]crm.OnMatch{crm.OnMatchUpdate, crm.OnMatchFill, crm.OnMatchSkip}).Draw(r, "match"),
		})
		require.Equal(r, crm.ImportReady, made.Status, made.Problem)
		require.Equal(r, before, w.dump(t), "a dry run changes nothing")
		if made.Created+made.Updated == 0 {
			return
		}
		made = w.applied(t, made)
		rows := w.rows(t, made)
		require.EqualValues(r, len(rows), made.Created+made.Updated+made.Skipped+made.Refused)
		made = w.reverted(t, made)
		assert.Zero(r, made.Kept)
		require.Equal(r, before, w.dump(t))
	})
}

// BenchmarkImport is a file of 100,000 people, read, applied and taken back.
func BenchmarkImport(b *testing.B) {
	const people = 100_000
	var file strings.Builder
	file.WriteString("first name,last name,email,phone,company,title,tags,notes\n")
	for i := range people {
		fmt.Fprintf(&file, "Person%d,Number%d,person%d@company%d.example,+4420%08d,Company %d,Title %d,tag %d,Met in %d\n", i, i, i, i%2000, i, i%2000, i%90, i%30, i)
	}
	w := newWorld(b)
	for range b.N {
		begun := time.Now()
		lap := func(what string) {
			b.Logf("%s: %s", what, time.Since(begun).Round(time.Millisecond))
			begun = time.Now()
		}
		made := w.staged(b, file.String(), crm.ImportOptions{CreateCustomers: true})
		lap("upload and read")
		made = w.applied(b, made)
		require.EqualValues(b, people, made.Created)
		lap("apply")
		again := w.staged(b, strings.ReplaceAll(file.String(), ",Title ", ",New "), crm.ImportOptions{})
		lap("upload and read, all known")
		again = w.applied(b, again)
		require.EqualValues(b, people, again.Updated)
		lap("apply, all updates")
		w.reverted(b, again)
		lap("revert updates")
		w.reverted(b, made)
		lap("revert")
	}
}
