package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

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
