package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// root is the contact that answers for this one today.
func (tx scope) root(ctx context.Context, contact id.Contact) (id.Contact, error) {
	var root *uuid.UUID
	if err := tx.tx.QueryRow(ctx, "SELECT contact_root($1, $2)", tx.org, contact).Scan(&root); err != nil {
		return contact, fmt.Errorf("resolve contact: %w", err)
	}
	if root == nil {
		return contact, crm.NotFound("contact")
	}
	return id.Contact{UUID: *root}, nil
}

// lockBoth locks two contacts in the order of their identifiers.
func (tx scope) lockBoth(ctx context.Context, a, b id.Contact) ([]db.ContactsLockRow, error) {
	rows, err := tx.ContactsLock(ctx, db.ContactsLockParams{OrgID: tx.org, Ids: []uuid.UUID{a.UUID, b.UUID}})
	if err == nil && len(rows) != 2 {
		err = crm.NotFound("contact")
	}
	return rows, err
}

// mergeRoots finds what both contacts are today.
func (tx scope) mergeRoots(ctx context.Context, duplicate, survivor id.Contact) (from, to id.Contact, err error) {
	if from, err = tx.root(ctx, duplicate); err != nil {
		return from, to, err
	}
	if to, err = tx.root(ctx, survivor); err != nil {
		return from, to, err
	}
	if from == to {
		err = &crm.Error{Code: crm.CodeMergeSelf, Message: "This is one contact already; choose another one to merge with."}
	}
	return from, to, err
}

// ContactMerge merges the duplicate into the survivor, each resolved to what it
// is today. choices override what crm.MergeFields suggests.
func (s *Store) ContactMerge(ctx context.Context, actor crm.Actor, duplicate, survivor id.Contact, choices map[string]crm.MergeSide) (crm.Merged, error) {
	var done crm.Merged
	var emails []crm.Email
	err := s.scoped(ctx, actor.Org, "merge contacts", func(ctx context.Context, tx scope) error {
		from, to, err := tx.mergeRoots(ctx, duplicate, survivor)
		if err != nil {
			return err
		}
		rows, err := tx.lockBoth(ctx, from, to)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.MergedIntoID != nil {
				return errMoved
			}
		}
		done, err = tx.merge(ctx, actor, from, to, choices)
		emails = done.Survivor.Emails
		if err != nil {
			return err
		}
		return tx.changed(ctx, actor, mergeChange("merge", done.ID, done.Survivor, done.Duplicate))
	})
	if err != nil {
		return crm.Merged{}, s.nameHolder(ctx, actor, err, emails, survivor)
	}
	return done, nil
}

// mergeChange is the survivor's line in the audit log. The history of a contact
// holds the entries of those merged into it as well.
func mergeChange(action string, merge id.Merge, survivor, duplicate crm.Contact) crm.Change {
	return crm.Change{
		Action: action, Noun: "contact", Record: survivor.ID.UUID, Name: survivor.Name(),
		Detail: map[string]string{"mergeId": merge.String(), "duplicateId": duplicate.ID.String(), "duplicateName": duplicate.Name()},
		State:  crm.ContactMerge{MergeID: merge.String(), Survivor: survivor, Duplicate: duplicate, Undone: action != "merge"},
	}
}

// merge merges two contacts that are locked.
func (tx scope) merge(ctx context.Context, actor crm.Actor, from, to id.Contact, choices map[string]crm.MergeSide) (crm.Merged, error) {
	duplicate, survivor, err := tx.both(ctx, from, to)
	if err != nil {
		return crm.Merged{}, err
	}
	if duplicate.ArchivedAt != nil || survivor.ArchivedAt != nil {
		return crm.Merged{}, &crm.Error{Code: crm.CodeConflict, Message: "An archived contact cannot be merged; bring it back first."}
	}
	merged, err := crm.MergeContacts(actor, survivor, duplicate, choices)
	if err != nil {
		return crm.Merged{}, err
	}
	done := crm.Merged{ID: id.New[id.Merge]()}
	if err := tx.insertMerge(ctx, actor, done.ID, survivor, duplicate, merged); err != nil {
		return done, err
	}
	if done.Moved, err = tx.moveChildren(ctx, done.ID, from, to); err != nil {
		return done, err
	}
	if err := tx.clearLists(ctx, from); err != nil {
		return done, err
	}
	at := now()
	if err := tx.ContactSetMerged(ctx, db.ContactSetMergedParams{ArchivedAt: &at, MergedIntoID: &to, UpdatedAt: at, OrgID: tx.org, ID: from}); err != nil {
		return done, err
	}
	if err := tx.writeWhole(ctx, merged); err != nil {
		return done, err
	}
	addLists(done.Moved, survivor, merged)
	done.Duplicate, done.Survivor, err = tx.both(ctx, from, to)
	return done, err
}

// addLists counts the entries of the contact itself that were new to the survivor.
func addLists(moved map[string]int64, survivor, merged crm.Contact) {
	moved["emails"] = int64(len(merged.Emails) - len(survivor.Emails))
	moved["phones"] = int64(len(merged.Phones) - len(survivor.Phones))
}

