package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

// soon is as near as a reminder may be without being late.
func soon() *time.Time {
	at := time.Now().Add(200 * time.Millisecond)
	return &at
}

func (w world) activity(t *testing.T, draft crm.ActivityDraft) crm.Activity {
	t.Helper()
	draft.Kind = crm.ActivityTask
	activity, err := w.ActivityCreate(t.Context(), w.agent, draft)
	require.NoError(t, err)
	return activity
}

// allReminded waits until no job waits that is due, and all have been worked on.
func (w world) allReminded(t *testing.T, jobs int) {
	t.Helper()
	conn := w.superuser(t)
	require.Eventually(t, func() bool {
		var done int
		require.NoError(t, conn.QueryRow(t.Context(),
			"SELECT count(*) FROM river.river_job WHERE kind = 'activity_reminder' AND state = 'completed'").Scan(&done))
		return done == jobs
	}, 30*time.Second, 50*time.Millisecond)
}

func (w world) reminders(t *testing.T, actor crm.Actor) (titles []string) {
	t.Helper()
	for _, n := range w.notifications(t, actor) {
		if n.Kind == crm.NotifyReminder {
			titles = append(titles, n.Title)
		}
	}
	return titles
}

func TestReminderComesOnceFromTwoNodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	var live []crm.Notification
	w.NotifyTo(func(_ context.Context, _ id.Org, n crm.Notification) {
		mu.Lock()
		defer mu.Unlock()
		if n.Kind == crm.NotifyReminder {
			live = append(live, n)
		}
	})
	contact := w.contact(t, "Jane", "Smith")
	due := time.Now().Add(time.Hour).UTC().Truncate(time.Microsecond)
	for range 5 {
		w.activity(t, crm.ActivityDraft{Subject: "Call her", ContactID: &contact.ID, DueAt: &due, RemindAt: soon()})
	}
	// Another's, one for nobody but its maker, and the same time set twice.
	w.activity(t, crm.ActivityDraft{Subject: "Theirs", AssigneeID: &w.agent2.User, RemindAt: soon()})
	at, other := soon(), time.Now().Add(time.Hour)
	twice := w.activity(t, crm.ActivityDraft{Subject: "Twice", RemindAt: at})
	for _, next := range []*time.Time{&other, at, at} {
		_, err := w.ActivityUpdate(t.Context(), w.agent, twice.ID, nil, crm.ActivityChange{RemindAt: crm.Some(next)})
		require.NoError(t, err)
	}
	runJobs(t, w.Store, store.JobsConfig{})
	runJobs(t, w.Store, store.JobsConfig{})
	w.allReminded(t, 8)
	assert.ElementsMatch(t, []string{"Call her", "Call her", "Call her", "Call her", "Call her", "Twice"}, w.reminders(t, w.agent))
	assert.Equal(t, []string{"Theirs"}, w.reminders(t, w.agent2))
	mu.Lock()
	assert.Len(t, live, 7, "each was told live, once")
	for _, n := range live {
		if n.Title == "Call her" {
			assert.Equal(t, contact.ID, *n.ContactID)
			assert.Equal(t, "Jane Smith", n.ContactName)
			assert.True(t, due.Equal(*n.DueAt))
			assert.Nil(t, n.ActorID)
		}
	}
	mu.Unlock()

	// A node that died before it could say that the job is done has it run again.
	w.exec(t, "UPDATE river.river_job SET state = 'available', finalized_at = NULL, attempt = 0 WHERE kind = 'activity_reminder' AND state = 'completed'")
	w.allReminded(t, 8)
	assert.Len(t, w.reminders(t, w.agent), 6)
	assert.Len(t, w.reminders(t, w.agent2), 1)
}

func TestReminderFollowsItsActivity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	at := soon()
	change := func(activity crm.Activity, change crm.ActivityChange) {
		t.Helper()
		_, err := w.ActivityUpdate(ctx, w.agent, activity.ID, nil, change)
		require.NoError(t, err)
	}
	done, moved, dropped, deleted, given := w.activity(t, crm.ActivityDraft{Subject: "Done", RemindAt: at}),
		w.activity(t, crm.ActivityDraft{Subject: "Moved", RemindAt: at}), w.activity(t, crm.ActivityDraft{Subject: "Dropped", RemindAt: at}),
		w.activity(t, crm.ActivityDraft{Subject: "Deleted", RemindAt: at}), w.activity(t, crm.ActivityDraft{Subject: "Given", RemindAt: at})
	snoozed := w.activity(t, crm.ActivityDraft{Subject: "Snoozed", RemindAt: at})
	leaver := w.user(t, "leaver", crm.RoleAgent, "")
	w.activity(t, crm.ActivityDraft{Subject: "Left", RemindAt: at, AssigneeID: &leaver.User})
	_, err := w.UserUpdate(ctx, w.admin, leaver.User, crm.UserChange{Active: crm.Some(false)})
	require.NoError(t, err)
	change(done, crm.ActivityChange{DoneAt: crm.Some(at)})
	later := time.Now().Add(time.Hour)
	change(moved, crm.ActivityChange{RemindAt: crm.Some(&later)})
	change(dropped, crm.ActivityChange{RemindAt: crm.Some[*time.Time](nil)})
	_, err = w.ActivityDelete(ctx, w.agent, deleted.ID)
	require.NoError(t, err)
	change(given, crm.ActivityChange{AssigneeID: crm.Some(&w.agent2.User)})

	runJobs(t, w.Store, store.JobsConfig{})
	w.allReminded(t, 7)
	assert.Equal(t, []string{"Snoozed"}, w.reminders(t, w.agent))
	assert.Equal(t, []string{"Given"}, w.reminders(t, w.agent2))
	assert.Empty(t, w.notifications(t, leaver)[1:], "told only before leaving")

	// Changes that leave the time do not remind anew; another time does.
	change(snoozed, crm.ActivityChange{Subject: crm.Some("Snoozed once")})
	change(snoozed, crm.ActivityChange{RemindAt: crm.Some(soon())})
	w.allReminded(t, 8)
	assert.Equal(t, []string{"Snoozed once", "Snoozed once"}, w.reminders(t, w.agent))
	// Taken up again, what was moved still comes at its time only.
	change(done, crm.ActivityChange{DoneAt: crm.Some[*time.Time](nil)})
	assert.Len(t, w.reminders(t, w.agent), 2)
}

func TestFailedActivityRemindsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	missing := id.New[id.Customer]()
	_, err := w.ActivityCreate(t.Context(), w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "x", CustomerID: &missing, RemindAt: soon()})
	requireCode(t, err, crm.CodeInvalid)
	var jobs int
	require.NoError(t, w.superuser(t).QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = 'activity_reminder'").Scan(&jobs))
	assert.Zero(t, jobs)
}
