package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// importWrite is what a batch writes: each contact once, as the last of its
// rows leaves it.
type importWrite struct {
	order []uuid.UUID
	next  map[uuid.UUID]crm.Contact
	// before are those that were there, as the batch found them.
	before   map[uuid.UUID]crm.Contact
	versions map[uuid.UUID]int64
}

func (w *importWrite) take(line *importLine) {
	if line.before == nil {
		line.after.ID, line.after.CreatedAt, line.after.Version = id.New[id.Contact](), now(), 1
		line.ContactID = &line.after.ID
	}
	key := line.after.ID.UUID
	if _, again := w.next[key]; !again {
		w.order = append(w.order, key)
		w.versions[key] = 1
		if line.before != nil {
			w.before[key] = *line.before
			w.versions[key] = line.before.Version + 1
		}
	}
	line.after.Version = w.versions[key]
	w.next[key] = *line.after
	line.State = crm.RowApplied
}

func (w *importWrite) write(ctx context.Context, tx scope, r *importRun, known *importKnown, lines []importLine) error {
	if len(w.order) == 0 {
		return nil
	}
	var created, updated []crm.Contact
	for _, key := range w.order {
		if _, there := w.before[key]; there {
			updated = append(updated, w.next[key])
		} else {
			created = append(created, w.next[key])
		}
	}
	if err := tx.importCustomers(ctx, r.key, known, append(slices.Clone(created), updated...)); err != nil {
		return err
	}
	if err := tx.bulkInsert(ctx, created); err != nil {
		return err
	}
	if err := tx.bulkUpdate(ctx, updated, w.before); err != nil {
		return err
	}
	if err := tx.bulkValues(ctx, append(slices.Clone(created), differing(updated, w.before, sameValues)...)); err != nil {
		return err
	}
	tags, err := tx.bulkTags(ctx, append(slices.Clone(created), differing(updated, w.before, sameTags)...))
	if err != nil {
		return err
	}
	if err := tx.ImportRecordsInsert(ctx, db.ImportRecordsInsertParams{OrgID: tx.org, ImportID: r.key, Noun: "tag", Ids: tags}); err != nil {
		return err
	}
	if err := tx.importNotes(ctx, r.actor, lines); err != nil {
		return err
	}
	if err := tx.importAudit(ctx, r, "import", append(slices.Clone(created), updated...), w.before); err != nil {
		return err
	}
	if err := tx.announceContacts(ctx, crm.EventContactCreated, idsOf(created)); err != nil {
		return err
	}
	return tx.announceContacts(ctx, crm.EventContactUpdated, idsOf(updated))
}

