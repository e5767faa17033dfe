package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// importLine is one row on its way: what it says, its fate and what it does.
type importLine struct {
	crm.ImportRow
	draft  crm.ImportDraft
	before *crm.Contact
	after  *crm.Contact
	notes  []string
	// noteIDs are those of the notes that it made.
	noteIDs []uuid.UUID
}

// prepared cleans a row by the rules; one that breaks them is refused.
func prepared(draft crm.ImportDraft, country string, fields []crm.CustomField) importLine {
	line := importLine{draft: draft, ImportRow: crm.ImportRow{Line: draft.Line, Name: draft.Name()}}
	clean, err := draft.Prepare(country, fields...)
	if err != nil {
		line.refuse(crm.ReasonInvalid, crm.DetailOf(err))
		return line
	}
	line.draft, line.Name = clean, clean.Name()
	return line
}

func (l *importLine) refuse(reason, detail string) {
	const longest = 500
	if len(detail) > longest {
		detail = strings.ToValidUTF8(detail[:longest], "") + "…"
	}
	l.Fate, l.Reason, l.Detail, l.State = crm.FateRefuse, reason, detail, ""
	l.before, l.after, l.notes, l.ContactID, l.Changes = nil, nil, nil, nil, nil
}

func (l *importLine) skip(reason, detail string, contact *id.Contact) {
	l.Fate, l.Reason, l.Detail, l.State, l.ContactID = crm.FateSkip, reason, detail, "", contact
	l.before, l.after, l.notes, l.Changes = nil, nil, nil, nil
}

// keys are the row's, as a contact's.
func (l *importLine) keys() []string {
	d := l.draft.Contact
	return crm.Contact{FirstName: d.FirstName, LastName: d.LastName, Emails: d.Emails, Phones: d.Phones}.Keys()
}

// importKnown is what the organisation has of that the rows speak of.
type importKnown struct {
	byKey     map[string][]uuid.UUID
	contacts  map[uuid.UUID]crm.Contact
	notes     map[uuid.UUID][]string
	customers map[string]db.ImportCustomersRow
	// made are customers that rows would make, by folded name.
	made  map[string]bool
	users []db.ImportUsersRow
}

// importKnown looks up what rows speak of, in a round trip for each kind. With
// lock, the contacts stay as they are until the transaction ends.
func (tx scope) importKnown(ctx context.Context, lines []importLine, lock bool) (*importKnown, error) {
	k := &importKnown{
		byKey: map[string][]uuid.UUID{}, contacts: map[uuid.UUID]crm.Contact{}, notes: map[uuid.UUID][]string{},
		customers: map[string]db.ImportCustomersRow{}, made: map[string]bool{},
	}
	if err := tx.importMatches(ctx, k, lines); err != nil {
		return nil, err
	}
	if err := tx.importContacts(ctx, k, lock); err != nil {
		return nil, err
	}
	var companies []string
	owned := false
	for _, line := range lines {
		if fold := crm.Fold(line.draft.Contact.Company); fold != "" {
			companies = append(companies, fold)
		}
		owned = owned || line.draft.Owner != ""
	}
	customers, err := tx.ImportCustomers(ctx, db.ImportCustomersParams{OrgID: tx.org, Folds: companies})
	if err != nil {
		return nil, err
	}
	for _, customer := range customers {
		k.customers[customer.NameFold] = customer
	}
	if owned {
		k.users, err = tx.ImportUsers(ctx, tx.org)
	}
	return k, err
}

// importMatches finds who the rows are about.
func (tx scope) importMatches(ctx context.Context, k *importKnown, lines []importLine) error {
	var folds, numbers, names []string
	for _, line := range lines {
		d := line.draft.Contact
		for _, email := range d.Emails {
			folds = append(folds, crm.FoldEmail(email.Address))
		}
		name := crm.Fold(d.FirstName + " " + d.LastName)
		for _, phone := range d.Phones {
			if phone.Number.E164 != "" {
				numbers, names = append(numbers, phone.Number.E164), append(names, name)
			}
		}
	}
	emails, err := tx.ImportMatchEmails(ctx, db.ImportMatchEmailsParams{OrgID: tx.org, Folds: folds})
	if err != nil {
		return err
	}
	for _, match := range emails {
		k.add(crm.EmailKey(match.AddressFold), match.ContactID)
	}
	phones, err := tx.ImportMatchPhones(ctx, db.ImportMatchPhonesParams{OrgID: tx.org, Numbers: numbers, Names: names})
	if err != nil {
		return err
	}
	for _, match := range phones {
		if match.E164 != nil {
			k.add(crm.PhoneKey(*match.E164, match.NameFold), match.ContactID.UUID)
		}
	}
	return nil
}

