package webui

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storetest"
	"github.com/ringbook/ringbook/webui/api"
)

// tenant is the people of one organisation, logged in.
type tenant struct {
	org                      id.Org
	admin, supervisor, agent *client
	agentID                  id.User
}

// tenants is the service on a real database with two organisations: whatever
// is done in one, the other must not see.
type tenants struct {
	store        *store.Store
	calls        *fakeCalls
	ours, theirs tenant
	url          string
}

func newTenants(t *testing.T) tenants {
	t.Helper()
	made, _ := newTenantsWith(t)
	return made
}

func newTenantsWith(t *testing.T, change ...func(*Config, *Deps)) (tenants, *Server) {
	t.Helper()
	calls := &fakeCalls{}
	kept := storetest.New(t)
	w := tenants{store: kept, calls: calls}
	server := newTestServer(t, append(change, withStore(kept), func(_ *Config, deps *Deps) { deps.Calls = calls })...)
	kept.NotifyTo(server.Notified)
	w.url = serve(t, server)
	hash, err := crm.NewPasswordHasher(1).Hash(t.Context(), testPassword)
	require.NoError(t, err)
	w.ours, w.theirs = w.tenant(t, "ours", hash), w.tenant(t, "theirs", hash)
	return w, server
}

func (w tenants) tenant(t *testing.T, name, hash string) tenant {
	t.Helper()
	org, admin, err := w.store.OrganisationCreate(t.Context(), name, "GB", "admin@"+name+".example", "Ada Admin", hash)
	require.NoError(t, err)
	actor := crm.Actor{Org: org.ID, User: admin.ID, Role: crm.RoleAdmin, Country: "GB"}
	made := tenant{org: org.ID}
	for role, extension := range map[crm.Role]string{crm.RoleSupervisor: "203", crm.RoleAgent: "201"} {
		user, err := w.store.UserCreate(t.Context(), actor, crm.User{
			Name: "The " + string(role), Email: string(role) + "@" + name + ".example", Role: role, Extension: extension, Active: true,
		}, hash)
		require.NoError(t, err)
		if role == crm.RoleAgent {
			made.agentID = user.ID
		}
	}
	made.admin = loggedIn(t, w.url, "admin@"+name+".example")
	made.supervisor = loggedIn(t, w.url, "supervisor@"+name+".example")
	made.agent = loggedIn(t, w.url, "agent@"+name+".example")
	return made
}

func (c *client) contact(t *testing.T, body string) api.Contact {
	t.Helper()
	return into[api.Contact](t, c.do(t, http.MethodPost, "/api/v1/contacts", body), http.StatusCreated)
}

func TestContactLife(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	made := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","email":"Ada@Example.com","phone":"020 7946 0001",
		"phones":[{"raw":"020 7946 0002","label":"home"}],"company":"Engines Ltd","createCustomer":true,"notes":"Met at the fair"}`)
	assert.Equal(t, "Ada Byron", made.Name)
	assert.Equal(t, "020 7946 0001", *made.Phone)
	assert.Equal(t, "+442079460002", *made.Phones[1].E164)
	assert.Equal(t, "Engines Ltd", made.Customer.Value.Name)
	assert.Equal(t, "Active", made.Status)
	path := "/api/v1/contacts/" + made.ID.String()

	notes := into[api.Page[api.Note]](t, agent.do(t, http.MethodGet, path+"/notes", nil), 200)
	require.Len(t, notes.Items, 1)
	assert.Equal(t, "Met at the fair", notes.Items[0].Body)
	into[api.Note](t, agent.do(t, http.MethodPost, path+"/notes", `{"body":"Called back"}`), 201)
	assert.Equal(t, 200, agent.do(t, http.MethodGet, path+"/calls", nil).status)
	ticket := into[api.Ticket](t, agent.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"Broken","contactId":"`+made.ID.String()+`"}`), 201)
	assert.Equal(t, made.CustomerID, ticket.CustomerID, "taken from the contact")
	tickets := into[api.Page[api.Ticket]](t, agent.do(t, http.MethodGet, path+"/tickets", nil), 200)
	assert.Len(t, tickets.Items, 1)
	into[api.Ticket](t, agent.do(t, http.MethodPatch, "/api/v1/tickets/"+ticket.ID.String(), `{"status":"solved"}`), 200)
	open := into[api.Page[api.Ticket]](t, agent.do(t, http.MethodGet, "/api/v1/tickets?open=true", nil), 200)
	assert.Empty(t, open.Items)

	changed := into[api.Contact](t, agent.do(t, http.MethodPatch, path, `{"jobTitle":"Engineer","email":"new@example.com"}`, "If-Match", `"`+"1"+`"`), 200)
	assert.Equal(t, []string{"new@example.com"}, changed.Emails)
	requireProblem(t, agent.do(t, http.MethodPatch, path, `{"jobTitle":"Clerk"}`, "If-Match", "1"), 412, "stale")
	cleared := into[api.Contact](t, agent.do(t, http.MethodPatch, path, `{"phones":null,"email":null,"jobTitle":null}`), 200)
	assert.Nil(t, cleared.Phone)
	assert.Nil(t, cleared.Email)
	assert.Empty(t, cleared.JobTitle)

	assert.Equal(t, http.StatusNoContent, agent.do(t, http.MethodDelete, path, nil).status)
	assert.NotNil(t, into[api.Contact](t, agent.do(t, http.MethodGet, path, nil), 200).ArchivedAt)
	list := into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, "/api/v1/contacts", nil), 200)
	assert.Empty(t, list.Items)
	assert.Nil(t, into[api.Contact](t, agent.do(t, http.MethodPost, path+"/restore", nil), 200).ArchivedAt)
	statuses := into[api.List[string]](t, agent.do(t, http.MethodGet, "/api/v1/contacts/statuses", nil), 200)
	assert.Contains(t, statuses.Items, "Active")
}

func TestContactRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","email":"ada@example.com"}`)
	const contacts = "/api/v1/contacts"
	problem := requireProblem(t, agent.do(t, http.MethodPost, contacts, `{"firstName":"A","lastName":"B","email":"ADA@example.com"}`), 409, "email_taken")
	assert.Equal(t, ada.ID.String(), problem.ContactID)
	require.NotEmpty(t, problem.Errors)
	assert.True(t, strings.HasPrefix(problem.Errors[0].Location, "body.email"), problem.Errors)
	requireProblem(t, agent.do(t, http.MethodPost, contacts, `{"firstName":"A","lastName":"B","company":"Nobody Ltd"}`), 422, "unknown_customer")
	problem = requireProblem(t, agent.do(t, http.MethodPost, contacts, `{"firstName":"A","lastName":"B","phone":"call me"}`), 422, "invalid_phone")
	require.NotEmpty(t, problem.Errors)
	assert.True(t, strings.HasPrefix(problem.Errors[0].Location, "body.phone"), problem.Errors)
	requireProblem(t, agent.do(t, http.MethodPost, contacts, `{"firstName":" ","lastName":"B"}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodGet, contacts+"?cursor=nonsense", nil), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodGet, contacts+"?sort=password", nil), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodGet, contacts+"/"+someID, nil), 404, "not_found")
	list := into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, contacts, nil), 200)
	assert.Len(t, list.Items, 1, "a refusal leaves nothing behind")
}

func TestLockedContact(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	first := into[api.Customer](t, agent.do(t, http.MethodPost, "/api/v1/customers", `{"name":"Engines Ltd"}`), 201)
	second := into[api.Customer](t, agent.do(t, http.MethodPost, "/api/v1/customers", `{"name":"Looms Ltd"}`), 201)
	page := "/api/v1/customers/" + first.ID.String() + "/contacts"
	ada := into[api.Contact](t, agent.do(t, http.MethodPost, page, `{"firstName":"Ada","lastName":"Byron"}`), 201)
	assert.True(t, ada.LockedToCustomer)
	assert.Equal(t, &first.ID, ada.CustomerID)
	requireProblem(t, agent.do(t, http.MethodPost, page, `{"firstName":"A","lastName":"B","company":"Looms Ltd"}`), 422, "invalid")
	path, move := "/api/v1/contacts/"+ada.ID.String(), `{"customerId":"`+second.ID.String()+`"}`
	requireProblem(t, agent.do(t, http.MethodPatch, path, move), 403, "locked_to_customer")
	moved := into[api.Contact](t, w.ours.supervisor.do(t, http.MethodPatch, path, move), 200)
	assert.Equal(t, &second.ID, moved.CustomerID)
	list := into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, "/api/v1/customers/"+second.ID.String()+"/contacts", nil), 200)
	assert.Len(t, list.Items, 1)

	free := agent.contact(t, `{"firstName":"Bea","lastName":"Cole"}`)
	confirmed := into[api.Contact](t, agent.do(t, http.MethodPost, "/api/v1/contacts/"+free.ID.String()+"/confirm-customer", move), 200)
	assert.True(t, confirmed.LockedToCustomer)
	renamed := into[api.Customer](t, agent.do(t, http.MethodPatch, "/api/v1/customers/"+first.ID.String(), `{"name":"Engines plc","phone":null}`), 200)
	assert.Equal(t, "Engines plc", renamed.Name)
	requireProblem(t, agent.do(t, http.MethodPost, "/api/v1/customers", `{"name":"LOOMS ltd"}`), 409, "conflict")
}

func TestLookupAndSimilar(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","phone":"020 7946 0001","company":"Engines Ltd","createCustomer":true}`)
	found := into[api.Lookup](t, agent.do(t, http.MethodGet, "/api/v1/lookup?number=%2B44%2020%207946%200001", nil), 200)
	assert.Equal(t, "+442079460001", *found.E164)
	assert.Equal(t, "020 7946 0001", *found.National)
	require.Len(t, found.Matches, 1)
	assert.Equal(t, ada.ID, found.Matches[0].Contact.ID)
	assert.Equal(t, "primary", found.Matches[0].Reason)
	assert.Equal(t, "Engines Ltd", found.Matches[0].Customer.Value.Name)
	nobody := into[api.Lookup](t, agent.do(t, http.MethodGet, "/api/v1/lookup?number=x", nil), 200)
	assert.Nil(t, nobody.E164)
	assert.NotNil(t, nobody.Matches)
	similar := into[api.Similar](t, agent.do(t, http.MethodPost, "/api/v1/contacts/similar",
		`{"firstName":"Ada","lastName":"Byron","phone":"02079460001"}`), 200)
	require.NotEmpty(t, similar.Matches)
	assert.Equal(t, ada.ID, similar.Matches[0].Contact.ID)
}

