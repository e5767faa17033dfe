package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// What a stranger's phone can make us store, in bytes.
const (
	maxWire   = 300
	maxDetail = 16 << 10
)

// RecordCall implements [callsvc.CallLog].
func (s *Store) RecordCall(ctx context.Context, record callsvc.CallRecord) error {
	call := record.Call
	return s.scoped(ctx, call.Org, "record call", func(ctx context.Context, tx scope) error {
		heard, err := tx.CallRecord(ctx, callRow(call))
		if err != nil && !isNoRows(err) {
			return err
		}
		for _, leg := range record.Legs {
			if err := tx.CallLegRecord(ctx, legRow(call, leg)); err != nil {
				return err
			}
		}
		for _, event := range record.Events {
			if err := tx.CallEventRecord(ctx, db.CallEventRecordParams{
				OrgID: call.Org, CallID: call.ID, Sequence: event.Sequence, At: event.At, Name: bounded(event.Name, maxWire), Detail: detail(event.Detail),
			}); err != nil {
				return err
			}
		}
		if err := tx.recordVoicemail(ctx, call, record.Voicemail); err != nil {
			return err
		}
		if err := tx.recordMessages(ctx, call.ID, record.Messages); err != nil {
			return err
		}
		if err := tx.recordRecordings(ctx, call, record.Recordings); err != nil {
			return err
		}
		if users := usersOf(record); len(users) > 0 {
			if err := tx.CallUserRecord(ctx, db.CallUserRecordParams{Users: users, OrgID: call.Org, CallID: call.ID}); err != nil {
				return err
			}
		}
		if err := tx.followCallback(ctx, call); err != nil || !heard {
			return err
		}
		return tx.announceCalls(ctx, []uuid.UUID{call.ID.UUID})
	})
}

// usersOf are the agents who take part or are rung.
func usersOf(record callsvc.CallRecord) []uuid.UUID {
	var users []uuid.UUID
	if record.Call.UserID != nil {
		users = append(users, record.Call.UserID.UUID)
	}
	for _, leg := range record.Legs {
		if leg.UserID != nil {
			users = append(users, leg.UserID.UUID)
		}
	}
	return users
}

func callRow(c callsvc.Call) db.CallRecordParams {
	return db.CallRecordParams{
		OrgID: c.Org, ID: c.ID, Direction: c.Direction, Status: c.Status, Outcome: c.Outcome,
		FromRaw: bounded(c.From.Number.Raw, maxWire), FromE164: c.From.Number.E164, FromExtension: c.From.Number.Extension,
		FromRegion: c.From.Number.Region, FromKind: c.From.Number.Kind, FromName: bounded(c.From.Name, maxWire),
		ToRaw: bounded(c.To.Number.Raw, maxWire), ToE164: c.To.Number.E164, ToExtension: c.To.Number.Extension,
		ToRegion: c.To.Number.Region, ToKind: c.To.Number.Kind, ToName: bounded(c.To.Name, maxWire),
		ContactID: bare(c.ContactID), CustomerID: bare(c.CustomerID), AttributedBy: c.AttributedBy,
		UserID: bare(c.UserID), QueueID: bare(c.QueueID), TrunkID: bare(c.TrunkID),
		StartedAt: c.StartedAt, RingingAt: c.RingingAt, AnsweredAt: c.AnsweredAt, EndedAt: c.EndedAt,
		HeldMs: c.HeldFor.Milliseconds(), HangupBy: c.HangupBy,
		CauseQ850: int32(c.Cause.Q850), CauseSip: int32(c.Cause.SIP), CauseText: bounded(c.Cause.Text, maxWire), //nolint:gosec // three digits each
		Quality: c.Quality, Node: c.Node, Boot: c.Boot, Sequence: c.Sequence,
	}
}

