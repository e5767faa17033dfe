package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	callbackColumns = `b.id, b.e164, b.name, b.contact_id, coalesce(k.first_name || ' ' || k.last_name, ''), coalesce(cu.name, ''),
	b.queue_id, coalesce(q.name, ''), b.owner_id, coalesce(o.name, ''), b.state, b.count, b.first_at, b.last_at, b.due_at, b.note,
	b.last_call_id, b.closed_at, b.closed_by_id, coalesce(u.name, ''), b.closed_call_id, b.reason, b.version`
	callbackTables = `callbacks b
	LEFT JOIN contacts k ON k.org_id = b.org_id AND k.id = b.contact_id
	LEFT JOIN customers cu ON cu.org_id = b.org_id AND cu.id = k.customer_id
	LEFT JOIN queues q ON q.org_id = b.org_id AND q.id = b.queue_id
	LEFT JOIN users o ON o.org_id = b.org_id AND o.id = b.owner_id
	LEFT JOIN users u ON u.org_id = b.org_id AND u.id = b.closed_by_id`
)

func scanCallback(r pgx.CollectableRow, more ...any) (b crm.Callback, err error) {
	return b, r.Scan(append([]any{
		&b.ID, &b.E164, &b.Name, &b.ContactID, &b.ContactName, &b.CustomerName,
		&b.QueueID, &b.QueueName, &b.OwnerID, &b.OwnerName, &b.State, &b.Count, &b.FirstAt, &b.LastAt, &b.DueAt, &b.Note,
		&b.LastCallID, &b.ClosedAt, &b.ClosedByID, &b.ClosedByName, &b.ClosedCallID, &b.Reason, &b.Version,
	}, more...)...)
}

// CallbackList lists callbacks, who waits longest first unless sorted otherwise
// (firstAt, lastAt, closedAt).
func (s *Store) CallbackList(ctx context.Context, actor crm.Actor, filter crm.CallbackFilter, page crm.PageRequest) (crm.Page[crm.Callback], error) {
	const doing = "list callbacks"
	l, err := requested(actor, "callbacks", filter, page)
	if err != nil {
		return crm.Page[crm.Callback]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "firstAt", "b.id", map[string]column{
		"firstAt": {"b.first_at", "timestamptz"}, "lastAt": {"b.last_at", "timestamptz"}, "closedAt": {"b.closed_at", "timestamptz"},
	})
	if err != nil {
		return crm.Page[crm.Callback]{}, translate(doing, err)
	}
	q := &query{from: callbackTables}
	q.and("b.org_id = %s", actor.Org)
	if filter.State != "" {
		q.and("b.state = %s", filter.State)
	}
	if by.sql == "b.closed_at" {
		q.and("b.closed_at IS NOT NULL")
	}
	if filter.OwnerID != nil {
		q.and("b.owner_id = %s", *filter.OwnerID)
	}
	if filter.Unowned {
		q.and("b.owner_id IS NULL")
	}
	if filter.QueueID != nil {
		q.and("b.queue_id = %s", *filter.QueueID)
	}
	if filter.ContactID != nil {
		q.and("b.contact_id = contact_root("+q.arg(actor.Org)+", %s)", *filter.ContactID)
	}
	if filter.Due {
		q.and("(b.due_at IS NULL OR b.due_at <= now())")
	}
	return list(ctx, s, actor.Org, doing, callbackColumns, l, q, by, scanCallback)
}

// CallbacksWaiting counts the open callbacks that are due, to a thousand.
func (s *Store) CallbacksWaiting(ctx context.Context, actor crm.Actor) (int64, error) {
	var waiting int64
	err := s.scoped(ctx, actor.Org, "count callbacks", func(ctx context.Context, tx scope) error {
		var err error
		waiting, err = tx.Queries.CallbacksWaiting(ctx, tx.org)
		return err
	})
	return waiting, err
}

func (tx scope) callback(ctx context.Context, key id.Callback) (crm.Callback, error) {
	found, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.Callback, error) { return scanCallback(r) },
		"SELECT "+callbackColumns+" FROM "+callbackTables+" WHERE b.org_id = $1 AND b.id = $2", tx.org, key)
	if err == nil && len(found) == 0 {
		err = crm.NotFound("callback")
	}
	if err != nil {
		return crm.Callback{}, err
	}
	return found[0], nil
}