func (tx scope) both(ctx context.Context, a, b id.Contact) (first, second crm.Contact, err error) {
	if first, err = tx.contact(ctx, a); err != nil {
		return first, second, err
	}
	second, err = tx.contact(ctx, b)
	return first, second, err
}

// clearLists takes a contact's addresses, numbers and custom values away.
func (tx scope) clearLists(ctx context.Context, contact id.Contact) error {
	if err := tx.ContactEmailsDelete(ctx, db.ContactEmailsDeleteParams{OrgID: tx.org, ContactID: contact}); err != nil {
		return err
	}
	if err := tx.ContactPhonesDelete(ctx, db.ContactPhonesDeleteParams{OrgID: tx.org, ContactID: contact}); err != nil {
		return err
	}
	return tx.ContactValuesDelete(ctx, db.ContactValuesDeleteParams{OrgID: tx.org, ContactID: contact})
}

// writeWhole writes a contact with its addresses, its numbers, its custom values
// and what search reads of them.
func (tx scope) writeWhole(ctx context.Context, c crm.Contact) error {
	if err := tx.fillCompany(ctx, &c); err != nil {
		return err
	}
	if err := tx.clearLists(ctx, c.ID); err != nil {
		return err
	}
	if err := tx.insertEmails(ctx, c); err != nil {
		return err
	}
	if err := tx.insertPhones(ctx, c); err != nil {
		return err
	}
	if err := tx.writeValues(ctx, c.ID, c.Custom); err != nil {
		return err
	}
	return tx.writeContact(ctx, c)
}

func (tx scope) insertMerge(ctx context.Context, actor crm.Actor, key id.Merge, survivor, duplicate, merged crm.Contact) error {
	shots := make([][]byte, 0, 3)
	for _, contact := range []crm.Contact{survivor, duplicate, merged} {
		shot, err := crm.JournalContact(contact)
		if err != nil {
			return err //nolint:wrapcheck // it says that it is about the journal
		}
		shots = append(shots, shot)
	}
	return tx.MergeInsert(ctx, db.MergeInsertParams{
		OrgID: tx.org, ID: key, SurvivorID: survivor.ID, DuplicateID: duplicate.ID, UserID: userOf(actor),
		CreatedAt: now(), Survivor: shots[0], Duplicate: shots[1], Merged: shots[2],
	})
}

// userOf is the actor's user; nil where the program acts for itself.
func userOf(actor crm.Actor) *id.User {
	if actor.User == (id.User{}) {
		return nil
	}
	return &actor.User
}

// moveChildren gives the survivor what the policies give it: one statement and
// one line of the journal for each foreign key. Names of tables and columns are
// constants of package crm.
func (tx scope) moveChildren(ctx context.Context, merge id.Merge, from, to id.Contact) (map[string]int64, error) {
	moved := map[string]int64{}
	for _, policy := range crm.MergePolicies() {
		if policy.Fate == crm.MergeStays || policy.Fate == crm.MergeFolded && policy.By == "" {
			continue
		}
		n, err := tx.moveRows(ctx, policy, merge, from, to)
		if err != nil {
			return nil, fmt.Errorf("move %s: %w", policy.Key, err)
		}
		moved[policy.Counted()] += n
		if policy.Fate != crm.MergeFolded {
			continue
		}
		if policy.Fill != "" {
			if err := tx.fillRows(ctx, policy, merge, from, to); err != nil {
				return nil, fmt.Errorf("fill %s: %w", policy.Key, err)
			}
		}
		if err := tx.foldRows(ctx, policy, merge, from); err != nil {
			return nil, fmt.Errorf("fold %s: %w", policy.Key, err)
		}
	}
	return moved, nil
}

func (tx scope) moveRows(ctx context.Context, p crm.MergePolicy, merge id.Merge, from, to id.Contact) (int64, error) {
	key, unless := "id", ""
	if p.Fate == crm.MergeFolded {
		key = p.By
		unless = fmt.Sprintf(" AND NOT EXISTS (SELECT FROM %[1]s s WHERE s.org_id = $1 AND s.%[2]s = $3 AND s.%[3]s = t.%[3]s)",
			p.Table(), p.Column(), p.By)
	}
	sql := fmt.Sprintf(`WITH moved AS (
			UPDATE %[1]s t SET %[2]s = $3 WHERE t.org_id = $1 AND t.%[2]s = $2%[4]s RETURNING t.%[3]s AS id
		), journal AS (
			INSERT INTO merge_moves (org_id, merge_id, noun, fate, ids)
			SELECT $1, $4, $5, 'moved', array_agg(id) FROM moved HAVING count(*) > 0 RETURNING cardinality(ids) AS n
		) SELECT coalesce((SELECT n FROM journal), 0)`, p.Table(), p.Column(), key, unless)
	var n int64
	err := tx.tx.QueryRow(ctx, sql, tx.org, from, to, merge, p.Key).Scan(&n)
	return n, err //nolint:wrapcheck // moveChildren names the table
}

