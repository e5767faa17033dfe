package store_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// randomCall is an ended call of any kind, begun in the 60 hours from start.
func (w world) randomCall(random *rand.Rand, start time.Time, queue id.Queue) callsvc.Call {
	call := w.call(fmt.Sprintf("+4477009%05d", random.IntN(100_000)), start.Add(time.Duration(random.IntN(60*3600))*time.Second))
	call.Status, call.Direction = callsvc.StatusEnded, []callsvc.Direction{callsvc.Inbound, callsvc.Outbound, callsvc.Internal}[random.IntN(3)]
	call.Outcome = []callsvc.Outcome{
		callsvc.OutcomeAnswered, callsvc.OutcomeAnswered, callsvc.OutcomeMissed, callsvc.OutcomeBusy, callsvc.OutcomeRejected,
		callsvc.OutcomeFailed, callsvc.OutcomeCancelled, callsvc.OutcomeAbandoned, callsvc.OutcomeVoicemail,
	}[random.IntN(9)]
	call.HangupBy = []string{"caller", "agent", "system"}[random.IntN(3)]
	end := call.StartedAt.Add(time.Duration(random.IntN(60_000)) * time.Millisecond)
	if call.Outcome == callsvc.OutcomeAnswered {
		call.AnsweredAt = new(end)
		end = end.Add(time.Duration(random.IntN(600_000)) * time.Millisecond)
		call.HeldFor = time.Duration(random.IntN(20_000)) * time.Millisecond
		call.UserID = []*id.User{&w.agent.User, &w.agent2.User}[random.IntN(2)]
	}
	if random.IntN(2) == 0 {
		call.QueueID = &queue
	}
	call.EndedAt = &end
	return call
}

// naive counts calls one by one.
func naive(calls []callsvc.Call, within time.Duration) (f crm.CallFigures) {
	for _, call := range calls {
		f.Calls++
		inbound, answered := call.Direction == callsvc.Inbound, call.Outcome == callsvc.OutcomeAnswered
		switch call.Direction {
		case callsvc.Inbound:
			f.Inbound++
		case callsvc.Outbound:
			f.Outbound++
		case callsvc.Internal:
			f.Internal++
		}
		if answered {
			f.Answered++
			f.Talk += max(0, call.EndedAt.Sub(*call.AnsweredAt)-call.HeldFor)
		}
		if !inbound {
			continue
		}
		gaveUp := call.Outcome == callsvc.OutcomeAbandoned || call.Outcome == callsvc.OutcomeMissed && call.HangupBy == "caller"
		switch {
		case answered:
			f.InboundAnswered++
			f.Wait += call.AnsweredAt.Sub(call.StartedAt)
			if call.AnsweredAt.Sub(call.StartedAt) <= within {
				f.InTime++
			}
		case gaveUp:
			f.Abandoned++
		case call.Outcome == callsvc.OutcomeMissed, call.Outcome == callsvc.OutcomeRejected:
			f.Missed++
		case call.Outcome == callsvc.OutcomeVoicemail:
			f.Voicemail++
		default:
			continue
		}
		f.Offered++
	}
	return f
}

func TestReportsAddUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	queue, err := w.QueueCreate(t.Context(), w.admin, callsvc.Queue{Name: "Sales", RingTimeout: 20 * time.Second})
	require.NoError(t, err)
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	// Over a night in which clocks went forward.
	start := time.Date(2026, 3, 28, 0, 0, 0, 0, berlin)
	var calls []callsvc.Call
	for range 120 {
		call := w.randomCall(random, start, queue.ID)
		w.record(t, call)
		calls = append(calls, call)
	}
	// What lasts, what began before and what is another organisation's is not reported.
	w.record(t, w.call("+447700900999", start.Add(time.Hour)))
	w.record(t, w.randomCall(random, start.Add(-100*time.Hour), queue.ID))
	other.record(t, other.randomCall(random, start, queue.ID))

	names := map[crm.ReportGroup]func(callsvc.Call) string{
		crm.ReportDay:  func(c callsvc.Call) string { return c.StartedAt.In(berlin).Format(time.DateOnly) },
		crm.ReportHour: func(c callsvc.Call) string { return strconv.Itoa(c.StartedAt.In(berlin).Hour()) },
		crm.ReportAgent: func(c callsvc.Call) string {
			if c.UserID == nil {
				return ""
			}
			return c.UserID.String()
		},
		crm.ReportQueue: func(c callsvc.Call) string {
			if c.QueueID == nil {
				return ""
			}
			return c.QueueID.String()
		},
		crm.ReportDisposition: func(callsvc.Call) string { return "" },
	}
	for group, key := range names {
		report, err := w.CallReport(t.Context(), w.supervisor, crm.ReportRequest{
			Group: group, From: start, To: start.Add(60 * time.Hour), Zone: berlin,
		})
		require.NoError(t, err, group)
		assert.Equal(t, naive(calls, 20*time.Second), report.Total, group)
		groups := map[string][]callsvc.Call{}
		for _, call := range calls {
			groups[key(call)] = append(groups[key(call)], call)
		}
		for _, row := range report.Rows {
			assert.Equal(t, naive(groups[row.Key], 20*time.Second), row.Figures, "%s %s", group, row.Key)
			delete(groups, row.Key)
		}
		assert.Empty(t, groups, "%s has a row for each", group)
	}
	none, err := other.CallReport(t.Context(), other.supervisor, crm.ReportRequest{Group: crm.ReportHour, From: start, To: start.Add(60 * time.Hour)})
	require.NoError(t, err)
	assert.Len(t, none.Rows, 24, "hours without calls are told")
	assert.EqualValues(t, 1, none.Total.Calls)
}

func TestReportRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	now := time.Now()
	good := crm.ReportRequest{Group: crm.ReportDay, From: now.Add(-time.Hour), To: now}
	_, err := w.CallReport(t.Context(), w.agent, good)
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.CallBoard(t.Context(), w.agent, now)
	requireCode(t, err, crm.CodeForbidden)
	for field, request := range map[string]crm.ReportRequest{
		"groupBy": {Group: "moon", From: good.From, To: now},
		"to":      {Group: crm.ReportDay, From: now, To: now},
		"from":    {Group: crm.ReportDay, From: now.AddDate(-2, 0, 0), To: now},
	} {
		_, err := w.CallReport(t.Context(), w.supervisor, request)
		assert.Equal(t, field, refusalOf(t, err, crm.CodeInvalid).Fields[0].Field)
	}
}

func TestBoardShowsWhatLasts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	queue, err := w.QueueCreate(t.Context(), w.admin, callsvc.Queue{Name: "Sales", RingTimeout: 20 * time.Second})
	require.NoError(t, err)
	today := time.Now().Add(-10 * time.Minute)
	first, second := w.call("+447700900001", today), w.call("+447700900002", today.Add(time.Minute))
	first.QueueID, second.QueueID = &queue.ID, &queue.ID
	w.record(t, first)
	w.record(t, second)

	board, err := w.CallBoard(t.Context(), w.supervisor, today)
	require.NoError(t, err)
	assert.EqualValues(t, 2, board.Open)
	require.Len(t, board.Calls, 2)
	assert.Equal(t, first.ID, board.Calls[0].ID, "the oldest first")
	require.Len(t, board.Queues, 1)
	assert.EqualValues(t, 2, board.Queues[0].Waiting)
	assert.WithinDuration(t, first.StartedAt, *board.Queues[0].Since, 0)
	assert.Equal(t, crm.ServiceLevel{Within: 20 * time.Second, Percent: 80}, board.Level)

	first.Sequence, first.Status, first.AnsweredAt, first.UserID = 2, callsvc.StatusConnected, new(first.StartedAt.Add(25*time.Second)), &w.agent.User
	w.record(t, first)
	second.Sequence, second.Status, second.Outcome, second.HangupBy, second.EndedAt = 2, callsvc.StatusEnded, callsvc.OutcomeMissed, "caller", new(second.StartedAt.Add(time.Second))
	w.record(t, second)
	board, err = w.CallBoard(t.Context(), w.supervisor, today)
	require.NoError(t, err)
	assert.EqualValues(t, 1, board.Open)
	assert.Zero(t, board.Queues[0].Waiting)
	assert.Nil(t, board.Queues[0].Since)
	assert.EqualValues(t, 1, board.Queues[0].Talking)
	assert.EqualValues(t, 1, board.Queues[0].Today.Abandoned)
	assert.EqualValues(t, 1, board.Today.Abandoned)

	first.Sequence, first.Status, first.Outcome, first.EndedAt = 3, callsvc.StatusEnded, callsvc.OutcomeAnswered, new(first.StartedAt.Add(time.Minute))
	w.record(t, first)
	_, err = w.OrganisationUpdate(t.Context(), w.admin, nil, crm.OrganisationChange{LevelSeconds: crm.Optional[int]{Set: true, Value: 30}, LevelPercent: crm.Optional[int]{Set: true, Value: 90}})
	require.NoError(t, err)
	board, err = w.CallBoard(t.Context(), w.supervisor, today)
	require.NoError(t, err)
	assert.Equal(t, crm.ServiceLevel{Within: 30 * time.Second, Percent: 90}, board.Level)
	level, known := board.Today.Level()
	assert.True(t, known)
	assert.InDelta(t, 50, level, 0.001)
	speed, known := board.Today.SpeedOfAnswer()
	assert.True(t, known)
	assert.Equal(t, 25*time.Second, speed)

	none, err := other.CallBoard(t.Context(), other.supervisor, today)
	require.NoError(t, err)
	assert.Zero(t, none.Open)
	assert.Empty(t, none.Calls)
	assert.Empty(t, none.Queues)
	assert.Zero(t, none.Today)
}
