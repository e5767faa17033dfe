package store_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/storetest"
)

// TestEveryForeignKeyToContactsIsErased walks the catalogue: who adds a foreign
// key to contacts says what erasing a person does with it.
func TestEveryForeignKeyToContactsIsErased(t *testing.T) {
	t.Parallel()
	var merged, erased []string
	for _, policy := range crm.MergePolicies() {
		merged = append(merged, policy.Key)
	}
	for _, policy := range crm.ErasePolicies() {
		erased = append(erased, policy.Key)
	}
	assert.ElementsMatch(t, merged, erased, "crm.ErasePolicies has a line for each foreign key to contacts, as MergePolicies has")
}

// canary is a word that stands in every text about one person.
const canary = "Quillfeather"

// person is somebody of whom there is something everywhere.
type person struct {
	world
	contact, twin crm.Contact
	ticket        crm.Ticket
	note          crm.Note
	merge         id.Merge
}

func newPerson(t *testing.T) person {
	t.Helper()
	ctx := t.Context()
	p := person{world: newWorld(t)}
	p.hook(t, "https://hooks.example/in")
	acme := p.customer(t, "Acme")
	_, err := p.CustomFieldCreate(ctx, p.admin, crm.CustomFieldDraft{Name: "Hobby", Kind: crm.FieldText})
	require.NoError(t, err)
	p.contact = p.create(t, crm.ContactDraft{
		FirstName: "Zephyrine", LastName: canary, JobTitle: "Reads " + canary, Status: canary, CustomerID: &acme.ID,
		Emails: []crm.Email{email("zephyrine@quillfeather.example")}, Phones: []crm.Phone{phone("07700 900987")},
		Tags: []string{"vip"}, Custom: map[string]string{"hobby": canary}, Notes: "Met " + canary, OwnerID: &p.agent.User,
	})
	p.twin = p.create(t, crm.ContactDraft{FirstName: "Z", LastName: canary, Emails: []crm.Email{email("z@quillfeather.example")}, Phones: []crm.Phone{phone("020 7946 0987")}})
	p.note, err = p.NoteCreate(ctx, p.agent, p.twin.ID, "@[A](user:"+p.admin.User.String()+") ask "+canary)
	require.NoError(t, err)
	p.ticket, err = p.TicketCreate(ctx, p.agent, crm.TicketDraft{Subject: canary + " waits", Description: canary, ContactID: &p.twin.ID, AssigneeID: &p.agent2.User})
	require.NoError(t, err)
	for _, kind := range []crm.TicketMessageKind{crm.TicketReply, crm.TicketInternal} {
		_, err = p.TicketMessageCreate(ctx, p.agent, p.ticket.ID, crm.TicketMessageDraft{Kind: kind, Body: "To " + canary})
		require.NoError(t, err)
	}
	_, err = p.DealCreate(ctx, p.agent, crm.DealDraft{Name: "Boilers for " + canary, Contacts: []crm.DealContact{{ID: p.contact.ID, Role: canary}}})
	require.NoError(t, err)
	_, err = p.ActivityCreate(ctx, p.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write to " + canary, Body: canary, ContactID: &p.contact.ID, AssigneeID: &p.agent2.User})
	require.NoError(t, err)
	p.calls(t)
	p.applied(t, p.staged(t, "name,email,status\nZephyrine "+canary+",zephyrine@quillfeather.example,Even more "+canary+"\n", crm.ImportOptions{}))
	p.staged(t, "name,email\nZephyrine "+canary+",zephyrine@quillfeather.example\n", crm.ImportOptions{})
	_, err = p.ContactBulk(ctx, p.admin, crm.BulkTarget{Filter: &crm.ContactFilter{Query: "zephyrine " + canary}}, crm.BulkChange{AddTags: []string{"north"}}, false)
	require.NoError(t, err)
	merged, err := p.ContactMerge(ctx, p.agent, p.twin.ID, p.contact.ID, nil)
	require.NoError(t, err)
	_, err = p.MergeUndo(ctx, p.agent, merged.ID)
	require.NoError(t, err)
	merged, err = p.ContactMerge(ctx, p.agent, p.twin.ID, p.contact.ID, nil)
	require.NoError(t, err)
	p.merge = merged.ID
	_, err = p.ContactExport(ctx, p.agent, crm.ContactExport{Filter: crm.ContactFilter{Query: "zephyrine " + canary}, Profile: crm.ProfileData}, &bytes.Buffer{})
	require.NoError(t, err)
	return p
}

// calls are one of the contact, and one that was never given to it.
func (p person) calls(t *testing.T) {
	t.Helper()
	for i, contact := range []*id.Contact{&p.contact.ID, nil} {
		call := p.call("+447700900987", time.Now().Add(-time.Duration(i+1)*time.Hour))
		call.From.Name, call.ContactID, call.UserID = canary, contact, &p.agent.User
		leg := callsvc.Leg{ID: id.New[id.Leg](), Call: call.ID, Kind: "trunk", Party: call.From, State: "ended", StartedAt: call.StartedAt}
		answered, ended := call.StartedAt.Add(time.Second), call.StartedAt.Add(time.Minute)
		call.AnsweredAt, call.EndedAt, call.Status, call.Outcome = &answered, &ended, callsvc.StatusEnded, callsvc.OutcomeAnswered
		p.record(t, call, leg)
		notes := "Spoke with " + canary
		_, err := p.CallUpdate(t.Context(), p.agent, call.ID, crm.CallChange{Notes: crm.Some(notes)})
		require.NoError(t, err)
	}
}

// statistics are what must hold whoever is erased.
func (p person) statistics(t *testing.T) (all string) {
	t.Helper()
	require.NoError(t, p.superuser(t).QueryRow(t.Context(), `SELECT concat_ws(' ',
		(SELECT string_agg(concat_ws('/', direction, outcome, user_id, customer_id, started_at, ended_at - answered_at, from_region), ',' ORDER BY id) FROM calls),
		(SELECT count(*) FROM tickets), (SELECT count(*) FROM activities), (SELECT sum(amount_minor) FROM deals), (SELECT count(*) FROM call_legs))`).Scan(&all))
	return all
}

// contents is everything in the database as text.
func (p person) contents(t *testing.T) string {
	t.Helper()
	dump := "/usr/lib/postgresql/15/bin/pg_dump"
	if _, err := os.Stat(dump); err != nil {
		t.Skip("pg_dump 15 is not installed")
	}
	out, err := exec.Command(dump, "--data-only", storetest.Superuser(t, p.ConnString())).Output()
	require.NoError(t, err)
	return strings.ToLower(string(out))
}

func TestErasureLeavesNothing(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	traces := []string{"quillfeather", "zephyrine", "7700900987", "7700 900987", "2079460987"}
	before, statistics := p.contents(t), p.statistics(t)
	for _, trace := range traces {
		require.Contains(t, before, trace)
	}

	for _, actor := range []crm.Actor{p.agent, p.supervisor} {
		_, err := p.ContactErase(t.Context(), actor, p.contact.ID, p.contact.Name())
		requireCode(t, err, crm.CodeForbidden)
		_, err = p.ContactErasure(t.Context(), actor, p.contact.ID)
		requireCode(t, err, crm.CodeForbidden)
	}
	other := settle(t, p.Store)
	_, err := p.ContactErase(t.Context(), other.admin, p.contact.ID, p.contact.Name())
	requireCode(t, err, crm.CodeNotFound)
	_, err = p.ContactErase(t.Context(), p.admin, p.contact.ID, "somebody else")
	require.Equal(t, "confirm", refusalOf(t, err, crm.CodeInvalid).Fields[0].Field)
	preview, err := p.ContactErasure(t.Context(), p.admin, p.contact.ID)
	require.NoError(t, err)
	assert.EqualValues(t, 1, preview.Merged)
	assert.EqualValues(t, 2, preview.Deleted["notes"])
	assert.EqualValues(t, 1, preview.Blanked["tickets"])

	// The duplicate's address answers as the survivor here as well.
	erased, err := p.ContactErase(t.Context(), p.admin, p.twin.ID, " zephyrine  QUILLFEATHER ")
	require.NoError(t, err)
	assert.Equal(t, p.contact.ID, erased.ID)
	assert.NotNil(t, erased.ErasedAt)
	after := p.contents(t)
	for _, trace := range traces {
		for line := range strings.Lines(after) {
			assert.NotContains(t, line, trace)
		}
	}
	assert.Equal(t, statistics, p.statistics(t))
	p.refuses(t)
}

// refuses checks that nothing can be done with an erased person.
func (p person) refuses(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	_, err := p.ContactErase(ctx, p.admin, p.contact.ID, "Erased contact")
	requireCode(t, err, crm.CodeErased)
	_, err = p.ContactRestore(ctx, p.admin, p.contact.ID)
	requireCode(t, err, crm.CodeErased)
	_, err = p.ContactUpdate(ctx, p.admin, p.contact.ID, nil, crm.ContactChange{FirstName: crm.Some("Back")})
	requireCode(t, err, crm.CodeErased)
	_, err = p.NoteCreate(ctx, p.agent, p.contact.ID, "back")
	requireCode(t, err, crm.CodeErased)
	_, err = p.MergeUndo(ctx, p.admin, p.merge)
	requireCode(t, err, crm.CodeErased)
	requireCode(t, p.ContactPersonalData(ctx, p.admin, p.contact.ID, &bytes.Buffer{}), crm.CodeErased)
	matches, err := p.LookupNumber(ctx, p.admin.Org, e164.Parse("07700 900987", "GB"))
	require.NoError(t, err)
	assert.Empty(t, matches)
	for _, archived := range []bool{false, true} {
		page, err := p.ContactList(ctx, p.admin, crm.ContactFilter{Archived: archived}, crm.PageRequest{})
		require.NoError(t, err)
		assert.Empty(t, page.Items)
	}
	done, err := p.ContactBulk(ctx, p.admin, crm.BulkTarget{IDs: []id.Contact{p.contact.ID}}, crm.BulkChange{AddTags: []string{"x"}}, false)
	require.NoError(t, err)
	assert.Zero(t, done.Changed)
	// A call looked up before and written after belongs to nobody.
	late := p.call("+447700900987", time.Now())
	late.ContactID = &p.contact.ID
	p.record(t, late)
	assert.Nil(t, p.get(t, late.ID).ContactID)
	got, err := p.ContactGet(ctx, p.agent, p.twin.ID)
	require.NoError(t, err)
	assert.Equal(t, "Erased contact", got.Name())
	history, err := p.ContactHistory(ctx, p.agent, p.contact.ID, crm.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, "erase", history.Items[0].Action)
}

func TestErasureWaitsForTheCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Ada", "Byron", "07700 900123")
	call := w.call("+447700900123", time.Now())
	call.ContactID = &contact.ID
	w.record(t, call)
	_, err := w.ContactErase(t.Context(), w.admin, contact.ID, "Ada Byron")
	requireCode(t, err, crm.CodeConflict)
	got, err := w.ContactGet(t.Context(), w.agent, contact.ID)
	require.NoError(t, err)
	assert.Equal(t, "Ada Byron", got.Name())
}

