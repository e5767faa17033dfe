package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// ActivityCreate makes an activity: the actor's, and of the contact's customer,
// unless the draft says otherwise.
func (s *Store) ActivityCreate(ctx context.Context, actor crm.Actor, draft crm.ActivityDraft) (crm.Activity, error) {
	const doing = "create activity"
	draft, err := draft.Prepare()
	if err != nil {
		return crm.Activity{}, translate(doing, err)
	}
	var created crm.Activity
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		a := draft
		var err error
		if a.ContactID, a.CustomerID, err = tx.about(ctx, a.ContactID, a.CustomerID); err != nil {
			return err
		}
		maker := ticketAuthor(actor)
		if a.AssigneeID == nil {
			a.AssigneeID = maker
		}
		key := id.New[id.Activity]()
		if err := tx.ActivityInsert(ctx, db.ActivityInsertParams{
			OrgID: tx.org, ID: key, Kind: a.Kind, Subject: a.Subject, SubjectFold: crm.Fold(a.Subject), Body: a.Body,
			ContactID: a.ContactID, CustomerID: a.CustomerID, DealID: a.DealID, TicketID: a.TicketID, AssigneeID: a.AssigneeID,
			CreatedByID: maker, DueAt: a.DueAt, Minutes: a.Minutes, RemindAt: a.RemindAt, DoneAt: a.DoneAt, CreatedAt: now(),
		}); err != nil {
			return err
		}
		if created, err = tx.activity(ctx, key); err != nil {
			return err
		}
		if err := tx.assigned(ctx, actor, "activity", key.UUID, nil, created.AssigneeID); err != nil {
			return err
		}
		if err := tx.scheduleReminder(ctx, nil, created); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.ActivityChanged("create", crm.Activity{}, created))
	})
	return created, err
}

const (
	activityColumns = `a.id, a.kind, a.subject, a.body, a.contact_id, coalesce(c.first_name || ' ' || c.last_name, ''),
	(SELECT ARRAY[p.raw, coalesce(p.e164, ''), p.extension] FROM contact_phones p
		WHERE p.org_id = a.org_id AND p.contact_id = a.contact_id ORDER BY p.position LIMIT 1),
	a.customer_id, coalesce(cu.name, ''), a.deal_id, a.ticket_id, a.assignee_id, coalesce(u.name, ''), a.due_at, a.minutes, a.remind_at, a.done_at,
	coalesce(a.due_at < now() AND a.done_at IS NULL, false), a.created_by_id, a.created_at, a.updated_at, a.version, a.call_id`
	activityNames = `
	LEFT JOIN contacts c ON c.org_id = a.org_id AND c.id = a.contact_id
	LEFT JOIN customers cu ON cu.org_id = a.org_id AND cu.id = a.customer_id
	LEFT JOIN users u ON u.org_id = a.org_id AND u.id = a.assignee_id`
	// activityTables are activities with the column in which those of the call
	// log have their call.
	activityTables = "(SELECT *, NULL::uuid AS call_id FROM activities) a" + activityNames
)

func scanActivity(r pgx.CollectableRow, more ...any) (a crm.Activity, err error) {
	var phone []string
	err = r.Scan(append([]any{
		&a.ID, &a.Kind, &a.Subject, &a.Body, &a.ContactID, &a.ContactName, &phone, &a.CustomerID, &a.CustomerName, &a.DealID, &a.TicketID,
		&a.AssigneeID, &a.AssigneeName, &a.DueAt, &a.Minutes, &a.RemindAt, &a.DoneAt, &a.Overdue, &a.CreatedByID, &a.CreatedAt, &a.UpdatedAt,
		&a.Version, &a.CallID,
	}, more...)...)
	if len(phone) == 3 {
		a.ContactPhone, a.ContactE164, a.ContactExtension = phone[0], phone[1], phone[2]
	}
	return a, err
}

// activity reads one activity with the columns of the list, so that both tell the same.
func (tx scope) activity(ctx context.Context, key id.Activity) (crm.Activity, error) {
	found, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.Activity, error) { return scanActivity(r) },
		"SELECT "+activityColumns+" FROM "+activityTables+" WHERE a.org_id = $1 AND a.id = $2", tx.org, key)
	if err != nil {
		return crm.Activity{}, err
	}
	if len(found) == 0 {
		return crm.Activity{}, crm.NotFound("activity")
	}
	return found[0], nil
}

// ActivityGet returns the activity.
func (s *Store) ActivityGet(ctx context.Context, actor crm.Actor, activity id.Activity) (crm.Activity, error) {
	var found crm.Activity
	err := s.scoped(ctx, actor.Org, "get activity", func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.activity(ctx, activity)
		return err
	})
	return found, err
}

