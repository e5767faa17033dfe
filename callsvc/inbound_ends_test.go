package callsvc

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

func TestCalledNumberIsReadAsTheCarrierWritesIt(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, to := range []string{"+442079460000", "00442079460000", "442079460000", "02079460000", "2079460000x"} {
		caller := r.callIn("+447700900123", to)
		event := caller.await(sip.LegEnded)
		if to == "2079460000x" {
			require.Equal(t, 404, event.Cause.SIP, to)
		} else {
			require.Equal(t, 480, event.Cause.SIP, to)
		}
	}
	r.idle()
}

func TestUnknownNumberIs404AndLogged(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079469999")
	require.Equal(t, 404, caller.await(sip.LegEnded).Cause.SIP)
	row := r.onlyRow()
	require.Equal(t, OutcomeFailed, row.Outcome)
	require.Equal(t, bySystem, row.HangupBy)
	require.Equal(t, Cause{SIP: 404, Q850: 1, Text: row.Cause.Text}, row.Cause)
	require.Nil(t, row.RingingAt)
	r.idle()
	ann.nothing(EventCallOffered)
}

// nothing asserts that no event of a type has come.
func (b *tab) nothing(kind string) {
	b.t.Helper()
	for {
		select {
		case event := <-b.events:
			require.NotEqual(b.t, kind, event.Type)
		default:
			return
		}
	}
}

func TestNobodyAvailableRingsNobody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.paper.matches["+447700900123"] = []Match{{ContactID: id.New[id.Contact](), Reason: "primary", Exact: true, Score: 100}}
	ann := r.tab(r.ann)
	for _, status := range []string{PresenceBusy, PresenceAway, PresenceWrapup, PresenceOffline} {
		require.NoError(t, r.svc.SetPresence(t.Context(), r.org.ID, r.ann.ID, status, "lunch"))
		caller := r.callIn("+447700900123", "+442079460000")
		require.Equal(t, 480, caller.await(sip.LegEnded).Cause.SIP, status)
	}
	r.idle()
	ann.nothing(EventCallOffered)
	rows := r.paper.all()
	require.Len(t, rows, 4)
	for _, row := range rows {
		require.Equal(t, OutcomeMissed, row.Outcome)
		require.Equal(t, "no agent available", row.Cause.Text)
		require.Equal(t, r.queue.ID, *row.QueueID)
		require.NotNil(t, row.ContactID, "a missed call is known too")
	}
	require.ErrorIs(t, r.svc.SetPresence(t.Context(), r.org.ID, r.ann.ID, "asleep", ""), &Error{Code: CodeInvalid})
}

func TestDirectNumberMissedIsFoundAmongTheUsersCalls(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	caller := r.callIn("+447700900123", "+442079460001")
	require.Equal(t, 480, caller.await(sip.LegEnded).Cause.SIP)
	row := r.onlyRow()
	legs := r.paper.legsOf(row.ID)
	require.Len(t, legs, 2)
	require.Condition(t, func() bool {
		for _, leg := range legs {
			if leg.UserID != nil && *leg.UserID == r.ann.ID {
				return true
			}
		}
		return false
	})
}

func TestRingGroupFirstAnswerWins(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, bob := r.tab(r.ann), r.tab(r.bob)
	caller := r.callIn("+447700900123", "+442079460000")
	call := ann.offered().Call.ID
	require.Equal(t, call, bob.offered().Call.ID)
	bob.do(call, CommandAnswer)
	bob.do(call, CommandAnswer)
	caller.await(sip.LegAnswered)
	gone := ann.ended()
	require.Equal(t, r.bob.ID, *gone.AnsweredBy)
	require.Equal(t, "Bob", gone.AnsweredByName)
	err := ann.command(call, Command{Name: CommandAnswer})
	require.ErrorIs(t, err, &Error{Code: CodeAlreadyAnswered})
	require.EqualError(t, err, "answered by Bob")
	require.ErrorIs(t, ann.command(call, Command{Name: CommandHangup}), &Error{Code: CodeForbidden})
	require.ErrorIs(t, ann.command(call, Command{Name: CommandHold}), &Error{Code: CodeForbidden})
	require.NoError(t, r.svc.Command(t.Context(), r.org.ID, r.ann.ID, "supervisor", call, Command{Name: CommandHangup}))
	require.Equal(t, r.bob.ID, *r.row(call).UserID)
	require.ErrorIs(t, bob.command(call, Command{Name: CommandHangup}), &Error{Code: CodeCallEnded})
	require.ErrorIs(t, bob.command(id.New[id.Call](), Command{Name: CommandHangup}), &Error{Code: CodeNotFound})
	require.ErrorIs(t, r.svc.Command(t.Context(), id.New[id.Org](), r.ann.ID, "admin", call, Command{Name: CommandHangup}), &Error{Code: CodeNotFound})
	r.idle()
}