// TestErasureSparesOthers: somebody of the same name, and somebody with the same
// switchboard, keep what is theirs.
func TestErasureSparesOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Ada", "Byron", "020 7946 0001")
	namesake := w.contact(t, "Ada", "Byron", "07700 900124")
	colleague := w.contact(t, "Charles", "Babbage", "020 7946 0001")
	call := w.call("+442079460001", time.Now().Add(-time.Hour))
	ended := call.StartedAt.Add(time.Minute)
	call.EndedAt, call.Status, call.Outcome = &ended, callsvc.StatusEnded, callsvc.OutcomeMissed
	w.record(t, call)
	for _, one := range []crm.Contact{namesake, colleague} {
		_, err := w.NoteCreate(t.Context(), w.agent, one.ID, "Not Ada Byron")
		require.NoError(t, err)
	}
	theirs := func() []any { return []any{w.history(t, namesake), w.history(t, colleague)} }
	expected := theirs()
	_, err := w.ContactErase(t.Context(), w.admin, contact.ID, "ada byron")
	require.NoError(t, err)
	assert.Equal(t, expected, theirs())
	assert.Equal(t, "+442079460001", w.get(t, call.ID).From.Number.E164, "the number is the colleague's, too")
}

func (w world) history(t *testing.T, contact crm.Contact) []crm.AuditEntry {
	t.Helper()
	page, err := w.ContactHistory(t.Context(), w.agent, contact.ID, crm.PageRequest{})
	require.NoError(t, err)
	return page.Items
}

