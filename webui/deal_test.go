package webui

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

const dealsPath = "/api/v1/deals"

func (c *client) deal(t *testing.T, body string) api.Deal {
	t.Helper()
	return into[api.Deal](t, c.do(t, http.MethodPost, dealsPath, body), http.StatusCreated)
}

func TestDealLife(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","company":"Engines Ltd","createCustomer":true}`)
	bea := agent.contact(t, `{"firstName":"Bea","lastName":"Cole"}`)
	made := agent.deal(t, `{"name":"Looms","contacts":[{"id":"`+ada.ID.String()+`","role":"Decides"}],"contactIds":["`+bea.ID.String()+`"],
		"stage":"proposal","amount":"1200.5","expectedClose":"2026-12-01","ownerId":"`+w.ours.agentID.String()+`"}`)
	assert.Equal(t, "1200.50", made.Amount)
	assert.Equal(t, "GBP", made.Currency)
	assert.Equal(t, "Sales", made.Pipeline)
	assert.Equal(t, "Proposal", made.Stage)
	assert.Equal(t, "The agent", made.OwnerName)
	assert.Equal(t, "Engines Ltd", made.Customer.Value.Name)
	assert.Equal(t, "2026-12-01", *made.ExpectedClose)
	assert.Equal(t, []api.DealContact{{ID: ada.ID, Name: "Ada Byron", Role: "Decides"}, {ID: bea.ID, Name: "Bea Cole"}}, made.Contacts)
	path := dealsPath + "/" + made.ID.String()

	changed := into[api.Deal](t, agent.do(t, http.MethodPatch, path,
		`{"stage":"Negotiation","amount":"99","expectedClose":null,"contactIds":[]}`, "If-Match", `"1"`), 200)
	assert.Equal(t, "Negotiation", changed.Stage)
	assert.Equal(t, "99.00", changed.Amount)
	assert.Nil(t, changed.ExpectedClose)
	assert.Empty(t, changed.Contacts)
	requireProblem(t, agent.do(t, http.MethodPatch, path, `{"name":"x"}`, "If-Match", "1"), 412, "stale")

	lost := into[api.Deal](t, agent.do(t, http.MethodPost, path+"/lost", `{"reason":"Too dear"}`), 200)
	assert.Equal(t, "Too dear", lost.ClosedReason)
	assert.NotNil(t, lost.ClosedAt)
	requireProblem(t, agent.do(t, http.MethodPost, path+"/won", nil), 409, "conflict")
	assert.Nil(t, into[api.Deal](t, agent.do(t, http.MethodPost, path+"/reopen", nil), 200).ClosedAt)
	won := into[api.Deal](t, agent.do(t, http.MethodPost, path+"/won", `{}`), 200)
	assert.EqualValues(t, "won", won.Status)

	assert.Equal(t, http.StatusNoContent, agent.do(t, http.MethodDelete, path, nil).status)
	requireProblem(t, agent.do(t, http.MethodGet, path, nil), 404, "not_found")
}

func TestDealLists(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","company":"Engines Ltd","createCustomer":true}`)
	of := `"contactIds":["` + ada.ID.String() + `"]`
	agent.deal(t, `{"name":"Looms",`+of+`,"amount":"10"}`)
	agent.deal(t, `{"name":"Mills","amount":"20","stage":"Proposal","ownerId":"`+w.ours.agentID.String()+`","expectedClose":"2026-12-01"}`)
	for query, want := range map[string][]string{
		"?sort=name": {"Looms", "Mills"}, "?sort=-amount": {"Mills", "Looms"}, "?q=loo": {"Looms"}, "?stage=proposal": {"Mills"},
		"?ownerId=" + w.ours.agentID.String(): {"Mills"}, "?contactId=" + ada.ID.String(): {"Looms"},
		"?customerId=" + ada.CustomerID.String(): {"Looms"}, "?status=won": {}, "?sort=expectedClose": {"Mills"}, "?sort=boardOrder": {"Looms", "Mills"},
	} {
		requireDeals(t, agent, dealsPath+query, want)
	}
	requireDeals(t, agent, "/api/v1/contacts/"+ada.ID.String()+"/deals", []string{"Looms"})
	requireDeals(t, agent, "/api/v1/customers/"+ada.CustomerID.String()+"/deals", []string{"Looms"})
}