// logCall writes an ended call of the tenant's agent with contact.
func (w tenants) logCall(t *testing.T, of tenant, contact *id.Contact) callsvc.Call {
	t.Helper()
	begun := time.Now().UTC().Add(-5 * time.Minute).Truncate(time.Second)
	answered, ended := begun.Add(7*time.Second), begun.Add(67*time.Second)
	call := callsvc.Call{
		ID: id.New[id.Call](), Org: of.org, Direction: callsvc.Inbound, Status: callsvc.StatusEnded, Outcome: callsvc.OutcomeAnswered,
		From: callsvc.Party{Number: e164.Parse("+447700900123", "GB")}, To: callsvc.Party{Number: e164.Parse("+442079460000", "GB")},
		ContactID: contact, UserID: &of.agentID, StartedAt: begun, AnsweredAt: &answered, EndedAt: &ended,
		HeldFor: 10 * time.Second, HangupBy: "caller", Cause: callsvc.Cause{Q850: 16, Text: "normal"}, Node: "n", Boot: "b", Sequence: 3,
	}
	require.NoError(t, w.store.RecordCall(t.Context(), callsvc.CallRecord{Call: call}))
	return call
}

func TestCallLog(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron"}`)
	call := w.logCall(t, w.ours, &ada.ID)
	path := "/api/v1/calls/" + call.ID.String()
	list := into[api.Page[api.Call]](t, agent.do(t, http.MethodGet, "/api/v1/calls?mine=true&status=ended", nil), 200)
	require.Len(t, list.Items, 1)
	got := list.Items[0]
	assert.EqualValues(t, 50, got.TalkSeconds)
	assert.EqualValues(t, 7, got.WaitSeconds)
	assert.EqualValues(t, 10, got.HoldSeconds)
	assert.Equal(t, "Ada Byron", got.ContactName)
	assert.Equal(t, "The agent", got.UserName)
	assert.Equal(t, "+447700900123", *got.From.E164)
	assert.Equal(t, 16, *got.Cause.Q850)
	assert.Len(t, into[api.Page[api.Call]](t, w.ours.supervisor.do(t, http.MethodGet, "/api/v1/calls", nil), 200).Items, 1)
	changed := into[api.Call](t, agent.do(t, http.MethodPatch, path, `{"notes":"Wants a quote","disposition":"Sale","contactId":null}`), 200)
	assert.Equal(t, "Wants a quote", changed.Notes)
	assert.Nil(t, changed.ContactID)
	detail := into[api.CallDetail](t, agent.do(t, http.MethodGet, path, nil), 200)
	assert.Equal(t, "Sale", detail.Disposition)
	assert.NotNil(t, detail.Legs)
	assert.Equal(t, http.StatusNoContent, agent.do(t, http.MethodPost, path+"/hangup", nil).status)
	assert.Equal(t, http.StatusNoContent, agent.do(t, http.MethodPost, path+"/mute", `{"muted":true}`).status)
	assert.Equal(t, []callsvc.Command{{Name: "hangup"}, {Name: "mute", Muted: true}}, w.calls.commands)
}

