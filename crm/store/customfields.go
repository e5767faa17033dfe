package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// customFields reads the organisation's fields in their order.
func (tx scope) customFields(ctx context.Context) ([]crm.CustomField, error) {
	rows, err := tx.Queries.CustomFieldList(ctx, tx.org)
	fields := make([]crm.CustomField, len(rows))
	for i, row := range rows {
		fields[i] = crm.CustomField(row)
	}
	return fields, err
}

// CustomFieldList returns the organisation's custom fields in their order, with
// the archived ones behind them where they are asked for.
func (s *Store) CustomFieldList(ctx context.Context, actor crm.Actor, archived bool) ([]crm.CustomField, error) {
	var fields []crm.CustomField
	err := s.scoped(ctx, actor.Org, "list custom fields", func(ctx context.Context, tx scope) error {
		all, err := tx.customFields(ctx)
		fields = slices.DeleteFunc(all, func(f crm.CustomField) bool { return f.ArchivedAt != nil && !archived })
		return err
	})
	return fields, err
}

// defining runs a change of the organisation's fields; admins only.
func (s *Store) defining(ctx context.Context, actor crm.Actor, doing string, step func(context.Context, scope, []crm.CustomField) error) error {
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if err := tx.CustomFieldsLock(ctx, tx.org.String()); err != nil {
			return err
		}
		fields, err := tx.customFields(ctx)
		if err != nil {
			return err
		}
		return step(ctx, tx, fields)
	})
}

// CustomFieldCreate adds a field behind the others; admins only.
func (s *Store) CustomFieldCreate(ctx context.Context, actor crm.Actor, draft crm.CustomFieldDraft) (crm.CustomField, error) {
	const doing = "create custom field"
	chosen := draft.Key != ""
	draft, err := draft.Prepare()
	if err != nil {
		return crm.CustomField{}, translate(doing, err)
	}
	var made crm.CustomField
	err = s.defining(ctx, actor, doing, func(ctx context.Context, tx scope, fields []crm.CustomField) error {
		shown := shownFields(fields)
		if len(shown) >= crm.MaxCustomFields {
			return tooManyFields()
		}
		key := draft.Key
		if !chosen {
			key = crm.FreeKey(key, func(key string) bool {
				return slices.ContainsFunc(fields, func(f crm.CustomField) bool { return f.Key == key })
			})
		}
		made = crm.CustomField{
			ID: id.New[id.CustomField](), Key: key, Name: draft.Name, Kind: draft.Kind, Choices: notNil(draft.Choices),
			Position:  int32(len(shown) + 1), //nolint:gosec // at most crm.MaxCustomFields
			CreatedAt: now(),
		}
		if err := tx.CustomFieldInsert(ctx, db.CustomFieldInsertParams{
			OrgID: tx.org, ID: made.ID, Key: made.Key, Name: made.Name, NameFold: crm.Fold(made.Name), Kind: made.Kind,
			Choices: made.Choices, Position: made.Position, CreatedAt: made.CreatedAt,
		}); err != nil {
			return err
		}
		if err := tx.place(ctx, append(shown, made), fields); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.CustomFieldChanged("create", crm.CustomField{}, made))
	})
	return made, err
}

func tooManyFields() *crm.Error {
	message := fmt.Sprintf("There are %d custom fields, which is the most. Archive one that nobody needs.", crm.MaxCustomFields)
	return &crm.Error{Code: crm.CodeConflict, Message: message}
}

func shownFields(fields []crm.CustomField) []crm.CustomField {
	return slices.DeleteFunc(slices.Clone(fields), func(f crm.CustomField) bool { return f.ArchivedAt != nil })
}

// place numbers the shown fields in their new order and the others behind them.
func (tx scope) place(ctx context.Context, shown, fields []crm.CustomField) error {
	order := plainFields(shown)
	for _, field := range fields {
		if !slices.Contains(order, field.ID.UUID) {
			order = append(order, field.ID.UUID)
		}
	}
	positions := make([]int32, len(order))
	for i := range positions {
		positions[i] = int32(i + 1)
	}
	return tx.CustomFieldPlace(ctx, db.CustomFieldPlaceParams{OrgID: tx.org, Ids: order, Positions: positions})
}