func TestPersonalData(t *testing.T) {
	t.Parallel()
	p := newPerson(t)
	var out bytes.Buffer
	requireCode(t, p.ContactPersonalData(t.Context(), p.agent, p.contact.ID, &out), crm.CodeForbidden)
	other := settle(t, p.Store)
	requireCode(t, p.ContactPersonalData(t.Context(), other.admin, p.contact.ID, &out), crm.CodeNotFound)
	assert.Zero(t, out.Len())
	require.NoError(t, p.ContactPersonalData(t.Context(), p.supervisor, p.twin.ID, &out))
	var data map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(out.Bytes(), &data), "%s", out.String())
	sizes := map[string]int{}
	for name, section := range data {
		if name == "exportedAt" {
			continue
		}
		var rows []map[string]any
		require.NoError(t, json.Unmarshal(section, &rows), name)
		sizes[name] = len(rows)
	}
	for name, least := range map[string]int{
		"contacts": 2, "emails": 2, "phones": 2, "tags": 2, "customFields": 1, "notes": 2, "tickets": 1, "ticketMessages": 2, "deals": 1,
		"activities": 1, "calls": 1, "imports": 1, "merges": 2, "changes": 5, "sentToWebhooks": 3,
	} {
		assert.GreaterOrEqual(t, sizes[name], least, name)
	}
	assert.Equal(t, "export_personal", p.history(t, p.contact)[0].Action)
}