func TestTelephonySettings(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	admin, agent := w.ours.admin, w.ours.agent
	queueBody := `{"name":"Sales","members":["` + w.ours.agentID.String() + `"]}`
	for path, body := range map[string]string{
		"queues": queueBody, "trunks": `{"name":"Carrier"}`, "numbers": `{"e164":"+442079460000","userId":"` + w.ours.agentID.String() + `"}`,
	} {
		requireProblem(t, agent.do(t, http.MethodPost, "/api/v1/"+path, body), 403, "forbidden")
	}
	queue := into[api.Queue](t, admin.do(t, http.MethodPost, "/api/v1/queues", queueBody), 201)
	queue = into[api.Queue](t, admin.do(t, http.MethodPatch, "/api/v1/queues/"+queue.ID.String(), `{"ringTimeoutSeconds":45}`), 200)
	assert.EqualValues(t, 45, queue.RingTimeoutSeconds)
	assert.Len(t, queue.Members, 1)
	number := into[api.Number](t, admin.do(t, http.MethodPost, "/api/v1/numbers",
		`{"e164":"+442079460000","label":"Main","queueId":"`+queue.ID.String()+`"}`), 201)
	number = into[api.Number](t, admin.do(t, http.MethodPatch, "/api/v1/numbers/"+number.ID.String(), `{"userId":"`+w.ours.agentID.String()+`"}`), 200)
	assert.Nil(t, number.QueueID)
	requireProblem(t, admin.do(t, http.MethodPost, "/api/v1/numbers", `{"e164":"+442079460001"}`), 422, "invalid")
	trunk := into[api.Trunk](t, admin.do(t, http.MethodPost, "/api/v1/trunks",
		`{"name":"Carrier","addresses":["192.0.2.1","198.51.100.0/24"],"proxy":"sip.example.com","username":"u","password":"secret"}`), 201)
	assert.Equal(t, []string{"192.0.2.1/32", "198.51.100.0/24"}, trunk.Addresses)
	changed := admin.do(t, http.MethodPatch, "/api/v1/trunks/"+trunk.ID.String(), `{"enabled":false}`)
	assert.False(t, into[api.Trunk](t, changed, 200).Enabled)
	assert.NotContains(t, string(changed.body), "secret")
	snapshot, err := w.store.LoadDirectory(t.Context())
	require.NoError(t, err)
	require.Len(t, snapshot.Trunks, 1)
	assert.Equal(t, "secret", snapshot.Trunks[0].Password, "a change that does not name the password keeps it")
	problem := requireProblem(t, admin.do(t, http.MethodPatch, "/api/v1/trunks/"+trunk.ID.String(), `{"addresses":["here"]}`), 422, "invalid")
	assert.Equal(t, "body.addresses[0]", problem.Errors[0].Location)
	for _, path := range []string{"numbers/" + number.ID.String(), "queues/" + queue.ID.String(), "trunks/" + trunk.ID.String()} {
		requireProblem(t, w.theirs.admin.do(t, http.MethodDelete, "/api/v1/"+path, nil), 404, "not_found")
		requireProblem(t, w.theirs.admin.do(t, http.MethodPatch, "/api/v1/"+path, `{}`), 404, "not_found")
		assert.Equal(t, http.StatusNoContent, admin.do(t, http.MethodDelete, "/api/v1/"+path, nil).status, path)
	}
	users := into[api.List[api.User]](t, agent.do(t, http.MethodGet, "/api/v1/users", nil), 200)
	assert.Len(t, users.Items, 3)
	assert.Equal(t, "offline", users.Items[0].Presence.Status)
}

