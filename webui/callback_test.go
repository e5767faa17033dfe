package webui

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

func TestCallbackLife(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	made := into[api.Callback](t, w.ours.agent.do(t, http.MethodPost, "/api/v1/callbacks", map[string]any{"to": "07700 900123", "note": "Prices"}), http.StatusCreated)
	require.Equal(t, "+447700900123", made.E164)
	path := "/api/v1/callbacks/" + made.ID.String()
	require.Equal(t, int64(1), into[api.CallbackCount](t, w.ours.agent.do(t, http.MethodGet, "/api/v1/callbacks/count", nil), http.StatusOK).Waiting)
	due := time.Now().Add(time.Hour)
	planned := into[api.Callback](t, w.ours.agent.do(t, http.MethodPatch, path, map[string]any{"dueAt": due}), http.StatusOK)
	require.NotNil(t, planned.DueAt)
	requireProblem(t, w.ours.agent.do(t, http.MethodPatch, path, map[string]any{"state": "dismissed"}), http.StatusUnprocessableEntity, "invalid")
	requireProblem(t, w.ours.agent.do(t, http.MethodPatch, path, map[string]any{"note": "x"}, "If-Match", "1"), http.StatusPreconditionFailed, "stale")
	requireProblem(t, w.theirs.agent.do(t, http.MethodGet, path, nil), http.StatusNotFound, "not_found")
	dismissed := into[api.Callback](t, w.ours.agent.do(t, http.MethodPatch, path, map[string]any{"state": "dismissed", "reason": "Wrong number"}), http.StatusOK)
	require.Equal(t, "Wrong number", dismissed.Reason)
	requireProblem(t, w.ours.agent.do(t, http.MethodPatch, path, map[string]any{"note": "x"}), http.StatusConflict, "conflict")
	page := into[api.Page[api.Callback]](t, w.ours.agent.do(t, http.MethodGet, "/api/v1/callbacks?state=dismissed&sort=-closedAt", nil), http.StatusOK)
	require.Len(t, page.Items, 1)
}
