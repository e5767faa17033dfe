package webui

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// program is a client with a new token of a person's and no cookie.
func (c *client) program(t *testing.T, scopes ...string) (program func(method, path string, body any) answer, made api.TokenCreated) {
	t.Helper()
	made = into[api.TokenCreated](t, c.do(t, http.MethodPost, "/api/v1/tokens", map[string]any{"name": "Robot", "scopes": scopes}), http.StatusCreated)
	require.Equal(t, made.Hint, made.Secret[:8])
	bare := newClient(t, c.base)
	bare.bare = true
	return func(method, path string, body any) answer {
		return bare.do(t, method, "/api/v1"+path, body, "Authorization", "Bearer "+made.Secret)
	}, made
}

func TestTokenScopes(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	const draft = `{"firstName":"A","lastName":"B"}`
	trunk := map[string]any{"name": "T"}
	for _, one := range []struct {
		who                       *client
		scopes                    []string
		read, write, call, manage int
	}{
		{w.ours.agent, []string{"read"}, 200, 403, 403, 403},
		{w.ours.agent, []string{"write"}, 403, 201, 403, 403},
		{w.ours.agent, []string{"calls"}, 403, 403, 202, 403},
		{w.ours.admin, []string{"read", "write"}, 200, 201, 403, 403},
		{w.ours.admin, []string{"admin"}, 200, 201, 403, 201},
	} {
		program, _ := one.who.program(t, one.scopes...)
		assert.Equal(t, one.read, program(http.MethodGet, "/contacts", nil).status, one.scopes)
		assert.Equal(t, one.write, program(http.MethodPost, "/contacts", draft).status, one.scopes)
		assert.Equal(t, one.call, program(http.MethodPost, "/calls", `{"to":"+442079460001"}`).status, one.scopes)
		assert.Equal(t, one.manage, program(http.MethodPost, "/trunks", trunk).status, one.scopes)
		requireProblem(t, program(http.MethodPost, "/tokens", map[string]any{"name": "x", "scopes": []string{"read"}}), 403, "forbidden")
	}
	requireProblem(t, w.ours.agent.do(t, http.MethodPost, "/api/v1/tokens", map[string]any{"name": "x", "scopes": []string{"admin"}}), 403, "forbidden")
	requireProblem(t, w.ours.agent.do(t, http.MethodPost, "/api/v1/tokens",
		map[string]any{"name": "x", "scopes": []string{"read"}, "expiresAt": time.Now().Add(-time.Hour)}), 422, "invalid")
}

func TestTokenEnds(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	program, made := w.ours.agent.program(t, "read")
	require.Equal(t, 200, program(http.MethodGet, "/me", nil).status)
	path := "/api/v1/tokens/" + made.ID.String()
	requireProblem(t, w.theirs.admin.do(t, http.MethodDelete, path, nil), 404, "not_found")
	requireProblem(t, w.ours.supervisor.do(t, http.MethodDelete, path, nil), 404, "not_found")
	listed := into[api.List[api.Token]](t, w.ours.admin.do(t, http.MethodGet, "/api/v1/tokens", nil), 200)
	require.Len(t, listed.Items, 1)
	assert.NotNil(t, listed.Items[0].LastUsedAt)
	assert.NotContains(t, string(w.ours.admin.do(t, http.MethodGet, "/api/v1/tokens", nil).body), made.Secret)
	require.Equal(t, 204, w.ours.admin.do(t, http.MethodDelete, path, nil).status)
	requireProblem(t, program(http.MethodGet, "/me", nil), 401, "unauthenticated")
	// A bad token is not passed over for a good cookie.
	requireProblem(t, w.ours.agent.do(t, http.MethodGet, "/api/v1/me", nil, "Authorization", "Bearer rb_nothing"), 401, "unauthenticated")
}

func TestAudit(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	made := w.ours.agent.contact(t, `{"firstName":"Ada","lastName":"Byron"}`)
	path := "/api/v1/contacts/" + made.ID.String()
	require.Equal(t, 200, w.ours.agent.do(t, http.MethodPatch, path, `{"lastName":"Lovelace"}`).status)
	history := into[api.Page[api.AuditEntry]](t, w.ours.agent.do(t, http.MethodGet, path+"/history", nil), 200)
	require.Len(t, history.Items, 2)
	assert.Equal(t, "The agent", history.Items[0].UserName)
	assert.Equal(t, []crm.FieldChange{{Field: "lastName", Old: "Byron", New: "Lovelace"}}, history.Items[0].Changes)
	requireProblem(t, w.theirs.admin.do(t, http.MethodGet, path+"/history", nil), 404, "not_found")
	requireProblem(t, w.ours.supervisor.do(t, http.MethodGet, "/api/v1/audit", nil), 403, "forbidden")
	of := "/api/v1/audit?noun=contact&recordId=" + made.ID.String()
	assert.Len(t, into[api.Page[api.AuditEntry]](t, w.ours.agent.do(t, http.MethodGet, of, nil), 200).Items, 2)
	assert.Empty(t, into[api.Page[api.AuditEntry]](t, w.theirs.admin.do(t, http.MethodGet, of, nil), 200).Items)
}

func TestUsers(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	admin := w.ours.admin
	draft := map[string]any{"name": "Zoe", "email": "zoe@ours.example", "password": testPassword, "role": "agent"}
	requireProblem(t, w.ours.supervisor.do(t, http.MethodPost, "/api/v1/users", draft), 403, "forbidden")
	made := into[api.User](t, admin.do(t, http.MethodPost, "/api/v1/users", draft), 201)
	requireProblem(t, admin.do(t, http.MethodPost, "/api/v1/users", draft), 409, "conflict")
	zoe, elsewhere := loggedIn(t, w.url, "zoe@ours.example"), loggedIn(t, w.url, "zoe@ours.example")
	requireProblem(t, zoe.do(t, http.MethodPost, "/api/v1/me/password", map[string]string{"current": "wrong", "new": "another-one-1"}), 422, "invalid")
	require.Equal(t, 204, zoe.do(t, http.MethodPost, "/api/v1/me/password", map[string]string{"current": testPassword, "new": "another-one-1"}).status)
	require.Equal(t, 200, zoe.do(t, http.MethodGet, "/api/v1/me", nil).status)
	requireProblem(t, elsewhere.do(t, http.MethodGet, "/api/v1/me", nil), 401, "unauthenticated")

	path := "/api/v1/users/" + made.ID.String()
	requireProblem(t, w.theirs.admin.do(t, http.MethodPatch, path, `{"active":false}`), 404, "not_found")
	require.Equal(t, 200, admin.do(t, http.MethodPatch, path, `{"active":false}`).status)
	requireProblem(t, zoe.do(t, http.MethodGet, "/api/v1/me", nil), 401, "unauthenticated")
	me := into[api.Me](t, admin.do(t, http.MethodGet, "/api/v1/me", nil), 200)
	requireProblem(t, admin.do(t, http.MethodPatch, "/api/v1/users/"+me.ID.String(), `{"role":"agent"}`), 409, "last_admin")
	require.Equal(t, 204, admin.do(t, http.MethodPost, path+"/password", `{"password":"once-more-please"}`).status)
	assert.NotContains(t, string(admin.do(t, http.MethodGet, "/api/v1/audit", nil).body), "argon2")
	require.Equal(t, 200, admin.do(t, http.MethodGet, "/api/v1/tags", nil).status)
}
