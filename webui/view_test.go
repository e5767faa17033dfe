package webui

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

const viewsPath = "/api/v1/views"

func (c *client) view(t *testing.T, body string) api.View {
	t.Helper()
	return into[api.View](t, c.do(t, http.MethodPost, viewsPath, body), http.StatusCreated)
}

// viewNames are the names of the views that one sees, in order.
func (c *client) viewNames(t *testing.T, query string) []string {
	t.Helper()
	names := []string{}
	for _, view := range into[api.List[api.View]](t, c.do(t, http.MethodGet, viewsPath+query, nil), 200).Items {
		names = append(names, view.Name)
	}
	return names
}

func TestViews(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, supervisor := w.ours.agent, w.ours.supervisor
	made := agent.view(t, `{"noun":"contacts","name":" Hot leads ","params":{"kind":"vendor","archived":true},"columns":["name","phone","name"]}`)
	assert.Equal(t, "Hot leads", made.Name)
	assert.Equal(t, "The agent", made.UserName)
	assert.Equal(t, map[string]any{"kind": "vendor", "archived": true}, made.Params)
	assert.Equal(t, []string{"name", "phone"}, made.Columns)
	assert.False(t, made.Shared)
	bare := supervisor.view(t, `{"noun":"tickets","name":"All","shared":true}`)
	assert.Equal(t, map[string]any{}, bare.Params)
	assert.Equal(t, []string{}, bare.Columns)

	assert.Equal(t, []string{"All", "Hot leads"}, agent.viewNames(t, ""))
	assert.Equal(t, []string{"Hot leads"}, agent.viewNames(t, "?noun=contacts"))
	assert.Equal(t, []string{"All"}, supervisor.viewNames(t, ""), "a view is private until it is shared")
	assert.Empty(t, w.theirs.admin.viewNames(t, ""))

	path := viewsPath + "/" + made.ID.String()
	changed := into[api.View](t, agent.do(t, http.MethodPatch, path, `{"shared":true,"name":"Vendors"}`), 200)
	assert.Equal(t, "Vendors", changed.Name)
	assert.Equal(t, made.Params, changed.Params, "what is not named stays")
	assert.Equal(t, made.Columns, changed.Columns)
	assert.Equal(t, []string{"All", "Vendors"}, supervisor.viewNames(t, ""))
	changed = into[api.View](t, supervisor.do(t, http.MethodPatch, path, `{"params":{"q":"x"},"columns":[]}`), 200)
	assert.Equal(t, map[string]any{"q": "x"}, changed.Params)
	assert.Empty(t, changed.Columns)
	assert.Equal(t, made.UserID, changed.UserID, "a supervisor's change does not make it theirs")
	require.Equal(t, http.StatusNoContent, supervisor.do(t, http.MethodDelete, path, nil).status)
	assert.Equal(t, []string{"All"}, agent.viewNames(t, ""))
}

func TestViewRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, supervisor := w.ours.agent, w.ours.supervisor
	agent.view(t, `{"noun":"contacts","name":"Taken"}`)
	own := viewsPath + "/" + agent.view(t, `{"noun":"contacts","name":"Own"}`).ID.String()
	private := viewsPath + "/" + supervisor.view(t, `{"noun":"contacts","name":"Private"}`).ID.String()
	shared := viewsPath + "/" + supervisor.view(t, `{"noun":"contacts","name":"Shared","shared":true}`).ID.String()
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, test := range []struct {
		by                 *client
		method, path, body string
		status             int
		code, location     string
	}{
		{newClient(t, w.url), http.MethodGet, viewsPath, "", 401, "unauthenticated", ""},
		{newClient(t, w.url), http.MethodPost, viewsPath, `{"noun":"contacts","name":"X"}`, 401, "unauthenticated", ""},
		{newClient(t, w.url), http.MethodDelete, own, "", 401, "unauthenticated", ""},
		{agent.without(), http.MethodPost, viewsPath, `{"noun":"contacts","name":"X"}`, 403, "csrf_missing", ""},
		{agent.without(), http.MethodPatch, own, `{"name":"X"}`, 403, "csrf_missing", ""},
		{agent.without(), http.MethodDelete, own, "", 403, "csrf_missing", ""},
		{agent, http.MethodPost, viewsPath, `{"noun":`, 400, "malformed", ""},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"X","params":{"q":"` + long(bodyMost) + `"}}`, 413, "too_large", ""},
		{agent, http.MethodGet, viewsPath + "?noun=users", "", 422, "invalid", "query.noun"},
		{agent, http.MethodPost, viewsPath, `{"noun":"users","name":"X"}`, 422, "invalid", "body.noun"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":""}`, 422, "invalid", "body.name"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":" "}`, 422, "invalid", "body.name"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"` + long(101) + `"}`, 422, "invalid", "body.name"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"X","params":{"q":"` + long(4096) + `"}}`, 422, "invalid", "body.params"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"X","params":[]}`, 422, "invalid", "body.params"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"X","columns":["a"` + strings.Repeat(`,"a"`, 60) + `]}`, 422, "invalid", "body.columns"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"X","columns":["` + long(101) + `"]}`, 422, "invalid", "body.columns"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"X","colour":"red"}`, 422, "invalid", "body.colour"},
		{agent, http.MethodPost, viewsPath, `{"noun":"contacts","name":"TAKEN"}`, 409, "conflict", "body.name"},
		{agent, http.MethodPatch, own, `{"name":"taken"}`, 409, "conflict", "body.name"},
		{agent, http.MethodPatch, own, `{"name":null}`, 422, "invalid", "body.name"},
		{agent, http.MethodPatch, own, `{"shared":null}`, 422, "invalid", "body.shared"},
		{agent, http.MethodPatch, own, `{"params":null}`, 422, "invalid", "body.params"},
		{agent, http.MethodPatch, own, `{"columns":null}`, 422, "invalid", "body.columns"},
		{agent, http.MethodPatch, own, `{"params":{"q":"` + long(4096) + `"}}`, 422, "invalid", "body.params"},
		{agent, http.MethodPatch, viewsPath + "/x", `{"name":"X"}`, 422, "invalid", "path.id"},
		{agent, http.MethodPatch, shared, `{"name":"X"}`, 403, "forbidden", ""},
		{agent, http.MethodDelete, shared, "", 403, "forbidden", ""},
		{agent, http.MethodPatch, private, `{"name":"X"}`, 404, "not_found", ""},
		{agent, http.MethodDelete, private, "", 404, "not_found", ""},
		{supervisor, http.MethodPatch, own, `{"name":"X"}`, 404, "not_found", ""},
		{supervisor, http.MethodDelete, own, "", 404, "not_found", ""},
		{agent, http.MethodDelete, viewsPath + "/" + someID, "", 404, "not_found", ""},
		{w.theirs.admin, http.MethodPatch, shared, `{"name":"X"}`, 404, "not_found", ""},
		{w.theirs.admin, http.MethodDelete, shared, "", 404, "not_found", ""},
	} {
		got := test.by.do(t, test.method, test.path, bodyOf(test.body))
		requireProblem(t, got, test.status, test.code)
		if test.location != "" {
			assert.Contains(t, string(got.body), `"location":"`+test.location, "%s %s", test.path, test.body)
		}
	}
	assert.Equal(t, []string{"Own", "Shared", "Taken"}, agent.viewNames(t, ""), "a refusal changes nothing")
	for n := range crm.MostViews - 2 {
		agent.view(t, fmt.Sprintf(`{"noun":"deals","name":"View %d"}`, n))
	}
	requireProblem(t, agent.do(t, http.MethodPost, viewsPath, `{"noun":"deals","name":"One more"}`), 409, "conflict")
}

