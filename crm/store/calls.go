package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	callColumns = `c.org_id, c.id, c.direction, c.status, c.outcome,
	c.from_raw, c.from_e164, c.from_extension, c.from_region, c.from_kind, c.from_name,
	c.to_raw, c.to_e164, c.to_extension, c.to_region, c.to_kind, c.to_name,
	c.contact_id, c.customer_id, c.attributed_by, c.user_id, c.queue_id, c.trunk_id,
	c.started_at, c.ringing_at, c.answered_at, c.ended_at, c.held_ms, c.hangup_by,
	c.cause_q850, c.cause_sip, c.cause_text, c.quality, c.node, c.boot, c.sequence, c.disposition, c.notes,
	coalesce(k.first_name || ' ' || k.last_name, ''), coalesce(cu.name, ''), coalesce(u.name, ''), coalesce(q.name, ''), coalesce(d.label, ''),
	ARRAY(SELECT r.id FROM recordings r WHERE r.org_id = c.org_id AND r.call_id = c.id ORDER BY r.started_at)`
	callNames = `
	LEFT JOIN contacts k ON k.org_id = c.org_id AND k.id = c.contact_id
	LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id
	LEFT JOIN users u ON u.org_id = c.org_id AND u.id = c.user_id
	LEFT JOIN queues q ON q.org_id = c.org_id AND q.id = c.queue_id
	LEFT JOIN numbers d ON d.org_id = c.org_id AND d.e164 = c.to_e164 AND c.direction = 'inbound'`
	callTables = "calls c" + callNames
)

func scanCall(r pgx.CollectableRow, more ...any) (crm.LoggedCall, error) {
	var c crm.LoggedCall
	var heldMS int64
	from, to := &c.From.Number, &c.To.Number
	err := r.Scan(append([]any{
		&c.Org, &c.ID, &c.Direction, &c.Status, &c.Outcome,
		&from.Raw, &from.E164, &from.Extension, &from.Region, &from.Kind, &c.From.Name,
		&to.Raw, &to.E164, &to.Extension, &to.Region, &to.Kind, &c.To.Name,
		&c.ContactID, &c.CustomerID, &c.AttributedBy, &c.UserID, &c.QueueID, &c.TrunkID,
		&c.StartedAt, &c.RingingAt, &c.AnsweredAt, &c.EndedAt, &heldMS, &c.HangupBy,
		&c.Cause.Q850, &c.Cause.SIP, &c.Cause.Text, &c.Quality, &c.Node, &c.Boot, &c.Sequence, &c.Disposition, &c.Notes,
		&c.ContactName, &c.CustomerName, &c.UserName, &c.QueueName, &c.Line, &c.Recordings,
	}, more...)...)
	c.HeldFor = time.Duration(heldMS) * time.Millisecond
	return c, err
}

// CallList lists calls, newest first unless sorted otherwise (startedAt).
// Agents see the calls that they placed, answered or were rung for.
func (s *Store) CallList(ctx context.Context, actor crm.Actor, filter crm.CallFilter, page crm.PageRequest) (crm.Page[crm.LoggedCall], error) {
	const doing = "list calls"
	own := filter.Mine || !actor.Role.AtLeast(crm.RoleSupervisor)
	l, err := requested(actor, "calls", []any{filter, own, actor.User}, page)
	if err != nil {
		return crm.Page[crm.LoggedCall]{}, translate(doing, err)
	}
	started := column{"c.started_at", "timestamptz"}
	if own {
		// The agent's own calls come from the index that holds them in order.
		started.sql = "mine.started_at"
	}
	by, err := pick(page.Sort, "-startedAt", "c.id", map[string]column{"startedAt": started})
	if err != nil {
		return crm.Page[crm.LoggedCall]{}, translate(doing, err)
	}
	q, err := s.callsAsked(ctx, actor, filter, own)
	if err != nil {
		return crm.Page[crm.LoggedCall]{}, err
	}
	if own {
		by.id = "mine.call_id"
	}
	return list(ctx, s, actor.Org, doing, callColumns, l, q, by, scanCall)
}

