package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

// staged brings a file in and reads it.
func (w world) staged(tb testing.TB, text string, options crm.ImportOptions) crm.Import {
	tb.Helper()
	made, err := w.ImportStage(tb.Context(), w.supervisor, "people.csv", strings.NewReader(text), options)
	require.NoError(tb, err)
	return w.run(tb, made)
}

// run does what is to be done with an import.
func (w world) run(tb testing.TB, made crm.Import) crm.Import {
	tb.Helper()
	require.NoError(tb, w.ImportRun(tb.Context(), w.supervisor.Org, made.ID, nil))
	made, err := w.ImportGet(tb.Context(), w.supervisor, made.ID)
	require.NoError(tb, err)
	return made
}

func (w world) applied(tb testing.TB, made crm.Import) crm.Import {
	tb.Helper()
	made, err := w.ImportApply(tb.Context(), w.supervisor, made.ID)
	require.NoError(tb, err)
	require.Equal(tb, crm.ImportApplying, made.Status)
	made = w.run(tb, made)
	require.Equal(tb, crm.ImportApplied, made.Status)
	return made
}

func (w world) reverted(tb testing.TB, made crm.Import) crm.Import {
	tb.Helper()
	made, err := w.ImportRevert(tb.Context(), w.supervisor, made.ID)
	require.NoError(tb, err)
	made = w.run(tb, made)
	require.Equal(tb, crm.ImportReverted, made.Status)
	return made
}

// rows are all rows of an import, by line.
func (w world) rows(tb testing.TB, made crm.Import) map[int64]crm.ImportRow {
	tb.Helper()
	rows := map[int64]crm.ImportRow{}
	for page := (crm.PageRequest{Limit: 200}); ; {
		got, err := w.ImportRowList(tb.Context(), w.supervisor, made.ID, crm.ImportRowFilter{}, page)
		require.NoError(tb, err)
		for _, row := range got.Items {
			rows[row.Line] = row
		}
		if page.Cursor = got.NextCursor; page.Cursor == "" {
			return rows
		}
	}
}

// dump is what the organisation has of contacts, without what any change moves on.
func (w world) dump(tb testing.TB) map[string][]string {
	tb.Helper()
	conn := w.superuser(tb)
	tables := map[string]string{}
	for table, without := range map[string][]string{
		"contacts": {"version", "updated_at"}, "contact_emails": {"id"}, "contact_phones": {"id"},
		"contact_tags": {}, "contact_values": {}, "tags": {}, "customers": {}, "notes": {},
	} {
		tables[table] = "to_jsonb(t) - '{" + strings.Join(without, ",") + "}'::text[]"
	}
	all := map[string][]string{}
	for table, row := range tables {
		rows, err := conn.Query(tb.Context(), fmt.Sprintf("SELECT (%s)::text FROM %s t WHERE t.org_id = $1 ORDER BY 1", row, table), w.admin.Org)
		require.NoError(tb, err)
		all[table], err = pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(tb, err)
	}
	return all
}

// furnishImport leaves rows in all tables of imports.
func furnishImport(tb testing.TB, w world) {
	tb.Helper()
	w.applied(tb, w.staged(tb, "name,company,tags\nIda Imported,Made By Import,made\n", crm.ImportOptions{CreateCustomers: true}))
	w.staged(tb, "name,company\nIda Imported,Made By Import\n", crm.ImportOptions{})
}

func TestImportLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acme := w.customer(t, "Acme")
	other := w.customer(t, "Other")
	jane := w.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@acme.example")}, Tags: []string{"Old"}})
	locked := w.create(t, crm.ContactDraft{FirstName: "Lou", LastName: "Locked", Emails: []crm.Email{email("lou@acme.example")}, CustomerID: &acme.ID, Lock: true})
	phoned := w.contact(t, "Phil", "Phone", "07700 900123")
	merged := w.create(t, crm.ContactDraft{FirstName: "Janet", LastName: "Smith", Emails: []crm.Email{email("janet@acme.example")}})
	_, err := w.ContactMerge(t.Context(), w.agent, merged.ID, jane.ID, nil)
	require.NoError(t, err)
	before := w.dump(t)

	made := w.staged(t, strings.Join([]string{
		"First Name;Last Name;E-mail;Phone;Company;Title;Categories;Notes;Email Opt Out",
		"Ada;Byron;ada@engines.example;020 7946 0001;Engines Ltd;Countess;VIP, new;Met her;yes",
		"Jane;Smith;JANE@acme.example;;Acme;Boss;new;;",
		"Lou;Locked;lou@acme.example;;Other;Clerk;;;",
		"Phil;Phone;;+44 7700 900123;;Caller;;;",
		"Ada;Byron;ada@engines.example;;;Empress;;;",
		"Nobody;;x@y.example;;;;;;",
		"Bad;Mail;not an address;;;;;;",
		"Janet;Smith;janet@acme.example;;;;;;no",
	}, "\r\n")+"\r\n", crm.ImportOptions{CreateCustomers: true})
	require.Equal(t, crm.ImportReady, made.Status, made.Problem)
	assert.Equal(t, ";", made.Detected.Delimiter)
	rows := w.rows(t, made)
	fates := map[int64]string{}
	for line, row := range rows {
		fates[line] = string(row.Fate) + " " + row.Reason
	}
	assert.Equal(t, map[int64]string{
		2: "create ", 3: "update ", 4: "update locked", 5: "update ", 6: "update repeated", 7: "refuse invalid", 8: "refuse invalid", 9: "update ",
	}, fates)
	assert.Equal(t, "lastName: This is required.", rows[7].Detail)
	assert.Equal(t, "2", rows[6].Detail)
	assert.Equal(t, before, w.dump(t), "a dry run changes nothing")

	made = w.applied(t, made)
	assert.Equal(t, []int64{1, 5, 0, 2}, []int64{made.Created, made.Updated, made.Skipped, made.Refused})
	found, err := w.ContactList(t.Context(), w.agent, crm.ContactFilter{Query: "ada@engines.example"}, crm.PageRequest{})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	ada := found.Items[0]
	assert.Equal(t, "Empress", ada.JobTitle)
	assert.Equal(t, "Engines Ltd", ada.CustomerName)
	assert.Equal(t, []string{"new", "VIP"}, ada.Tags)
	assert.True(t, ada.MarketingOptOut)
	assert.Equal(t, "import", ada.Source)
	jane, err = w.ContactGet(t.Context(), w.agent, jane.ID)
	require.NoError(t, err)
	assert.Equal(t, acme.ID, *jane.CustomerID)
	locked, err = w.ContactGet(t.Context(), w.agent, locked.ID)
	require.NoError(t, err)
	assert.Equal(t, acme.ID, *locked.CustomerID, "a lock keeps its customer")
	assert.NotEqual(t, other.ID, *locked.CustomerID)
	phoned, err = w.ContactGet(t.Context(), w.agent, phoned.ID)
	require.NoError(t, err)
	assert.Equal(t, "Caller", phoned.JobTitle)

	assert.Equal(t, []string{"firstName", "jobTitle", "customer", "tags"}, w.historyOf(t, jane.ID, "import"), "two rows are one line")
	assert.Contains(t, w.historyOf(t, ada.ID, "import"), "emails")

	made = w.reverted(t, made)
	assert.Zero(t, made.Kept)
	assert.Equal(t, before, w.dump(t))
	assert.Contains(t, w.historyOf(t, jane.ID, "revert"), "jobTitle")
}

// historyOf are the fields of the line in a contact's history that an action of
// imports wrote last.
func (w world) historyOf(tb testing.TB, contact id.Contact, action string) (fields []string) {
	tb.Helper()
	history, err := w.ContactHistory(tb.Context(), w.agent, contact, crm.PageRequest{})
	require.NoError(tb, err)
	require.NotEmpty(tb, history.Items)
	entry := history.Items[0]
	require.Equal(tb, action, entry.Action)
	assert.Equal(tb, "people.csv", entry.Detail["file"])
	require.NotNil(tb, entry.UserID)
	assert.Equal(tb, w.supervisor.User, *entry.UserID)
	for _, change := range entry.Changes {
		fields = append(fields, change.Field)
	}
	return fields
}

func TestImportRevertKeepsLaterWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jane := w.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@acme.example")}, JobTitle: "Clerk"})
	made := w.applied(t, w.staged(t, "name,email,title,status\nJane Smith,jane@acme.example,Boss,Lead\nCalled Later,called@x.example,,\nEdited Later,edited@x.example,,\nLeft Alone,alone@x.example,,\n", crm.ImportOptions{}))
	_, err := w.ContactUpdate(t.Context(), w.agent, jane.ID, nil, crm.ContactChange{Status: crm.Some("Gone")})
	require.NoError(t, err)
	at := func(line int64) crm.ImportRow { return w.rows(t, made)[line] }
	_, err = w.NoteCreate(t.Context(), w.agent, *at(3).ContactID, "They called")
	require.NoError(t, err)
	_, err = w.ContactUpdate(t.Context(), w.agent, *at(4).ContactID, nil, crm.ContactChange{JobTitle: crm.Some("Editor")})
	require.NoError(t, err)
	alone := *at(5).ContactID

	made = w.reverted(t, made)
	assert.EqualValues(t, 3, made.Kept)
	jane, err = w.ContactGet(t.Context(), w.agent, jane.ID)
	require.NoError(t, err)
	assert.Equal(t, "Clerk", jane.JobTitle, "restored")
	assert.Equal(t, "Gone", jane.Status, "later work")
	assert.Equal(t, crm.RowKept, at(2).State)
	assert.Equal(t, "status", at(2).Detail)
	assert.Equal(t, crm.ReasonUsed, at(3).Reason)
	assert.Equal(t, crm.ReasonChanged, at(4).Reason)
	_, err = w.ContactGet(t.Context(), w.agent, alone)
	requireCode(t, err, crm.CodeNotFound)
}

func TestImportGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.dump(t)
	var text strings.Builder
	text.WriteString("name,email,phone,company,tags,notes\n")
	const people = 5000
	for i := range people {
		fmt.Fprintf(&text, "Person Number%d,p%d@x.example,+4420794%05d,Company %d,tag %d,note %d\n", i, i, i, i%40, i%7, i)
	}
	made, err := w.ImportStage(t.Context(), w.supervisor, "many.csv", strings.NewReader(text.String()), crm.ImportOptions{CreateCustomers: true})
	require.NoError(t, err)
	interrupted := func() {
		t.Helper()
		ctx, crash := context.WithCancel(t.Context())
		told := 0
		err := w.ImportRun(ctx, w.supervisor.Org, made.ID, func(context.Context, crm.Import) {
			if told++; told == 3 {
				crash()
			}
		})
		require.ErrorIs(t, err, context.Canceled)
	}
	interrupted()
	made = w.run(t, made)
	require.EqualValues(t, people, made.Created)
	made, err = w.ImportApply(t.Context(), w.supervisor, made.ID)
	require.NoError(t, err)
	interrupted()
	half, err := w.ImportGet(t.Context(), w.supervisor, made.ID)
	require.NoError(t, err)
	assert.Equal(t, crm.ImportApplying, half.Status)
	assert.Positive(t, half.Done)
	assert.Less(t, half.Done, half.Total)
	made = w.run(t, made)
	assert.Equal(t, crm.ImportApplied, made.Status)
	assert.EqualValues(t, people, made.Done)
	told := w.notifications(t, w.supervisor)
	require.Len(t, told, 1, "who began it is told once that it is done")
	assert.Equal(t, crm.NotifyJob, told[0].Kind)
	assert.Equal(t, made.FileName, told[0].Text)
	dump := w.dump(t)
	assert.Len(t, dump["contacts"], people)
	assert.Len(t, dump["notes"], people)
	assert.Len(t, dump["customers"], 40)

	made, err = w.ImportRevert(t.Context(), w.supervisor, made.ID)
	require.NoError(t, err)
	interrupted()
	made = w.run(t, made)
	assert.Equal(t, crm.ImportReverted, made.Status)
	assert.Equal(t, before, w.dump(t))
}

func TestImportCancelTakesBackWhatWasDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.dump(t)
	var text strings.Builder
	text.WriteString("name,email\n")
	for i := range 2000 {
		fmt.Fprintf(&text, "Person Number%d,p%d@x.example\n", i, i)
	}
	made := w.staged(t, text.String(), crm.ImportOptions{})
	made, err := w.ImportApply(t.Context(), w.supervisor, made.ID)
	require.NoError(t, err)
	require.NoError(t, w.ImportRun(t.Context(), w.supervisor.Org, made.ID, func(ctx context.Context, now crm.Import) {
		if now.Status == crm.ImportApplying && now.Done >= 1000 {
			_, err := w.ImportDiscard(ctx, w.supervisor, made.ID)
			assert.NoError(t, err)
		}
	}))
	made = w.run(t, made)
	assert.Equal(t, crm.ImportReverted, made.Status)
	assert.Equal(t, before, w.dump(t))
	_, err = w.ImportDiscard(t.Context(), w.supervisor, made.ID)
	requireCode(t, err, crm.CodeConflict)

	unwanted := w.staged(t, "name,email\nA B,a@b.example\n", crm.ImportOptions{})
	_, err = w.ImportDiscard(t.Context(), w.supervisor, unwanted.ID)
	require.NoError(t, err)
	_, err = w.ImportGet(t.Context(), w.supervisor, unwanted.ID)
	requireCode(t, err, crm.CodeNotFound)
}

