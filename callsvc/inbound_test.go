package callsvc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

func TestInboundCallIsAnsweredWithSoundAndLogged(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	contact := id.New[id.Contact]()
	r.paper.matches["+447700900123"] = []Match{{ContactID: contact, Name: "Carol", Reason: "primary", Exact: true, Score: 100}}
	ann := r.tab(r.ann)
	mic := ann.sound(440)
	caller := r.callIn("+447700900123", "+442079460000")
	caller.await(sip.LegRinging)

	pop := ann.offered()
	require.Len(t, pop.Matches, 1)
	require.False(t, pop.LookupUnavailable)
	require.Equal(t, "Main line", pop.Line)
	require.Equal(t, "Sales", pop.QueueName)
	require.Equal(t, "+447700900123", pop.Call.From.Number.E164)
	require.Equal(t, contact, *pop.Call.ContactID)
	require.NotZero(t, r.paper.call(pop.Call.ID).Sequence, "the row is there before the pop")

	ann.do(pop.Call.ID, CommandAnswer)
	caller.await(sip.LegAnswered)
	update := ann.updated(func(u CallUpdated) bool { return u.Call.Status == StatusConnected })
	require.Equal(t, "Ann", update.AnsweredByName)
	require.Equal(t, ann.conn.ID(), update.AudioOwner)
	caller.hears(440)
	hears(t, mic.heard, 1000)

	ann.do(pop.Call.ID, CommandHangup)
	event := caller.await(sip.LegEnded)
	require.True(t, event.ByRemote)
	require.Equal(t, OutcomeAnswered, ann.ended().Call.Outcome)
	row := r.row(pop.Call.ID)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	require.Equal(t, byAgent, row.HangupBy)
	require.Equal(t, attributedByNumber, row.AttributedBy)
	require.Equal(t, r.ann.ID, *row.UserID)
	require.Equal(t, 16, row.Cause.Q850)
	require.NotNil(t, row.Quality)
	require.Greater(t, row.Quality.MOS, 4.0)
	require.Equal(t, []string{"offered", "identified", "answered", "ended"}, r.paper.names(row.ID))
	r.idle()
}
