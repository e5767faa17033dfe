package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// changed writes a line of the audit log in the step's own transaction, so that
// there is none for what did not happen. An update that changed nothing has none.
func (tx scope) changed(ctx context.Context, actor crm.Actor, change crm.Change) error {
	if change.Action == "update" && len(change.Fields) == 0 && len(change.Detail) == 0 {
		return nil
	}
	if change.Detail == nil {
		change.Detail = map[string]string{}
	}
	fields, err := json.Marshal(notNil(change.Fields))
	if err != nil {
		return fmt.Errorf("encode changes: %w", err)
	}
	detail, err := json.Marshal(change.Detail)
	if err != nil {
		return fmt.Errorf("encode detail: %w", err)
	}
	entry := db.AuditInsertParams{
		OrgID: tx.org, ID: id.New[id.AuditEntry](), At: now(), TokenID: actor.Token, Action: change.Action, Noun: change.Noun,
		RecordName: change.Name, Changes: fields, Detail: detail, ContactID: change.ContactID,
		Event: string(change.Event()),
	}
	if actor.User != (id.User{}) {
		entry.UserID = &actor.User
	}
	if change.Record != uuid.Nil {
		entry.RecordID = &change.Record
	}
	heard, err := tx.AuditInsert(ctx, entry)
	if err != nil || !heard {
		return err
	}
	return tx.announce(ctx, change)
}

// action is the verb of what is being done: "archive" of "archive contact".
func action(doing string) string {
	verb, _, _ := strings.Cut(doing, " ")
	return verb
}

const auditColumns = "a.id, a.at, a.user_id, a.user_name, a.token_id, a.action, a.noun, a.record_id, a.record_name, a.contact_id, a.changes, a.detail"

func scanAudit(r pgx.CollectableRow, more ...any) (crm.AuditEntry, error) {
	var e crm.AuditEntry
	err := r.Scan(append([]any{
		&e.ID, &e.At, &e.UserID, &e.UserName, &e.TokenID, &e.Action, &e.Noun, &e.RecordID, &e.RecordName, &e.ContactID, &e.Changes, &e.Detail,
	}, more...)...)
	return e, err
}

func auditOrder(sort string) (order, error) {
	return pick(sort, "-at", "a.id", map[string]column{"at": {"a.at", "timestamptz"}})
}

// AuditList lists the audit log, newest first.
func (s *Store) AuditList(ctx context.Context, actor crm.Actor, filter crm.AuditFilter, page crm.PageRequest) (crm.Page[crm.AuditEntry], error) {
	const doing = "list audit log"
	if err := filter.Require(actor); err != nil {
		return crm.Page[crm.AuditEntry]{}, translate(doing, err)
	}
	l, err := requested(actor, "audit", filter, page)
	if err != nil {
		return crm.Page[crm.AuditEntry]{}, translate(doing, err)
	}
	by, err := auditOrder(page.Sort)
	if err != nil {
		return crm.Page[crm.AuditEntry]{}, translate(doing, err)
	}
	q := &query{from: "audit_entries a"}
	q.and("a.org_id = %s", actor.Org)
	if filter.Noun != "" {
		q.and("a.noun = %s", filter.Noun)
	}
	if filter.Action != "" {
		q.and("a.action = %s", filter.Action)
	}
	if filter.RecordID != nil {
		q.and("a.record_id = %s", *filter.RecordID)
	}
	if filter.UserID != nil {
		q.and("a.user_id = %s", *filter.UserID)
	}
	if filter.From != nil {
		q.and("a.at >= %s", *filter.From)
	}
	if filter.To != nil {
		q.and("a.at < %s", *filter.To)
	}
	return list(ctx, s, actor.Org, doing, auditColumns, l, q, by, scanAudit)
}

// mergedContacts are the contact and all that were merged into it, at any depth.
const mergedContacts = `WITH RECURSIVE family AS (
	SELECT c.id FROM contacts c WHERE c.org_id = $1 AND c.id = $2
	UNION SELECT c.id FROM contacts c JOIN family f ON c.org_id = $1 AND c.merged_into_id = f.id)
	SELECT id FROM family`

// ContactHistory lists who changed the contact and its notes and activities, and
// what was merged into it.
func (s *Store) ContactHistory(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.AuditEntry], error) {
	const doing = "list contact history"
	found, err := s.ContactGet(ctx, actor, contact)
	if err != nil {
		return crm.Page[crm.AuditEntry]{}, err
	}
	l, err := requested(actor, "history", found.ID, page)
	if err != nil {
		return crm.Page[crm.AuditEntry]{}, translate(doing, err)
	}
	by, err := auditOrder(page.Sort)
	if err != nil {
		return crm.Page[crm.AuditEntry]{}, translate(doing, err)
	}
	var family []uuid.UUID
	if err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		family, err = gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], mergedContacts, tx.org, found.ID)
		return err
	}); err != nil {
		return crm.Page[crm.AuditEntry]{}, err
	}
	q := &query{from: "audit_entries a"}
	q.and("a.org_id = %s", actor.Org)
	q.and("(a.noun = 'contact' AND a.record_id = ANY(%s::uuid[]) OR a.contact_id = ANY(%s::uuid[]))", family, family)
	return list(ctx, s, actor.Org, doing, auditColumns, l, q, by, scanAudit)
}
