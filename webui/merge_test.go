package webui

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

func TestMergeAndUndo(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"Byron","phone":"020 7946 0001","email":"ada@example.com"}`)
	twin := agent.contact(t, `{"firstName":"A","lastName":"Byron","phone":"020 7946 0001","notes":"Met twice","jobTitle":"Engineer"}`)
	into[api.Ticket](t, agent.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"x","contactId":"`+twin.ID.String()+`"}`), 201)
	path, survivor := "/api/v1/contacts/"+twin.ID.String(), "/api/v1/contacts/"+ada.ID.String()
	body := `{"survivorId":"` + ada.ID.String() + `","fields":{"firstName":"duplicate"}}`

	pairs := into[api.Page[api.DuplicatePair]](t, agent.do(t, http.MethodGet, "/api/v1/contacts/duplicates", nil), 200)
	require.Len(t, pairs.Items, 1)
	assert.Equal(t, []string{"same_phone"}, pairs.Items[0].Reasons)
	preview := into[api.MergePreview](t, agent.do(t, http.MethodGet, path+"/merge-preview?survivorId="+ada.ID.String(), nil), 200)
	assert.Equal(t, ada.ID, preview.Survivor.ID)
	assert.EqualValues(t, 1, preview.Moves["tickets"])
	assert.Contains(t, preview.Fields, api.MergeField{Field: "jobTitle", Duplicate: "Engineer", Suggested: "duplicate"})
	assert.Contains(t, preview.Fields, api.MergeField{Field: "firstName", Survivor: "Ada", Duplicate: "A", Suggested: "survivor", Conflict: true})

	requireProblem(t, agent.do(t, http.MethodPost, survivor+"/merge", body), 409, "merge_self")
	requireProblem(t, agent.do(t, http.MethodPost, path+"/merge", `{"survivorId":"`+ada.ID.String()+`","fields":{"id":"duplicate"}}`), 422, "invalid")
	requireProblem(t, w.theirs.admin.do(t, http.MethodPost, path+"/merge", body), 404, "not_found")

	ws, _ := agent.dial(t, w.url)
	merged := into[api.Merged](t, agent.do(t, http.MethodPost, path+"/merge", body), 200)
	assert.Equal(t, "A Byron", merged.Survivor.Name)
	assert.EqualValues(t, 1, merged.Moved["tickets"])
	var event api.ContactMerged
	awaitType(t, ws, "contact.merged", &event)
	assert.Equal(t, api.ContactMerged{SurvivorID: ada.ID, DuplicateID: twin.ID}, event)
	got := agent.do(t, http.MethodGet, path, nil)
	assert.Equal(t, ada.ID, into[api.Contact](t, got, 200).ID)
	assert.Equal(t, survivor, got.header.Get("Content-Location"))
	assert.Empty(t, agent.do(t, http.MethodGet, survivor, nil).header.Get("Content-Location"))
	merges := into[api.List[api.Merge]](t, agent.do(t, http.MethodGet, survivor+"/merges", nil), 200)
	require.Len(t, merges.Items, 1)
	assert.Equal(t, merged.MergeID, merges.Items[0].ID)

	undo := "/api/v1/merges/" + merged.MergeID.String() + "/undo"
	requireProblem(t, w.theirs.admin.do(t, http.MethodPost, undo, nil), 404, "not_found")
	undone := into[api.Unmerged](t, agent.do(t, http.MethodPost, undo, nil), 200)
	assert.Equal(t, "Ada Byron", undone.Survivor.Name)
	assert.Empty(t, undone.Kept)
	awaitType(t, ws, "contact.merged", &event)
	assert.True(t, event.Undone)
	requireProblem(t, agent.do(t, http.MethodPost, undo, nil), 409, "conflict")
	assert.Equal(t, twin.ID, into[api.Contact](t, agent.do(t, http.MethodGet, path, nil), 200).ID)

	dismissal := `{"contactIds":["` + ada.ID.String() + `","` + twin.ID.String() + `"]}`
	requireProblem(t, w.theirs.admin.do(t, http.MethodPost, "/api/v1/contacts/duplicates/dismiss", dismissal), 404, "not_found")
	assert.Equal(t, http.StatusNoContent, agent.do(t, http.MethodPost, "/api/v1/contacts/duplicates/dismiss", dismissal).status)
	pairs = into[api.Page[api.DuplicatePair]](t, agent.do(t, http.MethodGet, "/api/v1/contacts/duplicates", nil), 200)
	assert.Empty(t, pairs.Items)
}
