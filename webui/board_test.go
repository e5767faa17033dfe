package webui

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/webui/api"
)

func TestBoardAndReports(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	began := time.Now().UTC().Add(-time.Second)
	call := callsvc.Call{
		ID: id.New[id.Call](), Org: w.ours.org, Direction: callsvc.Inbound, Status: callsvc.StatusConnected,
		From: callsvc.Party{Number: e164.Parse("+447700900123", "GB")}, StartedAt: began, AnsweredAt: &began,
		UserID: &w.ours.agentID, Sequence: 1, Node: "n", Boot: "b",
	}
	require.NoError(t, w.store.RecordCall(t.Context(), callsvc.CallRecord{Call: call}))
	w.calls.presences = []callsvc.Presence{{UserID: w.ours.agentID, Status: callsvc.PresenceAvailable, OnCall: true, Since: began}}

	report := "/api/v1/reports/calls?groupBy=day&timeZone=Europe/Berlin&" + url.Values{
		"from": {began.Add(-time.Hour).Format(time.RFC3339)}, "to": {began.Add(time.Hour).Format(time.RFC3339)},
	}.Encode()
	for _, path := range []string{"/api/v1/board", report} {
		requireProblem(t, w.ours.agent.do(t, http.MethodGet, path, nil), http.StatusForbidden, "forbidden")
	}
	refused := w.ours.supervisor.do(t, http.MethodGet, "/api/v1/board?timeZone=Mars/Phobos", nil)
	requireProblem(t, refused, http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, http.StatusUnprocessableEntity, w.ours.supervisor.do(t, http.MethodGet, "/api/v1/reports/calls?groupBy=day", nil).status)

	board := into[api.Board](t, w.ours.supervisor.do(t, http.MethodGet, "/api/v1/board?timeZone=Europe/Berlin", nil), http.StatusOK)
	require.Len(t, board.Calls, 1)
	assert.Equal(t, call.ID, board.Calls[0].ID)
	assert.Equal(t, api.ServiceLevel{Seconds: 20, Percent: 80}, board.Level)
	require.NotEmpty(t, board.Agents)
	assert.Equal(t, w.ours.agentID, board.Agents[0].UserID, "who talks comes first")
	assert.Equal(t, &call.ID, board.Agents[0].CallID)
	assert.Empty(t, into[api.Board](t, w.theirs.supervisor.do(t, http.MethodGet, "/api/v1/board", nil), http.StatusOK).Calls)

	ended := began.Add(time.Second)
	call.Status, call.Outcome, call.EndedAt, call.Sequence = callsvc.StatusEnded, callsvc.OutcomeAnswered, &ended, 2
	require.NoError(t, w.store.RecordCall(t.Context(), callsvc.CallRecord{Call: call}))
	counted := into[api.CallReport](t, w.ours.supervisor.do(t, http.MethodGet, report, nil), http.StatusOK)
	assert.EqualValues(t, 1, counted.Total.InboundAnswered)
	require.NotNil(t, counted.Total.ServiceLevel)
	assert.InDelta(t, 100, *counted.Total.ServiceLevel, 0.001)
	assert.Equal(t, "Europe/Berlin", counted.TimeZone)
	assert.Zero(t, into[api.CallReport](t, w.theirs.supervisor.do(t, http.MethodGet, report, nil), http.StatusOK).Total.Calls)
}

func TestCallTotalsAndExport(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	began := time.Now().UTC().Add(-time.Minute)
	ended := began.Add(30 * time.Second)
	require.NoError(t, w.store.RecordCall(t.Context(), callsvc.CallRecord{Call: callsvc.Call{
		ID: id.New[id.Call](), Org: w.ours.org, Direction: callsvc.Inbound, Status: callsvc.StatusEnded, Outcome: callsvc.OutcomeAnswered,
		From: callsvc.Party{Number: e164.Parse("+447700900123", "GB")}, To: callsvc.Party{Number: e164.Number{Raw: "=1+1"}},
		StartedAt: began, AnsweredAt: new(began.Add(10 * time.Second)), EndedAt: &ended, UserID: &w.ours.agentID, Sequence: 1, Node: "n", Boot: "b",
	}}))
	const totals, export = "/api/v1/calls/totals?q=07700900", "/api/v1/calls/export.csv?q=07700900"
	got := into[api.CallTotals](t, w.ours.agent.do(t, http.MethodGet, totals, nil), http.StatusOK)
	assert.Equal(t, api.CallTotals{Count: 1, Answered: 1, TalkSeconds: 20, AverageWait: 10, Exact: true}, got)
	assert.Zero(t, into[api.CallTotals](t, w.theirs.admin.do(t, http.MethodGet, totals, nil), http.StatusOK).Count)
	requireProblem(t, w.ours.agent.do(t, http.MethodGet, totals+"&status=moon", nil), http.StatusUnprocessableEntity, "invalid")

	requireProblem(t, w.ours.agent.do(t, http.MethodGet, export, nil), http.StatusForbidden, "forbidden")
	file := w.ours.supervisor.do(t, http.MethodGet, export, nil)
	require.Equal(t, http.StatusOK, file.status)
	assert.Regexp(t, `^attachment; filename=calls-\d{4}-\d\d-\d\d\.csv$`, file.header.Get("Content-Disposition"))
	assert.Contains(t, string(file.body), "+447700900123,'=1+1", "no cell is a formula")
	assert.NotContains(t, string(w.theirs.supervisor.do(t, http.MethodGet, export, nil).body), "447700900123")
}