func requireDeals(t *testing.T, by *client, path string, want []string) {
	t.Helper()
	names := []string{}
	for _, deal := range into[api.Page[api.Deal]](t, by.do(t, http.MethodGet, path, nil), 200).Items {
		names = append(names, deal.Name)
	}
	assert.ElementsMatch(t, want, names, path)
}

func TestDealRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	for body, location := range map[string]string{
		`{"name":" "}`:                                               "body.name",
		`{"name":"x","amount":"1.234"}`:                              "body.amount",
		`{"name":"x","currency":"XQQ"}`:                              "body.currency",
		`{"name":"x","stage":"Nowhere"}`:                             "body.stage",
		`{"name":"x","pipelineId":"` + someID + `"}`:                 "body.pipelineId",
		`{"name":"x","expectedClose":"2026-02-30"}`:                  "body.expectedClose",
		`{"name":"x","ownerId":"` + someID + `"}`:                    "body.ownerId",
		`{"name":"x","customerId":"` + someID + `"}`:                 "body.customerId",
		`{"name":"x","contacts":[{"id":"` + someID + `","role":7}]}`: "body.contacts[0].role",
	} {
		problem := requireProblem(t, agent.do(t, http.MethodPost, dealsPath, body), 422, "invalid")
		require.NotEmpty(t, problem.Errors, body)
		assert.Equal(t, location, problem.Errors[0].Location, body)
	}
	requireProblem(t, agent.do(t, http.MethodPost, dealsPath, `{"name":"x","contactIds":["`+someID+`"]}`), 404, "not_found")
	deal := agent.deal(t, `{"name":"Looms"}`)
	path := dealsPath + "/" + deal.ID.String()
	requireProblem(t, agent.do(t, http.MethodPost, path+"/lost", `{"reason":" "}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodPost, path+"/lost", `{}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodPatch, path, `{"name":null}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodGet, dealsPath+"?sort=owner", nil), 422, "invalid")
	assert.Len(t, into[api.Page[api.Deal]](t, agent.do(t, http.MethodGet, dealsPath, nil), 200).Items, 1)
}

func TestPipelines(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, admin := w.ours.agent, w.ours.admin
	const path = "/api/v1/pipelines"
	list := into[api.Pipelines](t, agent.do(t, http.MethodGet, path, nil), 200)
	require.Len(t, list.Items, 1)
	assert.Equal(t, "Sales", list.Items[0].Name)
	assert.Equal(t, "Qualified", list.Items[0].Stages[0].Name)
	sales := path + "/" + list.Items[0].ID.String()
	requireProblem(t, agent.do(t, http.MethodPost, path, `{"name":"x","stages":[{"name":"a"}]}`), 403, "forbidden")
	requireProblem(t, agent.do(t, http.MethodPatch, sales, `{"name":"x"}`), 403, "forbidden")
	requireProblem(t, agent.do(t, http.MethodDelete, sales, nil), 403, "forbidden")
	requireProblem(t, admin.do(t, http.MethodDelete, sales, nil), 409, "conflict")
	requireProblem(t, admin.do(t, http.MethodPost, path, `{"name":"SALES","stages":[{"name":"a"}]}`), 409, "conflict")
	requireProblem(t, admin.do(t, http.MethodPost, path, `{"name":"x","stages":[{"name":"a"},{"name":"A"}]}`), 422, "invalid")
	made := into[api.Pipeline](t, admin.do(t, http.MethodPost, path, `{"name":"Service","stages":[{"name":"a"},{"name":"b","probability":60}]}`), 201)
	service := path + "/" + made.ID.String()
	// Names are swapped, a stage is new.
	changed := into[api.Pipeline](t, admin.do(t, http.MethodPatch, service, `{"stages":[{"id":"`+made.Stages[1].ID.String()+`","name":"a"},
		{"id":"`+made.Stages[0].ID.String()+`","name":"b"},{"name":"c"}]}`), 200)
	assert.Equal(t, made.Stages[1].ID, changed.Stages[0].ID)
	assert.Equal(t, "a", changed.Stages[0].Name)
	require.Len(t, changed.Stages, 3)
	deal := agent.deal(t, `{"name":"Looms","pipelineId":"`+made.ID.String()+`","stage":"c"}`)
	requireProblem(t, admin.do(t, http.MethodPatch, service, `{"stages":[{"name":"new"}]}`), 409, "conflict")
	requireProblem(t, admin.do(t, http.MethodDelete, service, nil), 409, "conflict")
	assert.Equal(t, http.StatusNoContent, agent.do(t, http.MethodDelete, dealsPath+"/"+deal.ID.String(), nil).status)
	assert.Equal(t, http.StatusNoContent, admin.do(t, http.MethodDelete, service, nil).status)
}

func TestPipelineOrder(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	admin := w.ours.admin
	const path, order = "/api/v1/pipelines", "/api/v1/pipelines/order"
	keys := []string{into[api.Pipelines](t, admin.do(t, http.MethodGet, path, nil), 200).Items[0].ID.String()}
	for _, name := range []string{"Service", "Renewals"} {
		made := into[api.Pipeline](t, admin.do(t, http.MethodPost, path, `{"name":"`+name+`","stages":[{"name":"a"}]}`), 201)
		keys = append(keys, made.ID.String())
	}
	ids := func(keys ...string) map[string]any { return map[string]any{"ids": keys} }
	requireOrder := func(got api.Pipelines, want ...string) {
		t.Helper()
		require.Len(t, got.Items, len(want))
		for i, item := range got.Items {
			assert.Equal(t, want[i], item.Name)
			assert.EqualValues(t, i+1, item.Position)
		}
	}
	requireOrder(into[api.Pipelines](t, admin.do(t, http.MethodPut, order, ids(keys[2], keys[0], keys[1])), 200), "Renewals", "Sales", "Service")
	// What is left out keeps its order behind the others.
	requireOrder(into[api.Pipelines](t, admin.do(t, http.MethodPut, order, ids(keys[1])), 200), "Service", "Renewals", "Sales")

	requireProblem(t, w.ours.agent.do(t, http.MethodPut, order, ids(keys...)), 403, "forbidden")
	problem := requireProblem(t, admin.do(t, http.MethodPut, order, ids(keys[0], keys[0])), 422, "invalid")
	assert.Equal(t, "body.ids", problem.Errors[0].Location)
	requireProblem(t, admin.do(t, http.MethodPut, order, ids()), 422, "invalid")
	// Of a list with one wrong entry nothing is taken.
	requireProblem(t, admin.do(t, http.MethodPut, order, ids(keys[2], someID)), 404, "not_found")
	requireProblem(t, w.theirs.admin.do(t, http.MethodPut, order, ids(keys...)), 404, "not_found")
	requireOrder(into[api.Pipelines](t, admin.do(t, http.MethodGet, path, nil), 200), "Service", "Renewals", "Sales")
}

func TestDealsOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	ada := w.ours.agent.contact(t, `{"firstName":"Ada","lastName":"Byron","company":"Engines Ltd","createCustomer":true}`)
	deal := w.ours.agent.deal(t, `{"name":"Looms","contactIds":["`+ada.ID.String()+`"]}`)
	stranger := w.theirs.admin
	path, pipeline := dealsPath+"/"+deal.ID.String(), "/api/v1/pipelines/"+deal.PipelineID.String()
	for _, step := range []struct{ method, path, body string }{
		{http.MethodGet, path, ""},
		{http.MethodPatch, path, `{"name":"x"}`},
		{http.MethodDelete, path, ""},
		{http.MethodPost, path + "/won", ""},
		{http.MethodPost, path + "/lost", `{"reason":"x"}`},
		{http.MethodPost, path + "/reopen", ""},
		{http.MethodGet, "/api/v1/contacts/" + ada.ID.String() + "/deals", ""},
		{http.MethodGet, "/api/v1/customers/" + ada.CustomerID.String() + "/deals", ""},
		{http.MethodPatch, pipeline, `{"name":"x"}`},
		{http.MethodDelete, pipeline, ""},
		{http.MethodPost, dealsPath, `{"name":"x","contactIds":["` + ada.ID.String() + `"]}`},
	} {
		requireProblem(t, stranger.do(t, step.method, step.path, bodyOf(step.body)), 404, "not_found")
	}
	requireProblem(t, stranger.do(t, http.MethodPost, dealsPath, `{"name":"x","stage":"`+deal.StageID.String()+`"}`), 422, "invalid")
	assert.Empty(t, into[api.Page[api.Deal]](t, stranger.do(t, http.MethodGet, dealsPath, nil), 200).Items)
}