func TestImportIsForSupervisors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.staged(t, "name,email\nA B,a@b.example\n", crm.ImportOptions{})
	stranger := settle(t, w.Store)
	_, err := w.ImportCreate(t.Context(), w.agent, "x.csv", strings.NewReader("name\n"))
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.ImportApply(t.Context(), w.agent, made.ID)
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.ImportRowList(t.Context(), w.agent, made.ID, crm.ImportRowFilter{}, crm.PageRequest{})
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.ImportApply(t.Context(), stranger.admin, made.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = w.ImportRevert(t.Context(), w.supervisor, made.ID)
	requireCode(t, err, crm.CodeConflict)
	list, err := w.ImportList(t.Context(), stranger.admin, crm.PageRequest{})
	require.NoError(t, err)
	assert.Empty(t, list.Items)
	failed := w.staged(t, "\xd0\xcf\x11\xe0 old", crm.ImportOptions{})
	assert.Equal(t, crm.ImportFailed, failed.Status)
	assert.Contains(t, failed.Problem, "old Excel")
	changed, err := w.ImportUpdate(t.Context(), w.supervisor, made.ID, crm.ImportChange{Mapping: crm.Some([]crm.ImportTarget{{Column: 0, Field: crm.ImportToNotes}})})
	require.NoError(t, err)
	changed = w.run(t, changed)
	assert.EqualValues(t, 1, changed.Refused)
	_, err = w.ImportApply(t.Context(), w.supervisor, made.ID)
	requireCode(t, err, crm.CodeConflict)
	_, err = w.ImportUpdate(t.Context(), w.supervisor, made.ID, crm.ImportChange{OnMatch: crm.Some(crm.OnMatch("burn"))})
	requireCode(t, err, crm.CodeInvalid)
}

func TestImportRunsInTheBackground(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	live := &told{}
	runJobs(t, w.Store, store.JobsConfig{Live: live})
	status := func(key id.Import, want crm.ImportStatus) {
		t.Helper()
		require.Eventually(t, func() bool {
			found, err := w.ImportGet(t.Context(), w.supervisor, key)
			return err == nil && found.Status == want
		}, 20*time.Second, 20*time.Millisecond)
	}
	made, err := w.ImportCreate(t.Context(), w.supervisor, `C:\lists\people.csv`, strings.NewReader("name,email\nA B,a@b.example\n"))
	require.NoError(t, err)
	assert.Equal(t, "people.csv", made.FileName)
	status(made.ID, crm.ImportReady)
	_, err = w.ImportApply(t.Context(), w.supervisor, made.ID)
	require.NoError(t, err)
	status(made.ID, crm.ImportApplied)
	_, err = w.ImportRevert(t.Context(), w.supervisor, made.ID)
	require.NoError(t, err)
	status(made.ID, crm.ImportReverted)
	require.Eventually(t, func() bool {
		live.mu.Lock()
		defer live.mu.Unlock()
		return slices.Contains(live.changed, "contact") && len(live.progress) > 2 && live.progress[0].User == w.supervisor.User
	}, 10*time.Second, 20*time.Millisecond)

	// One whose node has died is found and goes on.
	stalled, err := w.ImportStage(t.Context(), w.supervisor, "stalled.csv", strings.NewReader("name\nA B\n"), crm.ImportOptions{})
	require.NoError(t, err)
	w.exec(t, "UPDATE imports SET updated_at = now() - interval '1 hour' WHERE id = $1", stalled.ID)
	require.NoError(t, store.ImportsResume(t.Context(), w.Store))
	status(stalled.ID, crm.ImportReady)
}

func TestImportFillsOwnFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	field := func(name string, kind crm.FieldKind, choices ...string) crm.CustomField {
		t.Helper()
		made, err := w.CustomFieldCreate(t.Context(), w.admin, crm.CustomFieldDraft{Name: name, Kind: kind, Choices: choices})
		require.NoError(t, err)
		return made
	}
	since, grade := field("Customer since", crm.FieldDate), field("Grade", crm.FieldChoice, "Gold", "Silver")
	jane := w.create(t, crm.ContactDraft{
		FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@acme.example")}, Custom: map[string]string{grade.Key: "Silver"},
	})
	before := w.dump(t)
	made := w.staged(t, "name,email,customer since,Grade\nAda Byron,ada@x.example,2024-02-29,gold\nJane Smith,jane@acme.example,2020-01-01,Gold\nBad Date,bad@x.example,31/31/2020,\n", crm.ImportOptions{})
	assert.Equal(t, crm.ImportField("custom."+since.Key), made.Detected.Columns[2].Field)
	rows := w.rows(t, made)
	assert.Equal(t, crm.FateRefuse, rows[4].Fate)
	assert.Contains(t, rows[4].Detail, "A date such as")
	made = w.applied(t, made)
	jane, err := w.ContactGet(t.Context(), w.agent, jane.ID)
	require.NoError(t, err)
	assert.Equal(t, "Gold", jane.CustomText(grade.ID))
	assert.Equal(t, "2020-01-01", jane.CustomText(since.ID))
	ada, err := w.ContactGet(t.Context(), w.agent, *w.rows(t, made)[2].ContactID)
	require.NoError(t, err)
	assert.Equal(t, "Gold", ada.CustomText(grade.ID))
	w.reverted(t, made)
	assert.Equal(t, before, w.dump(t))
}
