package webui

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

const fieldsPath = "/api/v1/custom-fields"

func (c *client) field(t *testing.T, body string) api.CustomField {
	t.Helper()
	return into[api.CustomField](t, c.do(t, http.MethodPost, fieldsPath, body), http.StatusCreated)
}

func TestCustomFields(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, admin := w.ours.agent, w.ours.admin
	plan := admin.field(t, `{"name":"Plan","kind":"choice","choices":["Gold","Silver"]}`)
	assert.Equal(t, "plan", plan.Key)
	admin.field(t, `{"key":"seats","name":"Seats sold","kind":"number"}`)
	admin.field(t, `{"name":"Renewal","kind":"date"}`)
	keys := func(by *client, query string) (keys []string) {
		for _, field := range into[api.List[api.CustomField]](t, by.do(t, http.MethodGet, fieldsPath+query, nil), 200).Items {
			keys = append(keys, field.Key)
		}
		return keys
	}
	assert.Equal(t, []string{"plan", "seats", "renewal"}, keys(agent, ""))
	assert.Empty(t, keys(w.theirs.admin, "?archived=true"))

	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","custom":{"plan":"gold","seats":1200.50,"renewal":"2026-12-01"}}`)
	assert.Equal(t, map[string]string{"plan": "Gold", "seats": "1200.5", "renewal": "2026-12-01"}, ada.Custom)
	agent.contact(t, `{"firstName":"Bea","lastName":"Cole","custom":{"seats":"-7","plan":null}}`)
	path := "/api/v1/contacts/" + ada.ID.String()
	changed := into[api.Contact](t, agent.do(t, http.MethodPatch, path, `{"custom":{"renewal":null}}`), 200)
	assert.Equal(t, map[string]string{"plan": "Gold", "seats": "1200.5"}, changed.Custom)

	for query, want := range map[string]string{
		"custom.plan=GOLD": "Ada", "custom.seats=-7.0": "Bea", "custom.seats.from=0": "Ada", "custom.seats.to=0": "Bea", "custom.seats.from=&custom.plan=": "Ada Bea",
	} {
		var names []string
		for _, contact := range into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, "/api/v1/contacts?sort=firstName&"+query, nil), 200).Items {
			names = append(names, contact.FirstName)
		}
		assert.Equal(t, want, strings.Join(names, " "), query)
	}
	page := into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, "/api/v1/contacts?limit=1&custom.seats.from=-100", nil), 200)
	next := into[api.Page[api.Contact]](t, agent.do(t, http.MethodGet, "/api/v1/contacts?limit=1&custom.seats.from=-100&cursor="+url.QueryEscape(*page.NextCursor), nil), 200)
	assert.NotEqual(t, page.Items[0].ID, next.Items[0].ID)
	sheet := agent.do(t, http.MethodGet, "/api/v1/contacts/export.csv?profile=data&columns=custom&custom.plan=gold", nil)
	assert.Equal(t, crm.ExportHeader+`,"Plan","Seats sold","Renewal"`+"\r\nAda Byron,,,,customer,Active,,Gold,1200.5,\r\n", string(sheet.body))
	plain := agent.do(t, http.MethodGet, "/api/v1/contacts/export.csv?profile=data&custom.plan=gold", nil)
	assert.Equal(t, crm.ExportHeader+"\r\nAda Byron,,,,customer,Active,\r\n", string(plain.body))

	fieldPath := fieldsPath + "/" + plan.ID.String()
	renamed := into[api.CustomField](t, admin.do(t, http.MethodPatch, fieldPath, `{"name":"Tariff","renamed":{"Gold":"Platinum"},"position":2}`), 200)
	assert.Equal(t, []string{"Platinum", "Silver"}, renamed.Choices)
	assert.EqualValues(t, 2, renamed.Position)
	assert.Equal(t, "Platinum", into[api.Contact](t, agent.do(t, http.MethodGet, path, nil), 200).Custom["plan"])
	requireProblem(t, admin.do(t, http.MethodPatch, fieldPath, `{"choices":["Silver"]}`), 409, "conflict")
	require.Equal(t, http.StatusNoContent, admin.do(t, http.MethodDelete, fieldPath, nil).status)
	assert.NotContains(t, into[api.Contact](t, agent.do(t, http.MethodGet, path, nil), 200).Custom, "plan")
	assert.Equal(t, []string{"seats", "renewal", "plan"}, keys(agent, "?archived=true"))
	into[api.CustomField](t, admin.do(t, http.MethodPatch, fieldPath, `{"archived":false}`), 200)
	assert.Equal(t, []string{"seats", "renewal", "plan"}, keys(agent, ""))
}

func TestCustomFieldRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, admin := w.ours.agent, w.ours.admin
	field := admin.field(t, `{"name":"Plan","kind":"choice","choices":["Gold"]}`)
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron"}`)
	path, fieldPath := "/api/v1/contacts/"+ada.ID.String(), fieldsPath+"/"+field.ID.String()
	for _, test := range []struct {
		by                 *client
		method, path, body string
		status             int
		code, location     string
	}{
		{agent, http.MethodPost, fieldsPath, `{"name":"X","kind":"text"}`, 403, "forbidden", ""},
		{agent, http.MethodPatch, fieldPath, `{"name":"X"}`, 403, "forbidden", ""},
		{w.ours.supervisor, http.MethodDelete, fieldPath, "", 403, "forbidden", ""},
		{w.theirs.admin, http.MethodPatch, fieldPath, `{"name":"X"}`, 404, "not_found", ""},
		{w.theirs.admin, http.MethodDelete, fieldPath, "", 404, "not_found", ""},
		{admin, http.MethodPost, fieldsPath, `{"name":" ","kind":"text"}`, 422, "invalid", "body.name"},
		{admin, http.MethodPost, fieldsPath, `{"name":"X","kind":"colour"}`, 422, "invalid", "body.kind"},
		{admin, http.MethodPost, fieldsPath, `{"name":"X","kind":"text","key":"9x"}`, 422, "invalid", "body.key"},
		{admin, http.MethodPost, fieldsPath, `{"name":"X","kind":"choice"}`, 422, "invalid", "body.choices"},
		{admin, http.MethodPost, fieldsPath, `{"name":"X","kind":"choice","choices":["a","A"]}`, 422, "invalid", "body.choices[1]"},
		{admin, http.MethodPost, fieldsPath, `{"name":"X","kind":"text","choices":["a"]}`, 422, "invalid", "body.choices"},
		{admin, http.MethodPost, fieldsPath, `{"name":"plan","kind":"text"}`, 409, "conflict", "body.name"},
		{admin, http.MethodPost, fieldsPath, `{"name":"X","key":"plan","kind":"text"}`, 409, "conflict", "body.key"},
		{admin, http.MethodPatch, fieldPath, `{"renamed":{"Lead":"X"}}`, 422, "invalid", "body.renamed.Lead"},
		{admin, http.MethodPatch, fieldPath, `{"position":0}`, 422, "invalid", "body.position"},
		{agent, http.MethodPatch, path, `{"custom":{"plan":"Lead"}}`, 422, "invalid", "body.custom.plan"},
		{agent, http.MethodPatch, path, `{"custom":{"plan":true}}`, 422, "invalid", "body.custom.plan"},
		{agent, http.MethodPatch, path, `{"custom":{"x":"y"}}`, 422, "invalid", "body.custom.x"},
		{agent, http.MethodPost, "/api/v1/contacts", `{"firstName":"A","lastName":"B","custom":{"x":"y"}}`, 422, "invalid", "body.custom.x"},
		{agent, http.MethodGet, "/api/v1/contacts?custom.x=1", "", 422, "invalid", "query.custom.x"},
		{agent, http.MethodGet, "/api/v1/contacts?custom.plan.from=1", "", 422, "invalid", "query.custom.plan"},
		{agent, http.MethodGet, "/api/v1/contacts?custom.plan.near=1", "", 422, "invalid", "query.custom.plan.near"},
		{agent, http.MethodGet, "/api/v1/contacts?custom.plan=Lead", "", 422, "invalid", "query.custom.plan"},
		{agent, http.MethodGet, "/api/v1/contacts?custom.plan=1&custom.plan=2", "", 422, "invalid", "query.custom.plan"},
	} {
		got := test.by.do(t, test.method, test.path, bodyOf(test.body))
		requireProblem(t, got, test.status, test.code)
		if test.location != "" {
			assert.Contains(t, string(got.body), `"location":"`+test.location+`"`, "%s %s", test.path, test.body)
		}
	}
	assert.Empty(t, into[api.Contact](t, agent.do(t, http.MethodGet, path, nil), 200).Custom)
}

