package store_test

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
)

// ids lists the calls of a filter.
func (w world) listed(t *testing.T, actor crm.Actor, filter crm.CallFilter) []string {
	t.Helper()
	page, err := w.CallList(t.Context(), actor, filter, crm.PageRequest{Limit: 200})
	require.NoError(t, err)
	ids := make([]string, len(page.Items))
	for i, call := range page.Items {
		ids[i] = call.ID.String()
	}
	return ids
}

// TestListTotalsAndExportAgree holds three ways to read the same filters against each other.
func TestListTotalsAndExportAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	queue, err := w.QueueCreate(t.Context(), w.admin, callsvc.Queue{Name: "Sales", RingTimeout: 20 * time.Second})
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(7, 7))
	start := time.Now().Add(-100 * time.Hour)
	contact := w.contact(t, "Jane", "=Smith", "+447700900123")
	var calls []callsvc.Call
	for i := range 60 {
		call := w.randomCall(random, start, queue.ID)
		if i%6 == 0 {
			call.ContactID = &contact.ID
		}
		w.record(t, call)
		calls = append(calls, call)
	}
	minute := start.Add(30 * time.Hour)
	for name, filter := range map[string]crm.CallFilter{
		"all": {}, "direction": {Direction: callsvc.Inbound}, "outcome": {Outcome: callsvc.OutcomeMissed}, "status": {Statuses: []callsvc.Status{callsvc.StatusEnded}},
		"user": {UserID: &w.agent.User}, "queue": {QueueID: &queue.ID}, "contact": {ContactID: &contact.ID}, "times": {From: minute, To: minute.Add(20 * time.Hour)},
		"length": {MinDuration: 3 * time.Minute}, "name": {Query: "jane"}, "number": {Query: calls[3].From.Number.E164},
		"national": {Query: "077009"}, "nobody": {Query: "zzz"}, "disposition": {Disposition: "sold"},
	} {
		want := w.listed(t, w.supervisor, filter)
		totals, err := w.CallTotals(t.Context(), w.supervisor, filter)
		require.NoError(t, err, name)
		assert.EqualValues(t, len(want), totals.Count, name)
		assert.True(t, totals.Exact)
		var file bytes.Buffer
		rows, err := w.CallExport(t.Context(), w.supervisor, crm.CallExport{Filter: filter, Profile: crm.ProfileData}, &file)
		require.NoError(t, err, name)
		assert.EqualValues(t, len(want), rows, name)
		records, err := csv.NewReader(&file).ReadAll()
		require.NoError(t, err, name)
		assert.Equal(t, strings.Split(crm.CallExportHeader, ","), records[0])
		var talk int64
		for i, record := range records[1:] {
			assert.Equal(t, want[i], record[0], name)
			seconds, err := strconv.ParseInt(record[13], 10, 64)
			require.NoError(t, err)
			talk += seconds
		}
		assert.InDelta(t, totals.Talk.Seconds(), talk, float64(len(want))+1, name)
	}
	assert.Len(t, w.listed(t, w.supervisor, crm.CallFilter{Query: "Smith"}), 10)
	assert.Contains(t, w.listed(t, w.supervisor, crm.CallFilter{Query: calls[3].From.Number.E164}), calls[3].ID.String())
	assert.Empty(t, w.listed(t, w.supervisor, crm.CallFilter{Query: "zzz"}))
	assert.Len(t, w.listed(t, w.supervisor, crm.CallFilter{Query: "077009"}), 60, "the beginning of a number as people write it")

	other := settle(t, w.Store)
	assert.Empty(t, other.listed(t, other.supervisor, crm.CallFilter{Query: "077009"}))
	own := w.listed(t, w.agent, crm.CallFilter{})
	totals, err := w.CallTotals(t.Context(), w.agent, crm.CallFilter{})
	require.NoError(t, err)
	assert.EqualValues(t, len(own), totals.Count, "agents add up their own")

	_, err = w.CallExport(t.Context(), w.agent, crm.CallExport{Profile: crm.ProfileData}, &bytes.Buffer{})
	requireCode(t, err, crm.CodeForbidden)
	var safe bytes.Buffer
	_, err = w.CallExport(t.Context(), w.supervisor, crm.CallExport{Filter: crm.CallFilter{Disposition: "x'); DROP TABLE calls; --"}, Profile: crm.ProfileSpreadsheet}, &safe)
	require.NoError(t, err)
	entries, err := w.AuditList(t.Context(), w.admin, crm.AuditFilter{Noun: "call", Action: "export"}, crm.PageRequest{})
	require.NoError(t, err)
	assert.NotEmpty(t, entries.Items, "what left the house is audited")
}
