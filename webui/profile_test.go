package webui

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

func TestProfileIsOnesOwn(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	me := into[api.Me](t, agent.do(t, http.MethodGet, "/api/v1/me", nil), 200)
	assert.Empty(t, me.Locale)
	assert.Empty(t, me.Organisation.TimeZone)

	changed := into[api.Me](t, agent.do(t, http.MethodPatch, "/api/v1/me", `{"locale":"de-DE","timeZone":"Europe/Berlin"}`), 200)
	assert.Equal(t, me.Name, changed.Name)
	again := into[api.Me](t, agent.do(t, http.MethodGet, "/api/v1/me", nil), 200)
	assert.Equal(t, changed, again)
	assert.Equal(t, "de-DE", again.Locale)
	assert.Equal(t, "Europe/Berlin", again.TimeZone)
	others := into[api.Me](t, w.ours.supervisor.do(t, http.MethodGet, "/api/v1/me", nil), 200)
	assert.Empty(t, others.Locale)

	back := into[api.Me](t, agent.do(t, http.MethodPatch, "/api/v1/me", `{"locale":"","name":"Ann Lee"}`), 200)
	assert.Empty(t, back.Locale)
	assert.Equal(t, "Europe/Berlin", back.TimeZone)
	assert.Equal(t, "Ann Lee", back.Name)

	requireProblem(t, agent.do(t, http.MethodPatch, "/api/v1/me", `{"locale":"tlh"}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodPatch, "/api/v1/me", `{"timeZone":"Europe/Atlantis"}`), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodPatch, "/api/v1/me", `{"role":"admin"}`), 422, "invalid")
	assert.Equal(t, crm.RoleAgent, into[api.Me](t, agent.do(t, http.MethodGet, "/api/v1/me", nil), 200).Role)
}