// CallbackGet returns one callback.
func (s *Store) CallbackGet(ctx context.Context, actor crm.Actor, callback id.Callback) (crm.Callback, error) {
	var found crm.Callback
	err := s.scoped(ctx, actor.Org, "get callback", func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.callback(ctx, callback)
		return err
	})
	return found, err
}

// CallbackCreate asks for a callback. Where one of the caller is open already,
// that one gets the time, the owner and the note.
func (s *Store) CallbackCreate(ctx context.Context, actor crm.Actor, draft crm.CallbackDraft) (crm.Callback, error) {
	const doing = "create callback"
	draft, err := draft.Prepare(actor.Country)
	if err != nil {
		return crm.Callback{}, translate(doing, err)
	}
	var made crm.Callback
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		contact := draft.ContactID
		if contact != nil {
			root, err := tx.root(ctx, *contact)
			if err != nil {
				return err
			}
			contact = &root
		}
		open, err := tx.CallbackOpenOf(ctx, db.CallbackOpenOfParams{OrgID: tx.org, E164: draft.To, ContactID: bare(contact)})
		if err == nil {
			change := crm.CallbackChange{DueAt: crm.Some(draft.DueAt), AskedAt: now()}
			if draft.OwnerID != nil {
				change.OwnerID = crm.Some(draft.OwnerID)
			}
			if draft.Note != "" {
				change.Note = crm.Some(draft.Note)
			}
			made, err = tx.changeCallback(ctx, actor, open, nil, change)
			return err
		}
		if !isNoRows(err) {
			return err
		}
		key := id.New[id.Callback]()
		written, err := tx.CallbackInsert(ctx, db.CallbackInsertParams{
			OrgID: tx.org, ID: key, E164: draft.To, ContactID: contact, OwnerID: draft.OwnerID, At: now(), DueAt: draft.DueAt, Note: draft.Note,
		})
		if err != nil {
			return err
		}
		if written == 0 {
			return errMoved // somebody else asked for it meanwhile
		}
		if made, err = tx.callback(ctx, key); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.CallbackChanged("create", crm.Callback{}, made))
	})
	return made, err
}

// CallbackUpdate takes, gives, plans or closes a callback. With a version it
// fails with CodeStale when it has changed since.
func (s *Store) CallbackUpdate(ctx context.Context, actor crm.Actor, callback id.Callback, version *int64, change crm.CallbackChange) (crm.Callback, error) {
	const doing = "update callback"
	change, err := change.Prepare()
	if err != nil {
		return crm.Callback{}, translate(doing, err)
	}
	var updated crm.Callback
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		updated, err = tx.changeCallback(ctx, actor, callback, version, change)
		return err
	})
	return updated, err
}

func (tx scope) changeCallback(ctx context.Context, actor crm.Actor, key id.Callback, version *int64, change crm.CallbackChange) (crm.Callback, error) {
	if _, err := tx.CallbackLock(ctx, db.CallbackLockParams{OrgID: tx.org, ID: key}); err != nil {
		return crm.Callback{}, missing(err, "callback")
	}
	current, err := tx.callback(ctx, key)
	if err != nil {
		return current, err
	}
	if err := fresh(version, current.Version, "callback"); err != nil {
		return current, err
	}
	next, err := current.Change(change, actor.User, now())
	if err != nil {
		return current, err //nolint:wrapcheck // a refusal for people
	}
	if err := tx.CallbackWrite(ctx, db.CallbackWriteParams{
		OwnerID: next.OwnerID, DueAt: next.DueAt, Note: next.Note, State: next.State, Reason: next.Reason,
		ClosedAt: next.ClosedAt, ClosedByID: next.ClosedByID, LastAt: next.LastAt, OrgID: tx.org, ID: key,
	}); err != nil {
		return current, err
	}
	written, err := tx.callback(ctx, key)
	if err != nil {
		return current, err
	}
	return written, tx.changed(ctx, actor, crm.CallbackChanged("update", current, written))
}

