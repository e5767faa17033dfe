package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// ContactBulkUndo takes an edit of many contacts back: each gets what the journal
// says, field by field, where nobody changed that since. It is an edit of many
// itself, with a journal and lines in the audit log.
func (s *Store) ContactBulkUndo(ctx context.Context, actor crm.Actor, bulk id.BulkEdit) (crm.BulkUndone, error) {
	var done crm.BulkUndone
	err := s.scoped(ctx, actor.Org, "undo bulk edit", func(ctx context.Context, tx scope) error {
		if _, err := tx.tx.Exec(ctx, bulkTimeout); err != nil {
			return fmt.Errorf("extend timeout: %w", err)
		}
		was, err := tx.BulkLock(ctx, db.BulkLockParams{OrgID: tx.org, ID: bulk})
		if err != nil {
			return missing(err, "edit")
		}
		if err := mayUndoBulk(actor, was); err != nil {
			return err
		}
		var change crm.BulkChange
		if err := json.Unmarshal(was.Change, &change); err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		undo := bulkUndo{of: bulk, edit: bulkEdit{id: id.New[id.BulkEdit](), at: now(), change: change, fields: bulkFields(change, was.CreatedAt)}}
		undo.guarded = !actor.Role.AtLeast(crm.RoleSupervisor)
		if done, err = tx.bulkUndo(ctx, actor, undo); err != nil {
			return err
		}
		at := now()
		return tx.BulkSetUndone(ctx, db.BulkSetUndoneParams{UndoneAt: &at, UndoneByID: userOf(actor), OrgID: tx.org, ID: bulk})
	})
	return done, err
}

func mayUndoBulk(actor crm.Actor, was db.BulkLockRow) error {
	own := was.UserID != nil && *was.UserID == actor.User
	switch {
	case !own && !actor.Role.AtLeast(crm.RoleSupervisor):
		return &crm.Error{Code: crm.CodeForbidden, Message: "Only who made this change and supervisors take it back."}
	case was.UndoesID != nil:
		return &crm.Error{Code: crm.CodeConflict, Message: "This took a change back itself; make the change anew."}
	case was.UndoneAt != nil:
		return &crm.Error{Code: crm.CodeConflict, Message: "This change was taken back already."}
	}
	return nil
}

// bulkUndo is the taking back of an edit of many contacts. In its statements o
// is the journal of that edit and c the contact today.
type bulkUndo struct {
	of   id.BulkEdit
	edit bulkEdit
	// guarded keeps the customers of locked contacts, as for every agent.
	guarded bool
}

// changed is the condition that the edit changed a field.
func (u bulkUndo) changed(q *query, f bulkField) string { return f.differs(q, "o") }

// restorable is the condition that the field is still as the edit left it.
func (u bulkUndo) restorable(q *query, f bulkField) string {
	condition := "c." + f.column + " IS NOT DISTINCT FROM " + q.arg(f.value) + "::" + f.cast
	switch {
	case f.column == "customer_id" && u.guarded:
		condition += " AND NOT c.locked_to_customer"
	case f.column == "archived_at":
		// An address that somebody else has by now cannot come back.
		condition += ` AND NOT EXISTS (SELECT FROM contact_emails e
			JOIN contact_emails x ON x.org_id = e.org_id AND x.address_fold = e.address_fold AND x.active AND x.contact_id <> e.contact_id
			WHERE e.org_id = c.org_id AND e.contact_id = c.id)`
	}
	return condition
}

const bulkUndoFrom = " FROM bulk_edit_rows o JOIN contacts c ON c.org_id = o.org_id AND c.id = o.contact_id"

func (tx scope) bulkUndo(ctx context.Context, actor crm.Actor, undo bulkUndo) (crm.BulkUndone, error) {
	done := crm.BulkUndone{ID: undo.edit.id}
	if _, err := tx.tx.Exec(ctx, `SELECT FROM contacts c WHERE c.org_id = $1 AND c.id IN (
		SELECT o.contact_id FROM bulk_edit_rows o WHERE o.org_id = $1 AND o.bulk_id = $2) ORDER BY c.id FOR NO KEY UPDATE`, tx.org, undo.of); err != nil {
		return done, fmt.Errorf("lock contacts: %w", err)
	}
	var err error
	if done.Kept, err = tx.bulkKept(ctx, undo); err != nil {
		return done, err
	}
	if err := tx.bulkBegin(ctx, actor, undo.edit, crm.BulkTarget{}, &undo.of.UUID); err != nil {
		return done, err
	}
	if done.Restored, err = tx.bulkJournalUndo(ctx, undo); err != nil {
		return done, err
	}
	if done.Restored > 0 {
		if err := tx.bulkRestore(ctx, undo); err != nil {
			return done, err
		}
		action := "update"
		if undo.edit.change.Archive {
			action = "restore"
		}
		if err := tx.bulkAudit(ctx, actor, undo.edit.id, undo.edit.at, action); err != nil {
			return done, err
		}
	}
	if err := tx.BulkSetChanged(ctx, db.BulkSetChangedParams{Changed: done.Restored, OrgID: tx.org, ID: undo.edit.id}); err != nil {
		return done, err
	}
	return done, tx.changed(ctx, actor, crm.Change{Action: "undo_bulk", Noun: "contact", Detail: map[string]string{
		"bulkId": undo.of.String(), "restored": strconv.FormatInt(done.Restored, 10), "kept": strconv.FormatInt(done.Kept, 10),
	}})
}