func legRow(call callsvc.Call, l callsvc.Leg) db.CallLegRecordParams {
	return db.CallLegRecordParams{
		OrgID: call.Org, ID: l.ID, CallID: call.ID, Kind: l.Kind, UserID: bare(l.UserID),
		Raw: bounded(l.Party.Number.Raw, maxWire), E164: l.Party.Number.E164, Extension: l.Party.Number.Extension,
		Region: l.Party.Number.Region, NumberKind: l.Party.Number.Kind, Name: bounded(l.Party.Name, maxWire),
		SipCallID: bounded(l.SIPCallID, maxWire), State: l.State, StartedAt: l.StartedAt, RingingAt: l.RingingAt,
		AnsweredAt: l.AnsweredAt, EndedAt: l.EndedAt,
		CauseQ850: int32(l.Cause.Q850), CauseSip: int32(l.Cause.SIP), CauseText: bounded(l.Cause.Text, maxWire), //nolint:gosec // three digits each
		Quality: l.Quality, Sequence: call.Sequence,
	}
}

func bare[T id.Kind](key *T) *uuid.UUID {
	if key == nil {
		return nil
	}
	plain := struct{ uuid.UUID }(*key).UUID
	return &plain
}

// detail encodes what an event carries. It never costs the event: what cannot
// be encoded or is too long is left out, and the event says so.
func detail(fields map[string]any) []byte {
	if len(fields) == 0 {
		return []byte("{}")
	}
	text, err := json.Marshal(fields)
	if err != nil || len(text) > maxDetail || !storableJSON(text) {
		return []byte(`{"omitted": true}`)
	}
	return text
}

// Heartbeat implements [callsvc.CallLog].
func (s *Store) Heartbeat(ctx context.Context, node, boot string) error {
	err := db.New(s.pool).NodeBeat(ctx, db.NodeBeatParams{Name: node, Boot: boot})
	return translate("record heartbeat", err)
}

// CloseLostCalls implements [callsvc.CallLog]. Which calls are lost is the only
// thing read across organisations; each is then ended in its own scope. The end
// is set to when the call was last known to live.
func (s *Store) CloseLostCalls(ctx context.Context, node, boot string, lease time.Duration) ([]callsvc.Call, error) {
	const doing = "close lost calls"
	rows, err := s.pool.Query(ctx, "SELECT org_id, id FROM calls_lost($1, $2, $3)", node, boot, lease)
	if err != nil {
		return nil, translate(doing, err)
	}
	type lostCall struct {
		Org id.Org
		ID  uuid.UUID
	}
	lost, err := pgx.CollectRows(rows, pgx.RowToStructByPos[lostCall])
	if err != nil {
		return nil, translate(doing, err)
	}
	byOrg := make(map[id.Org][]uuid.UUID)
	for _, call := range lost {
		byOrg[call.Org] = append(byOrg[call.Org], call.ID)
	}
	var ended []callsvc.Call
	for org, ids := range byOrg {
		calls, err := s.endLost(ctx, org, ids)
		if err != nil {
			return ended, err
		}
		ended = append(ended, calls...)
	}
	return ended, nil
}

func (s *Store) endLost(ctx context.Context, org id.Org, ids []uuid.UUID) ([]callsvc.Call, error) {
	var ended []callsvc.Call
	err := s.scoped(ctx, org, "close lost calls", func(ctx context.Context, tx scope) error {
		ours, err := tx.CallEndLost(ctx, db.CallEndLostParams{OrgID: org, Ids: ids})
		if err != nil {
			return err
		}
		keys := plain(ours)
		if err := tx.CallLegsEndLost(ctx, db.CallLegsEndLostParams{OrgID: org, Ids: keys}); err != nil {
			return err
		}
		if err := tx.CallEventsEndLost(ctx, db.CallEventsEndLostParams{OrgID: org, Ids: keys}); err != nil {
			return err
		}
		logged, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (callsvc.Call, error) {
			c, err := scanCall(r)
			return c.Call, err
		}, "SELECT "+callColumns+" FROM "+callTables+" WHERE c.org_id = $1 AND c.id = ANY ($2::uuid[]) ORDER BY c.started_at, c.id", org, keys)
		if ended = logged; err != nil {
			return err
		}
		return tx.announceCalls(ctx, keys)
	})
	return ended, err
}
