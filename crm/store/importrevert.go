package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// revert takes back what was applied, a batch of contacts a transaction, the
// last rows first.
func (r *importRun) revert(ctx context.Context) error {
	for {
		ended := false
		err := r.at(ctx, "revert import", crm.ImportReverting, func(ctx context.Context, tx scope, current crm.Import) error {
			contacts, err := tx.ImportContactsApplied(ctx, db.ImportContactsAppliedParams{OrgID: tx.org, ImportID: r.key, Most: importBatch})
			if err != nil {
				return err
			}
			if ended = len(contacts) == 0; ended {
				return r.reverted(ctx, tx, current)
			}
			return r.revertContacts(ctx, tx, current, contacts)
		})
		if err != nil || ended {
			return err
		}
		r.news(ctx)
	}
}

// reverted ends the reverting: what else the import made goes, where nobody
// uses it.
func (r *importRun) reverted(ctx context.Context, tx scope, current crm.Import) error {
	if _, err := tx.ImportRowsOrphaned(ctx, db.ImportRowsOrphanedParams{OrgID: tx.org, ImportID: r.key}); err != nil {
		return err
	}
	if err := tx.ImportFileDelete(ctx, db.ImportFileDeleteParams{OrgID: tx.org, ImportID: r.key}); err != nil {
		return err
	}
	tags, err := tx.ImportRecords(ctx, db.ImportRecordsParams{OrgID: tx.org, ImportID: r.key, Noun: "tag"})
	if err != nil {
		return err
	}
	if err := tx.ImportTagsDelete(ctx, db.ImportTagsDeleteParams{OrgID: tx.org, Ids: tags}); err != nil {
		return err
	}
	customers, err := tx.ImportRecords(ctx, db.ImportRecordsParams{OrgID: tx.org, ImportID: r.key, Noun: "customer"})
	if err != nil {
		return err
	}
	if err := tx.deleteUnused(ctx, customers); err != nil {
		return err
	}
	if err := tx.ImportSetReverted(ctx, db.ImportSetRevertedParams{At: new(now()), OrgID: tx.org, ID: r.key}); err != nil {
		return err
	}
	return tx.changed(ctx, r.actor, crm.Change{
		Action: "revert", Noun: "import", Record: r.key.UUID, Name: current.FileName,
		Detail: map[string]string{"rows": strconv.FormatInt(current.Done, 10), "kept": strconv.FormatInt(current.Kept, 10)},
	})
}

// deleteUnused removes customers that nothing refers to, whichever table may.
func (tx scope) deleteUnused(ctx context.Context, customers []uuid.UUID) error {
	if len(customers) == 0 {
		return nil
	}
	keys, err := tx.referrers(ctx, "customers")
	if err != nil {
		return err
	}
	var sql strings.Builder
	sql.WriteString("DELETE FROM customers c WHERE c.org_id = $1 AND c.id = ANY ($2) AND c.version = 1")
	for _, key := range keys {
		fmt.Fprintf(&sql, " AND NOT EXISTS (SELECT FROM %s t WHERE t.org_id = c.org_id AND t.%s = c.id)", key.table, key.column)
	}
	if _, err := tx.tx.Exec(ctx, sql.String(), tx.org, customers); err != nil {
		return fmt.Errorf("delete customers: %w", err)
	}
	return nil
}

// referrer is a foreign key's column.
type referrer struct{ table, column string }

// referrers are the foreign keys to a table, from the catalogue: who adds one
// need not know of imports.
func (tx scope) referrers(ctx context.Context, table string) ([]referrer, error) {
	return gather(ctx, tx.tx, func(r pgx.CollectableRow) (key referrer, err error) { return key, r.Scan(&key.table, &key.column) },
		`SELECT quote_ident(k.conrelid::regclass::text), quote_ident(a.attname)
		FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[2]
		WHERE k.contype = 'f' AND k.confrelid = $1::text::regclass ORDER BY 1, 2`, table)
}

// journal is what an import did to one contact.
type journal struct {
	lines   []int64
	made    bool
	before  *crm.Contact
	after   *crm.Contact
	notes   []uuid.UUID
	version int64
}

func (r *importRun) revertContacts(ctx context.Context, tx scope, current crm.Import, ids []uuid.UUID) error {
	if _, err := tx.ImportLockContacts(ctx, db.ImportLockContactsParams{OrgID: tx.org, Ids: ids}); err != nil {
		return err
	}
	contacts, err := tx.contactsByID(ctx, ids)
	if err != nil {
		return err
	}
	journals, err := tx.importJournals(ctx, r, ids)
	if err != nil {
		return err
	}
	var notes []uuid.UUID
	for _, journal := range journals {
		notes = append(notes, journal.notes...)
	}
	used, err := tx.usedContacts(ctx, ids, notes)
	if err != nil {
		return err
	}
	back := reversal{before: map[uuid.UUID]crm.Contact{}}
	for _, contact := range contacts {
		back.take(contact, journals[contact.ID.UUID], used[contact.ID.UUID])
	}
	if err := back.write(ctx, tx, r); err != nil {
		return err
	}
	return back.note(ctx, tx, r, current)
}

