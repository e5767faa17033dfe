package webui

import (
	"net/http"
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
