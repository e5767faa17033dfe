package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
)

// TestTimelinePagesThroughEverything reads all nouns of a merged contact one by
// one, and each exactly once.
func TestTimelinePagesThroughEverything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := furnish(t, w)
	former := w.contact(t, "J", "Smith")
	w.exec(t, "UPDATE contacts SET merged_into_id = $1, archived_at = now() WHERE id = $2", contact.ID, former.ID)
	made, err := w.ActivityCreate(t.Context(), w.agent, crm.ActivityDraft{Kind: crm.ActivityMeeting, Subject: "Meet", ContactID: &former.ID})
	require.NoError(t, err)
	assert.Equal(t, &contact.ID, made.ContactID)
	assert.Equal(t, contact.CustomerID, made.CustomerID)
	assert.Equal(t, &w.agent.User, made.AssigneeID)

	nouns, last, request := map[string]int{}, time.Now().Add(time.Hour), crm.PageRequest{Limit: 1}
	seen := map[uuid.UUID]bool{}
	for {
		page, err := w.ContactTimeline(t.Context(), w.admin, former.ID, request)
		require.NoError(t, err)
		for _, entry := range page.Items {
			assert.False(t, seen[entry.ID], "%s twice", entry.Noun)
			seen[entry.ID] = true
			nouns[entry.Noun]++
			assert.False(t, entry.At.After(last))
			last = entry.At
		}
		if request.Cursor = page.NextCursor; request.Cursor == "" {
			break
		}
	}
	assert.Equal(t, map[string]int{"note": 3, "ticket": 1, "deal": 1, "activity": 2, "call": 1}, nouns)
	page, err := w.ContactActivities(t.Context(), w.admin, former.ID, crm.ContactActivityFilter{}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, page.Items, 3)
	assert.Equal(t, crm.Total{Count: 3, Exact: true}, page.Total)
}

// TestAgentsSeeTheirOwnCallsOnATimeline holds it to the rule of the call log.
func TestAgentsSeeTheirOwnCallsOnATimeline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Ada", "Byron")
	call := w.call("+447700900123", time.Now())
	call.ContactID = &contact.ID
	require.NoError(t, w.RecordCall(t.Context(), callsvc.CallRecord{Call: call}))
	for actor, want := range map[crm.Actor]int{w.admin: 1, w.agent: 0} {
		page, err := w.ContactTimeline(t.Context(), actor, contact.ID, crm.PageRequest{})
		require.NoError(t, err)
		assert.Len(t, page.Items, want)
		activities, err := w.ContactActivities(t.Context(), actor, contact.ID, crm.ContactActivityFilter{}, crm.PageRequest{})
		require.NoError(t, err)
		assert.Len(t, activities.Items, want)
	}
}

func TestActivitiesKeepToTheOrganisation(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := settle(t, a.Store)
	made, err := a.ActivityCreate(t.Context(), a.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write"})
	require.NoError(t, err)
	_, err = b.ActivityGet(t.Context(), b.admin, made.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.ActivityUpdate(t.Context(), b.admin, made.ID, nil, crm.ActivityChange{Subject: crm.Some("x")})
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.ActivityDelete(t.Context(), b.admin, made.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.ActivityCreate(t.Context(), b.admin, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "x", AssigneeID: &a.agent.User})
	requireCode(t, err, crm.CodeInvalid)
}

func TestMergeMovesActivities(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	survivor, duplicate := w.contact(t, "Ada", "Byron"), w.contact(t, "A", "Byron")
	made, err := w.ActivityCreate(t.Context(), w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write", ContactID: &duplicate.ID})
	require.NoError(t, err)
	done, err := w.ContactMerge(t.Context(), w.admin, duplicate.ID, survivor.ID, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 1, done.Moved["activities"])
	moved, err := w.ActivityGet(t.Context(), w.agent, made.ID)
	require.NoError(t, err)
	assert.Equal(t, &survivor.ID, moved.ContactID)
}

func TestNotesArePinnedEditedAndDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Ada", "Byron")
	first, err := w.NoteCreate(t.Context(), w.agent, contact.ID, "first")
	require.NoError(t, err)
	_, err = w.NoteCreate(t.Context(), w.admin, contact.ID, "second")
	require.NoError(t, err)
	pinned, err := w.NoteUpdate(t.Context(), w.admin, first.ID, &first.Version, crm.NoteChange{Pinned: crm.Some(true)})
	require.NoError(t, err)
	assert.Equal(t, first.UpdatedAt, pinned.UpdatedAt, "pinning is no edit")
	page, err := w.NoteList(t.Context(), w.agent, contact.ID, crm.PageRequest{Limit: 1})
	require.NoError(t, err)
	assert.Equal(t, "first", page.Items[0].Body)
	next, err := w.NoteList(t.Context(), w.agent, contact.ID, crm.PageRequest{Limit: 1, Cursor: page.NextCursor})
	require.NoError(t, err)
	assert.Equal(t, "second", next.Items[0].Body)
	_, err = w.NoteUpdate(t.Context(), w.admin, first.ID, nil, crm.NoteChange{Body: crm.Some("x")})
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.NoteUpdate(t.Context(), w.agent, first.ID, &first.Version, crm.NoteChange{Body: crm.Some("x")})
	requireCode(t, err, crm.CodeStale)
	_, err = w.NoteDelete(t.Context(), w.agent, next.Items[0].ID)
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.NoteDelete(t.Context(), w.admin, first.ID)
	require.NoError(t, err)
}
