package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
)

// endedCall is a call with the number that ended a minute after it began.
func (w world) endedCall(number string, outcome callsvc.Outcome, began time.Time) callsvc.Call {
	call := w.call(number, began)
	ended := began.Add(time.Minute)
	call.Status, call.Outcome, call.EndedAt = callsvc.StatusEnded, outcome, &ended
	if outcome == callsvc.OutcomeAnswered {
		answered := began.Add(10 * time.Second)
		call.AnsweredAt, call.UserID = &answered, &w.agent.User
	}
	return call
}

func (w world) callbacks(t *testing.T, filter crm.CallbackFilter) []crm.Callback {
	t.Helper()
	page, err := w.CallbackList(t.Context(), w.agent, filter, crm.PageRequest{Limit: 50})
	require.NoError(t, err)
	return page.Items
}

func TestCallerHasOneOpenCallbackHoweverOftenItRang(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	began := time.Now().Add(-time.Hour).UTC().Truncate(time.Millisecond)
	contact := w.contact(t, "Jane", "Smythe", "07700 900123", "07700 900125")
	for i, outcome := range []callsvc.Outcome{callsvc.OutcomeMissed, callsvc.OutcomeAbandoned, callsvc.OutcomeVoicemail} {
		call := w.endedCall("+447700900123", outcome, began.Add(time.Duration(i)*time.Minute))
		call.ContactID = &contact.ID
		w.record(t, call)
		call.Sequence++ // told once more, it counts once
		w.record(t, call)
	}
	other := w.endedCall("+447700900125", callsvc.OutcomeMissed, began.Add(5*time.Minute))
	other.ContactID = &contact.ID
	w.record(t, other)
	open := w.callbacks(t, crm.CallbackFilter{State: crm.CallbackOpen})
	require.Len(t, open, 1, "the other number is the same caller's")
	require.EqualValues(t, 4, open[0].Count)
	require.Equal(t, "Jane Smythe", open[0].Who())
	require.WithinDuration(t, began.Add(time.Minute), open[0].FirstAt, time.Millisecond)
	require.WithinDuration(t, began.Add(6*time.Minute), open[0].LastAt, time.Millisecond)

	taken, err := w.CallbackUpdate(t.Context(), w.agent, open[0].ID, &open[0].Version, crm.CallbackChange{OwnerID: crm.Some(&w.agent.User)})
	require.NoError(t, err)
	require.Equal(t, &w.agent.User, taken.OwnerID)
	_, err = w.CallbackUpdate(t.Context(), w.agent2, open[0].ID, &open[0].Version, crm.CallbackChange{OwnerID: crm.Some(&w.agent2.User)})
	requireCode(t, err, crm.CodeStale)
	_, err = w.CallbackUpdate(t.Context(), w.agent, open[0].ID, nil, crm.CallbackChange{State: crm.Some(crm.CallbackDismissed)})
	requireCode(t, err, crm.CodeInvalid)

	back := w.endedCall("+442079460000", callsvc.OutcomeAnswered, began.Add(10*time.Minute))
	back.Direction, back.From, back.To = callsvc.Outbound, callsvc.Party{Number: number("020 7946 0000")}, callsvc.Party{Number: number("07700 900123")}
	w.record(t, back)
	require.Empty(t, w.callbacks(t, crm.CallbackFilter{State: crm.CallbackOpen}))
	done, err := w.CallbackGet(t.Context(), w.agent, open[0].ID)
	require.NoError(t, err)
	require.Equal(t, crm.CallbackDone, done.State)
	require.Equal(t, &back.ID, done.ClosedCallID)
	require.Equal(t, &w.agent.User, done.ClosedByID)
	_, err = w.CallbackUpdate(t.Context(), w.agent, done.ID, nil, crm.CallbackChange{Note: crm.Some("x")})
	requireCode(t, err, crm.CodeConflict)
}

func TestCallbackForALaterTimeOutlivesTheCallInWhichItWasAgreed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	due := time.Now().Add(time.Hour)
	w.record(t, w.endedCall("+447700900123", callsvc.OutcomeMissed, time.Now().Add(-time.Hour)))
	call := w.endedCall("+447700900123", callsvc.OutcomeAnswered, time.Now().Add(-time.Minute))
	agreed, err := w.CallbackCreate(t.Context(), w.agent, crm.CallbackDraft{To: "07700 900123", DueAt: &due, Note: "After lunch"})
	require.NoError(t, err)
	w.record(t, call)
	require.Equal(t, []crm.Callback{agreed}, w.callbacks(t, crm.CallbackFilter{State: crm.CallbackOpen}))
	require.Empty(t, w.callbacks(t, crm.CallbackFilter{State: crm.CallbackOpen, Due: true}))
	waiting, err := w.CallbacksWaiting(t.Context(), w.agent)
	require.NoError(t, err)
	require.Zero(t, waiting)
	again, err := w.CallbackCreate(t.Context(), w.agent, crm.CallbackDraft{To: "+44 7700 900123"})
	require.NoError(t, err)
	require.Equal(t, agreed.ID, again.ID, "a caller has one")
	_, err = w.CallbackCreate(t.Context(), w.agent, crm.CallbackDraft{To: "nobody"})
	requireCode(t, err, crm.CodeInvalid)
}

func TestCallbackFollowsTheContactChosenForItsCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	call := w.endedCall("+447700900123", callsvc.OutcomeMissed, time.Now().Add(-time.Minute))
	w.record(t, call)
	withheld := w.endedCall("", callsvc.OutcomeMissed, time.Now().Add(-time.Minute))
	withheld.From = callsvc.Party{Number: number("anonymous")}
	w.record(t, withheld)
	require.Len(t, w.callbacks(t, crm.CallbackFilter{}), 1, "who withholds the number cannot be called back")
	contact := w.contact(t, "Rowan", "Ashby")
	_, err := w.CallUpdate(t.Context(), w.admin, call.ID, crm.CallChange{ContactID: crm.Some(&contact.ID)})
	require.NoError(t, err)
	require.Equal(t, "Rowan Ashby", w.callbacks(t, crm.CallbackFilter{ContactID: &contact.ID})[0].ContactName)
	_, err = w.ContactErase(t.Context(), w.admin, contact.ID, "Rowan Ashby")
	require.NoError(t, err)
	require.Empty(t, w.callbacks(t, crm.CallbackFilter{}))
}