func callQuery(actor crm.Actor, filter crm.CallFilter, own bool) *query {
	q := &query{from: callTables}
	q.and("c.org_id = %s", actor.Org)
	if own {
		q.from = "call_users mine JOIN calls c ON c.org_id = mine.org_id AND c.id = mine.call_id" + callNames
		q.and("mine.org_id = %s AND mine.user_id = %s", actor.Org, actor.User)
	}
	if len(filter.Statuses) > 0 {
		statuses := make([]string, len(filter.Statuses))
		for i, status := range filter.Statuses {
			statuses[i] = string(status)
		}
		q.and("c.status = ANY (%s::text[])", statuses)
	}
	for condition, value := range map[string]string{
		"c.direction = %s": string(filter.Direction), "c.outcome = %s": string(filter.Outcome), "c.disposition = %s": filter.Disposition,
	} {
		if value != "" {
			q.and(condition, value)
		}
	}
	if filter.UserID != nil {
		q.and("c.user_id = %s", *filter.UserID)
	}
	if filter.ContactID != nil {
		q.and("c.contact_id = contact_root("+q.arg(actor.Org)+", %s)", *filter.ContactID)
	}
	if filter.CustomerID != nil {
		org, customer := q.arg(actor.Org), q.arg(*filter.CustomerID)
		// Calls of those who are its contacts now, and of those who were when they
		// called: a range of an index for each, where an OR would be all calls.
		q.and("c.id IN (SELECT d.id FROM calls d WHERE d.org_id = " + org + " AND d.customer_id = " + customer + `
			UNION SELECT d.id FROM contacts k JOIN calls d ON d.org_id = k.org_id AND d.contact_id = k.id
			WHERE k.org_id = ` + org + " AND k.customer_id = " + customer + ")")
	}
	if filter.QueueID != nil {
		q.and("c.queue_id = %s", *filter.QueueID)
	}
	if !filter.From.IsZero() {
		q.and("c.started_at >= %s", filter.From)
	}
	if !filter.To.IsZero() {
		q.and("c.started_at < %s", filter.To)
	}
	if filter.MinDuration > 0 {
		q.and("c.answered_at IS NOT NULL AND coalesce(c.ended_at, now()) - c.answered_at >= %s", filter.MinDuration)
	}
	return q
}

// CallGet returns a call with its legs and events. Agents get their own only.
func (s *Store) CallGet(ctx context.Context, actor crm.Actor, call id.Call) (crm.CallDetail, error) {
	var detail crm.CallDetail
	err := s.scoped(ctx, actor.Org, "get call", func(ctx context.Context, tx scope) error {
		var err error
		if detail.LoggedCall, err = tx.call(ctx, actor, call); err != nil {
			return err
		}
		legs, err := tx.CallLegs(ctx, db.CallLegsParams{OrgID: tx.org, CallID: call})
		if err != nil {
			return err
		}
		events, err := tx.CallEvents(ctx, db.CallEventsParams{OrgID: tx.org, CallID: call})
		if err != nil {
			return err
		}
		detail.Legs = make([]callsvc.Leg, 0, len(legs))
		for _, l := range legs {
			detail.Legs = append(detail.Legs, legOf(l))
		}
		detail.Events = make([]callsvc.CallEvent, 0, len(events))
		for _, e := range events {
			event := callsvc.CallEvent{Call: e.CallID, Sequence: e.Sequence, At: e.At, Name: e.Name}
			if err := json.Unmarshal(e.Detail, &event.Detail); err != nil {
				return err
			}
			detail.Events = append(detail.Events, event)
		}
		return nil
	})
	return detail, err
}

func legOf(l db.CallLegsRow) callsvc.Leg {
	return callsvc.Leg{
		ID: l.ID, Call: l.CallID, Kind: l.Kind, UserID: l.UserID,
		Party: callsvc.Party{
			Number: e164.Number{Raw: l.Raw, E164: l.E164, Extension: l.Extension, Region: l.Region, Kind: l.NumberKind}, Name: l.Name,
		},
		SIPCallID: l.SipCallID, State: l.State, StartedAt: l.StartedAt, RingingAt: l.RingingAt, AnsweredAt: l.AnsweredAt,
		EndedAt: l.EndedAt, Cause: callsvc.Cause{Q850: int(l.CauseQ850), SIP: int(l.CauseSip), Text: l.CauseText}, Quality: l.Quality,
	}
}

