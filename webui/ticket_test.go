package webui

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

func (c *client) ticket(t *testing.T, body string) api.Ticket {
	t.Helper()
	return into[api.Ticket](t, c.do(t, http.MethodPost, "/api/v1/tickets", body), http.StatusCreated)
}

func TestTicketLife(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","company":"Engines Ltd","createCustomer":true}`)
	made := agent.ticket(t, `{"subject":"Broken","description":"It *smokes*.","source":"help","dueAt":"2020-01-02T03:04:05+02:00","assigneeId":"`+w.ours.agentID.String()+`"}`)
	assert.Equal(t, "help", made.Source)
	assert.Equal(t, "normal", made.Priority)
	assert.True(t, made.Overdue)
	assert.Equal(t, time.Date(2020, 1, 2, 1, 4, 5, 0, time.UTC), *made.DueAt)
	assert.Equal(t, w.ours.agentID, *made.CreatedByID)
	assert.Nil(t, made.SolvedAt)
	path := "/api/v1/tickets/" + made.ID.String()

	changed := agent.do(t, http.MethodPatch, path, `{"subject":"Fixed?","description":"","contactId":"`+ada.ID.String()+`","priority":"high","dueAt":null,"assigneeId":null}`, "If-Match", `"1"`)
	assert.Equal(t, `"2"`, changed.header.Get("ETag"))
	ticket := into[api.Ticket](t, changed, 200)
	assert.Equal(t, "Fixed?", ticket.Subject)
	assert.Equal(t, ada.CustomerID, ticket.CustomerID, "the contact's")
	assert.Equal(t, "Engines Ltd", ticket.CustomerName)
	assert.Nil(t, ticket.DueAt)
	assert.Nil(t, ticket.AssigneeID)
	assert.False(t, ticket.Overdue)
	requireProblem(t, agent.do(t, http.MethodPatch, path, `{"subject":"Late"}`, "If-Match", "1"), 412, "stale")

	reply := into[api.TicketMessage](t, agent.do(t, http.MethodPost, path+"/messages", `{"kind":"reply","body":"Have you tried **again**?"}`), 201)
	assert.EqualValues(t, "reply", reply.Kind)
	assert.NotEmpty(t, reply.AuthorName)
	into[api.TicketMessage](t, agent.do(t, http.MethodPost, path+"/messages", `{"kind":"internal","body":"No luck"}`), 201)
	solved := into[api.Ticket](t, agent.do(t, http.MethodPatch, path, `{"status":"solved"}`), 200)
	assert.NotNil(t, solved.SolvedAt)
	messages := into[api.Page[api.TicketMessage]](t, agent.do(t, http.MethodGet, path+"/messages", nil), 200)
	var kinds []string
	for _, message := range messages.Items {
		kinds = append(kinds, string(message.Kind))
	}
	assert.Equal(t, []string{"reply", "event", "internal", "event"}, kinds)
	ofCustomer := into[api.Page[api.Ticket]](t, agent.do(t, http.MethodGet, "/api/v1/customers/"+ada.CustomerID.String()+"/tickets", nil), 200)
	require.Len(t, ofCustomer.Items, 1)
	assert.Equal(t, made.ID, ofCustomer.Items[0].ID)
	for query, want := range map[string]int{"priority=high": 1, "priority=low": 0, "overdue=true": 0, "q=fix": 1, "sort=dueAt": 0} {
		list := into[api.Page[api.Ticket]](t, agent.do(t, http.MethodGet, "/api/v1/tickets?"+query, nil), 200)
		assert.Len(t, list.Items, want, query)
	}
}

func TestTicketRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	path := "/api/v1/tickets/" + agent.ticket(t, `{"subject":"x"}`).ID.String()
	theirs := w.theirs.agent.contact(t, `{"firstName":"Eve","lastName":"Else","company":"Elsewhere","createCustomer":true}`)
	unknown := "/api/v1/tickets/" + someID
	for _, test := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{http.MethodPost, "/api/v1/tickets", `{"subject":" "}`, 422, "invalid"},
		{http.MethodPost, "/api/v1/tickets", `{"subject":"x","priority":"now"}`, 422, "invalid"},
		{http.MethodPost, "/api/v1/tickets", `{"subject":"x","source":"rumour"}`, 422, "invalid"},
		{http.MethodPost, "/api/v1/tickets", `{"subject":"x","dueAt":"tomorrow"}`, 422, "invalid"},
		{http.MethodPost, "/api/v1/tickets", `{"subject":"x","contactId":"` + theirs.ID.String() + `"}`, 404, "not_found"},
		{http.MethodPatch, path, `{"subject":null}`, 422, "invalid"},
		{http.MethodPatch, path, `{"status":"lost"}`, 422, "invalid"},
		{http.MethodPatch, path, `{"status":null}`, 422, "invalid"},
		{http.MethodPatch, path, `{"priority":null}`, 422, "invalid"},
		{http.MethodPatch, path, `{"contactId":"` + theirs.ID.String() + `"}`, 404, "not_found"},
		{http.MethodPatch, path, `{"customerId":"` + theirs.CustomerID.String() + `"}`, 422, "invalid"},
		{http.MethodPatch, path, `{"assigneeId":"` + w.theirs.agentID.String() + `"}`, 422, "invalid"},
		{http.MethodPatch, unknown, `{}`, 404, "not_found"},
		{http.MethodPost, path + "/messages", `{"kind":"event","body":"x"}`, 422, "invalid"},
		{http.MethodPost, path + "/messages", `{"kind":"reply","body":" "}`, 422, "invalid"},
		{http.MethodPost, unknown + "/messages", `{"kind":"reply","body":"x"}`, 404, "not_found"},
		{http.MethodGet, unknown + "/messages", "", 404, "not_found"},
		{http.MethodGet, path + "/messages?cursor=x", "", 422, "invalid"},
		{http.MethodGet, "/api/v1/tickets?sort=subject", "", 422, "invalid"},
		{http.MethodGet, "/api/v1/tickets?priority=now", "", 422, "invalid"},
	} {
		requireProblem(t, agent.do(t, test.method, test.path, bodyOf(test.body)), test.status, test.code)
	}
	requireProblem(t, agent.do(t, http.MethodPatch, path, `{}`, "If-Match", "yesterday"), 422, "invalid")
}
