package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/ringbook/ringbook/callsvc"
)

// demoRow is a row of a table as PostgreSQL reads it from JSON.
type demoRow map[string]any

// writeCalls writes finished calls whole, unlike RecordCall, which follows a
// call that lives: one statement for each table.
func (p demoPlan) writeCalls(ctx context.Context, tx scope) error {
	var calls, legs, events, users []demoRow
	for _, made := range p.calls {
		call := p.callRow(made)
		calls = append(calls, call)
		for _, leg := range made.record.Legs {
			legs = append(legs, p.legRow(leg, made.record.Call.Sequence))
			if leg.UserID != nil {
				users = append(users, demoRow{"org_id": p.org.ID, "call_id": leg.Call, "user_id": leg.UserID, "started_at": call["started_at"]})
			}
		}
		for _, event := range made.record.Events {
			events = append(events, demoRow{
				"org_id": p.org.ID, "call_id": event.Call, "sequence": event.Sequence,
				"at": event.At, "name": event.Name, "detail": event.Detail,
			})
		}
	}
	for _, table := range []struct {
		sql  string
		rows []demoRow
	}{
		{"INSERT INTO calls SELECT * FROM jsonb_populate_recordset(NULL::calls, $1)", calls},
		{"INSERT INTO call_legs SELECT * FROM jsonb_populate_recordset(NULL::call_legs, $1)", legs},
		{"INSERT INTO call_events SELECT * FROM jsonb_populate_recordset(NULL::call_events, $1)", events},
		{"INSERT INTO call_users SELECT * FROM jsonb_populate_recordset(NULL::call_users, $1)", users},
	} {
		text, err := json.Marshal(table.rows)
		if err != nil {
			return fmt.Errorf("encode: %w", err)
		}
		if _, err := tx.tx.Exec(ctx, table.sql, text); err != nil {
			return fmt.Errorf("%s: %w", table.sql, err)
		}
	}
	return nil
}

func (p demoPlan) callRow(made demoCall) demoRow {
	call := made.record.Call
	r := demoRow{
		"org_id": p.org.ID, "id": call.ID, "direction": call.Direction, "status": call.Status, "outcome": call.Outcome,
		"contact_id": call.ContactID, "customer_id": call.CustomerID, "attributed_by": call.AttributedBy,
		"user_id": call.UserID, "queue_id": call.QueueID, "trunk_id": call.TrunkID, "started_at": call.StartedAt,
		"ringing_at": call.RingingAt, "answered_at": call.AnsweredAt, "ended_at": call.EndedAt, "held_ms": call.HeldFor.Milliseconds(),
		"hangup_by": call.HangupBy, "quality": call.Quality, "node": call.Node, "boot": call.Boot, "sequence": call.Sequence,
		"disposition": made.disposition, "notes": made.notes, "updated_at": call.EndedAt,
	}
	r.number("from_", "kind", call.From)
	r.number("to_", "kind", call.To)
	r.cause(call.Cause)
	return r
}

func (p demoPlan) legRow(leg callsvc.Leg, sequence int64) demoRow {
	r := demoRow{
		"org_id": p.org.ID, "id": leg.ID, "call_id": leg.Call, "kind": leg.Kind, "user_id": leg.UserID, "sip_call_id": leg.SIPCallID,
		"state": leg.State, "started_at": leg.StartedAt, "ringing_at": leg.RingingAt, "answered_at": leg.AnsweredAt,
		"ended_at": leg.EndedAt, "quality": leg.Quality, "sequence": sequence,
	}
	r.number("", "number_kind", leg.Party)
	r.cause(leg.Cause)
	return r
}

func (r demoRow) number(prefix, kind string, party callsvc.Party) {
	number := party.Number
	for column, value := range map[string]string{
		"raw": number.Raw, "e164": number.E164, "extension": number.Extension, "region": number.Region,
		kind: string(number.Kind), "name": party.Name,
	} {
		r[prefix+column] = value
	}
}

func (r demoRow) cause(cause callsvc.Cause) {
	r["cause_q850"], r["cause_sip"], r["cause_text"] = cause.Q850, cause.SIP, cause.Text
}