// call reads one call that the actor may see. Another's call is not there for
// an agent, as in the list.
func (tx scope) call(ctx context.Context, actor crm.Actor, call id.Call) (crm.LoggedCall, error) {
	found, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.LoggedCall, error) { return scanCall(r) },
		"SELECT "+callColumns+" FROM "+callTables+" WHERE c.org_id = $1 AND c.id = $2", tx.org, call)
	if err != nil {
		return crm.LoggedCall{}, err
	}
	if len(found) == 0 {
		return crm.LoggedCall{}, crm.NotFound("call")
	}
	if actor.Role.AtLeast(crm.RoleSupervisor) {
		return found[0], nil
	}
	own, err := tx.CallHasUser(ctx, db.CallHasUserParams{OrgID: tx.org, CallID: call, UserID: actor.User})
	if err == nil && !own {
		err = crm.NotFound("call")
	}
	return found[0], err
}

// CallUpdate records what people know better: whose call it was, how it went.
// The customer follows the contact.
func (s *Store) CallUpdate(ctx context.Context, actor crm.Actor, call id.Call, change crm.CallChange) (crm.LoggedCall, error) {
	const doing = "update call"
	change, err := change.Prepare()
	if err != nil {
		return crm.LoggedCall{}, translate(doing, err)
	}
	var updated crm.LoggedCall
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		chosen, err := tx.lockCall(ctx, call, change.ContactID)
		if err != nil {
			return err
		}
		current, err := tx.call(ctx, actor, call)
		if err != nil {
			return err
		}
		if change.ContactID.Set {
			if err := tx.attribute(ctx, call, chosen); err != nil {
				return err
			}
		}
		annotation := db.CallAnnotateParams{OrgID: tx.org, ID: call}
		if change.Disposition.Set {
			annotation.Disposition = &change.Disposition.Value
		}
		if change.Notes.Set {
			annotation.Notes = &change.Notes.Value
		}
		if err := tx.CallAnnotate(ctx, annotation); err != nil {
			return err
		}
		if updated, err = tx.call(ctx, actor, call); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.CallCorrected(current, updated))
	})
	return updated, err
}

// lockCall locks a call and, where its contact is to change, before it the contact
// that loses it and the one that gets it, in the order of all merges: those lock
// contacts first and their calls after them, too.
func (tx scope) lockCall(ctx context.Context, call id.Call, contact crm.Optional[*id.Contact]) (*id.Contact, error) {
	if !contact.Set {
		_, err := tx.CallLock(ctx, db.CallLockParams{OrgID: tx.org, ID: call})
		return nil, missing(err, "call")
	}
	before, err := tx.CallContact(ctx, db.CallContactParams{OrgID: tx.org, ID: call})
	if err != nil {
		return nil, missing(err, "call")
	}
	var ids []uuid.UUID
	if before != nil {
		ids = append(ids, before.UUID)
	}
	chosen := contact.Value
	if chosen != nil {
		root, err := tx.root(ctx, *chosen)
		if err != nil {
			return nil, err
		}
		chosen = &root
		ids = append(ids, root.UUID)
	}
	locked, err := tx.ContactsLock(ctx, db.ContactsLockParams{OrgID: tx.org, Ids: ids})
	if err != nil {
		return nil, err
	}
	for _, one := range locked {
		switch {
		case one.MergedIntoID != nil:
			return nil, errMoved
		case one.ErasedAt != nil && chosen != nil && one.ID == *chosen:
			return nil, crm.Erased()
		}
	}
	now, err := tx.CallLock(ctx, db.CallLockParams{OrgID: tx.org, ID: call})
	if err != nil {
		return nil, missing(err, "call")
	}
	if ref(now) != ref(before) {
		return nil, errMoved
	}
	return chosen, nil
}

// ref is what a reference holds, comparable; the zero value for none.
func ref(contact *id.Contact) (none id.Contact) {
	if contact == nil {
		return none
	}
	return *contact
}

func (tx scope) attribute(ctx context.Context, call id.Call, contact *id.Contact) error {
	chosen := db.CallAttributeParams{OrgID: tx.org, ID: call}
	if contact != nil {
		found, err := tx.contact(ctx, *contact)
		if err != nil {
			return err
		}
		chosen.ContactID, chosen.CustomerID = &found.ID, found.CustomerID
	}
	if err := tx.attributeCallback(ctx, call, chosen.ContactID); err != nil {
		return err
	}
	return tx.CallAttribute(ctx, chosen)
}
