package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

// recorded is a call of the agent with two recordings, the second to be deleted
// at a time.
func (w world) recorded(t *testing.T, contact *id.Contact, deleteAt time.Time) (callsvc.Call, []callsvc.Recording) {
	t.Helper()
	call := w.call("+447700900123", time.Now().Truncate(time.Microsecond).UTC())
	call.ContactID, call.UserID = contact, &w.agent.User
	recordings := []callsvc.Recording{
		{ID: id.New[id.Recording](), Path: "recording/1.wav", StartedAt: call.StartedAt, Length: 61500 * time.Millisecond, Peaks: []byte{1, 2, 3, 4}},
		{ID: id.New[id.Recording](), Path: "recording/2.wav", StartedAt: call.StartedAt.Add(time.Minute), Length: time.Second, Peaks: []byte{}, DeleteAt: &deleteAt},
	}
	record := callsvc.CallRecord{Call: call, Recordings: recordings, Legs: []callsvc.Leg{
		{ID: id.New[id.Leg](), Call: call.ID, Kind: "browser", UserID: &w.agent.User, StartedAt: call.StartedAt},
	}}
	require.NoError(t, w.RecordCall(t.Context(), record))
	require.NoError(t, w.RecordCall(t.Context(), record), "again changes nothing")
	return call, recordings
}

func (w world) filesDropped(t *testing.T) (dropped int) {
	t.Helper()
	require.NoError(t, w.superuser(t).QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = 'file_drop'").Scan(&dropped))
	return dropped
}

func TestRecordingsAreHeardByWhoSeesTheCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	call, recordings := w.recorded(t, nil, time.Now().Add(time.Hour).Truncate(time.Microsecond).UTC())
	for _, actor := range []crm.Actor{w.agent, w.supervisor, w.admin} {
		list, err := w.RecordingList(ctx, actor, call.ID)
		require.NoError(t, err)
		require.Equal(t, recordings, list)
	}
	_, err := w.RecordingList(ctx, w.agent2, call.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = w.RecordingOpen(ctx, w.agent2, call.ID, nil, true)
	requireCode(t, err, crm.CodeNotFound)
	require.Equal(t, []id.Recording{recordings[0].ID, recordings[1].ID}, w.get(t, call.ID).Recordings)

	first, err := w.RecordingOpen(ctx, w.agent, call.ID, nil, true)
	require.NoError(t, err)
	require.Equal(t, recordings[0], first)
	second, err := w.RecordingOpen(ctx, w.supervisor, call.ID, &recordings[1].ID, false)
	require.NoError(t, err)
	require.Equal(t, recordings[1], second)
	audit, err := w.AuditList(ctx, w.admin, crm.AuditFilter{Noun: "recording"}, crm.PageRequest{})
	require.NoError(t, err)
	require.Len(t, audit.Items, 1, "a player that reads on counts once")
	require.Equal(t, "listen", audit.Items[0].Action)
	require.Equal(t, w.agent.User, *audit.Items[0].UserID)

	requireCode(t, w.RecordingDelete(ctx, w.supervisor, call.ID, recordings[0].ID), crm.CodeForbidden)
	require.NoError(t, w.RecordingDelete(ctx, w.admin, call.ID, recordings[0].ID))
	requireCode(t, w.RecordingDelete(ctx, w.admin, call.ID, recordings[0].ID), crm.CodeNotFound)
	require.Equal(t, 1, w.filesDropped(t))
}

func TestErasureTakesTheRecordings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Jane", "Smith", "07700 900123")
	call, _ := w.recorded(t, &contact.ID, time.Now().Add(time.Hour))
	w.exec(t, "UPDATE calls SET status = 'ended' WHERE id = $1", call.ID.UUID)
	_, err := w.ContactErase(t.Context(), w.admin, contact.ID, "Jane Smith")
	require.NoError(t, err)
	require.Empty(t, w.get(t, call.ID).Recordings)
	require.Equal(t, 1, w.filesDropped(t))
}

func TestRecordingRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	queue, err := w.QueueCreate(ctx, w.admin, callsvc.Queue{Name: "Sales", RingTimeout: 20 * time.Second})
	require.NoError(t, err)
	org := w.admin.Org
	rules := []callsvc.RecordingRule{
		{Org: org, Mode: callsvc.RecordingManual},
		{Org: org, QueueID: &queue.ID, Mode: callsvc.RecordingAlways, Beep: true, Keep: 30 * 24 * time.Hour},
	}
	set, err := w.RecordingRulesSet(ctx, w.admin, rules)
	require.NoError(t, err)
	require.Equal(t, rules, set)
	got, err := w.RecordingRules(ctx, w.admin)
	require.NoError(t, err)
	require.Equal(t, rules, got)
	directory, err := w.LoadDirectory(ctx)
	require.NoError(t, err)
	require.Subset(t, directory.Recording, rules)

	_, err = w.RecordingRules(ctx, w.supervisor)
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.RecordingRulesSet(ctx, w.supervisor, rules)
	requireCode(t, err, crm.CodeForbidden)
	unknown, number := id.New[id.Queue](), id.New[id.Number]()
	for name, wrong := range map[string][]callsvc.RecordingRule{
		"two of one":     {rules[1], rules[1]},
		"two scopes":     {{QueueID: &queue.ID, NumberID: &number, Mode: callsvc.RecordingOff}},
		"no mode":        {{Mode: "sometimes"}},
		"too long":       {{Mode: callsvc.RecordingAlways, Keep: 4000 * 24 * time.Hour}},
		"unknown queue":  {{QueueID: &unknown, Mode: callsvc.RecordingOff}},
		"unknown number": {{NumberID: &number, Mode: callsvc.RecordingOff}},
	} {
		_, err := w.RecordingRulesSet(ctx, w.admin, wrong)
		requireCode(t, err, crm.CodeInvalid)
		got, err := w.RecordingRules(ctx, w.admin)
		require.NoError(t, err)
		require.Equal(t, rules, got, name)
	}
	require.NoError(t, w.QueueDelete(ctx, w.admin, queue.ID))
	got, err = w.RecordingRules(ctx, w.admin)
	require.NoError(t, err)
	require.Equal(t, rules[:1], got, "a rule goes with its queue")
}

func TestRecordingsAreDeletedInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	over, _ := w.recorded(t, nil, time.Now().Add(-time.Minute))
	kept, _ := w.recorded(t, nil, time.Now().Add(time.Hour))
	require.NoError(t, store.RecordingsSweep(ctx, w.Store, time.Now()))
	require.Len(t, w.get(t, over.ID).Recordings, 1)
	require.Len(t, w.get(t, kept.ID).Recordings, 2)
	require.Equal(t, 1, w.filesDropped(t))
}