func TestAnotherOrganisationSeesNothing(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	ada := w.ours.agent.contact(t, `{"firstName":"Ada","lastName":"Byron","phone":"020 7946 0001","company":"Engines Ltd","createCustomer":true}`)
	ticket := into[api.Ticket](t, w.ours.agent.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"x","contactId":"`+ada.ID.String()+`"}`), 201)
	call := w.logCall(t, w.ours, &ada.ID)
	contact, customer := "/api/v1/contacts/"+ada.ID.String(), "/api/v1/customers/"+ada.CustomerID.String()
	note := into[api.Note](t, w.ours.agent.do(t, http.MethodPost, contact+"/notes", `{"body":"Ours"}`), 201)
	stranger := w.theirs.admin
	for _, path := range []string{
		contact, contact + "/notes", contact + "/calls", contact + "/tickets", customer, customer + "/contacts", customer + "/tickets",
		"/api/v1/tickets/" + ticket.ID.String(), "/api/v1/tickets/" + ticket.ID.String() + "/messages", "/api/v1/calls/" + call.ID.String(),
	} {
		requireProblem(t, stranger.do(t, http.MethodGet, path, nil), 404, "not_found")
	}
	for _, write := range []struct{ method, path, body string }{
		{http.MethodPatch, contact, `{"jobTitle":"x"}`},
		{http.MethodDelete, contact, ""},
		{http.MethodPost, contact + "/restore", ""},
		{http.MethodPost, contact + "/notes", `{"body":"x"}`},
		{http.MethodPatch, "/api/v1/notes/" + note.ID.String(), `{"body":"x"}`},
		{http.MethodPatch, "/api/v1/notes/" + note.ID.String(), `{"pinned":true}`},
		{http.MethodDelete, "/api/v1/notes/" + note.ID.String(), ""},
		{http.MethodPatch, customer, `{"name":"x"}`},
		{http.MethodPost, customer + "/contacts", `{"firstName":"A","lastName":"B"}`},
		{http.MethodPatch, "/api/v1/tickets/" + ticket.ID.String(), `{"status":"closed"}`},
		{http.MethodPost, "/api/v1/tickets/" + ticket.ID.String() + "/messages", `{"kind":"reply","body":"x"}`},
		{http.MethodPost, "/api/v1/tickets", `{"subject":"x","contactId":"` + ada.ID.String() + `"}`},
		{http.MethodPatch, "/api/v1/calls/" + call.ID.String(), `{"notes":"x"}`},
		{http.MethodPost, "/api/v1/calls", `{"contactId":"` + ada.ID.String() + `"}`},
	} {
		requireProblem(t, stranger.do(t, write.method, write.path, bodyOf(write.body)), 404, "not_found")
	}
	notes := into[api.Page[api.Note]](t, w.ours.agent.do(t, http.MethodGet, contact+"/notes", nil), 200)
	assert.Equal(t, []api.Note{note}, notes.Items, "what was refused changed nothing")
	for _, path := range []string{"contacts", "customers", "tickets", "calls", "queues", "trunks", "numbers"} {
		got := into[api.Page[map[string]any]](t, stranger.do(t, http.MethodGet, "/api/v1/"+path, nil), 200)
		assert.Empty(t, got.Items, path)
	}
	found := into[api.Lookup](t, stranger.do(t, http.MethodGet, "/api/v1/lookup?number=02079460001", nil), 200)
	assert.Empty(t, found.Matches)
	users := into[api.List[api.User]](t, stranger.do(t, http.MethodGet, "/api/v1/users", nil), 200)
	for _, user := range users.Items {
		assert.True(t, strings.HasSuffix(user.Email, "@theirs.example"), user.Email)
	}
}

func TestListsPage(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	for _, last := range []string{"Ash", "Birch", "Cedar", "Date", "Elm"} {
		agent.contact(t, `{"firstName":"Tree","lastName":"`+last+`"}`)
	}
	var names []string
	path := "/api/v1/contacts?limit=2&sort=lastName"
	for next := ""; ; {
		page := into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, path+next, nil), 200)
		assert.Equal(t, api.Total{Count: 5, Exact: true}, page.Total)
		for _, contact := range page.Items {
			names = append(names, contact.LastName)
		}
		if page.NextCursor == nil {
			break
		}
		next = "&cursor=" + *page.NextCursor
	}
	assert.Equal(t, []string{"Ash", "Birch", "Cedar", "Date", "Elm"}, names)
	found := into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, "/api/v1/contacts?q=bir", nil), 200)
	require.Len(t, found.Items, 1)
	assert.Equal(t, "Birch", found.Items[0].LastName)
}