// bulkKept counts the contacts in which something was changed since.
func (tx scope) bulkKept(ctx context.Context, undo bulkUndo) (int64, error) {
	q := &query{}
	conditions := []string{"c.merged_into_id IS NOT NULL"}
	for _, field := range undo.edit.fields {
		conditions = append(conditions, "("+undo.changed(q, field)+" AND NOT ("+undo.restorable(q, field)+"))")
	}
	var n int64
	sql := "SELECT count(*)" + bulkUndoFrom + " WHERE o.org_id = " + q.arg(tx.org) + " AND o.bulk_id = " + q.arg(undo.of) + " AND (" + strings.Join(conditions, " OR ") + ")"
	err := tx.tx.QueryRow(ctx, sql, q.args...).Scan(&n)
	return n, err //nolint:wrapcheck // scoped says what was being done
}

// bulkJournalUndo journals the contacts to which something can be given back.
func (tx scope) bulkJournalUndo(ctx context.Context, undo bulkUndo) (int64, error) {
	q := &query{}
	added := `ARRAY(SELECT t.id FROM tags t WHERE t.org_id = o.org_id AND t.id = ANY (o.removed)
		AND NOT EXISTS (SELECT FROM contact_tags ct WHERE ct.org_id = o.org_id AND ct.contact_id = o.contact_id AND ct.tag_id = t.id))`
	removed := `ARRAY(SELECT ct.tag_id FROM contact_tags ct WHERE ct.org_id = o.org_id AND ct.contact_id = o.contact_id AND ct.tag_id = ANY (o.added))`
	fields := []string{"false"}
	for _, field := range undo.edit.fields {
		fields = append(fields, "("+undo.changed(q, field)+" AND "+undo.restorable(q, field)+")")
	}
	selection := "SELECT " + bulkJournalled(q, undo.edit.id, added, removed) + ", " + strings.Join(fields, " OR ") + " AS restores" + bulkUndoFrom +
		" WHERE o.org_id = " + q.arg(tx.org) + " AND o.bulk_id = " + q.arg(undo.of) + " AND c.merged_into_id IS NULL"
	done, err := tx.tx.Exec(ctx, "INSERT INTO bulk_edit_rows ("+bulkColumns+") SELECT "+bulkColumns+" FROM ("+selection+
		") x WHERE x.restores OR cardinality(x.added) > 0 OR cardinality(x.removed) > 0", q.args...)
	if err != nil {
		return 0, fmt.Errorf("journal: %w", err)
	}
	return done.RowsAffected(), nil
}

// bulkRestore gives back what the journal of the edit says.
func (tx scope) bulkRestore(ctx context.Context, undo bulkUndo) error {
	q := &query{}
	sets := []string{"version = c.version + 1", "updated_at = " + q.arg(undo.edit.at)}
	for _, field := range undo.edit.fields {
		when := "CASE WHEN " + undo.changed(q, field) + " AND " + undo.restorable(q, field) + " THEN "
		sets = append(sets, field.column+" = "+when+"o."+field.column+" ELSE c."+field.column+" END")
		if field.column == "customer_id" {
			sets = append(sets, "company_fold = "+when+"coalesce(k.name_fold, '') ELSE c.company_fold END",
				"locked_to_customer = "+when+"o.locked_to_customer ELSE c.locked_to_customer END")
		}
	}
	sql := "UPDATE contacts c SET " + strings.Join(sets, ", ") + ` FROM bulk_edit_rows o
		JOIN bulk_edit_rows j ON j.org_id = o.org_id AND j.contact_id = o.contact_id
		LEFT JOIN customers k ON k.org_id = o.org_id AND k.id = o.customer_id
		WHERE o.org_id = ` + q.arg(tx.org) + " AND o.bulk_id = " + q.arg(undo.of) + " AND j.bulk_id = " + q.arg(undo.edit.id) +
		" AND c.org_id = o.org_id AND c.id = o.contact_id"
	if _, err := tx.tx.Exec(ctx, sql, q.args...); err != nil {
		return fmt.Errorf("write contacts: %w", err)
	}
	return tx.bulkWriteTags(ctx, undo.edit.id)
}
