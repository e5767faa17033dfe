package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// tenantFree are the tables that belong to no organisation, and why.
var tenantFree = map[string]string{
	"nodes":            "which processes are alive",
	"goose_db_version": "which migrations ran",
}

// TestEveryTenantTableIsProtected walks the catalogue, so that the next table
// cannot be forgotten.
func TestEveryTenantTableIsProtected(t *testing.T) {
	t.Parallel()
	conn := newWorld(t).superuser(t)
	for _, table := range tables(t, conn) {
		if _, free := tenantFree[table]; free {
			continue
		}
		var enabled, forced bool
		require.NoError(t, conn.QueryRow(t.Context(),
			"SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = $1::regclass", table).Scan(&enabled, &forced))
		assert.True(t, enabled && forced, "%s has no forced row-level security: SELECT protect('%s') in its migration", table, table)

		var using, check *string
		err := conn.QueryRow(t.Context(), `SELECT qual, with_check FROM pg_policies
			WHERE tablename = $1 AND roles = '{ringbook_app}' AND cmd = 'ALL' AND permissive = 'PERMISSIVE'`, table).Scan(&using, &check)
		require.NoError(t, err, "%s has no policy", table)
		for _, condition := range []*string{using, check} {
			require.NotNil(t, condition, table)
			assert.Contains(t, *condition, "app.org_id", table)
		}
		if table == "organisations" {
			continue
		}
		var key string
		require.NoError(t, conn.QueryRow(t.Context(), `SELECT pg_get_constraintdef(oid) FROM pg_constraint
			WHERE conrelid = $1::regclass AND contype = 'p'`, table).Scan(&key))
		assert.True(t, strings.HasPrefix(key, "PRIMARY KEY (org_id, "), "%s: %s", table, key)
	}
}

// TestEveryForeignKeyStaysInTheOrganisation walks the catalogue too.
func TestEveryForeignKeyStaysInTheOrganisation(t *testing.T) {
	t.Parallel()
	conn := newWorld(t).superuser(t)
	rows, err := conn.Query(t.Context(), `SELECT conrelid::regclass::text || ': ' || pg_get_constraintdef(oid) FROM pg_constraint
		WHERE contype = 'f' AND connamespace = 'public'::regnamespace`)
	require.NoError(t, err)
	keys, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.NotEmpty(t, keys)
	for _, key := range keys {
		assert.Contains(t, key, "FOREIGN KEY (org_id", key)
	}
}

// TestRolesAreBound checks that no role of the service passes the policies by.
func TestRolesAreBound(t *testing.T) {
	t.Parallel()
	conn := newWorld(t).superuser(t)
	rows, err := conn.Query(t.Context(), `SELECT rolname FROM pg_roles WHERE rolname LIKE 'ringbook%' AND (rolsuper OR rolbypassrls)`)
	require.NoError(t, err)
	free, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	assert.Empty(t, free)
	var owners []string
	rows, err = conn.Query(t.Context(), `SELECT proname || ' of ' || proowner::regrole::text FROM pg_proc
		WHERE pronamespace = 'public'::regnamespace AND prosecdef AND proowner <> 'ringbook_system'::regrole`)
	require.NoError(t, err)
	owners, err = pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	assert.Empty(t, owners, "functions that look across organisations belong to ringbook_system")
}