func TestEmailAddresses(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","emailAddresses":[{"email":"a@home.example","label":"home"},{"email":"ada@work.example","label":"work","primary":true}]}`)
	want := []api.EmailAddress{{Email: "ada@work.example", Label: "work", Primary: true}, {Email: "a@home.example", Label: "home"}}
	assert.Equal(t, want, ada.EmailAddresses)
	assert.Equal(t, []string{"ada@work.example", "a@home.example"}, ada.Emails)
	path := "/api/v1/contacts/" + ada.ID.String()
	patched := func(body string) []api.EmailAddress {
		return into[api.Contact](t, agent.do(t, http.MethodPatch, path, body), 200).EmailAddresses
	}
	assert.Equal(t, []api.EmailAddress{{Email: "A@home.example", Label: "home", Primary: true}, {Email: "new@work.example"}},
		patched(`{"emails":["A@home.example","new@work.example"]}`), "an address keeps its label")
	assert.Equal(t, []api.EmailAddress{{Email: "a@home.example", Label: "mine", Primary: true}}, patched(`{"emailAddresses":[{"email":"a@home.example","label":"mine"}]}`))
	assert.Empty(t, patched(`{"emailAddresses":null}`))
	for _, body := range []string{
		`{"email":"x@y.example","emailAddresses":[]}`, `{"emails":[],"emailAddresses":[{"email":"x@y.example"}]}`, `{"emailAddresses":[{"email":"nobody"}]}`,
		`{"emailAddresses":[{"label":"work"}]}`,
	} {
		requireProblem(t, agent.do(t, http.MethodPatch, path, body), 422, "invalid")
		draft := `{"firstName":"A","lastName":"B",` + body[1:]
		requireProblem(t, agent.do(t, http.MethodPost, "/api/v1/contacts", draft), 422, "invalid")
	}
}

func TestTagSettings(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, supervisor := w.ours.agent, w.ours.supervisor
	agent.contact(t, `{"firstName":"Ada","lastName":"Byron","tags":["vip","V.I.P."]}`)
	byName := map[string]string{}
	for _, tag := range into[api.List[api.Tag]](t, agent.do(t, http.MethodGet, "/api/v1/tags", nil), 200).Items {
		byName[tag.Name] = "/api/v1/tags/" + tag.ID.String()
		assert.EqualValues(t, 1, tag.Count)
	}
	for _, test := range []struct {
		by           *client
		method, body string
		status       int
		code         string
	}{
		{agent, http.MethodPatch, `{"colour":"red"}`, 403, "forbidden"},
		{agent, http.MethodDelete, "", 403, "forbidden"},
		{w.theirs.admin, http.MethodPatch, `{"colour":"red"}`, 404, "not_found"},
		{w.theirs.admin, http.MethodDelete, "", 404, "not_found"},
		{supervisor, http.MethodPatch, `{"colour":"beige"}`, 422, "invalid"},
		{supervisor, http.MethodPatch, `{"name":" "}`, 422, "invalid"},
		{supervisor, http.MethodPatch, `{"name":"VIP"}`, 409, "conflict"},
	} {
		requireProblem(t, test.by.do(t, test.method, byName["V.I.P."], bodyOf(test.body)), test.status, test.code)
	}
	merged := into[api.Tag](t, supervisor.do(t, http.MethodPatch, byName["V.I.P."], `{"name":"VIP","merge":true}`), 200)
	assert.Equal(t, "vip", merged.Name)
	red := into[api.Tag](t, supervisor.do(t, http.MethodPatch, byName["vip"], `{"colour":"red","name":"Big"}`), 200)
	assert.Equal(t, "red", red.Colour)
	require.Equal(t, http.StatusNoContent, supervisor.do(t, http.MethodDelete, byName["vip"], nil).status)
	requireProblem(t, supervisor.do(t, http.MethodDelete, byName["vip"], nil), 404, "not_found")
}