func plainFields(fields []crm.CustomField) []uuid.UUID {
	ids := make([]uuid.UUID, len(fields))
	for i, field := range fields {
		ids[i] = field.ID.UUID
	}
	return ids
}

// CustomFieldUpdate changes a field; admins only. Values follow renamed choices.
// A choice that contacts have cannot be taken away.
func (s *Store) CustomFieldUpdate(ctx context.Context, actor crm.Actor, field id.CustomField, change crm.CustomFieldChange) (crm.CustomField, error) {
	const doing = "update custom field"
	change, err := change.Prepare()
	if err != nil {
		return crm.CustomField{}, translate(doing, err)
	}
	var updated crm.CustomField
	err = s.defining(ctx, actor, doing, func(ctx context.Context, tx scope, fields []crm.CustomField) error {
		at := slices.IndexFunc(fields, func(f crm.CustomField) bool { return f.ID == field })
		if at < 0 {
			return crm.NotFound("custom field")
		}
		if _, err := tx.CustomFieldLock(ctx, db.CustomFieldLockParams{OrgID: tx.org, ID: field}); err != nil {
			return missing(err, "custom field")
		}
		current := fields[at]
		next, renamed, gone, err := current.Change(change, now())
		if err != nil {
			return err
		}
		shown := slices.DeleteFunc(shownFields(fields), func(f crm.CustomField) bool { return f.ID == field })
		if current.ArchivedAt != nil && next.ArchivedAt == nil && len(shown) >= crm.MaxCustomFields {
			return tooManyFields()
		}
		if err := tx.rechoose(ctx, next, renamed, gone); err != nil {
			return err
		}
		if err := tx.CustomFieldWrite(ctx, db.CustomFieldWriteParams{
			Name: next.Name, NameFold: crm.Fold(next.Name), Choices: notNil(next.Choices), ArchivedAt: next.ArchivedAt, OrgID: tx.org, ID: field,
		}); err != nil {
			return err
		}
		if next.ArchivedAt == nil {
			shown = slices.Insert(shown, placeOf(current, change, len(shown)), next)
		}
		if err := tx.place(ctx, shown, fields); err != nil {
			return err
		}
		if updated, err = tx.customField(ctx, field); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.CustomFieldChanged("update", current, updated))
	})
	return updated, err
}

// placeOf is where among so many others a field comes to stand: where it was
// asked for, where it was, or last when it comes back from the archive.
func placeOf(current crm.CustomField, change crm.CustomFieldChange, others int) int {
	switch {
	case change.Position.Set:
		return min(int(change.Position.Value)-1, others)
	case current.ArchivedAt != nil:
		return others
	}
	return min(int(current.Position)-1, others)
}

func (tx scope) customField(ctx context.Context, field id.CustomField) (crm.CustomField, error) {
	fields, err := tx.customFields(ctx)
	for _, one := range fields {
		if one.ID == field {
			return one, nil
		}
	}
	if err == nil {
		err = crm.NotFound("custom field")
	}
	return crm.CustomField{}, err
}

// rechoose carries values over to renamed choices and refuses to take away
// those that contacts have.
func (tx scope) rechoose(ctx context.Context, field crm.CustomField, renamed []crm.Rename, gone []string) error {
	if len(gone) > 0 {
		folds := make([]string, len(gone))
		for i, choice := range gone {
			folds[i] = field.OrderKey(choice)
		}
		used, err := tx.ChoicesInUse(ctx, db.ChoicesInUseParams{OrgID: tx.org, FieldID: field.ID, Folds: folds})
		if err != nil {
			return err
		}
		refusal := &crm.Error{Code: crm.CodeConflict, Message: "Contacts have a choice that is to go. Rename it into another one first."}
		for _, row := range used {
			choice := gone[slices.Index(folds, row.ValueFold)]
			refusal.Fields = append(refusal.Fields, crm.FieldError{Field: "choices", Message: fmt.Sprintf("%s: %d contacts.", choice, row.Count)})
		}
		if len(refusal.Fields) > 0 {
			return refusal
		}
	}
	if len(renamed) == 0 {
		return nil
	}
	change := db.ChoicesRenameParams{OrgID: tx.org, FieldID: field.ID}
	for _, rename := range renamed {
		change.Olds = append(change.Olds, field.OrderKey(rename.Old))
		change.NewValues = append(change.NewValues, rename.New)
		change.NewFolds = append(change.NewFolds, field.OrderKey(rename.New))
	}
	return tx.ChoicesRename(ctx, change)
}