// importCustomers makes the customers that rows name and nobody has.
func (tx scope) importCustomers(ctx context.Context, key id.Import, known *importKnown, contacts []crm.Contact) error {
	wanted := map[string]db.ImportCustomersRow{}
	for _, contact := range contacts {
		if fold := crm.Fold(contact.CustomerName); known.made[fold] {
			wanted[fold] = known.customers[fold]
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	type row struct {
		ID   id.Customer `json:"id"`
		Name string      `json:"name"`
		Fold string      `json:"name_fold"`
	}
	var rows []row
	var ids []uuid.UUID
	for fold, customer := range wanted {
		rows, ids = append(rows, row{customer.ID, customer.Name, fold}), append(ids, customer.ID.UUID)
	}
	encoded, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("encode customers: %w", err)
	}
	// In one order everywhere, so that two imports never wait for each other in a circle.
	tag, err := tx.tx.Exec(ctx, `INSERT INTO customers (org_id, id, name, name_fold, created_at, updated_at)
		SELECT $2, r.id, r.name, r.name_fold, $3, $3 FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, name text, name_fold text)
		ORDER BY r.name_fold COLLATE "C" ON CONFLICT (org_id, name_fold) DO NOTHING`, encoded, tx.org, now())
	if err != nil {
		return fmt.Errorf("write customers: %w", err)
	}
	if tag.RowsAffected() != int64(len(rows)) {
		return errRaced
	}
	if err := tx.announceCustomers(ctx, ids); err != nil {
		return err
	}
	return tx.ImportRecordsInsert(ctx, db.ImportRecordsInsertParams{OrgID: tx.org, ImportID: key, Noun: "customer", Ids: ids})
}

// importAudit writes what an import, or taking it back, made of each contact
// into its history: a line each, in one statement.
func (tx scope) importAudit(ctx context.Context, r *importRun, action string, contacts []crm.Contact, before map[uuid.UUID]crm.Contact) error {
	type auditRecord struct {
		ID      id.AuditEntry     `json:"id"`
		Contact id.Contact        `json:"record_id"`
		Name    string            `json:"record_name"`
		Changes []crm.FieldChange `json:"changes"`
	}
	if len(contacts) == 0 {
		return nil
	}
	entries := make([]auditRecord, len(contacts))
	for i, contact := range contacts {
		entries[i] = auditRecord{id.New[id.AuditEntry](), contact.ID, contact.Name(), notNil(before[contact.ID.UUID].Diff(contact))}
	}
	return tx.insertRecords(ctx, `INSERT INTO audit_entries (org_id, id, at, user_id, user_name, action, noun, record_id, record_name, changes, detail)
		SELECT $2, r.id, $3, $4, coalesce((SELECT u.name FROM users u WHERE u.org_id = $2 AND u.id = $4), ''), $5, 'contact',
			r.record_id, r.record_name, r.changes,
			(SELECT jsonb_build_object('importId', i.id::text, 'file', i.file_name) FROM imports i WHERE i.org_id = $2 AND i.id = $6)
		FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, record_id uuid, record_name text, changes jsonb)`,
		entries, tx.org, now(), userOf(r.actor), action, r.key)
}

// importNotes writes the rows' notes, each a moment older than the one before,
// so that they stand in the order of the file.
func (tx scope) importNotes(ctx context.Context, actor crm.Actor, lines []importLine) error {
	type noteRecord struct {
		ID      id.Note    `json:"id"`
		Contact id.Contact `json:"contact_id"`
		Body    string     `json:"body"`
		At      time.Time  `json:"at"`
	}
	var notes []noteRecord
	for i := range lines {
		line := &lines[i]
		if line.State != crm.RowApplied {
			continue
		}
		at := now()
		for n, body := range line.notes {
			notes = append(notes, noteRecord{id.New[id.Note](), *line.ContactID, body, at.Add(-time.Duration(n) * time.Millisecond)})
			line.noteIDs = append(line.noteIDs, notes[len(notes)-1].ID.UUID)
		}
	}
	if len(notes) == 0 {
		return nil
	}
	return tx.insertRecords(ctx, `INSERT INTO notes (org_id, id, contact_id, author_id, body, created_at, updated_at)
		SELECT $2, r.id, r.contact_id, $3, r.body, r.at, r.at
		FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, contact_id uuid, body text, at timestamptz)`, notes, tx.org, actorUser(actor))
}

// updateImportRows keeps the journal of what rows did.
func (tx scope) updateImportRows(ctx context.Context, key id.Import, lines []importLine, versions map[uuid.UUID]int64) error {
	type row struct {
		Line    int64             `json:"line"`
		Fate    crm.ImportFate    `json:"fate"`
		Reason  string            `json:"reason"`
		Detail  string            `json:"detail"`
		Contact *id.Contact       `json:"contact_id"`
		Before  *crm.Contact      `json:"before"`
		After   *crm.Contact      `json:"after"`
		Changes []crm.FieldChange `json:"changes"`
		Notes   []uuid.UUID       `json:"note_ids"`
		Version int64             `json:"version"`
		State   string            `json:"state"`
	}
	rows := make([]row, len(lines))
	for i, line := range lines {
		rows[i] = row{
			Line: line.Line, Fate: line.Fate, Reason: line.Reason, Detail: validText(line.Detail), Contact: line.ContactID,
			Changes: notNil(line.Changes), Notes: notNil(line.noteIDs), State: line.State,
		}
		if line.State == crm.RowApplied {
			rows[i].Version = versions[line.ContactID.UUID]
		}
		if line.Fate == crm.FateUpdate {
			rows[i].Before, rows[i].After = line.before, line.after
		}
	}
	return tx.insertRecords(ctx, `UPDATE import_rows w SET fate = r.fate, reason = r.reason, detail = r.detail, contact_id = r.contact_id,
			draft = NULL, before = r.before, after = r.after, changes = r.changes, note_ids = r.note_ids, version = r.version, state = r.state
		FROM jsonb_to_recordset($1::jsonb) AS r(line bigint, fate text, reason text, detail text, contact_id uuid, before jsonb,
			after jsonb, changes jsonb, note_ids uuid[], version bigint, state text)
		WHERE w.org_id = $2 AND w.import_id = $3 AND w.line = r.line`, rows, tx.org, key)
}