func (k *importKnown) add(key string, contact uuid.UUID) {
	if !slices.Contains(k.byKey[key], contact) {
		k.byKey[key] = append(k.byKey[key], contact)
	}
}

// importContacts reads the contacts that were found, and their notes.
func (tx scope) importContacts(ctx context.Context, k *importKnown, lock bool) error {
	var ids []uuid.UUID
	for _, contacts := range k.byKey {
		for _, contact := range contacts {
			if !slices.Contains(ids, contact) {
				ids = append(ids, contact)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if lock {
		if _, err := tx.ImportLockContacts(ctx, db.ImportLockContactsParams{OrgID: tx.org, Ids: ids}); err != nil {
			return err
		}
	}
	found, err := tx.contactsByID(ctx, ids)
	if err != nil {
		return err
	}
	for _, contact := range found {
		if contact.MergedIntoID != nil {
			return errMoved
		}
		if contact.ArchivedAt == nil {
			k.contacts[contact.ID.UUID] = contact
		}
	}
	notes, err := tx.ImportNotes(ctx, db.ImportNotesParams{OrgID: tx.org, Ids: ids})
	if err != nil {
		return err
	}
	for _, note := range notes {
		k.notes[note.ContactID.UUID] = append(k.notes[note.ContactID.UUID], note.Body)
	}
	return nil
}

// who finds the contacts that a row is about: by address, else by number and name.
func (k *importKnown) who(keys []string) []uuid.UUID {
	for _, kind := range []string{"e", "p"} {
		var found []uuid.UUID
		for _, key := range keys {
			if !strings.HasPrefix(key, kind) {
				continue
			}
			for _, contact := range k.byKey[key] {
				if _, there := k.contacts[contact]; there && !slices.Contains(found, contact) {
					found = append(found, contact)
				}
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// dryJudge gives a row its fate without doing anything.
func (k *importKnown) dryJudge(line *importLine, options crm.ImportOptions, seen, fresh seenRows) {
	if line.Fate == crm.FateRefuse {
		return
	}
	keys := line.keys()
	k.judge(line, options)
	earlier, again := seen.find(keys)
	if !again {
		earlier, again = fresh.find(keys)
	}
	switch {
	case line.Fate == crm.FateRefuse:
		return
	case again && options.OnMatch == crm.OnMatchSkip:
		line.skip(crm.ReasonRepeated, strconv.FormatInt(earlier, 10), nil)
	case again:
		// What it changes is known when the earlier row is done.
		line.Fate, line.Reason, line.Detail, line.State = crm.FateUpdate, crm.ReasonRepeated, strconv.FormatInt(earlier, 10), crm.RowPending
	}
	fresh.add(keys, line.Line)
}

// judge gives a row its fate and works out the contact that it leaves.
func (k *importKnown) judge(line *importLine, options crm.ImportOptions) {
	if line.Fate == crm.FateRefuse {
		return
	}
	found := k.who(line.keys())
	if len(found) > 1 {
		line.refuse(crm.ReasonAmbiguous, "")
		return
	}
	if len(found) == 1 && options.OnMatch == crm.OnMatchSkip {
		line.skip(crm.ReasonExists, "", &id.Contact{UUID: found[0]})
		return
	}
	if !k.settle(line, options) {
		return
	}
	if len(found) == 0 {
		created, err := line.draft.Create()
		if err != nil {
			line.refuse(crm.ReasonInvalid, crm.DetailOf(err))
			return
		}
		line.Fate, line.State, line.after, line.notes = crm.FateCreate, crm.RowPending, &created, line.draft.Notes
		return
	}
	before := k.contacts[found[0]]
	after, reason := line.draft.Onto(before, options.OnMatch)
	line.notes = k.newNotes(before.ID, line.draft.Notes)
	line.Changes = before.Diff(after)
	if len(line.notes) > 0 {
		line.Changes = append(line.Changes, crm.FieldChange{Field: "notes", New: strings.Join(line.notes, "\n\n")})
	}
	if len(line.Changes) == 0 {
		if reason == "" {
			reason = crm.ReasonSame
		}
		line.skip(reason, "", &before.ID)
		return
	}
	line.Fate, line.State, line.Reason = crm.FateUpdate, crm.RowPending, reason
	line.before, line.after, line.ContactID = &before, &after, &before.ID
}

// settle turns the row's company and owner into records, or refuses it.
func (k *importKnown) settle(line *importLine, options crm.ImportOptions) bool {
	d := &line.draft.Contact
	d.CustomerID, d.OwnerID = nil, nil
	if fold := crm.Fold(d.Company); fold != "" {
		customer, known := k.customers[fold]
		if !known {
			if !options.CreateCustomers {
				line.refuse(crm.ReasonCustomer, d.Company)
				return false
			}
			customer = db.ImportCustomersRow{ID: id.New[id.Customer](), Name: d.Company, NameFold: fold}
			k.customers[fold], k.made[fold] = customer, true
		}
		d.CustomerID, d.Company = &customer.ID, customer.Name
	}
	if line.draft.Owner != "" {
		at := slices.IndexFunc(k.users, func(user db.ImportUsersRow) bool {
			return user.EmailFold == line.draft.Owner || crm.Fold(user.Name) == crm.Fold(line.draft.Owner)
		})
		if at < 0 {
			line.refuse(crm.ReasonOwner, line.draft.Owner)
			return false
		}
		d.OwnerID = &k.users[at].ID
	}
	return true
}

// newNotes are those that the contact does not have, one by one or all of its
// notes together, as an export writes them.
func (k *importKnown) newNotes(contact id.Contact, notes []string) []string {
	there := k.notes[contact.UUID]
	if strings.Join(there, "\n\n") == strings.Join(notes, "\n\n") {
		return nil
	}
	var fresh []string
	for _, note := range notes {
		if !slices.Contains(there, note) {
			fresh = append(fresh, note)
		}
	}
	return fresh
}

// became puts what a row left in place of what was known, so that the next row
// about the same person goes on from there.
func (k *importKnown) became(line *importLine) {
	if line.after == nil || line.ContactID == nil {
		return
	}
	contact := *line.after
	k.contacts[contact.ID.UUID] = contact
	for _, key := range contact.Keys() {
		k.add(key, contact.ID.UUID)
	}
	k.notes[contact.ID.UUID] = append(slices.Clone(line.notes), k.notes[contact.ID.UUID]...)
}

// insertImportRows writes what the rows would do.
func (tx scope) insertImportRows(ctx context.Context, key id.Import, lines []importLine) error {
	type row struct {
		Line    int64             `json:"line"`
		Fate    crm.ImportFate    `json:"fate"`
		Reason  string            `json:"reason"`
		Detail  string            `json:"detail"`
		Name    string            `json:"name"`
		Contact *id.Contact       `json:"contact_id"`
		Draft   *crm.ImportDraft  `json:"draft"`
		Changes []crm.FieldChange `json:"changes"`
		State   string            `json:"state"`
	}
	rows := make([]row, len(lines))
	for i, line := range lines {
		rows[i] = row{
			Line: line.Line, Fate: line.Fate, Reason: line.Reason, Detail: validText(line.Detail), Name: validText(line.Name),
			Contact: line.ContactID, Changes: notNil(line.Changes), State: line.State,
		}
		if line.State == crm.RowPending {
			rows[i].Draft = &lines[i].draft
		}
	}
	return tx.insertRecords(ctx, `INSERT INTO import_rows (org_id, import_id, line, fate, reason, detail, name, contact_id, draft, changes, state)
		SELECT $2, $3, r.line, r.fate, r.reason, r.detail, r.name, r.contact_id, r.draft, r.changes, r.state
		FROM jsonb_to_recordset($1::jsonb) AS r(line bigint, fate text, reason text, detail text, name text, contact_id uuid,
			draft jsonb, changes jsonb, state text)`, rows, tx.org, key)
}

// insertRecords runs a statement whose first parameter is records as JSON: one
// round trip for any number of them. (COPY would be the shorter way, but takes
// no table with row-level security.)
func (tx scope) insertRecords(ctx context.Context, sql string, records any, args ...any) error {
	encoded, err := json.Marshal(records)
	if err != nil {
		return fmt.Errorf("encode records: %w", err)
	}
	if _, err := tx.tx.Exec(ctx, sql, append([]any{encoded}, args...)...); err != nil {
		return fmt.Errorf("write records: %w", err)
	}
	return nil
}

func countsOf(lines []importLine) (counts db.ImportAdvanceParams) {
	for _, line := range lines {
		switch line.Fate {
		case crm.FateCreate:
			counts.Created++
		case crm.FateUpdate:
			counts.Updated++
		case crm.FateSkip:
			counts.Skipped++
		case crm.FateRefuse:
			counts.Refused++
		}
	}
	return counts
}

func (tx scope) advance(ctx context.Context, key id.Import, counts db.ImportAdvanceParams) error {
	counts.UpdatedAt, counts.OrgID, counts.ID = now(), tx.org, key
	return tx.ImportAdvance(ctx, counts)
}
