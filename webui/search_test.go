package webui

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

func (c *client) search(t *testing.T, query string) api.SearchResults {
	t.Helper()
	return into[api.SearchResults](t, c.do(t, http.MethodGet, "/api/v1/search?q="+url.QueryEscape(query), nil), http.StatusOK)
}

func TestSearchFindsEveryNoun(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	contact := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","phone":"020 7946 0001","company":"Adamant Ltd","createCustomer":true}`)
	ticket := into[api.Ticket](t, agent.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"Adapter broken"}`), http.StatusCreated)
	deal := into[api.Deal](t, agent.do(t, http.MethodPost, "/api/v1/deals", `{"name":"Adapters for all"}`), http.StatusCreated)

	found := agent.search(t, "ada")
	require.Len(t, found.Contacts, 1)
	assert.Equal(t, contact.ID, found.Contacts[0].ID)
	require.Len(t, found.Customers, 1)
	assert.Equal(t, "Adamant Ltd", found.Customers[0].Name)
	require.Len(t, found.Tickets, 1)
	assert.Equal(t, ticket.ID, found.Tickets[0].ID)
	require.Len(t, found.Deals, 1)
	assert.Equal(t, deal.ID, found.Deals[0].ID)
	assert.Nil(t, found.Number.Value)

	for _, typed := range []string{"+44 20 7946 0001", "02079460001", "(020) 7946-0001"} {
		found = agent.search(t, typed)
		require.Len(t, found.Contacts, 1, typed)
		require.NotNil(t, found.Number.Value, typed)
		assert.Equal(t, "+442079460001", found.Number.Value.E164, typed)
	}

	theirs := w.theirs.agent.search(t, "ada")
	assert.Empty(t, theirs.Contacts)
	assert.Empty(t, theirs.Customers)
	assert.Empty(t, theirs.Tickets)
	assert.Empty(t, theirs.Deals)
	requireProblem(t, agent.do(t, http.MethodGet, "/api/v1/search", nil), http.StatusUnprocessableEntity, "invalid")
	requireProblem(t, newClient(t, w.url).do(t, http.MethodGet, "/api/v1/search?q=ada", nil), http.StatusUnauthorized, "unauthenticated")
}
