package webui

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

func TestPersonalDataAndErasure(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	ours := w.ours
	ada := ours.agent.contact(t, `{"firstName":"Ada","lastName":"Byron","email":"ada@example.com","notes":"Met twice"}`)
	path := "/api/v1/contacts/" + ada.ID.String()

	requireProblem(t, ours.agent.do(t, http.MethodGet, path+"/personal-data", nil), 403, "forbidden")
	requireProblem(t, w.theirs.admin.do(t, http.MethodGet, path+"/personal-data", nil), 404, "not_found")
	file := ours.supervisor.do(t, http.MethodGet, path+"/personal-data", nil)
	require.Equal(t, http.StatusOK, file.status)
	assert.Contains(t, file.header.Get("Content-Disposition"), "attachment; filename=personal-data-")
	var data struct{ Notes []struct{ Body string } }
	require.NoError(t, json.Unmarshal(file.body, &data))
	assert.Equal(t, "Met twice", data.Notes[0].Body)

	requireProblem(t, ours.supervisor.do(t, http.MethodGet, path+"/erasure", nil), 403, "forbidden")
	requireProblem(t, ours.supervisor.do(t, http.MethodPost, path+"/erase", `{"confirm":"Ada Byron"}`), 403, "forbidden")
	requireProblem(t, w.theirs.admin.do(t, http.MethodGet, path+"/erasure", nil), 404, "not_found")
	requireProblem(t, w.theirs.admin.do(t, http.MethodPost, path+"/erase", `{"confirm":"Ada Byron"}`), 404, "not_found")
	erasure := into[api.Erasure](t, ours.admin.do(t, http.MethodGet, path+"/erasure", nil), 200)
	assert.EqualValues(t, 1, erasure.Deleted["notes"])
	problem := requireProblem(t, ours.admin.do(t, http.MethodPost, path+"/erase", `{"confirm":"Ada"}`), 422, "invalid")
	assert.Equal(t, "body.confirm", problem.Errors[0].Location)

	ws, _ := ours.agent.dial(t, w.url)
	erased := into[api.Contact](t, ours.admin.do(t, http.MethodPost, path+"/erase", `{"confirm":"ada byron"}`), 200)
	assert.NotNil(t, erased.ErasedAt)
	var event api.ContactUpdated
	awaitType(t, ws, "contact.updated", &event)
	assert.Equal(t, ada.ID, event.ContactID)
	got := ours.agent.do(t, http.MethodGet, path, nil)
	assert.NotContains(t, string(got.body), "Byron")
	assert.NotNil(t, into[api.Contact](t, got, 200).ErasedAt)
	requireProblem(t, ours.agent.do(t, http.MethodPatch, path, `{"firstName":"Back"}`), 409, "erased")
	requireProblem(t, ours.admin.do(t, http.MethodPost, path+"/restore", nil), 409, "erased")
	requireProblem(t, ours.admin.do(t, http.MethodPost, path+"/erase", `{"confirm":"x"}`), 409, "erased")
	requireProblem(t, ours.supervisor.do(t, http.MethodGet, path+"/personal-data", nil), 409, "erased")
	// The address is free again.
	ours.agent.contact(t, `{"firstName":"Ada","lastName":"Byron","email":"ada@example.com"}`)
}
