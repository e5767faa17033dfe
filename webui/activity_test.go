package webui

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ringbook/ringbook/webui/api"
)

func TestActivityLife(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron"}`)
	const path = "/api/v1/activities"
	made := into[api.Activity](t, agent.do(t, http.MethodPost, path,
		`{"kind":"task","subject":"Write","contactId":"`+ada.ID.String()+`","dueAt":"2020-01-01T10:00:00Z"}`), http.StatusCreated)
	assert.True(t, made.Overdue)
	assert.Equal(t, w.ours.agentID, *made.AssigneeID)
	one := path + "/" + made.ID.String()
	requireProblem(t, agent.do(t, http.MethodPost, path, `{"kind":"task","subject":" "}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodPatch, one, `{"subject":"x"}`, "If-Match", "9"), 412, "stale")
	done := into[api.Activity](t, agent.do(t, http.MethodPatch, one, `{"doneAt":"2020-01-02T10:00:00Z"}`, "If-Match", "1"), 200)
	assert.False(t, done.Overdue)
	for query, want := range map[string]int{
		"": 1, "?done=true": 1, "?done=false": 0, "?sort=dueAt&dueBefore=2020-01-01T11:00:00Z": 1, "?dueAfter=2020-01-01T11:00:00Z": 0,
		"?undated=true": 0, "?q=wri": 1, "?kind=call": 0, "?contactId=" + ada.ID.String(): 1,
	} {
		assert.Len(t, into[api.Page[api.Activity]](t, agent.do(t, http.MethodGet, path+query, nil), 200).Items, want, query)
	}
	contact := "/api/v1/contacts/" + ada.ID.String()
	assert.Len(t, into[api.Page[api.TimelineEntry]](t, agent.do(t, http.MethodGet, contact+"/timeline", nil), 200).Items, 1)
	assert.Len(t, into[api.Page[api.Activity]](t, agent.do(t, http.MethodGet, contact+"/activities", nil), 200).Items, 1)
	assert.Equal(t, http.StatusNoContent, agent.do(t, http.MethodDelete, one, nil).status)
	requireProblem(t, agent.do(t, http.MethodGet, one, nil), 404, "not_found")
}

// TestActivityRefusals gives each reason to refuse its code, and changes nothing.
func TestActivityRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent, other := w.ours.agent, w.theirs.agent
	const path = "/api/v1/activities"
	theirs := other.contact(t, `{"firstName":"Eve","lastName":"Lace"}`)
	ticket := into[api.Ticket](t, other.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"Theirs"}`), 201)
	made := into[api.Activity](t, agent.do(t, http.MethodPost, path, `{"kind":"task","subject":"Ours"}`), 201)
	one := path + "/" + made.ID.String()
	for _, body := range []string{
		`{"kind":"walk","subject":"x"}`, `{"kind":"task"}`, `{"kind":"task","subject":"x","minutes":-1}`, `{"kind":"task","subject":"x","minutes":10081}`,
		`{"kind":"task","subject":"x","dueAt":"soon"}`, `{"kind":"task","subject":"x","dueAt":"0001-01-01T00:00:00Z"}`,
		`{"kind":"task","subject":"x","contactId":"nobody"}`, `{"kind":"task","subject":"x","unknown":1}`,
		`{"kind":"task","subject":"x","ticketId":"` + ticket.ID.String() + `"}`,
		`{"kind":"task","subject":"x","assigneeId":"` + w.theirs.agentID.String() + `"}`,
	} {
		requireProblem(t, agent.do(t, http.MethodPost, path, body), 422, "invalid")
	}
	requireProblem(t, agent.do(t, http.MethodPost, path, `{"kind":"task","subject":"x","contactId":"`+theirs.ID.String()+`"}`), 404, "not_found")
	requireProblem(t, agent.do(t, http.MethodPatch, one, `{"kind":null}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodPatch, one, `{"subject":"x"}`, "If-Match", "7"), 412, "stale")
	for _, query := range []string{"?kind=walk", "?done=maybe", "?sort=mood", "?cursor=x", "?dueBefore=soon", "?dealId=x", "?limit=0"} {
		requireProblem(t, agent.do(t, http.MethodGet, path+query, nil), 422, "invalid")
	}
	// Another organisation has none of it, and neither has a stranger.
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		requireProblem(t, other.do(t, method, one, nil), 404, "not_found")
		requireProblem(t, newClient(t, w.url).do(t, method, one, nil), 401, "unauthenticated")
	}
	requireProblem(t, other.do(t, http.MethodPatch, one, `{"subject":"x"}`), 404, "not_found")
	assert.Empty(t, into[api.Page[api.Activity]](t, other.do(t, http.MethodGet, path, nil), 200).Items)
	requireProblem(t, other.do(t, http.MethodGet, "/api/v1/contacts/"+made.ID.String()+"/activities", nil), 404, "not_found")
	reader := into[api.TokenCreated](t, agent.do(t, http.MethodPost, "/api/v1/tokens", `{"name":"t","scopes":["read"]}`), 201)
	bearer := []string{"Authorization", "Bearer " + reader.Secret}
	requireProblem(t, newClient(t, w.url).do(t, http.MethodPost, path, `{"kind":"task","subject":"x"}`, bearer...), 403, "forbidden")
	requireProblem(t, newClient(t, w.url).do(t, http.MethodDelete, one, nil, bearer...), 403, "forbidden")
	assert.Equal(t, made, into[api.Activity](t, agent.do(t, http.MethodGet, one, nil), 200))
}

func TestActivitiesOfARecord(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","phones":[{"raw":"020 7946 0001 ext 7"}]}`)
	ticket := into[api.Ticket](t, agent.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"Broken"}`), 201)
	deal := into[api.Deal](t, agent.do(t, http.MethodPost, "/api/v1/deals", `{"name":"Boilers"}`), 201)
	const path = "/api/v1/activities"
	for _, body := range []string{
		`{"kind":"call","subject":"a","contactId":"` + ada.ID.String() + `","ticketId":"` + ticket.ID.String() + `"}`,
		`{"kind":"email","subject":"b","dealId":"` + deal.ID.String() + `","dueAt":"2030-01-01T10:00:00Z"}`,
		`{"kind":"task","subject":"c","contactId":"` + ada.ID.String() + `","doneAt":"2026-01-01T10:00:00Z"}`,
	} {
		into[api.Activity](t, agent.do(t, http.MethodPost, path, body), 201)
	}
	contact := "/api/v1/contacts/" + ada.ID.String() + "/activities"
	for address, want := range map[string]string{
		path + "?ticketId=" + ticket.ID.String(): "a", path + "?dealId=" + deal.ID.String(): "b",
		path + "?done=false&sort=agenda": "ba", path + "?sort=-doneAt": "c", path + "?doneAfter=2026-01-01T10:00:00Z": "c",
		path + "?doneAfter=2026-01-01T10:00:01Z": "", contact + "?done=true": "c", contact + "?done=false": "a", contact + "?kind=task": "c",
		contact + "?kind=email": "", path + "?customerId=" + ticket.ID.String(): "",
	} {
		var got []string
		for _, activity := range into[api.Page[api.Activity]](t, agent.do(t, http.MethodGet, address, nil), 200).Items {
			got = append(got, activity.Subject)
			if activity.ContactID != nil {
				assert.Equal(t, "020 7946 0001 ext 7", activity.ContactPhone)
				assert.Equal(t, "+442079460001", activity.ContactE164)
				assert.Equal(t, "7", activity.ContactExtension)
			}
		}
		assert.Equal(t, want, strings.Join(got, ""), address)
	}
	due := into[api.Page[api.Ticket]](t, agent.do(t, http.MethodGet, "/api/v1/tickets?dueBefore=2030-01-01T00:00:00Z", nil), 200)
	assert.Empty(t, due.Items)
}