// fillRows fills blanks of the survivor's rows from those that are folded into
// them, and journals what was filled in.
func (tx scope) fillRows(ctx context.Context, p crm.MergePolicy, merge id.Merge, from, to id.Contact) error {
	sql := fmt.Sprintf(`WITH filled AS (
			UPDATE %[1]s s SET %[4]s = t.%[4]s FROM %[1]s t
			WHERE s.org_id = $1 AND s.%[2]s = $3 AND s.%[4]s = '' AND t.org_id = $1 AND t.%[2]s = $2 AND t.%[3]s = s.%[3]s AND t.%[4]s <> ''
			RETURNING s.%[3]s AS id, to_jsonb(s) AS row
		) INSERT INTO merge_moves (org_id, merge_id, noun, fate, ids, rows)
		SELECT $1, $4, $5, 'filled', array_agg(id), jsonb_agg(row) FROM filled HAVING count(*) > 0`, p.Table(), p.Column(), p.By, p.Fill)
	_, err := tx.tx.Exec(ctx, sql, tx.org, from, to, merge, p.Key)
	return err //nolint:wrapcheck // moveChildren names the table
}

// foldRows takes away what the survivor has already and journals it whole.
func (tx scope) foldRows(ctx context.Context, p crm.MergePolicy, merge id.Merge, from id.Contact) error {
	sql := fmt.Sprintf(`WITH folded AS (
			DELETE FROM %[1]s t WHERE t.org_id = $1 AND t.%[2]s = $2 RETURNING t.%[3]s AS id, to_jsonb(t) AS row
		) INSERT INTO merge_moves (org_id, merge_id, noun, fate, ids, rows)
		SELECT $1, $3, $4, 'folded', array_agg(id), jsonb_agg(row) FROM folded HAVING count(*) > 0`, p.Table(), p.Column(), p.By)
	_, err := tx.tx.Exec(ctx, sql, tx.org, from, merge, p.Key)
	return err //nolint:wrapcheck // moveChildren names the table
}

// ContactMergePreview says what a merge would do. It locks nothing.
func (s *Store) ContactMergePreview(ctx context.Context, actor crm.Actor, duplicate, survivor id.Contact) (crm.MergePreview, error) {
	var preview crm.MergePreview
	err := s.scoped(ctx, actor.Org, "preview merge", func(ctx context.Context, tx scope) error {
		from, to, err := tx.mergeRoots(ctx, duplicate, survivor)
		if err != nil {
			return err
		}
		if preview.Duplicate, preview.Survivor, err = tx.both(ctx, from, to); err != nil {
			return err
		}
		preview.Fields = crm.MergeFields(preview.Survivor, preview.Duplicate)
		preview.LockedCustomersDiffer = crm.LockedCustomersDiffer(preview.Survivor, preview.Duplicate)
		preview.Moves = map[string]int64{}
		addLists(preview.Moves, preview.Survivor, crm.MergeLists(preview.Survivor, preview.Duplicate))
		for _, policy := range crm.MergePolicies() {
			if policy.Fate == crm.MergeStays || policy.Fate == crm.MergeFolded && policy.By == "" {
				continue
			}
			var n int64
			sql := fmt.Sprintf("SELECT count(*) FROM %s WHERE org_id = $1 AND %s = $2", policy.Table(), policy.Column())
			if err := tx.tx.QueryRow(ctx, sql, tx.org, from).Scan(&n); err != nil {
				return fmt.Errorf("count %s: %w", policy.Key, err)
			}
			preview.Moves[policy.Counted()] += n
		}
		return nil
	})
	return preview, err
}

// MergeList lists all that was merged into the contact, newest first.
func (s *Store) MergeList(ctx context.Context, actor crm.Actor, contact id.Contact) ([]crm.Merge, error) {
	var merges []crm.Merge
	err := s.scoped(ctx, actor.Org, "list merges", func(ctx context.Context, tx scope) error {
		root, err := tx.root(ctx, contact)
		if err != nil {
			return err
		}
		rows, err := tx.MergesOfContact(ctx, db.MergesOfContactParams{OrgID: tx.org, ContactID: root.UUID})
		if err != nil {
			return err
		}
		merges = make([]crm.Merge, len(rows))
		ids := make([]uuid.UUID, len(rows))
		at := make(map[id.Merge]int, len(rows))
		for i, row := range rows {
			merges[i] = crm.Merge{
				ID: row.ID, SurvivorID: row.SurvivorID, SurvivorName: row.SurvivorName, DuplicateID: row.DuplicateID,
				DuplicateName: row.DuplicateName, UserID: row.UserID, UserName: row.UserName, CreatedAt: row.CreatedAt,
				UndoneAt: row.UndoneAt, Moved: map[string]int64{},
			}
			ids[i], at[row.ID] = row.ID.UUID, i
		}
		counts, err := tx.MergeMoveCounts(ctx, db.MergeMoveCountsParams{OrgID: tx.org, Ids: ids})
		for _, count := range counts {
			merges[at[count.MergeID]].Moved[crm.MergeNoun(count.Noun)] += count.Moved
		}
		return err
	})
	return merges, err
}