func TestTwoAgentsAnswerAtTheSameMoment(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	tabs := []*tab{r.tab(r.ann), r.tab(r.bob)}
	for range 100 {
		caller := r.callIn("+447700900123", "+442079460000")
		call := tabs[0].offered().Call.ID
		require.Equal(t, call, tabs[1].offered().Call.ID)
		var errs [2]error
		var both sync.WaitGroup
		ready := make(chan struct{})
		for i, b := range tabs {
			both.Go(func() {
				<-ready
				errs[i] = b.command(call, Command{Name: CommandAnswer})
			})
		}
		close(ready)
		both.Wait()
		winner, loser := 0, 1
		if errs[0] != nil {
			winner, loser = 1, 0
		}
		require.NoError(t, errs[winner])
		require.ErrorIs(t, errs[loser], &Error{Code: CodeAlreadyAnswered})
		gone := expect(tabs[loser], EventCallEnded, func(e CallEnded) bool { return e.Call.ID == call })
		require.Equal(t, tabs[winner].user.ID, *gone.AnsweredBy)
		caller.await(sip.LegAnswered)
		tabs[winner].do(call, CommandHangup)
		caller.await(sip.LegEnded)
		require.Equal(t, tabs[winner].user.ID, *r.row(call).UserID)
	}
	r.idle()
}

func TestCancelCrossesAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	outcomes := map[Outcome]int{}
	for range 40 {
		caller := r.callIn("+447700900123", "+442079460000")
		call := ann.offered().Call.ID
		var both sync.WaitGroup
		var err error
		both.Go(func() { err = ann.command(call, Command{Name: CommandAnswer}) })
		require.NoError(t, caller.leg.Hangup(sip.CauseCancelled()))
		both.Wait()
		row := r.row(call)
		outcomes[row.Outcome]++
		require.Equal(t, byCaller, row.HangupBy)
		if row.Outcome == OutcomeMissed {
			require.Nil(t, row.AnsweredAt)
			require.ErrorIs(t, err, &Error{Code: CodeCallEnded})
		} else {
			require.Equal(t, OutcomeAnswered, row.Outcome)
			require.NoError(t, err)
		}
		ann.ended()
	}
	t.Logf("outcomes: %v", outcomes)
	r.idle()
}

func TestHangupCrossesBye(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	for range 40 {
		caller := r.callIn("+447700900123", "+442079460000")
		call := ann.offered().Call.ID
		ann.do(call, CommandAnswer)
		caller.await(sip.LegConfirmed)
		var both sync.WaitGroup
		both.Go(func() {
			if err := ann.command(call, Command{Name: CommandHangup}); err != nil {
				require.ErrorIs(t, err, &Error{Code: CodeCallEnded})
			}
		})
		require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
		both.Wait()
		row := r.row(call)
		require.Equal(t, OutcomeAnswered, row.Outcome)
		require.Contains(t, []string{byAgent, byCaller}, row.HangupBy)
		ann.ended()
	}
	r.idle()
}

func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079460000")
	call := ann.offered().Call.ID
	require.NoError(t, caller.leg.Hangup(sip.CauseCancelled()))
	require.Equal(t, OutcomeMissed, ann.ended().Call.Outcome)
	row := r.row(call)
	require.Equal(t, byCaller, row.HangupBy)
	require.Equal(t, 487, row.Cause.SIP)
	r.idle()
}

func TestAllReject(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann, bob := r.tab(r.ann), r.tab(r.bob)
	caller := r.callIn("+447700900123", "+442079460000")
	call := ann.offered().Call.ID
	ann.do(call, CommandReject)
	require.Nil(t, ann.ended().AnsweredBy)
	require.ErrorIs(t, ann.command(call, Command{Name: CommandAnswer}), &Error{Code: CodeForbidden})
	require.ErrorIs(t, ann.command(call, Command{Name: CommandReject}), &Error{Code: CodeConflict})
	bob.do(call, CommandHangup)
	require.Equal(t, 603, caller.await(sip.LegEnded).Cause.SIP)
	row := r.row(call)
	require.Equal(t, OutcomeRejected, row.Outcome)
	require.Equal(t, byAgent, row.HangupBy)
	require.Equal(t, 21, row.Cause.Q850)
	r.idle()
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.RingTimeout = 200 * time.Millisecond })
	ann := r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079460000")
	call := ann.offered().Call.ID
	require.Equal(t, 480, caller.await(sip.LegEnded).Cause.SIP)
	row := r.row(call)
	require.Equal(t, OutcomeMissed, row.Outcome)
	require.Equal(t, bySystem, row.HangupBy)
	require.Equal(t, 19, row.Cause.Q850)
	require.Equal(t, OutcomeMissed, ann.ended().Call.Outcome)
	r.idle()
}

func TestWithheldCallerIsNotLookedUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.paper.fail(true)
	ann := r.tab(r.ann)
	r.callIn("anonymous", "+442079460000")
	pop := ann.offered()
	require.Equal(t, e164.Withheld, pop.Call.From.Number.Kind)
	require.False(t, pop.LookupUnavailable, "there was nothing to look up")
	require.Empty(t, pop.Matches)
	ann.do(pop.Call.ID, CommandReject)
	r.paper.fail(false)
	r.row(pop.Call.ID)
}

func TestSlowLookupComesAfterThePop(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.paper.slow = make(chan struct{})
	contact := id.New[id.Contact]()
	r.paper.matches["+447700900123"] = []Match{{ContactID: contact, Reason: "primary", Exact: true, Score: 100}}
	ann := r.tab(r.ann)
	r.callIn("+447700900123", "+442079460000")
	pop := ann.offered()
	require.True(t, pop.LookupUnavailable)
	close(r.paper.slow)
	update := ann.updated(func(u CallUpdated) bool { return len(u.Matches) == 1 })
	require.Equal(t, contact, *update.Call.ContactID)
	ann.do(pop.Call.ID, CommandReject)
	require.Equal(t, contact, *r.row(pop.Call.ID).ContactID)
}

func TestCallConnectsWhileTheDatabaseIsDown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	mic := ann.sound(440)
	r.paper.fail(true)
	caller := r.callIn("+447700900123", "+442079460000")
	pop := ann.offered()
	require.True(t, pop.LookupUnavailable)
	ann.do(pop.Call.ID, CommandAnswer)
	caller.await(sip.LegAnswered)
	ann.updated(func(u CallUpdated) bool { return u.Call.Status == StatusConnected })
	caller.hears(440)
	hears(t, mic.heard, 1000)
	ann.do(pop.Call.ID, CommandHangup)
	require.Equal(t, OutcomeAnswered, ann.ended().Call.Outcome)
	require.Empty(t, r.paper.all())
	r.paper.fail(false)
	row := r.row(pop.Call.ID)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	require.Equal(t, []string{"offered", "answered", "ended"}, r.paper.names(row.ID))
	r.idle()
}

func TestRowsAreFlushedAtShutdown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	r.paper.fail(true)
	caller := r.callIn("+447700900123", "+442079460000")
	call := ann.offered().Call.ID
	time.AfterFunc(300*time.Millisecond, func() { r.paper.fail(false) })
	r.stop()
	caller.await(sip.LegEnded)
	row := r.paper.call(call)
	require.Equal(t, OutcomeMissed, row.Outcome)
	require.Equal(t, bySystem, row.HangupBy)
	require.Equal(t, []string{"offered", "ended"}, r.paper.names(call))
}

func TestDrainFinishesWhatRuns(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079460000")
	call := ann.offered().Call.ID
	ann.do(call, CommandAnswer)
	caller.await(sip.LegConfirmed)
	r.svc.Drain()
	require.Equal(t, 503, r.callIn("+447700900124", "+442079460000").await(sip.LegEnded).Cause.SIP)
	_, err := r.svc.Dial(t.Context(), r.org.ID, r.ann.ID, DialRequest{To: e164.Parse("020 7946 0001", "GB")})
	require.ErrorIs(t, err, &Error{Code: CodeUnavailable})
	require.Error(t, r.svc.Ready(t.Context()))
	ann.do(call, CommandHold)
	ann.do(call, CommandHangup)
	caller.await(sip.LegEnded)
	select {
	case <-r.svc.idle:
	case <-time.After(patience):
		t.Fatal("not idle")
	}
	r.stop()
	require.Equal(t, OutcomeAnswered, r.paper.call(call).Outcome)
}

func TestLostCallsOfDeadNodesAreAnnounced(t *testing.T) {
	t.Parallel()
	user := id.New[id.User]()
	r := newRig(t, func(cfg *Config, r *rig) {
		cfg.HeartbeatEvery, cfg.ReapEvery = 20*time.Millisecond, 30*time.Millisecond
		user = r.ann.ID
	})
	ann := r.tab(r.ann)
	lost := Call{ID: id.New[id.Call](), Org: r.org.ID, UserID: &user, Status: StatusEnded, Outcome: OutcomeFailed, Cause: Cause{Text: "node_lost"}}
	r.paper.mu.Lock()
	r.paper.lost = []Call{lost}
	r.paper.mu.Unlock()
	require.Equal(t, lost.ID, ann.ended().Call.ID)
	require.Eventually(t, func() bool {
		r.paper.mu.Lock()
		defer r.paper.mu.Unlock()
		return r.paper.beats > 2
	}, patience, 5*time.Millisecond)
}
