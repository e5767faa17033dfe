package webui

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm/store/storebench"
	"github.com/ringbook/ringbook/webui/api"
)

const bulkPath = "/api/v1/contacts/bulk"

func (c *client) bulk(t *testing.T, body string) api.BulkResult {
	t.Helper()
	return into[api.BulkResult](t, c.do(t, http.MethodPost, bulkPath, body), http.StatusOK)
}

func undoPath(bulk *id.BulkEdit) string { return bulkPath + "/" + bulk.String() + "/undo" }

// idsOf is a list of contacts as a body has it.
func idsOf(t *testing.T, contacts ...api.Contact) string {
	t.Helper()
	ids := make([]id.Contact, len(contacts))
	for i, contact := range contacts {
		ids[i] = contact.ID
	}
	text, err := json.Marshal(ids)
	require.NoError(t, err)
	return string(text)
}

func (c *client) again(t *testing.T, contact api.Contact) api.Contact {
	t.Helper()
	return into[api.Contact](t, c.do(t, http.MethodGet, "/api/v1/contacts/"+contact.ID.String(), nil), 200)
}

func TestBulkEdit(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, supervisor := w.ours.agent, w.ours.supervisor
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","kind":"vendor","tags":["old"]}`)
	bea := agent.contact(t, `{"firstName":"Bea","lastName":"Cole","kind":"vendor"}`)
	cleo := agent.contact(t, `{"firstName":"Cleo","lastName":"Dunn"}`)
	theirs := w.theirs.agent.contact(t, `{"firstName":"Their","lastName":"Own","kind":"vendor"}`)
	acme := into[api.Customer](t, agent.do(t, http.MethodPost, "/api/v1/customers", `{"name":"Acme"}`), 201)

	change := `"change":{"kind":"partner","status":"Won","ownerId":"` + w.ours.agentID.String() + `","customerId":"` + acme.ID.String() +
		`","marketingOptOut":true},"addTags":["spring"],"removeTags":["OLD"]`
	body := `{"ids":` + idsOf(t, ada, bea, theirs) + `,` + change
	preview := agent.bulk(t, body+`,"preview":true}`)
	assert.Nil(t, preview.BulkID)
	assert.EqualValues(t, 2, preview.Changed)
	assert.Equal(t, ada, agent.again(t, ada), "a preview changes nothing")

	done := agent.bulk(t, body+"}")
	require.NotNil(t, done.BulkID)
	assert.EqualValues(t, 3, done.Matched)
	assert.EqualValues(t, 2, done.Changed)
	assert.Equal(t, []api.BulkSkip{{Reason: "not_found", Count: 1}}, done.Skipped, "another organisation's contact is not there")
	got := agent.again(t, ada)
	assert.EqualValues(t, "partner", got.Kind)
	assert.Equal(t, "Won", got.Status)
	assert.Equal(t, w.ours.agentID, *got.OwnerID)
	assert.Equal(t, "Acme", got.Customer.Value.Name)
	assert.True(t, got.MarketingOptOut)
	assert.Equal(t, []string{"spring"}, got.Tags)
	assert.Equal(t, theirs, w.theirs.agent.again(t, theirs))
	assert.Equal(t, []api.BulkSkip{{Reason: "unchanged", Count: 2}}, agent.bulk(t, `{"ids":`+idsOf(t, ada, bea)+`,"addTags":["Spring"]}`).Skipped)

	// Bea was changed since: that stays, and the rest comes back.
	into[api.Contact](t, agent.do(t, http.MethodPatch, "/api/v1/contacts/"+bea.ID.String(), `{"status":"Lost"}`), 200)
	undone := into[api.BulkUndone](t, agent.do(t, http.MethodPost, undoPath(done.BulkID), nil), 200)
	assert.Equal(t, api.BulkUndone{Restored: 2, Kept: 1}, undone)
	back := agent.again(t, ada)
	back.Version, back.UpdatedAt = ada.Version, ada.UpdatedAt
	assert.Equal(t, ada, back)
	back = agent.again(t, bea)
	assert.Equal(t, "Lost", back.Status)
	assert.EqualValues(t, "vendor", back.Kind)
	assert.Nil(t, back.OwnerID)

	// By a filter as the list has it, and null takes away.
	filtered := agent.bulk(t, `{"filter":{"kind":["vendor"],"q":"b"},"change":{"ownerId":"`+w.ours.agentID.String()+`"}}`)
	assert.EqualValues(t, 2, filtered.Changed)
	assert.Nil(t, agent.again(t, cleo).OwnerID)
	agent.bulk(t, `{"filter":{"ownerId":"me"},"change":{"ownerId":null}}`)
	assert.Nil(t, agent.again(t, ada).OwnerID)

	// Archived by an agent, brought back by a supervisor.
	archived := agent.bulk(t, `{"ids":`+idsOf(t, ada, cleo)+`,"archive":true}`)
	assert.NotNil(t, agent.again(t, cleo).ArchivedAt)
	into[api.BulkUndone](t, supervisor.do(t, http.MethodPost, undoPath(archived.BulkID), nil), 200)
	assert.Nil(t, agent.again(t, cleo).ArchivedAt)
}

