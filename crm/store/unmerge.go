package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// MergeUndo takes a merge back: the duplicate is a contact of its own again and
// has what the journal names and the survivor still has.
func (s *Store) MergeUndo(ctx context.Context, actor crm.Actor, merge id.Merge) (crm.Unmerged, error) {
	var done crm.Unmerged
	err := s.scoped(ctx, actor.Org, "undo merge", func(ctx context.Context, tx scope) error {
		journal, err := tx.MergeByID(ctx, db.MergeByIDParams{OrgID: tx.org, ID: merge})
		if err != nil {
			return missing(err, "merge")
		}
		if journal.UndoneAt != nil {
			return undoneAlready()
		}
		root, err := tx.root(ctx, journal.SurvivorID)
		if err != nil {
			return err
		}
		rows, err := tx.lockBoth(ctx, journal.DuplicateID, root)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.ID == root && row.MergedIntoID != nil {
				return errMoved
			}
		}
		at := now()
		undone, err := tx.MergeSetUndone(ctx, db.MergeSetUndoneParams{UndoneAt: &at, UndoneByID: userOf(actor), OrgID: tx.org, ID: merge})
		if err != nil {
			return err
		}
		if undone == 0 {
			return undoneAlready()
		}
		if done, err = tx.unmerge(ctx, journal, root); err != nil {
			return err
		}
		return tx.changed(ctx, actor, mergeChange("undo_merge", merge, done.Survivor, done.Duplicate))
	})
	return done, err
}

func undoneAlready() *crm.Error {
	return &crm.Error{Code: crm.CodeConflict, Message: "This merge was undone already."}
}

// unmerge takes a merge back between two contacts that are locked.
func (tx scope) unmerge(ctx context.Context, journal db.MergeByIDRow, root id.Contact) (crm.Unmerged, error) {
	back, current, err := tx.both(ctx, journal.DuplicateID, root)
	if err != nil {
		return crm.Unmerged{}, err
	}
	if back.ErasedAt != nil || current.ErasedAt != nil {
		return crm.Unmerged{}, crm.Erased()
	}
	shots, err := journalled(journal.Survivor, journal.Duplicate, journal.Merged)
	if err != nil {
		return crm.Unmerged{}, err
	}
	others, err := tx.mergedInto(ctx, journal.SurvivorID)
	if err != nil {
		return crm.Unmerged{}, err
	}
	var done crm.Unmerged
	restored, kept := crm.Unmerge(current, shots, others...)
	done.Kept = kept
	if err := tx.writeWhole(ctx, restored); err != nil {
		return done, err
	}
	if done.Restored, err = tx.restoreChildren(ctx, journal.ID, root, back.ID); err != nil {
		return done, err
	}
	if err := tx.ContactSetMerged(ctx, db.ContactSetMergedParams{UpdatedAt: now(), OrgID: tx.org, ID: back.ID}); err != nil {
		return done, err
	}
	back.ArchivedAt, back.MergedIntoID, back.Custom = nil, nil, shots.Duplicate.Custom
	back.Emails, back.Phones = shots.Duplicate.Emails, shots.Duplicate.Phones
	if back, err = tx.withoutUndone(ctx, journal.ID, back); err != nil {
		return done, err
	}
	var lost []string
	if back.Emails, lost, err = tx.freeEmails(ctx, back.Emails); err != nil {
		return done, err
	}
	done.Kept = append(done.Kept, lost...)
	if err := tx.writeWhole(ctx, back); err != nil {
		return done, err
	}
	done.Restored["emails"], done.Restored["phones"] = int64(len(back.Emails)), int64(len(back.Phones))
	done.Duplicate, done.Survivor, err = tx.both(ctx, back.ID, root)
	return done, err
}

// journalled reads the contacts of a merge.
func journalled(survivor, duplicate, merged []byte) (shots crm.MergeJournal, err error) {
	if shots.Survivor, err = crm.JournalledContact(survivor); err != nil {
		return shots, err //nolint:wrapcheck // it says that it is about the journal
	}
	if shots.Duplicate, err = crm.JournalledContact(duplicate); err != nil {
		return shots, err //nolint:wrapcheck // it says that it is about the journal
	}
	shots.Merged, err = crm.JournalledContact(merged)
	return shots, err //nolint:wrapcheck // it says that it is about the journal
}

// mergedInto is what a contact was merged into, step by step up to the one that
// answers for it today, each as it was before it took the contact in.
func (tx scope) mergedInto(ctx context.Context, contact id.Contact) ([]crm.Contact, error) {
	rows, err := tx.MergesAbove(ctx, db.MergesAboveParams{OrgID: tx.org, ContactID: contact.UUID})
	if err != nil {
		return nil, err
	}
	contacts := make([]crm.Contact, 0, len(rows))
	for _, row := range rows {
		taker, err := crm.JournalledContact(row)
		if err != nil {
			return nil, err //nolint:wrapcheck // it says that it is about the journal
		}
		contacts = append(contacts, taker)
	}
	return contacts, nil
}