// importJournals reads what the import did to contacts, by contact.
func (tx scope) importJournals(ctx context.Context, r *importRun, ids []uuid.UUID) (map[uuid.UUID]*journal, error) {
	rows, err := tx.ImportRowsOf(ctx, db.ImportRowsOfParams{OrgID: tx.org, ImportID: r.key, Contacts: ids})
	if err != nil {
		return nil, err
	}
	journals := map[uuid.UUID]*journal{}
	for _, row := range rows {
		j := journals[row.ContactID.UUID]
		if j == nil {
			j = &journal{made: row.Fate == crm.FateCreate}
			journals[row.ContactID.UUID] = j
		}
		j.lines, j.notes, j.version = append(j.lines, row.Line), append(j.notes, row.NoteIds...), max(j.version, row.Version)
		if j.before == nil && !j.made {
			if err := json.Unmarshal(row.Before, &j.before); err != nil {
				return nil, fmt.Errorf("read journal: %w", err)
			}
		}
		if row.Fate == crm.FateUpdate {
			j.after = nil
			if err := json.Unmarshal(row.After, &j.after); err != nil {
				return nil, fmt.Errorf("read journal: %w", err)
			}
		}
	}
	return journals, nil
}

// usedContacts are those to which something was added that is neither part of
// the contact nor the import's own.
func (tx scope) usedContacts(ctx context.Context, ids, notes []uuid.UUID) (map[uuid.UUID]bool, error) {
	keys, err := tx.referrers(ctx, "contacts")
	if err != nil {
		return nil, err
	}
	// Parts of the contact change its version; what was looked at is no work.
	own := []string{"contact_emails", "contact_phones", "contact_tags", "contact_values", "dismissed_duplicates", "import_rows", "recent_contacts"}
	used := map[uuid.UUID]bool{}
	for _, key := range keys {
		if slices.Contains(own, key.table) {
			continue
		}
		sql, args := fmt.Sprintf("SELECT DISTINCT t.%s FROM %s t WHERE t.org_id = $1 AND t.%[1]s = ANY ($2)", key.column, key.table), []any{tx.org, ids}
		if key.table == "notes" {
			sql, args = sql+" AND NOT (t.id = ANY ($3) AND t.version = 1)", append(args, notNil(notes))
		}
		found, err := gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], sql, args...)
		if err != nil {
			return nil, err
		}
		for _, contact := range found {
			used[contact] = true
		}
	}
	return used, nil
}

// fated is how a revert left a contact, for its rows.
type fated struct {
	Line   int64  `json:"line"`
	State  string `json:"state"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

// reversal is what a batch of a revert does.
type reversal struct {
	deleted  []uuid.UUID
	restored []crm.Contact
	// before are the restored ones as the import had left them.
	before map[uuid.UUID]crm.Contact
	notes  []uuid.UUID
	rows   []fated
	kept   int64
}

func (b *reversal) take(c crm.Contact, j *journal, used bool) {
	if j == nil {
		return
	}
	switch {
	case c.MergedIntoID != nil, j.made && c.Version != j.version:
		b.keep(j, crm.ReasonChanged, "")
	case j.made && used:
		b.keep(j, crm.ReasonUsed, "")
	case j.made:
		b.deleted = append(b.deleted, c.ID.UUID)
		b.notes = append(b.notes, j.notes...)
		b.mark(j, crm.RowReverted, "", "")
	default:
		next, left := crm.Unimport(c, *j.before, *j.after, c.Version == j.version)
		b.notes = append(b.notes, j.notes...)
		if len(c.Diff(next)) > 0 {
			b.restored, b.before[c.ID.UUID] = append(b.restored, next), c
		}
		if len(left) > 0 {
			b.keep(j, crm.ReasonChanged, strings.Join(left, ", "))
			return
		}
		b.mark(j, crm.RowReverted, "", "")
	}
}

func (b *reversal) keep(j *journal, reason, detail string) {
	b.kept++
	b.mark(j, crm.RowKept, reason, detail)
}

func (b *reversal) mark(j *journal, state, reason, detail string) {
	for _, line := range j.lines {
		b.rows = append(b.rows, fated{line, state, reason, detail})
	}
}

func (b *reversal) write(ctx context.Context, tx scope, r *importRun) error {
	if err := tx.ImportNotesDelete(ctx, db.ImportNotesDeleteParams{OrgID: tx.org, Ids: b.notes}); err != nil {
		return err
	}
	if err := tx.announceContacts(ctx, crm.EventContactDeleted, b.deleted); err != nil {
		return err
	}
	if err := tx.ImportContactsDelete(ctx, db.ImportContactsDeleteParams{OrgID: tx.org, Ids: b.deleted}); err != nil {
		return err
	}
	if err := tx.bulkUpdate(ctx, b.restored, b.before); err != nil {
		return err
	}
	if valued := differing(b.restored, b.before, sameValues); len(valued) > 0 {
		// All values of theirs are written anew: some are to go.
		if _, err := tx.tx.Exec(ctx, "DELETE FROM contact_values WHERE org_id = $1 AND contact_id = ANY ($2)", tx.org, idsOf(valued)); err != nil {
			return fmt.Errorf("delete values: %w", err)
		}
		if err := tx.bulkValues(ctx, valued); err != nil {
			return err
		}
	}
	if _, err := tx.bulkTags(ctx, differing(b.restored, b.before, sameTags)); err != nil {
		return err
	}
	if err := tx.importAudit(ctx, r, "revert", b.restored, b.before); err != nil {
		return err
	}
	return tx.announceContacts(ctx, crm.EventContactUpdated, idsOf(b.restored))
}

// note keeps in the journal what was taken back and what was not.
func (b *reversal) note(ctx context.Context, tx scope, r *importRun, current crm.Import) error {
	if err := tx.insertRecords(ctx, `UPDATE import_rows w SET state = r.state, reason = r.reason, detail = r.detail
		FROM jsonb_to_recordset($1::jsonb) AS r(line bigint, state text, reason text, detail text)
		WHERE w.org_id = $2 AND w.import_id = $3 AND w.line = r.line`, b.rows, tx.org, r.key); err != nil {
		return err
	}
	return tx.advance(ctx, r.key, db.ImportAdvanceParams{Done: current.Done + int64(len(b.rows)), Kept: b.kept})
}
