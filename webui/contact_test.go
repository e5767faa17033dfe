package webui

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func phone(raw, label string, primary bool) crm.Phone {
	return crm.Phone{Number: e164.Number{Raw: raw}, Label: label, Primary: primary}
}

func TestContactDraftSpellings(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(store))), "agent@example.com")
	for _, body := range []string{
		`{"firstName":"Ada","lastName":"Byron","email":"a@example.com","phone":"020 7946 0001"}`,
		`{"firstName":"Ada","lastName":"Byron","email":"b@example.com","emails":["a@example.com","B@example.com"],
			"phones":["020 7946 0001",{"raw":"020 7946 0002","label":"home","primary":true}," "]}`,
		`{"firstName":"Ada","lastName":"Byron","email":null,"phone":"","customerId":null}`,
	} {
		got := browser.do(t, http.MethodPost, "/api/v1/contacts", body)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
	}
	assert.Equal(t, []crm.Email{{Address: "a@example.com", Primary: true}}, store.drafts[0].Emails)
	assert.Equal(t, []crm.Phone{phone("020 7946 0001", "", true)}, store.drafts[0].Phones)
	assert.Equal(t, []crm.Email{{Address: "b@example.com", Primary: true}, {Address: "a@example.com"}}, store.drafts[1].Emails)
	assert.Equal(t, []crm.Phone{phone("020 7946 0002", "home", true), phone("020 7946 0001", "", false)}, store.drafts[1].Phones)
	assert.Empty(t, store.drafts[2].Emails)
	assert.Empty(t, store.drafts[2].Phones)
}

func TestContactPatchKeepsWhatItDoesNotName(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	store.contact = crm.Contact{
		Version: 4,
		Emails:  []crm.Email{{Address: "a@example.com", Primary: true}, {Address: "b@example.com", Label: "work"}},
		Phones:  []crm.Phone{phone("1", "desk", true), phone("2", "home", false)},
	}
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(store))), "agent@example.com")
	patch := func(body string, headers ...string) crm.ContactChange {
		got := browser.do(t, http.MethodPatch, "/api/v1/contacts/"+someID, body, headers...)
		require.Equal(t, http.StatusOK, got.status, string(got.body))
		return store.changes[len(store.changes)-1]
	}
	version := func() *int64 { return store.versions[len(store.versions)-1] }

	change := patch(`{"jobTitle":"Engineer"}`)
	assert.Equal(t, crm.ContactChange{JobTitle: crm.Some("Engineer")}, change)
	assert.Nil(t, version())

	change = patch(`{"email":"c@example.com"}`)
	assert.Equal(t, []crm.Email{{Address: "c@example.com", Primary: true}, {Address: "b@example.com", Label: "work"}}, change.Emails.Value)
	assert.EqualValues(t, 4, *version(), "pinned to what was read")
	assert.Equal(t, []crm.Email{{Address: "b@example.com", Label: "work", Primary: true}}, patch(`{"email":null}`).Emails.Value)
	assert.Equal(t, []crm.Phone{phone("3", "", true), phone("2", "home", false)}, patch(`{"phone":"3"}`).Phones.Value)
	change = patch(`{"phones":null,"emails":[]}`)
	assert.True(t, change.Phones.Set && change.Emails.Set)
	assert.Empty(t, change.Phones.Value)
	assert.Empty(t, change.Emails.Value)

	change = patch(`{"customerId":null,"ownerId":"`+someID+`"}`, "If-Match", `"3"`)
	assert.Equal(t, crm.Some[*id.Customer](nil), change.CustomerID)
	assert.Equal(t, someID, change.OwnerID.Value.String())
	assert.EqualValues(t, 3, *version())
	patch(`{}`, "If-Match", "2")
	assert.EqualValues(t, 2, *version())
	assert.Equal(t, crm.Some[*id.Customer](nil), patch(`{"company":null}`).CustomerID)
}

func TestListFiltersReachTheStore(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(store))), "agent@example.com")
	got := browser.do(t, http.MethodGet, "/api/v1/contacts?q=ada&kind=customer&status=Active&customerId="+someID+
		"&marketingOptOut=false&archived=true&tag=vip,late&ownerId=none&locked=true&source=call&lastCall=never&createdFrom=2026-01-02T03:04:05Z", nil)
	require.Equal(t, http.StatusOK, got.status, string(got.body))
	assert.JSONEq(t, `{"items":[],"nextCursor":null,"total":{"count":0,"exact":false}}`, string(got.body))
	customer, err := id.Parse[id.Customer](someID)
	require.NoError(t, err)
	optOut, locked, created := false, true, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	assert.Equal(t, crm.ContactFilter{
		Query: "ada", Kinds: []crm.ContactKind{"customer"}, Status: "Active", CustomerID: &customer, MarketingOptOut: &optOut, Archived: true,
		Tags: []string{"vip", "late"}, NoOwner: true, Locked: &locked, Source: "call", NeverCalled: true, CreatedFrom: &created,
	}, store.filters[0])

	for _, query := range []string{"status=ringing,connected&status=held", "status=ringing&status=connected&status=held"} {
		require.Equal(t, http.StatusOK, browser.do(t, http.MethodGet, "/api/v1/calls?mine=true&minDuration=60&"+query, nil).status)
	}
	for _, filter := range store.calls {
		assert.Equal(t, []callsvc.Status{callsvc.StatusRinging, callsvc.StatusConnected, callsvc.StatusHeld}, filter.Statuses)
		assert.True(t, filter.Mine)
	}
}

func TestDialling(t *testing.T) {
	t.Parallel()
	store, calls := newFakeStore(t), &fakeCalls{}
	customer := id.New[id.Customer]()
	store.contact = crm.Contact{
		ID: id.New[id.Contact](), FirstName: "Ada", LastName: "Byron", CustomerID: &customer,
		Phones: []crm.Phone{
			{Number: e164.Parse("020 7946 0001", "GB"), Primary: true}, {Number: e164.Parse("020 7946 0002", "GB")},
		},
	}
	server := newTestServer(t, withStore(store), func(_ *Config, deps *Deps) { deps.Calls = calls })
	browser := loggedIn(t, serve(t, server), "agent@example.com")
	for body, dialled := range map[string]string{
		`{"to":"020 7946 0009"}`:                                 "+442079460009",
		`{"to":"+44 20 7946 0009","device":"browser"}`:           "+442079460009",
		`{"contactId":"` + someID + `"}`:                         "+442079460001",
		`{"contactId":"` + someID + `","phone":"+442079460002"}`: "+442079460002",
		`{"contactId":"` + someID + `","phone":"020 7946 0002"}`: "+442079460002",
	} {
		got := browser.do(t, http.MethodPost, "/api/v1/calls", body)
		require.Equal(t, http.StatusAccepted, got.status, string(got.body))
		assert.Contains(t, string(got.body), "callId")
		assert.Equal(t, dialled, calls.dialled[len(calls.dialled)-1].To.E164, body)
	}
	for body, location := range map[string]string{
		`{"to":"nothing"}`: "body.to", `{}`: "body.to", `{"contactId":"` + someID + `","phone":"x"}`: "body.phone",
	} {
		problem := requireProblem(t, browser.do(t, http.MethodPost, "/api/v1/calls", body), 422, "invalid_phone")
		assert.Equal(t, location, problem.Errors[0].Location)
	}
	store.contact.Phones = nil
	problem := requireProblem(t, browser.do(t, http.MethodPost, "/api/v1/calls", `{"contactId":"`+someID+`"}`), 422, "invalid_phone")
	assert.Equal(t, "body.contactId", problem.Errors[0].Location)
}
