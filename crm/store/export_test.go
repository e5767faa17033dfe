package store_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
)

func (w world) export(tb testing.TB, actor crm.Actor, export crm.ContactExport) string {
	tb.Helper()
	var out bytes.Buffer
	_, err := w.ContactExport(tb.Context(), actor, export, &out)
	require.NoError(tb, err)
	return out.String()
}

// cells are the rows of an export in the data profile, below its header.
func (w world) cells(tb testing.TB, actor crm.Actor, filter crm.ContactFilter, sort string) [][]string {
	tb.Helper()
	text := w.export(tb, actor, crm.ContactExport{Filter: filter, Sort: sort, Profile: crm.ProfileData})
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(tb, err)
	require.Equal(tb, strings.Split(crm.ExportHeader, ","), rows[0])
	return rows[1:]
}

func (w world) exportedNames(tb testing.TB, actor crm.Actor, filter crm.ContactFilter, sort string) []string {
	tb.Helper()
	names := []string{}
	for _, row := range w.cells(tb, actor, filter, sort) {
		names = append(names, row[0])
	}
	return names
}

func TestContactExportBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada := w.create(t, crm.ContactDraft{
		FirstName: "=Ada", LastName: `O"Brien, \x`, Emails: []crm.Email{email("ada@example.com"), email("second@example.com")},
		Phones: []crm.Phone{phone("020 7946 0001 ext 123"), phone("020 7946 0009")}, Company: "@Engines, Ltd", CreateCustomer: true,
		Kind: crm.KindPartner, Status: "-new", Notes: "- first\nline",
	})
	_, err := w.NoteCreate(t.Context(), w.agent, ada.ID, "\"second\"")
	require.NoError(t, err)
	w.create(t, crm.ContactDraft{FirstName: "עדה", LastName: "Zed", Phones: []crm.Phone{phone("+44 20 7946 0002")}})
	w.create(t, crm.ContactDraft{FirstName: "In", LastName: "House", Phones: []crm.Phone{phone("201")}})
	const head = "name,email,phone,company,kind,status,notes\r\n"
	house := w.cells(t, w.agent, crm.ContactFilter{Query: "House"}, "")[0]
	assert.Equal(t, []string{"In House", "", "201", ""}, house[:4])
	rest := strings.Join(house, ",") + "\r\n"
	last := "עדה Zed,,+442079460002,," + house[4] + "," + house[5] + ",\r\n"

	want := head + rest + "\"=Ada O\"\"Brien, \\x\",ada@example.com,+442079460001 x123,\"@Engines, Ltd\",partner,-new,\"\"\"second\"\"\n\n- first\nline\"\r\n" + last
	assert.Equal(t, want, w.export(t, w.agent, crm.ContactExport{Profile: crm.ProfileData}))
	want = "\ufeff" + head + rest + "\"'=Ada O\"\"Brien, \\x\",ada@example.com,'+442079460001 x123,\"'@Engines, Ltd\",partner,'-new,\"\"\"second\"\"\n\n- first\nline\"\r\n" + last
	assert.Equal(t, want, w.export(t, w.agent, crm.ContactExport{Profile: crm.ProfileSpreadsheet}))
}

func TestContactExportIsTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acme := w.customer(t, "Acme")
	_, err := w.CustomerCreate(t.Context(), w.agent, crm.CustomerDraft{Name: "O'Neil's"})
	require.NoError(t, err)
	cedar := w.create(t, crm.ContactDraft{FirstName: "Ced", LastName: "Ash", CustomerID: &acme.ID, Status: `it's\'`, Tags: []string{"VIP $1"}})
	w.create(t, crm.ContactDraft{FirstName: "Bo", LastName: "Birch", Kind: crm.KindVendor, OwnerID: &w.agent2.User, MarketingOptOut: true})
	w.create(t, crm.ContactDraft{FirstName: "Al", LastName: "Cedar's", Company: "O'Neil's", Phones: []crm.Phone{phone("020 7946 0001")}})
	gone := w.contact(t, "Dee", "Gone")
	_, err = w.ContactArchive(t.Context(), w.agent, gone.ID)
	require.NoError(t, err)
	other := settle(t, w.Store)
	theirs := other.contact(t, "Their", "Own")

	yes := true
	for _, filter := range []crm.ContactFilter{
		{},
		{Kinds: []crm.ContactKind{crm.KindVendor}},
		{Status: `it's\'`},
		{Status: `x'; DROP TABLE contacts; --`},
		{Tags: []string{"vip $1"}},
		{CustomerID: &acme.ID},
		{OwnerID: &w.agent2.User},
		{MarketingOptOut: &yes},
		{Archived: true},
		{Query: "ced"},
		{Query: "edar's"},
		{Query: "o'neil"},
		{Query: "020 7946"},
		{Query: "ced", Kinds: []crm.ContactKind{crm.KindVendor}},
		{Query: "$1 %_\\"},
	} {
		for _, sort := range []string{"lastName", "-createdAt", "company"} {
			page, err := w.ContactList(t.Context(), w.agent, filter, crm.PageRequest{Sort: sort})
			require.NoError(t, err)
			listed := []string{}
			for _, contact := range page.Items {
				listed = append(listed, contact.Name())
			}
			assert.Equal(t, listed, w.exportedNames(t, w.agent, filter, sort), "%+v by %s", filter, sort)
		}
	}
	assert.Equal(t, []string{"Ced Ash", "Bo Birch", "Al Cedar's"}, w.exportedNames(t, w.agent, crm.ContactFilter{}, ""))
	assert.Equal(t, []string{"Their Own"}, other.exportedNames(t, other.admin, crm.ContactFilter{}, ""))
	assert.Empty(t, other.exportedNames(t, other.admin, crm.ContactFilter{CustomerID: cedar.CustomerID}, ""))
	assert.Empty(t, w.exportedNames(t, w.agent, crm.ContactFilter{Query: theirs.LastName}, ""))

	for _, bad := range []crm.ContactExport{
		{Profile: "xml"},
		{Profile: crm.ProfileData, Sort: "id; DROP TABLE contacts"},
		{Profile: crm.ProfileData, Filter: crm.ContactFilter{Status: "a\x00b"}},
		{Profile: crm.ProfileData, Filter: crm.ContactFilter{Status: "a\xff'"}},
	} {
		_, err := w.ContactExport(t.Context(), w.agent, bad, io.Discard)
		requireCode(t, err, crm.CodeInvalid)
	}
}

// crookedWriter fails, or waits, after its first piece.
type crookedWriter func() error

func (w crookedWriter) Write(p []byte) (int, error) { return len(p), w() }

func TestContactExportEndsWithItsReader(t *testing.T) {
	t.Parallel()
	c := newWorld(t)
	for range 30 {
		c.create(t, crm.ContactDraft{FirstName: "Ada", LastName: "Long", Notes: strings.Repeat("long ", 3000)})
	}
	export := crm.ContactExport{Profile: crm.ProfileData}
	left := errors.New("the reader left")
	_, err := c.ContactExport(t.Context(), c.agent, export, crookedWriter(func() error { return left }))
	require.ErrorIs(t, err, left)

	ctx, cancel := context.WithCancel(t.Context())
	_, err = c.ContactExport(ctx, c.agent, export, crookedWriter(func() error {
		cancel()
		return ctx.Err()
	}))
	require.ErrorIs(t, err, context.Canceled)
	rows, err := c.ContactExport(t.Context(), c.agent, export, io.Discard)
	require.NoError(t, err)
	assert.EqualValues(t, 30, rows)
}