// withoutUndone takes from a contact that comes back what merges into it brought
// that were undone while it was away: the journal has it as it was before.
func (tx scope) withoutUndone(ctx context.Context, merge id.Merge, back crm.Contact) (crm.Contact, error) {
	rows, err := tx.MergesUndoneSince(ctx, db.MergesUndoneSinceParams{OrgID: tx.org, ID: merge, ContactID: back.ID.UUID})
	if err != nil {
		return back, err
	}
	for _, row := range rows {
		shots, err := journalled(row.Survivor, row.Duplicate, row.Merged)
		if err != nil {
			return back, err
		}
		back, _ = crm.Unmerge(back, shots)
	}
	return back, nil
}

// freeEmails is what of the addresses nobody took meanwhile, and a sentence
// about each other one.
func (tx scope) freeEmails(ctx context.Context, emails []crm.Email) (free []crm.Email, lost []string, err error) {
	folds := make([]string, len(emails))
	for i, email := range emails {
		folds[i] = crm.FoldEmail(email.Address)
	}
	taken, err := tx.EmailsTaken(ctx, db.EmailsTakenParams{OrgID: tx.org, Folds: folds})
	for i, email := range emails {
		if slices.Contains(taken, folds[i]) {
			lost = append(lost, "Another contact has the address "+email.Address+" by now; it stays there.")
			continue
		}
		email.Primary = len(free) == 0
		free = append(free, email)
	}
	return free, lost, err
}

// restoreChildren gives back what the journal names and the survivor still has.
func (tx scope) restoreChildren(ctx context.Context, merge id.Merge, from, to id.Contact) (map[string]int64, error) {
	restored := map[string]int64{}
	for _, policy := range crm.MergePolicies() {
		if policy.Fate == crm.MergeStays || policy.Fate == crm.MergeFolded && policy.By == "" {
			continue
		}
		if policy.Fate == crm.MergeFolded {
			if policy.Fill != "" {
				if err := tx.emptyRows(ctx, policy, merge, from); err != nil {
					return nil, fmt.Errorf("empty %s: %w", policy.Key, err)
				}
			}
			if err := tx.unfoldRows(ctx, policy, merge, from, to); err != nil {
				return nil, fmt.Errorf("unfold %s: %w", policy.Key, err)
			}
		}
		n, err := tx.returnRows(ctx, policy, merge, from, to)
		if err != nil {
			return nil, fmt.Errorf("return %s: %w", policy.Key, err)
		}
		restored[policy.Counted()] += n
	}
	return restored, nil
}

func (tx scope) returnRows(ctx context.Context, p crm.MergePolicy, merge id.Merge, from, to id.Contact) (int64, error) {
	key := "id"
	if p.Fate == crm.MergeFolded {
		key = p.By
	}
	sql := fmt.Sprintf(`UPDATE %[1]s t SET %[2]s = $3 WHERE t.org_id = $1 AND t.%[2]s = $2 AND t.%[3]s IN (
			SELECT unnest(m.ids) FROM merge_moves m WHERE m.org_id = $1 AND m.merge_id = $4 AND m.noun = $5 AND m.fate = 'moved')`,
		p.Table(), p.Column(), key)
	done, err := tx.tx.Exec(ctx, sql, tx.org, from, to, merge, p.Key)
	return done.RowsAffected(), err //nolint:wrapcheck // restoreChildren names the table
}

// emptyRows blanks what a merge filled in and nobody changed since.
func (tx scope) emptyRows(ctx context.Context, p crm.MergePolicy, merge id.Merge, from id.Contact) error {
	sql := fmt.Sprintf(`UPDATE %[1]s s SET %[4]s = '' FROM merge_moves m, jsonb_populate_recordset(NULL::%[1]s, m.rows) r
		WHERE m.org_id = $1 AND m.merge_id = $3 AND m.noun = $4 AND m.fate = 'filled'
		  AND s.org_id = $1 AND s.%[2]s = $2 AND s.%[3]s = r.%[3]s AND s.%[4]s = r.%[4]s`, p.Table(), p.Column(), p.By, p.Fill)
	_, err := tx.tx.Exec(ctx, sql, tx.org, from, merge, p.Key)
	return err //nolint:wrapcheck // restoreChildren names the table
}

// unfoldRows writes folded rows anew where the survivor's like is still there:
// what was taken from both since stays taken.
func (tx scope) unfoldRows(ctx context.Context, p crm.MergePolicy, merge id.Merge, from, to id.Contact) error {
	sql := fmt.Sprintf(`INSERT INTO %[1]s SELECT r.* FROM merge_moves m, jsonb_populate_recordset(NULL::%[1]s, m.rows) r
		WHERE m.org_id = $1 AND m.merge_id = $4 AND m.noun = $5 AND m.fate = 'folded' AND r.%[2]s = $3
		  AND EXISTS (SELECT FROM %[1]s s WHERE s.org_id = $1 AND s.%[2]s = $2 AND s.%[3]s = r.%[3]s)
		ON CONFLICT DO NOTHING`, p.Table(), p.Column(), p.By)
	_, err := tx.tx.Exec(ctx, sql, tx.org, from, to, merge, p.Key)
	return err //nolint:wrapcheck // restoreChildren names the table
}