// without is the same browser without the header that foreign pages cannot send.
func (c *client) without() *client { return &client{base: c.base, http: c.http, bare: true} }

func (c *client) recent(t *testing.T, query string) []string {
	t.Helper()
	names := []string{}
	for _, contact := range into[api.List[api.Contact]](t, c.do(t, http.MethodGet, "/api/v1/contacts/recent"+query, nil), 200).Items {
		names = append(names, contact.FirstName)
	}
	return names
}

func TestRecentContactsOfEachUser(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	path := map[string]string{}
	for _, name := range []string{"Ada", "Bea", "Cleo", "Dee"} {
		path[name] = "/api/v1/contacts/" + agent.contact(t, `{"firstName":"`+name+`","lastName":"Byron"}`).ID.String()
	}
	assert.Empty(t, agent.recent(t, ""))
	for _, name := range []string{"Ada", "Bea", "Cleo", "Dee", "Bea"} {
		require.Equal(t, http.StatusNoContent, agent.do(t, http.MethodPut, path[name]+"/seen", nil).status)
	}
	assert.Equal(t, []string{"Bea", "Dee", "Cleo", "Ada"}, agent.recent(t, ""))
	assert.Equal(t, []string{"Bea", "Dee"}, agent.recent(t, "?limit=2"))
	assert.Empty(t, w.ours.supervisor.recent(t, ""), "each has their own")
	require.Equal(t, http.StatusNoContent, agent.do(t, http.MethodDelete, path["Dee"], nil).status)
	assert.Equal(t, []string{"Bea", "Cleo", "Ada"}, agent.recent(t, ""), "archived ones are left out")

	recent := "/api/v1/contacts/recent"
	for _, test := range []struct {
		by             *client
		method, path   string
		status         int
		code, location string
	}{
		{newClient(t, w.url), http.MethodGet, recent, 401, "unauthenticated", ""},
		{newClient(t, w.url), http.MethodPut, path["Ada"] + "/seen", 401, "unauthenticated", ""},
		{agent.without(), http.MethodPut, path["Ada"] + "/seen", 403, "csrf_missing", ""},
		{agent, http.MethodGet, recent + "?limit=0", 422, "invalid", "query.limit"},
		{agent, http.MethodGet, recent + "?limit=51", 422, "invalid", "query.limit"},
		{agent, http.MethodGet, recent + "?limit=x", 422, "invalid", "query.limit"},
		{agent, http.MethodPut, "/api/v1/contacts/x/seen", 422, "invalid", "path.id"},
		{agent, http.MethodPut, "/api/v1/contacts/" + someID + "/seen", 404, "not_found", ""},
		{w.theirs.admin, http.MethodPut, path["Ada"] + "/seen", 404, "not_found", ""},
	} {
		problem := requireProblem(t, test.by.do(t, test.method, test.path, nil), test.status, test.code)
		if test.location != "" {
			require.NotEmpty(t, problem.Errors)
			assert.Equal(t, test.location, problem.Errors[0].Location)
		}
	}
	assert.Empty(t, w.theirs.admin.recent(t, ""))
	assert.Equal(t, []string{"Bea", "Cleo", "Ada"}, agent.recent(t, ""))
}