func TestManyExportsLeaveConnections(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.contact(t, "Ada", "Byron")
	begun, goOn, ended := make(chan struct{}, 64), make(chan struct{}), make(chan error, 64)
	export := crm.ContactExport{Profile: crm.ProfileData}
	for range 64 {
		go func() {
			_, err := w.ContactExport(t.Context(), w.agent, export, crookedWriter(func() error {
				begun <- struct{}{}
				<-goOn
				return nil
			}))
			ended <- err
		}()
	}
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, err := w.ContactList(ctx, w.agent, crm.ContactFilter{}, crm.PageRequest{})
	require.NoError(t, err, "others work on")
	impatient, leave := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer leave()
	_, err = w.ContactExport(impatient, w.agent, export, io.Discard)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	close(goOn)
	for range 64 {
		require.NoError(t, <-ended)
	}
}

// BenchmarkContactExport holds an export against the same COPY read by nobody
// but the driver.
func BenchmarkContactExport(b *testing.B) {
	c := newCrowd(b)
	bare := `COPY (SELECT NULLIF(btrim(c.first_name || ' ' || c.last_name), ''),
		(SELECT e.address FROM contact_emails e WHERE e.org_id = c.org_id AND e.contact_id = c.id ORDER BY e.position LIMIT 1),
		(SELECT coalesce(p.e164, p.raw) FROM contact_phones p WHERE p.org_id = c.org_id AND p.contact_id = c.id ORDER BY p.position LIMIT 1),
		cu.name, c.kind, c.status,
		(SELECT string_agg(n.body, E'\n\n' ORDER BY n.created_at DESC) FROM notes n WHERE n.org_id = c.org_id AND n.contact_id = c.id)
		FROM contacts c LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id WHERE c.org_id = '` + c.admin.Org.String() + `' AND c.archived_at IS NULL ORDER BY c.sort_name, c.id) TO STDOUT (FORMAT csv, HEADER)`
	for _, profile := range []crm.ExportProfile{crm.ProfileData, crm.ProfileSpreadsheet} {
		b.Run(string(profile), func(b *testing.B) {
			var peaks []uint64
			compare(b, func(int) error {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				rows, err := c.ContactExport(b.Context(), c.agent, crm.ContactExport{Profile: profile}, io.Discard)
				runtime.ReadMemStats(&after)
				peaks = append(peaks, after.TotalAlloc-before.TotalAlloc)
				if rows < benchContacts/2 {
					return errors.New("rows are missing")
				}
				return err
			}, func(int) error {
				_, err := c.bare.PgConn().CopyTo(b.Context(), io.Discard, bare)
				return err
			})
			b.ReportMetric(float64(slices.Max(peaks))/1024, "heap-KiB")
		})
	}
	at := time.Now()
	require.NoError(b, crm.WriteXLSX(io.Discard, func(out io.Writer) error {
		_, err := c.ContactExport(b.Context(), c.agent, crm.ContactExport{Profile: crm.ProfileData}, out)
		return err
	}))
	b.Logf("workbook of %d contacts: %v", benchContacts, time.Since(at))
}

func TestMergesAndExportsAreAudited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	survivor, duplicate := w.contact(t, "Jane", "Smith"), w.contact(t, "Jan", "Smith")
	merged, err := w.ContactMerge(t.Context(), w.agent, duplicate.ID, survivor.ID, nil)
	require.NoError(t, err)
	_, err = w.MergeUndo(t.Context(), w.agent, merged.ID)
	require.NoError(t, err)
	_, err = w.ContactExport(t.Context(), w.agent, crm.ContactExport{Filter: crm.ContactFilter{Query: "smith"}, Profile: crm.ProfileData}, io.Discard)
	require.NoError(t, err)

	page, err := w.AuditList(t.Context(), w.admin, crm.AuditFilter{Noun: "contact"}, crm.PageRequest{})
	require.NoError(t, err)
	found := map[string]map[string]string{}
	for _, entry := range page.Items {
		found[entry.Action] = entry.Detail
	}
	assert.Equal(t, duplicate.ID.String(), found["merge"]["duplicateId"])
	assert.Equal(t, merged.ID.String(), found["undo_merge"]["mergeId"])
	assert.Equal(t, "2", found["export"]["rows"])
	assert.Contains(t, found["export"]["filter"], "smith")
}
