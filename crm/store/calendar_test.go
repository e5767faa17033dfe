package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func TestCalendarShowsWhatItsOwnerHasToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	theirs := settle(t, w.Store)
	contact := w.create(t, crm.ContactDraft{FirstName: "Ada", LastName: "Byron", Phones: []crm.Phone{phone("07700 900123")}})
	soon := time.Now().Add(time.Hour)
	later, past := soon.AddDate(2, 0, 0), soon.AddDate(0, -2, 0)
	plan := func(actor crm.Actor, draft crm.ActivityDraft) crm.Activity {
		made, err := w.ActivityCreate(t.Context(), actor, draft)
		require.NoError(t, err)
		return made
	}
	shown := plan(w.agent, crm.ActivityDraft{Kind: crm.ActivityCall, Subject: "Ring", ContactID: &contact.ID, DueAt: &soon})
	assert.Equal(t, "07700 900123", shown.ContactPhone)
	assert.Equal(t, "+447700900123", shown.ContactE164)
	for _, draft := range []crm.ActivityDraft{
		{Kind: crm.ActivityTask, Subject: "undated"},
		{Kind: crm.ActivityTask, Subject: "done", DueAt: &soon, DoneAt: &soon},
		{Kind: crm.ActivityTask, Subject: "in two years", DueAt: &later},
		{Kind: crm.ActivityTask, Subject: "long ago", DueAt: &past},
		{Kind: crm.ActivityTask, Subject: "the admin's", DueAt: &soon, AssigneeID: &w.admin.User},
	} {
		plan(w.agent, draft)
	}
	plan(theirs.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "of another organisation", DueAt: &soon})

	_, err := w.CalendarFeedGet(t.Context(), w.agent)
	requireCode(t, err, crm.CodeNotFound)
	requireCode(t, w.CalendarFeedRevoke(t.Context(), w.agent), crm.CodeNotFound)
	token := id.New[id.Token]()
	program := w.agent
	program.Token = &token
	_, err = w.CalendarFeedMake(t.Context(), program, []byte("by a token"))
	requireCode(t, err, crm.CodeForbidden)

	_, err = w.CalendarFeedMake(t.Context(), w.agent, []byte("first"))
	require.NoError(t, err)
	calendar, err := w.CalendarByToken(t.Context(), []byte("first"), time.Now())
	require.NoError(t, err)
	require.Len(t, calendar.Activities, 1)
	assert.Equal(t, shown.ID, calendar.Activities[0].ID)
	assert.NotEmpty(t, calendar.Name)
	feed, err := w.CalendarFeedGet(t.Context(), w.agent)
	require.NoError(t, err)
	assert.NotNil(t, feed.LastUsedAt)

	// A new link ends the old one.
	_, err = w.CalendarFeedMake(t.Context(), w.agent, []byte("second"))
	require.NoError(t, err)
	_, err = w.CalendarByToken(t.Context(), []byte("first"), time.Now())
	requireCode(t, err, crm.CodeNotFound)
	_, err = w.CalendarFeedGet(t.Context(), theirs.agent)
	requireCode(t, err, crm.CodeNotFound)
	w.exec(t, "UPDATE users SET active = false WHERE id = $1", w.agent.User)
	_, err = w.CalendarByToken(t.Context(), []byte("second"), time.Now())
	requireCode(t, err, crm.CodeNotFound)
	w.exec(t, "UPDATE users SET active = true WHERE id = $1", w.agent.User)
	require.NoError(t, w.CalendarFeedRevoke(t.Context(), w.agent))
	_, err = w.CalendarByToken(t.Context(), []byte("second"), time.Now())
	requireCode(t, err, crm.CodeNotFound)

	log, err := w.AuditList(t.Context(), w.admin, crm.AuditFilter{Noun: "calendar"}, crm.PageRequest{})
	require.NoError(t, err)
	var actions []string
	for _, entry := range log.Items {
		actions = append(actions, entry.Action)
	}
	assert.Equal(t, []string{"revoke", "rotate", "create"}, actions)
}

// TestAgendaPagesAcrossTheUndated holds the cursor to what is due at no time.
func TestAgendaPagesAcrossTheUndated(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	due := time.Now()
	want := []string{"first", "second"}
	for i, subject := range want {
		at := due.Add(time.Duration(i) * time.Hour)
		_, err := w.ActivityCreate(t.Context(), w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: subject, DueAt: &at})
		require.NoError(t, err)
	}
	for _, subject := range []string{"u1", "u2", "u3"} {
		_, err := w.ActivityCreate(t.Context(), w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: subject})
		require.NoError(t, err)
	}
	var got []string
	request := crm.PageRequest{Sort: "agenda", Limit: 1}
	for {
		page, err := w.ActivityList(t.Context(), w.agent, crm.ActivityFilter{AssigneeID: &w.agent.User}, request)
		require.NoError(t, err)
		for _, activity := range page.Items {
			got = append(got, activity.Subject)
		}
		if request.Cursor = page.NextCursor; request.Cursor == "" {
			break
		}
	}
	assert.Equal(t, append(want, "u1", "u2", "u3"), got)
}

func TestContactActivitiesAreFiltered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := furnish(t, w)
	at := time.Now()
	_, err := w.ActivityCreate(t.Context(), w.agent, crm.ActivityDraft{Kind: crm.ActivityEmail, Subject: "Written", ContactID: &contact.ID, DoneAt: &at})
	require.NoError(t, err)
	yes, no := true, false
	for want, filter := range map[string]crm.ContactActivityFilter{
		"call email task": {}, "call email": {Done: &yes}, "task": {Done: &no},
		"call": {Kind: crm.ActivityCall}, "email": {Kind: crm.ActivityEmail, Done: &yes}, "": {Kind: crm.ActivityCall, Done: &no},
	} {
		page, err := w.ContactActivities(t.Context(), w.admin, contact.ID, filter, crm.PageRequest{})
		require.NoError(t, err)
		kinds := map[crm.ActivityKind]bool{}
		for _, activity := range page.Items {
			kinds[activity.Kind] = true
		}
		var got []string
		for kind := range kinds {
			got = append(got, string(kind))
		}
		slices.Sort(got)
		assert.Equal(t, want, strings.Join(got, " "))
	}
}
