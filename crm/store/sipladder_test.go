package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func TestSIPMessagesOfACall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	contact := w.contact(t, "Jane", "Smith", "+447700900123")
	call := w.call("+447700900123", time.Now())
	call.ContactID = &contact.ID
	call.Status, call.Outcome, call.EndedAt = callsvc.StatusEnded, callsvc.OutcomeMissed, new(call.StartedAt.Add(time.Second))
	leg := callsvc.Leg{ID: id.New[id.Leg](), Call: call.ID, Kind: "trunk", StartedAt: call.StartedAt}
	messages := []callsvc.LegMessage{
		{Leg: leg.ID, Sequence: 1, At: call.StartedAt, Transport: "udp", Remote: "192.0.2.1:5060", StartLine: "INVITE sip:a@b SIP/2.0", Text: "INVITE sip:a@b SIP/2.0\n"},
		{Leg: leg.ID, Sequence: 2, At: call.StartedAt.Add(time.Millisecond), Outgoing: true, Transport: "udp", Remote: "192.0.2.1:5060", StartLine: "SIP/2.0 486 Busy Here", Text: "SIP/2.0 486 Busy Here\n"},
	}
	record := callsvc.CallRecord{Call: call, Legs: []callsvc.Leg{leg}, Messages: messages}
	require.NoError(t, w.RecordCall(t.Context(), record))
	require.NoError(t, w.RecordCall(t.Context(), record), "again changes nothing")

	got, err := w.CallMessages(t.Context(), w.supervisor, call.ID)
	require.NoError(t, err)
	assert.Equal(t, messages, got)
	_, err = w.CallMessages(t.Context(), w.agent, call.ID)
	requireCode(t, err, crm.CodeForbidden)
	_, err = w.CallMessages(t.Context(), other.supervisor, call.ID)
	requireCode(t, err, crm.CodeNotFound)

	w.exec(t, "UPDATE sip_messages SET at = at - interval '31 days' WHERE sequence = 1")
	w.exec(t, "SELECT sip_messages_sweep()")
	got, err = w.CallMessages(t.Context(), w.supervisor, call.ID)
	require.NoError(t, err)
	assert.Len(t, got, 1, "a month is kept")

	_, err = w.ContactErase(t.Context(), w.admin, contact.ID, contact.Name())
	require.NoError(t, err)
	got, err = w.CallMessages(t.Context(), w.supervisor, call.ID)
	require.NoError(t, err)
	assert.Empty(t, got, "a person's messages go with the person")
}
