package webui

import (
	"net/http"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

func TestOrganisation(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	const path = "/api/v1/organisation"
	admin := w.ours.admin
	for _, who := range []*client{w.ours.agent, w.ours.supervisor} {
		requireProblem(t, who.do(t, http.MethodGet, path, nil), 403, "forbidden")
		requireProblem(t, who.do(t, http.MethodPatch, path, `{"name":"Mine"}`), 403, "forbidden")
	}
	was := into[api.OrganisationSettings](t, admin.do(t, http.MethodGet, path, nil), 200)
	assert.Equal(t, []string{"ours", "GB", "GBP"}, []string{was.Name, was.Country, was.Currency})
	now := into[api.OrganisationSettings](t, admin.do(t, http.MethodPatch, path,
		`{"name":"Ours Ltd","country":"de","currency":"eur","locale":"de-DE","timeZone":"Europe/Berlin","serviceLevelSeconds":30,"serviceLevelPercent":90}`, "If-Match", `"1"`), 200)
	assert.Equal(t, api.OrganisationSettings{
		ID: was.ID, Name: "Ours Ltd", Country: "DE", Currency: "EUR", Locale: "de-DE", TimeZone: "Europe/Berlin", Version: 2,
		ServiceLevelSeconds: 30, ServiceLevelPercent: 90,
	}, now)
	requireProblem(t, admin.do(t, http.MethodPatch, path, `{"name":"Late"}`, "If-Match", `"1"`), 412, "stale")
	for body, field := range map[string]string{
		`{"name":" "}`: "body.name", `{"country":"XX"}`: "body.country", `{"currency":"XXY"}`: "body.currency", `{"timeZone":"Mars/Base"}`: "body.timeZone",
		`{"serviceLevelPercent":101}`: "body.serviceLevelPercent", `{"serviceLevelSeconds":0}`: "body.serviceLevelSeconds",
	} {
		problem := requireProblem(t, admin.do(t, http.MethodPatch, path, body), 422, "invalid")
		require.NotEmpty(t, problem.Errors, body)
		assert.Equal(t, field, problem.Errors[0].Location)
	}
	requireProblem(t, admin.do(t, http.MethodPatch, path, `{"name":"THEIRS"}`), 409, "conflict")
	theirs := into[api.OrganisationSettings](t, w.theirs.admin.do(t, http.MethodGet, path, nil), 200)
	assert.Equal(t, "theirs", theirs.Name, "another organisation is as it was")

	made := w.ours.agent.contact(t, `{"firstName":"Ada","lastName":"Byron","phone":"030 901820"}`)
	assert.Equal(t, "+4930901820", *made.Phones[0].E164, "numbers are read in the new country")
	log := into[api.Page[api.AuditEntry]](t, admin.do(t, http.MethodGet, "/api/v1/audit?noun=organisation&action=update", nil), 200)
	require.Len(t, log.Items, 1)
	assert.Contains(t, log.Items[0].Changes, crm.FieldChange{Field: "country", Old: "GB", New: "DE"})
}

// TestSessionsEndAtOnce: whoever is deactivated or gets a new password is gone
// without waiting for the next look at the sessions.
func TestSessionsEndAtOnce(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	path := "/api/v1/users/" + w.ours.agentID.String()
	gone := func(change func()) {
		agent := loggedIn(t, w.url, "agent@ours.example")
		socket, status := agent.dial(t, "")
		require.Equal(t, http.StatusSwitchingProtocols, status)
		change()
		var err error
		for {
			if _, _, err = socket.ReadMessage(); err != nil {
				break
			}
		}
		assert.True(t, websocket.IsCloseError(err, websocket.ClosePolicyViolation), "%v", err)
		requireProblem(t, agent.do(t, http.MethodGet, "/api/v1/me", nil), 401, "unauthenticated")
	}
	gone(func() {
		require.Equal(t, 204, w.ours.admin.do(t, http.MethodPost, path+"/password", map[string]string{"password": testPassword}).status)
	})
	gone(func() {
		require.Equal(t, 200, w.ours.admin.do(t, http.MethodPatch, path, `{"active":false}`).status)
	})
	requireProblem(t, newClient(t, w.url).do(t, http.MethodPost, "/api/v1/session",
		map[string]string{"email": "agent@ours.example", "password": testPassword}), 401, "unauthenticated")
	back := into[api.User](t, w.ours.admin.do(t, http.MethodPatch, path, `{"active":true,"email":"anna@ours.example"}`), 200)
	assert.Equal(t, "anna@ours.example", back.Email)
	loggedIn(t, w.url, "anna@ours.example")
	requireProblem(t, w.ours.admin.do(t, http.MethodPatch, path, `{"email":"admin@THEIRS.example"}`), 409, "conflict")
	requireProblem(t, w.ours.admin.do(t, http.MethodPatch, path, `{"email":"nonsense"}`), 422, "invalid")
}

func TestHistories(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	made := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","company":"Looms","createCustomer":true}`)
	ticket := into[api.Ticket](t, agent.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"Broken"}`), 201)
	deal := into[api.Deal](t, agent.do(t, http.MethodPost, "/api/v1/deals", `{"name":"Looms"}`), 201)
	for _, path := range []string{
		"/api/v1/customers/" + made.CustomerID.String(), "/api/v1/tickets/" + ticket.ID.String(), "/api/v1/deals/" + deal.ID.String(),
	} {
		page := into[api.Page[api.AuditEntry]](t, agent.do(t, http.MethodGet, path+"/history", nil), 200)
		require.Len(t, page.Items, 1, path)
		assert.Equal(t, "create", page.Items[0].Action)
		requireProblem(t, w.theirs.admin.do(t, http.MethodGet, path+"/history", nil), 404, "not_found")
	}
}