// setCustom writes what was given for custom fields, by key.
func (tx scope) setCustom(ctx context.Context, contact id.Contact, given map[string]string) error {
	if len(given) == 0 {
		return nil
	}
	rows, err := tx.CustomFieldsShare(ctx, db.CustomFieldsShareParams{OrgID: tx.org, Keys: slices.Collect(maps.Keys(given))})
	if err != nil {
		return err
	}
	fields := make([]crm.CustomField, len(rows))
	for i, row := range rows {
		fields[i] = crm.CustomField(row)
	}
	values, err := crm.CustomValues(fields, given)
	if err != nil {
		return err //nolint:wrapcheck // a refusal for people
	}
	return tx.writeValues(ctx, contact, values)
}

// writeValues writes values, and takes those without text away.
func (tx scope) writeValues(ctx context.Context, contact id.Contact, values []crm.CustomValue) error {
	for _, value := range values {
		if value.Text == "" {
			if err := tx.ContactValueDelete(ctx, db.ContactValueDeleteParams{OrgID: tx.org, ContactID: contact, FieldID: value.FieldID}); err != nil {
				return err
			}
			continue
		}
		key := crm.CustomField{Kind: value.Kind}.OrderKey(value.Text)
		if err := tx.ContactValueSet(ctx, db.ContactValueSetParams{
			OrgID: tx.org, ContactID: contact, FieldID: value.FieldID, Value: value.Text, ValueFold: key,
		}); err != nil {
			return err
		}
	}
	return nil
}

// narrowCustom adds the conditions of custom fields to a contact list.
func (s *Store) narrowCustom(ctx context.Context, actor crm.Actor, q *query, filters []crm.CustomFilter) error {
	const doing = "filter by custom fields"
	fields, err := s.CustomFieldList(ctx, actor, false)
	if err != nil {
		return err
	}
	for _, filter := range filters {
		at := slices.IndexFunc(fields, func(f crm.CustomField) bool { return f.Key == filter.Key })
		if at < 0 {
			return translate(doing, invalid("custom."+filter.Key, "There is no such field."))
		}
		low, high, err := fields[at].Range(filter)
		if err != nil {
			return translate(doing, err)
		}
		if low == high {
			q.and("EXISTS (SELECT FROM contact_values v WHERE v.org_id = c.org_id AND v.contact_id = c.id AND v.field_id = %s AND v.value_fold = %s)",
				fields[at].ID, low)
			continue
		}
		if err := s.narrowRange(ctx, actor, q, fields[at].ID, low, high); err != nil {
			return err
		}
	}
	return nil
}

// fewInRange is how many contacts of a range are found before the others'
// conditions are looked at.
const fewInRange = 20_000

// narrowRange adds a range. The planner counts values of a field but guesses at
// ranges of it, badly: a range of few among a million took ten seconds along the
// list's own index. So a count decides, which ends soon, and an array keeps the
// planner to the range's index.
func (s *Store) narrowRange(ctx context.Context, actor crm.Actor, q *query, field id.CustomField, low, high string) error {
	var count int64
	b := newBatch(actor.Org)
	b.Queue("SELECT count(*) FROM (SELECT FROM contact_values WHERE org_id = $1 AND field_id = $2 AND value_fold >= $3 AND value_fold <= $4 LIMIT $5) counted",
		actor.Org, field, low, high, fewInRange+1).QueryRow(func(r pgx.Row) error { return r.Scan(&count) })
	if err := s.send(ctx, "count a range", b); err != nil {
		return err
	}
	const within = "v.field_id = %s AND v.value_fold >= %s AND v.value_fold <= %s"
	if count > fewInRange {
		q.and("EXISTS (SELECT FROM contact_values v WHERE v.org_id = c.org_id AND v.contact_id = c.id AND "+within+")", field, low, high)
		return nil
	}
	q.and("c.id = ANY (ARRAY(SELECT v.contact_id FROM contact_values v WHERE v.org_id = %s AND "+within+"))", actor.Org, field, low, high)
	return nil
}