// followCallback opens a callback for a caller who rang in vain, and closes
// those of a caller who was spoken with, whoever of the two called.
func (tx scope) followCallback(ctx context.Context, call callsvc.Call) error {
	if call.Status != callsvc.StatusEnded {
		return nil
	}
	if crm.RangInVain(call) {
		return tx.openCallback(ctx, call.ID)
	}
	if call.Outcome != callsvc.OutcomeAnswered || call.AnsweredAt == nil || call.UserID == nil || call.Direction == callsvc.Internal {
		return nil
	}
	far := call.From.Number.E164
	if call.Direction == callsvc.Outbound {
		far = call.To.Number.E164
	}
	row, err := tx.CallOfCallback(ctx, db.CallOfCallbackParams{OrgID: tx.org, ID: call.ID})
	if err != nil {
		return err
	}
	closed := now()
	reached, err := tx.CallbacksReached(ctx, db.CallbacksReachedParams{
		ClosedAt: &closed, ClosedByID: bare(row.UserID), ClosedCallID: call.ID.UUID, OrgID: tx.org,
		BeganAt: *call.AnsweredAt, E164: far, ContactID: bare(row.ContactID),
	})
	if err != nil {
		return err
	}
	for _, key := range reached {
		if err := tx.tellCallback(ctx, key, row.ContactID); err != nil {
			return err
		}
	}
	return nil
}

// openCallback has the caller of an inbound call called back: a new callback, or
// one time more on the open one.
func (tx scope) openCallback(ctx context.Context, call id.Call) error {
	row, err := tx.CallOfCallback(ctx, db.CallOfCallbackParams{OrgID: tx.org, ID: call})
	if err != nil {
		return err
	}
	if row.FromE164 == "" {
		return nil // nobody can be called back
	}
	at := row.StartedAt
	if row.EndedAt != nil {
		at = *row.EndedAt
	}
	open, err := tx.CallbackOpenOf(ctx, db.CallbackOpenOfParams{OrgID: tx.org, E164: row.FromE164, ContactID: bare(row.ContactID)})
	if isNoRows(err) {
		open = id.New[id.Callback]()
		written, err := tx.CallbackInsert(ctx, db.CallbackInsertParams{
			OrgID: tx.org, ID: open, E164: row.FromE164, Name: row.FromName, ContactID: row.ContactID, QueueID: row.QueueID,
			Count: 1, At: at, LastCallID: &call,
		})
		if err != nil {
			return err
		}
		if written == 0 {
			return errMoved // the same caller rang twice at once
		}
		return tx.tellCallback(ctx, open, row.ContactID)
	}
	if err != nil {
		return err
	}
	counted, err := tx.CallbackAgain(ctx, db.CallbackAgainParams{
		At: at, CallID: call.UUID, ContactID: bare(row.ContactID), QueueID: bare(row.QueueID), Name: row.FromName, OrgID: tx.org, ID: open,
	})
	if err != nil || counted == 0 {
		return err
	}
	return tx.tellCallback(ctx, open, row.ContactID)
}

// attributeCallback gives the callback of a call the contact that somebody chose for the call.
func (tx scope) attributeCallback(ctx context.Context, call id.Call, contact *id.Contact) error {
	changed, err := tx.CallbackAttribute(ctx, db.CallbackAttributeParams{ContactID: bare(contact), OrgID: tx.org, CallID: call.UUID})
	if err != nil {
		return err
	}
	for _, key := range changed {
		if err := tx.tellCallback(ctx, key, contact); err != nil {
			return err
		}
	}
	return nil
}

// callbackNewsArgs tells browsers of a callback that a call opened or closed.
type callbackNewsArgs struct {
	Org      id.Org      `json:"org"`
	Callback id.Callback `json:"callback"`
	Contact  *id.Contact `json:"contact"`
}

// Kind implements river.JobArgs.
func (callbackNewsArgs) Kind() string { return "callback_news" }

func (tx scope) tellCallback(ctx context.Context, key id.Callback, contact *id.Contact) error {
	return tx.enqueue(ctx, callbackNewsArgs{Org: tx.org, Callback: key, Contact: contact})
}

type callbackNews struct {
	river.WorkerDefaults[callbackNewsArgs]
	live crm.Live
}

// Timeout implements river.Worker.
func (*callbackNews) Timeout(*river.Job[callbackNewsArgs]) time.Duration { return time.Minute }

// Work implements river.Worker.
func (w *callbackNews) Work(ctx context.Context, job *river.Job[callbackNewsArgs]) error {
	w.live.RecordChanged(ctx, job.Args.Org, "callback", job.Args.Callback, job.Args.Contact)
	return nil
}
