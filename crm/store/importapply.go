package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// errRaced says that somebody made the same customer or address while a batch
// was written: the batch looks anew.
var errRaced = errors.New("made by others meanwhile")

// apply does what the dry run showed, a batch a transaction. How far it is
// stands in the same transaction, so that it goes on exactly there.
func (r *importRun) apply(ctx context.Context) error {
	for raced := 0; ; {
		ended, err := r.applyBatch(ctx)
		if err != nil && raced < attempts && againLater(err) {
			raced++
			continue
		}
		if err != nil || ended {
			return err
		}
		raced = 0
		r.news(ctx)
	}
}

// againLater reports a batch that others got in the way of.
func againLater(err error) bool {
	var refused *crm.Error
	return errors.Is(err, errRaced) || errors.As(err, &refused) && refused.Code == crm.CodeEmailTaken
}

// at runs a step of an import that has a status, and keeps others out.
func (r *importRun) at(ctx context.Context, doing string, status crm.ImportStatus, step func(context.Context, scope, crm.Import) error) error {
	return r.scoped(ctx, r.actor.Org, doing, func(ctx context.Context, tx scope) error {
		if err := tx.byKeys(ctx); err != nil {
			return err
		}
		locked, err := tx.ImportLock(ctx, db.ImportLockParams{OrgID: tx.org, ID: r.key})
		if err != nil {
			return missing(err, "import")
		}
		if locked.Status != status {
			return errSuperseded
		}
		current, err := tx.importRow(ctx, r.key)
		if err != nil {
			return err
		}
		return step(ctx, tx, current)
	})
}

func (r *importRun) applyBatch(ctx context.Context) (ended bool, err error) {
	var last int64
	err = r.at(ctx, "apply import", crm.ImportApplying, func(ctx context.Context, tx scope, current crm.Import) error {
		rows, err := tx.ImportRowsPending(ctx, db.ImportRowsPendingParams{OrgID: tx.org, ImportID: r.key, After: r.line, Most: importBatch})
		if err != nil {
			return err
		}
		last = r.line
		if ended = len(rows) == 0; ended {
			return r.applied(ctx, tx, current)
		}
		fields, err := tx.customFields(ctx)
		if err != nil {
			return err
		}
		lines := make([]importLine, len(rows))
		for i, row := range rows {
			var draft crm.ImportDraft
			if err := json.Unmarshal(row.Draft, &draft); err != nil {
				return fmt.Errorf("read row %d: %w", row.Line, err)
			}
			draft.Line = row.Line
			// By the fields as they are now: one may have gone since the dry run.
			lines[i] = prepared(draft, r.actor.Country, fields)
			last = row.Line
		}
		return r.applyLines(ctx, tx, current, lines)
	})
	if err == nil {
		r.line = last
	}
	return ended, err
}

// applied ends the applying.
func (r *importRun) applied(ctx context.Context, tx scope, current crm.Import) error {
	if err := tx.ImportFileDelete(ctx, db.ImportFileDeleteParams{OrgID: tx.org, ImportID: r.key}); err != nil {
		return err
	}
	if err := tx.ImportSetApplied(ctx, db.ImportSetAppliedParams{At: new(now()), OrgID: tx.org, ID: r.key}); err != nil {
		return err
	}
	// Whoever began it may have gone on to something else long since.
	if err := tx.notify(ctx, r.actor, crm.Notification{
		Kind: crm.NotifyJob, UserID: r.actor.User, Noun: "import", RecordID: r.key.UUID, Text: current.FileName,
	}); err != nil {
		return err
	}
	return tx.changed(ctx, r.actor, crm.Change{
		Action: "apply", Noun: "import", Record: r.key.UUID, Name: current.FileName, Detail: map[string]string{
			"created": strconv.FormatInt(current.Created, 10), "updated": strconv.FormatInt(current.Updated, 10),
			"skipped": strconv.FormatInt(current.Skipped, 10), "refused": strconv.FormatInt(current.Refused, 10),
		},
	})
}