// ActivityUpdate changes any subset of an activity's fields. With a version it
// fails with CodeStale when the activity has changed since.
func (s *Store) ActivityUpdate(ctx context.Context, actor crm.Actor, activity id.Activity, version *int64, change crm.ActivityChange) (crm.Activity, error) {
	const doing = "update activity"
	change, err := change.Prepare()
	if err != nil {
		return crm.Activity{}, translate(doing, err)
	}
	var updated crm.Activity
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		change := change
		handover, err := tx.handover(ctx, &change.ContactID)
		if err != nil {
			return err
		}
		current, err := tx.lockActivity(ctx, activity)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "activity"); err != nil {
			return err
		}
		handover.bring(current.ContactID, &change.CustomerID)
		next := current.Change(change)
		if err := tx.ActivityWrite(ctx, db.ActivityWriteParams{
			Kind: next.Kind, Subject: next.Subject, SubjectFold: crm.Fold(next.Subject), Body: next.Body, ContactID: next.ContactID,
			CustomerID: next.CustomerID, DealID: next.DealID, TicketID: next.TicketID, AssigneeID: next.AssigneeID, DueAt: next.DueAt,
			Minutes: next.Minutes, RemindAt: next.RemindAt, DoneAt: next.DoneAt, UpdatedAt: now(), OrgID: tx.org, ID: activity,
		}); err != nil {
			return err
		}
		if updated, err = tx.activity(ctx, activity); err != nil {
			return err
		}
		if err := tx.assigned(ctx, actor, "activity", activity.UUID, current.AssigneeID, updated.AssigneeID); err != nil {
			return err
		}
		if err := tx.scheduleReminder(ctx, current.RemindAt, updated); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.ActivityChanged("update", current, updated))
	})
	return updated, err
}

func (tx scope) lockActivity(ctx context.Context, activity id.Activity) (crm.Activity, error) {
	if _, err := tx.ActivityLock(ctx, db.ActivityLockParams{OrgID: tx.org, ID: activity}); err != nil {
		return crm.Activity{}, missing(err, "activity")
	}
	return tx.activity(ctx, activity)
}

// ActivityDelete deletes the activity and returns what it was.
func (s *Store) ActivityDelete(ctx context.Context, actor crm.Actor, activity id.Activity) (crm.Activity, error) {
	var gone crm.Activity
	err := s.scoped(ctx, actor.Org, "delete activity", func(ctx context.Context, tx scope) error {
		var err error
		if gone, err = tx.lockActivity(ctx, activity); err != nil {
			return err
		}
		if err := tx.forget(ctx, activity.UUID); err != nil {
			return err
		}
		if err := tx.Queries.ActivityDelete(ctx, db.ActivityDeleteParams{OrgID: tx.org, ID: activity}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.ActivityDeleted(gone))
	})
	return gone, err
}

// ActivityList lists activities, last changed first unless sorted otherwise:
// by agenda, in which what is due at no time comes last, dueAt and doneAt, which
// leave out what has none, createdAt or updatedAt.
func (s *Store) ActivityList(ctx context.Context, actor crm.Actor, filter crm.ActivityFilter, page crm.PageRequest) (crm.Page[crm.Activity], error) {
	const doing = "list activities"
	l, err := requested(actor, "activities", filter, page)
	if err != nil {
		return crm.Page[crm.Activity]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-updatedAt", "a.id", map[string]column{
		"agenda":    {"coalesce(a.due_at, 'infinity')", "timestamptz"},
		"dueAt":     {"a.due_at", "timestamptz"},
		"doneAt":    {"a.done_at", "timestamptz"},
		"createdAt": {"a.created_at", "timestamptz"},
		"updatedAt": {"a.updated_at", "timestamptz"},
	})
	if err != nil {
		return crm.Page[crm.Activity]{}, translate(doing, err)
	}
	q := activityQuery(actor, filter)
	if by.sql == "a.due_at" || by.sql == "a.done_at" {
		q.and(by.sql + " IS NOT NULL")
	}
	return list(ctx, s, actor.Org, doing, activityColumns, l, q, by, scanActivity)
}

func activityQuery(actor crm.Actor, filter crm.ActivityFilter) *query {
	q := &query{from: activityTables}
	q.and("a.org_id = %s", actor.Org)
	if filter.Kind != "" {
		q.and("a.kind = %s", filter.Kind)
	}
	if filter.ContactID != nil {
		q.and("a.contact_id = contact_root("+q.arg(actor.Org)+", %s)", *filter.ContactID)
	}
	if filter.CustomerID != nil {
		q.and("a.customer_id = %s", *filter.CustomerID)
	}
	if filter.DealID != nil {
		q.and("a.deal_id = %s", *filter.DealID)
	}
	if filter.TicketID != nil {
		q.and("a.ticket_id = %s", *filter.TicketID)
	}
	if filter.AssigneeID != nil {
		q.and("a.assignee_id = %s", *filter.AssigneeID)
	}
	if !filter.DoneAfter.IsZero() {
		q.and("a.done_at >= %s", filter.DoneAfter)
	}
	if filter.Done != nil && *filter.Done {
		q.and("a.done_at IS NOT NULL")
	} else if filter.Done != nil {
		q.and("a.done_at IS NULL")
	}
	if !filter.DueBefore.IsZero() {
		q.and("a.due_at < %s", filter.DueBefore)
	}
	if !filter.DueAfter.IsZero() {
		q.and("a.due_at >= %s", filter.DueAfter)
	}
	if filter.Undated {
		q.and("a.due_at IS NULL")
	}
	if text := crm.Fold(bounded(filter.Query, maxQuery)); text != "" {
		q.and("strpos(a.subject_fold, %s) > 0", text)
	}
	return q
}