func tables(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
	require.NoError(t, err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Greater(t, len(names), 15)
	return names
}

// furnish puts a row of organisation A into every tenant table.
func furnish(t *testing.T, a world) crm.Contact {
	t.Helper()
	customer := a.customer(t, "Acme")
	_, err := a.CustomFieldCreate(t.Context(), a.admin, crm.CustomFieldDraft{Name: "Plan", Kind: crm.FieldText})
	require.NoError(t, err)
	contact := a.create(t, crm.ContactDraft{
		Custom:    map[string]string{"plan": "Gold"},
		FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@acme.example")},
		Phones: []crm.Phone{phone("07700 900123")}, CustomerID: &customer.ID, Tags: []string{"vip"}, Notes: "first",
	})
	ticket, err := a.TicketCreate(t.Context(), a.agent, crm.TicketDraft{Subject: "Broken", ContactID: &contact.ID})
	require.NoError(t, err)
	_, err = a.TicketMessageCreate(t.Context(), a.agent, ticket.ID, crm.TicketMessageDraft{Kind: crm.TicketReply, Body: "On it"})
	require.NoError(t, err)
	_, err = a.DealCreate(t.Context(), a.agent, crm.DealDraft{Name: "Boilers", Contacts: []crm.DealContact{{ID: contact.ID}}})
	require.NoError(t, err)
	_, err = a.ActivityCreate(t.Context(), a.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write", ContactID: &contact.ID})
	require.NoError(t, err)
	_, err = a.NoteCreate(t.Context(), a.agent, contact.ID, "Ask @[Ada](user:"+a.admin.User.String()+")")
	require.NoError(t, err)
	_, err = a.TrunkCreate(t.Context(), a.admin, callsvc.Trunk{Name: "Carrier", Enabled: true})
	require.NoError(t, err)
	queue, err := a.QueueCreate(t.Context(), a.admin, callsvc.Queue{Name: "Sales", Members: []id.User{a.agent.User}})
	require.NoError(t, err)
	_, err = a.NumberCreate(t.Context(), a.admin, callsvc.DID{E164: "+442079460000", QueueID: &queue.ID})
	require.NoError(t, err)
	furnishRoute(t, a, queue)
	call := a.call("+447700900123", time.Now())
	call.ContactID = &contact.ID
	leg := id.New[id.Leg]()
	require.NoError(t, a.RecordCall(t.Context(), callsvc.CallRecord{
		Call:       call,
		Voicemail:  &callsvc.Voicemail{ID: id.New[id.Voicemail](), QueueID: &queue.ID, Path: "voicemail/a.wav", At: call.StartedAt},
		Messages:   []callsvc.LegMessage{{Leg: leg, Sequence: 1, At: call.StartedAt, StartLine: "INVITE", Text: "INVITE"}},
		Legs:       []callsvc.Leg{{ID: leg, Call: call.ID, Kind: "browser", UserID: &a.agent.User, StartedAt: call.StartedAt}},
		Events:     []callsvc.CallEvent{{Call: call.ID, Sequence: 1, At: call.StartedAt, Name: "offered"}},
		Recordings: []callsvc.Recording{{ID: id.New[id.Recording](), Path: "recording/a.wav", StartedAt: call.StartedAt}},
	}))
	_, err = a.CallbackCreate(t.Context(), a.agent, crm.CallbackDraft{To: "07700 900124"})
	require.NoError(t, err)
	_, err = a.RecordingRulesSet(t.Context(), a.admin, []callsvc.RecordingRule{{QueueID: &queue.ID, Mode: callsvc.RecordingAlways}})
	require.NoError(t, err)
	double := a.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smyth", Notes: "moves"})
	_, err = a.ContactMerge(t.Context(), a.agent, double.ID, contact.ID, nil)
	require.NoError(t, err)
	hook, err := a.WebhookCreate(t.Context(), a.admin, crm.WebhookDraft{Name: "Hook", URL: "https://hooks.example", Events: crm.WebhookEvents(), Active: true}, crm.NewWebhookSecret())
	require.NoError(t, err)
	_, err = a.WebhookTest(t.Context(), a.admin, hook.ID)
	require.NoError(t, err)
	require.NoError(t, a.DuplicateDismiss(t.Context(), a.agent, contact.ID, a.contact(t, "Jane", "Smythe").ID))
	a.contact(t, "Twin", "Taylor", "07700 900777")
	a.contact(t, "Twin", "Taylor", "07700 900777")
	furnishImport(t, a)
	_, err = a.ViewCreate(t.Context(), a.agent, crm.ViewDraft{Noun: "contacts", Name: "Mine"})
	require.NoError(t, err)
	require.NoError(t, a.ContactSeen(t.Context(), a.agent, contact.ID))
	_, err = a.ContactBulk(t.Context(), a.agent, crm.BulkTarget{IDs: []id.Contact{contact.ID}}, crm.BulkChange{Status: crm.Some("Lead")}, false)
	require.NoError(t, err)
	_, err = a.TokenCreate(t.Context(), a.agent, crm.TokenDraft{Name: "t", Scopes: []crm.Scope{crm.ScopeRead}}, []byte("api "+a.agent.Org.String()), "rb_12345")
	require.NoError(t, err)
	_, err = a.CalendarFeedMake(t.Context(), a.agent, []byte("calendar "+a.agent.Org.String()))
	require.NoError(t, err)
	user := crm.User{ID: a.agent.User, Org: a.agent.Org}
	_, err = a.SessionCreate(t.Context(), user, []byte("token of "+a.agent.Org.String()), time.Now().Add(time.Hour), "test")
	require.NoError(t, err)
	return contact
}

// furnishRoute puts a row into each table of routing.
func furnishRoute(t *testing.T, a world, queue callsvc.Queue) {
	t.Helper()
	_, err := a.HoursCreate(t.Context(), a.admin, office())
	require.NoError(t, err)
	_, err = a.SoundCreate(t.Context(), a.admin, callsvc.Sound{ID: id.New[id.Sound](), Name: "Welcome", Path: "sound/a.wav"})
	require.NoError(t, err)
	_, err = a.MenuCreate(t.Context(), a.admin, callsvc.Menu{
		Name: "Main", Wait: time.Second, Tries: 1, Options: []callsvc.MenuOption{{Key: "1", To: callsvc.Destination{Kind: callsvc.ToQueue, QueueID: &queue.ID}}},
	})
	require.NoError(t, err)
}

func TestOrganisationBSeesNothingOfA(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := settle(t, a.Store)
	furnish(t, a)
	conn := a.superuser(t)
	for _, table := range tables(t, conn) {
		if _, free := tenantFree[table]; free {
			continue
		}
		column := "org_id"
		if table == "organisations" {
			column = "id"
		}
		var there int
		require.NoError(t, conn.QueryRow(t.Context(), fmt.Sprintf("SELECT count(*) FROM %s WHERE %s = $1", table, column), a.admin.Org).Scan(&there))
		require.Positive(t, there, "the test puts no row into %s", table)
		for _, scope := range []string{b.admin.Org.String(), ""} {
			t.Run(table+" as "+scope, func(t *testing.T) {
				t.Parallel()
				tx := asApp(t, a, scope)
				var seen int
				require.NoError(t, tx.QueryRow(t.Context(), fmt.Sprintf("SELECT count(*) FROM %s WHERE %s = $1", table, column), a.admin.Org).Scan(&seen))
				assert.Zero(t, seen, "reads a row of A")
				changed, err := tx.Exec(t.Context(), fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s = $1", table, column, column, column), a.admin.Org)
				require.NoError(t, err)
				assert.Zero(t, changed.RowsAffected(), "changes a row of A")
				deleted, err := tx.Exec(t.Context(), fmt.Sprintf("DELETE FROM %s WHERE %s = $1", table, column), a.admin.Org)
				require.NoError(t, err)
				assert.Zero(t, deleted.RowsAffected(), "deletes a row of A")
				// What is B's cannot be given to A either.
				_, err = tx.Exec(t.Context(), fmt.Sprintf("INSERT INTO %s SELECT (jsonb_populate_record(NULL::%s, jsonb_build_object('%s', $1::uuid))).*", table, table, column), a.admin.Org)
				require.Error(t, err, "writes a row of A")
			})
		}
	}
}

// asApp gives a transaction as the service has it, in an organisation's scope.
func asApp(t *testing.T, w world, scope string) pgx.Tx {
	t.Helper()
	tx, err := w.superuser(t).Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "SET LOCAL ROLE ringbook_app")
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "SELECT set_config('app.org_id', $1, true)", scope)
	require.NoError(t, err)
	return tx
}

func TestMethodsKeepToTheOrganisation(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := settle(t, a.Store)
	contact := furnish(t, a)
	ctx := t.Context()

	_, err := b.ContactGet(ctx, b.admin, contact.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.ContactUpdate(ctx, b.admin, contact.ID, nil, crm.ContactChange{FirstName: crm.Some("Eve")})
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.ContactArchive(ctx, b.admin, contact.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.NoteCreate(ctx, b.admin, contact.ID, "hello")
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.TicketCreate(ctx, b.admin, crm.TicketDraft{Subject: "x", ContactID: &contact.ID})
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.ContactCreate(ctx, b.admin, crm.ContactDraft{FirstName: "A", LastName: "B", CustomerID: contact.CustomerID})
	requireCode(t, err, crm.CodeInvalid)
	_, err = b.ContactCreate(ctx, b.admin, crm.ContactDraft{FirstName: "A", LastName: "B", OwnerID: &a.agent.User})
	requireCode(t, err, crm.CodeInvalid)
	matches, err := b.LookupNumber(ctx, b.admin.Org, number("+447700900123"))
	require.NoError(t, err)
	assert.Empty(t, matches)
	for _, query := range []string{"", "Smith", "mit", "07700 900123"} {
		page, err := b.ContactList(ctx, b.admin, crm.ContactFilter{Query: query}, crm.PageRequest{})
		require.NoError(t, err)
		assert.Empty(t, page.Items, query)
		assert.Zero(t, page.Total.Count, query)
	}
	calls, err := b.CallList(ctx, b.admin, crm.CallFilter{}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Empty(t, calls.Items)
	cards, err := b.CallerCards(ctx, b.admin, []id.Contact{contact.ID}, id.Call{})
	require.NoError(t, err)
	assert.Empty(t, cards)
	// The same email and number may exist in both.
	_, err = b.ContactCreate(ctx, b.admin, crm.ContactDraft{
		FirstName: "Jane", LastName: "Smith", Emails: []crm.Email{email("jane@acme.example")}, Phones: []crm.Phone{phone("07700 900123")},
	})
	require.NoError(t, err)
}

// TestSubstringFunctionChecksTheOrganisation: it runs with rights over all.
func TestSubstringFunctionChecksTheOrganisation(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := settle(t, a.Store)
	furnish(t, a)
	_, err := asApp(t, a, b.admin.Org.String()).Exec(t.Context(),
		"SELECT * FROM contact_substring($1, '%smi%', '{}', 20)", a.admin.Org)
	require.ErrorContains(t, err, "not the organisation")
}