// applyLines judges rows by how things are now and writes what they leave.
func (r *importRun) applyLines(ctx context.Context, tx scope, current crm.Import, lines []importLine) error {
	known, err := tx.importKnown(ctx, lines, true)
	if err != nil {
		return err
	}
	w := importWrite{next: map[uuid.UUID]crm.Contact{}, before: map[uuid.UUID]crm.Contact{}, versions: map[uuid.UUID]int64{}}
	for i := range lines {
		line := &lines[i]
		known.judge(line, current.Options)
		if line.after != nil {
			w.take(line)
			known.became(line)
		}
	}
	if err := w.write(ctx, tx, r, known, lines); err != nil {
		return err
	}
	counts := countsOf(lines)
	fates, err := tx.importFates(ctx, r.key, lines)
	if err != nil {
		return err
	}
	counts.Created -= fates.Created
	counts.Updated -= fates.Updated
	counts.Done = current.Done + int64(len(lines))
	if err := tx.updateImportRows(ctx, r.key, lines, w.versions); err != nil {
		return err
	}
	return tx.advance(ctx, r.key, counts)
}

// importFates counts what the dry run had said of rows.
func (tx scope) importFates(ctx context.Context, key id.Import, lines []importLine) (counts db.ImportAdvanceParams, err error) {
	numbers := make([]int64, len(lines))
	for i, line := range lines {
		numbers[i] = line.Line
	}
	err = tx.tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE fate = 'create'), count(*) FILTER (WHERE fate = 'update')
		FROM import_rows WHERE org_id = $1 AND import_id = $2 AND line = ANY ($3)`, tx.org, key, numbers).Scan(&counts.Created, &counts.Updated)
	return counts, err
}

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

// contactRecord is a contact as jsonb_to_recordset reads it.
type contactRecord struct {
	ID       id.Contact      `json:"id"`
	First    string          `json:"first_name"`
	Last     string          `json:"last_name"`
	Title    string          `json:"job_title"`
	Customer *id.Customer    `json:"customer_id"`
	Kind     crm.ContactKind `json:"kind"`
	Status   string          `json:"status"`
	OptOut   bool            `json:"marketing_opt_out"`
	Locked   bool            `json:"locked_to_customer"`
	Owner    *id.User        `json:"owner_id"`
	Source   string          `json:"source"`
	At       time.Time       `json:"at"`
	Sort     string          `json:"sort_name"`
	Name     string          `json:"name_fold"`
	Company  string          `json:"company_fold"`
	Email    string          `json:"email_fold"`
	Other    string          `json:"other_fold"`
}

const contactRecordset = `jsonb_to_recordset($1::jsonb) AS r(id uuid, first_name text, last_name text, job_title text, customer_id uuid,
	kind text, status text, marketing_opt_out boolean, locked_to_customer boolean, owner_id uuid, source text, at timestamptz,
	sort_name text, name_fold text, company_fold text, email_fold text, other_fold text)`

func contactRecords(contacts []crm.Contact) []contactRecord {
	records := make([]contactRecord, len(contacts))
	for i, c := range contacts {
		f := foldsOf(c)
		records[i] = contactRecord{
			ID: c.ID, First: c.FirstName, Last: c.LastName, Title: c.JobTitle, Customer: c.CustomerID, Kind: c.Kind, Status: c.Status,
			OptOut: c.MarketingOptOut, Locked: c.LockedToCustomer, Owner: c.OwnerID, Source: c.Source, At: now(),
			Sort: f.sort, Name: f.name, Company: f.company, Email: f.email, Other: f.other,
		}
	}
	return records
}

// bulkInsert makes many contacts, but for their tags.
func (tx scope) bulkInsert(ctx context.Context, contacts []crm.Contact) error {
	if len(contacts) == 0 {
		return nil
	}
	if err := tx.insertRecords(ctx, `INSERT INTO contacts (org_id, id, first_name, last_name, job_title, customer_id, kind, status,
			marketing_opt_out, locked_to_customer, owner_id, source, created_at, updated_at,
			sort_name, name_fold, company_fold, email_fold, other_fold)
		SELECT $2, r.id, r.first_name, r.last_name, r.job_title, r.customer_id, r.kind, r.status, r.marketing_opt_out,
			r.locked_to_customer, r.owner_id, r.source, r.at, r.at, r.sort_name, r.name_fold, r.company_fold, r.email_fold, r.other_fold
		FROM `+contactRecordset, contactRecords(contacts), tx.org); err != nil {
		return err
	}
	if err := tx.bulkEmails(ctx, contacts); err != nil {
		return err
	}
	return tx.bulkPhones(ctx, contacts)
}

// bulkUpdate writes many contacts that were others before. Of their addresses
// and numbers only those are written that changed: each row written costs more
// than finding out. It takes the tags from those that are to get other ones.
func (tx scope) bulkUpdate(ctx context.Context, contacts []crm.Contact, before map[uuid.UUID]crm.Contact) error {
	if len(contacts) == 0 {
		return nil
	}
	if err := tx.insertRecords(ctx, `UPDATE contacts c SET first_name = r.first_name, last_name = r.last_name, job_title = r.job_title,
			customer_id = r.customer_id, kind = r.kind, status = r.status, marketing_opt_out = r.marketing_opt_out,
			locked_to_customer = r.locked_to_customer, owner_id = r.owner_id, updated_at = r.at, version = c.version + 1,
			sort_name = r.sort_name, name_fold = r.name_fold, company_fold = r.company_fold, email_fold = r.email_fold,
			other_fold = r.other_fold
		FROM `+contactRecordset+` WHERE c.org_id = $2 AND c.id = r.id`, contactRecords(contacts), tx.org); err != nil {
		return err
	}
	mailed, phoned := differing(contacts, before, sameEmails), differing(contacts, before, samePhones)
	if err := tx.ImportEmailsDelete(ctx, db.ImportEmailsDeleteParams{OrgID: tx.org, Ids: idsOf(mailed)}); err != nil {
		return err
	}
	if err := tx.bulkEmails(ctx, mailed); err != nil {
		return err
	}
	if err := tx.ImportPhonesDelete(ctx, db.ImportPhonesDeleteParams{OrgID: tx.org, Ids: idsOf(phoned)}); err != nil {
		return err
	}
	if err := tx.bulkPhones(ctx, phoned); err != nil {
		return err
	}
	tagged := idsOf(differing(contacts, before, sameTags))
	return tx.ImportContactTagsDelete(ctx, db.ImportContactTagsDeleteParams{OrgID: tx.org, Ids: tagged})
}

// differing are those contacts of which a part is not the same as before.
func differing(contacts []crm.Contact, before map[uuid.UUID]crm.Contact, same func(a, b crm.Contact) bool) []crm.Contact {
	var found []crm.Contact
	for _, contact := range contacts {
		if !same(contact, before[contact.ID.UUID]) {
			found = append(found, contact)
		}
	}
	return found
}

func sameEmails(a, b crm.Contact) bool {
	return slices.EqualFunc(a.Emails, b.Emails, func(a, b crm.Email) bool { return a.Address == b.Address && a.Label == b.Label })
}

func samePhones(a, b crm.Contact) bool {
	return slices.EqualFunc(a.Phones, b.Phones, func(a, b crm.Phone) bool { return a.Number == b.Number && a.Label == b.Label })
}

func sameTags(a, b crm.Contact) bool { return slices.Equal(a.Tags, b.Tags) }

func sameValues(a, b crm.Contact) bool {
	return slices.EqualFunc(a.Custom, b.Custom, func(a, b crm.CustomValue) bool { return a.FieldID == b.FieldID && a.Text == b.Text })
}

func idsOf(contacts []crm.Contact) []uuid.UUID {
	ids := make([]uuid.UUID, len(contacts))
	for i, contact := range contacts {
		ids[i] = contact.ID.UUID
	}
	return ids
}

// bulkEmails writes the addresses of many contacts.
func (tx scope) bulkEmails(ctx context.Context, contacts []crm.Contact) error {
	type emailRecord struct {
		Contact  id.Contact `json:"contact_id"`
		Position int        `json:"position"`
		Address  string     `json:"address"`
		Fold     string     `json:"address_fold"`
		Label    string     `json:"label"`
		Active   bool       `json:"active"`
	}
	var emails []emailRecord
	for _, c := range contacts {
		for i, email := range c.Emails {
			emails = append(emails, emailRecord{c.ID, i, email.Address, crm.FoldEmail(email.Address), email.Label, c.ArchivedAt == nil})
		}
	}
	if len(emails) == 0 {
		return nil
	}
	// Ordered, so that two writers of the same addresses do not wait in a circle.
	return tx.insertRecords(ctx, `INSERT INTO contact_emails (org_id, contact_id, position, address, address_fold, label, active)
		SELECT $2, r.contact_id, r.position, r.address, r.address_fold, r.label, r.active
		FROM jsonb_to_recordset($1::jsonb) AS r(contact_id uuid, position int, address text, address_fold text, label text, active boolean)
		ORDER BY r.address_fold COLLATE "C"`, emails, tx.org)
}

// bulkPhones writes the numbers of many contacts.
func (tx scope) bulkPhones(ctx context.Context, contacts []crm.Contact) error {
	type phoneRecord struct {
		Contact   id.Contact `json:"contact_id"`
		Position  int        `json:"position"`
		Raw       string     `json:"raw"`
		E164      *string    `json:"e164"`
		Extension string     `json:"extension"`
		Region    string     `json:"region"`
		Kind      e164.Kind  `json:"kind"`
		Label     string     `json:"label"`
	}
	var phones []phoneRecord
	for _, c := range contacts {
		for i, phone := range c.Phones {
			n := phone.Number
			record := phoneRecord{c.ID, i, validText(n.Raw), nil, n.Extension, n.Region, n.Kind, phone.Label}
			if n.Kind == e164.Dialable {
				record.E164 = &n.E164
			}
			phones = append(phones, record)
		}
	}
	if len(phones) == 0 {
		return nil
	}
	return tx.insertRecords(ctx, `INSERT INTO contact_phones (org_id, contact_id, position, raw, e164, extension, region, kind, label)
		SELECT $2, r.contact_id, r.position, r.raw, r.e164, r.extension, r.region, r.kind, r.label
		FROM jsonb_to_recordset($1::jsonb) AS r(contact_id uuid, position int, raw text, e164 text, extension text, region text,
			kind text, label text)`, phones, tx.org)
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

// bulkValues writes the custom fields of contacts, but takes none away.
func (tx scope) bulkValues(ctx context.Context, contacts []crm.Contact) error {
	type valueRecord struct {
		Contact id.Contact     `json:"contact_id"`
		Field   id.CustomField `json:"field_id"`
		Value   string         `json:"value"`
		Fold    string         `json:"value_fold"`
	}
	var values []valueRecord
	for _, c := range contacts {
		for _, value := range c.Custom {
			values = append(values, valueRecord{c.ID, value.FieldID, value.Text, crm.CustomField{Kind: value.Kind}.OrderKey(value.Text)})
		}
	}
	if len(values) == 0 {
		return nil
	}
	return tx.insertRecords(ctx, `INSERT INTO contact_values (org_id, contact_id, field_id, value, value_fold)
		SELECT $2, r.contact_id, r.field_id, r.value, r.value_fold
		FROM jsonb_to_recordset($1::jsonb) AS r(contact_id uuid, field_id uuid, value text, value_fold text)
		ORDER BY r.contact_id, r.field_id
		ON CONFLICT (org_id, contact_id, field_id) DO UPDATE SET value = excluded.value, value_fold = excluded.value_fold`, values, tx.org)
}

// bulkTags gives contacts their tags and returns those tags that are new.
func (tx scope) bulkTags(ctx context.Context, contacts []crm.Contact) (made []uuid.UUID, err error) {
	type tagRecord struct {
		Contact id.Contact `json:"contact_id"`
		Name    string     `json:"name"`
		Fold    string     `json:"name_fold"`
	}
	var tags []tagRecord
	for _, c := range contacts {
		for _, tag := range c.Tags {
			tags = append(tags, tagRecord{c.ID, tag, crm.Fold(tag)})
		}
	}
	if len(tags) == 0 {
		return nil, nil
	}
	encoded, err := json.Marshal(tags)
	if err != nil {
		return nil, fmt.Errorf("encode tags: %w", err)
	}
	const recordset = `jsonb_to_recordset($1::jsonb) AS r(contact_id uuid, name text, name_fold text)`
	made, err = gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], `INSERT INTO tags (org_id, name, name_fold)
		SELECT $2, min(r.name), r.name_fold FROM `+recordset+` GROUP BY r.name_fold ORDER BY r.name_fold COLLATE "C"
		ON CONFLICT (org_id, name_fold) DO NOTHING RETURNING id`, encoded, tx.org)
	if err != nil {
		return nil, err
	}
	if _, err := tx.tx.Exec(ctx, `INSERT INTO contact_tags (org_id, contact_id, tag_id)
		SELECT t.org_id, r.contact_id, t.id FROM `+recordset+` JOIN tags t ON t.org_id = $2 AND t.name_fold = r.name_fold
		ON CONFLICT DO NOTHING`, encoded, tx.org); err != nil {
		return nil, fmt.Errorf("write tags: %w", err)
	}
	return made, nil
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