// TestBulkEditSkipsTheLocked: an agent's edit leaves the customer of a locked
// contact, and a supervisor's does not.
func TestBulkEditSkipsTheLocked(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	acme := into[api.Customer](t, agent.do(t, http.MethodPost, "/api/v1/customers", `{"name":"Acme"}`), 201)
	locked := into[api.Contact](t, agent.do(t, http.MethodPost, "/api/v1/customers/"+acme.ID.String()+"/contacts", `{"firstName":"Lo","lastName":"Cked"}`), 201)
	require.True(t, locked.LockedToCustomer)
	gone, kept := agent.contact(t, `{"firstName":"Du","lastName":"Plicate"}`), agent.contact(t, `{"firstName":"Sur","lastName":"Vivor"}`)
	merge := agent.do(t, http.MethodPost, "/api/v1/contacts/"+gone.ID.String()+"/merge", `{"survivorId":"`+kept.ID.String()+`"}`)
	require.Less(t, merge.status, 300, string(merge.body))
	body := `{"ids":` + idsOf(t, locked, gone) + `,"change":{"customerId":null}}`
	assert.Equal(t, []api.BulkSkip{{Reason: "locked", Count: 1}, {Reason: "merged", Count: 1}}, agent.bulk(t, body).Skipped)
	assert.EqualValues(t, 1, w.ours.supervisor.bulk(t, body).Changed)
	assert.Nil(t, agent.again(t, locked).CustomerID)
}

func TestBulkEditRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, supervisor := w.ours.agent, w.ours.supervisor
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron"}`)
	ids := `"ids":` + idsOf(t, ada)
	acme := into[api.Customer](t, w.theirs.agent.do(t, http.MethodPost, "/api/v1/customers", `{"name":"Acme"}`), 201)
	mine, theirs := agent.bulk(t, `{`+ids+`,"change":{"status":"A"}}`), supervisor.bulk(t, `{`+ids+`,"change":{"status":"B"}}`)
	twice := agent.bulk(t, `{`+ids+`,"addTags":["x"]}`)
	into[api.BulkUndone](t, agent.do(t, http.MethodPost, undoPath(twice.BulkID), nil), 200)
	before := agent.again(t, ada)
	for _, test := range []struct {
		by             *client
		path, body     string
		status         int
		code, location string
	}{
		{newClient(t, w.url), bulkPath, `{` + ids + `,"archive":true}`, 401, "unauthenticated", ""},
		{newClient(t, w.url), undoPath(mine.BulkID), "", 401, "unauthenticated", ""},
		{agent.without(), bulkPath, `{` + ids + `,"archive":true}`, 403, "csrf_missing", ""},
		{agent.without(), undoPath(mine.BulkID), "", 403, "csrf_missing", ""},
		{agent, bulkPath, `{"ids":`, 400, "malformed", ""},
		{agent, bulkPath, `{"archive":true}`, 422, "invalid", "body.ids"},
		{agent, bulkPath, `{` + ids + `,"filter":{},"archive":true}`, 422, "invalid", "body.ids"},
		{agent, bulkPath, `{"ids":["x"],"archive":true}`, 422, "invalid", "body"},
		{agent, bulkPath, `{` + ids + `}`, 422, "invalid", "body.change"},
		{agent, bulkPath, `{` + ids + `,"change":{"kind":"friend"}}`, 422, "invalid", "body.change.kind"},
		{agent, bulkPath, `{` + ids + `,"change":{"kind":null}}`, 422, "invalid", "body.change.kind"},
		{agent, bulkPath, `{` + ids + `,"change":{"status":null}}`, 422, "invalid", "body.change.status"},
		{agent, bulkPath, `{` + ids + `,"change":{"status":"` + strings.Repeat("x", 61) + `"}}`, 422, "invalid", "body.change.status"},
		{agent, bulkPath, `{` + ids + `,"change":{"marketingOptOut":false}}`, 422, "invalid", "body.change.marketingOptOut"},
		{agent, bulkPath, `{` + ids + `,"change":{"ownerId":"me"}}`, 422, "invalid", "body.change.ownerId"},
		{agent, bulkPath, `{` + ids + `,"change":{"ownerId":"` + someID + `"}}`, 422, "invalid", "body.change.ownerId"},
		{agent, bulkPath, `{` + ids + `,"change":{"ownerId":"` + w.theirs.agentID.String() + `"},"preview":true}`, 422, "invalid", "body.change.ownerId"},
		{agent, bulkPath, `{` + ids + `,"change":{"customerId":"` + acme.ID.String() + `"}}`, 422, "invalid", "body.change.customerId"},
		{agent, bulkPath, `{` + ids + `,"addTags":["a"],"removeTags":["A"]}`, 422, "invalid", "body.removeTags"},
		{agent, bulkPath, `{` + ids + `,"addTags":["a"` + strings.Repeat(`,"a"`, 50) + `]}`, 422, "invalid", "body.addTags"},
		{agent, bulkPath, `{"filter":{"colour":"red"},"archive":true}`, 422, "invalid", "body.filter.colour"},
		{agent, bulkPath, `{"filter":{"custom":[{"key":"x","value":"1"}]},"archive":true}`, 422, "invalid", "body.custom.x"},
		{agent, bulkPath + "/x/undo", "", 422, "invalid", "path.bulkId"},
		{agent, bulkPath + "/" + someID + "/undo", "", 404, "not_found", ""},
		{w.theirs.admin, undoPath(mine.BulkID), "", 404, "not_found", ""},
		{agent, undoPath(theirs.BulkID), "", 403, "forbidden", ""},
		{agent, undoPath(twice.BulkID), "", 409, "conflict", ""},
		{supervisor, undoPath(twice.BulkID), "", 409, "conflict", ""},
	} {
		got := test.by.do(t, http.MethodPost, test.path, bodyOf(test.body))
		requireProblem(t, got, test.status, test.code)
		if test.location != "" {
			assert.Contains(t, string(got.body), `"location":"`+test.location, "%s %s", test.path, test.body)
		}
	}
	assert.Equal(t, before, agent.again(t, ada), "a refusal changes nothing")

	// What took an edit back is one itself, and is not taken back.
	history := into[api.Page[api.AuditEntry]](t, agent.do(t, http.MethodGet, "/api/v1/contacts/"+ada.ID.String()+"/history", nil), 200)
	undo := history.Items[0].Detail["bulkId"]
	require.NotEmpty(t, undo)
	require.NotEqual(t, twice.BulkID.String(), undo)
	requireProblem(t, agent.do(t, http.MethodPost, bulkPath+"/"+undo+"/undo", nil), 409, "conflict")
}

// TestBulkEditBounds: agents change a thousand contacts at once, supervisors ten
// thousand, and a list of identifiers is short.
func TestBulkEditBounds(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	require.NoError(t, storebench.Fill(t.Context(), w.store.ConnString(), w.ours.org, 10_001))
	everybody := `{"filter":{},"change":{"status":"Won"}`
	ids := func(n int) string {
		all := make([]id.Contact, n)
		for i := range all {
			all[i] = id.New[id.Contact]()
		}
		text, err := json.Marshal(map[string]any{"ids": all, "archive": true})
		require.NoError(t, err)
		return string(text)
	}
	requireProblem(t, w.ours.agent.do(t, http.MethodPost, bulkPath, everybody+`,"preview":true}`), 403, "forbidden")
	requireProblem(t, w.ours.agent.do(t, http.MethodPost, bulkPath, everybody+`}`), 403, "forbidden")
	requireProblem(t, w.ours.agent.do(t, http.MethodPost, bulkPath, ids(1001)), 403, "forbidden")
	problem := requireProblem(t, w.ours.supervisor.do(t, http.MethodPost, bulkPath, everybody+`}`), 422, "invalid")
	assert.Equal(t, "body.filter", problem.Errors[0].Location)
	problem = requireProblem(t, w.ours.supervisor.do(t, http.MethodPost, bulkPath, ids(5001)), 422, "invalid")
	assert.Equal(t, "body.ids", problem.Errors[0].Location)
	one := w.ours.agent.bulk(t, `{"filter":{"status":"Won"},"archive":true}`)
	assert.Zero(t, one.Matched)
}
