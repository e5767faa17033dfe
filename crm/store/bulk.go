package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// errPreview takes back what asking for an edit of many contacts wrote.
var errPreview = errors.New("only a preview")

// bulkTimeout is what one statement of such an edit may take: ten thousand
// contacts have a hundred thousand index entries.
const bulkTimeout = "SET LOCAL statement_timeout = '120s'"

// bulkField is one column that an edit of many contacts sets. Names of columns
// are constants of this file.
type bulkField struct {
	column, cast string
	value        any
}

// differs is the condition that the contact of an alias has another value.
func (f bulkField) differs(q *query, alias string) string {
	if f.column == "archived_at" {
		return alias + ".archived_at IS NULL"
	}
	return alias + "." + f.column + " IS DISTINCT FROM " + q.arg(f.value) + "::" + f.cast
}

func bulkFields(change crm.BulkChange, at time.Time) []bulkField {
	var fields []bulkField
	put := func(set bool, column, cast string, value any) {
		if set {
			fields = append(fields, bulkField{column: column, cast: cast, value: value})
		}
	}
	put(change.Kind.Set, "kind", "text", string(change.Kind.Value))
	put(change.Status.Set, "status", "text", change.Status.Value)
	put(change.OwnerID.Set, "owner_id", "uuid", change.OwnerID.Value)
	put(change.CustomerID.Set, "customer_id", "uuid", change.CustomerID.Value)
	put(change.OptOut, "marketing_opt_out", "boolean", true)
	put(change.Archive, "archived_at", "timestamptz", at)
	return fields
}

// bulkEdit is one edit of many contacts under way.
type bulkEdit struct {
	id     id.BulkEdit
	at     time.Time
	change crm.BulkChange
	fields []bulkField
	// add and remove are tags.
	add, remove []uuid.UUID
	// company is what search reads of the customer that is set.
	company string
}

// ContactBulk changes many contacts in one transaction, journals each as it was
// and answers what was done; a preview only counts.
func (s *Store) ContactBulk(ctx context.Context, actor crm.Actor, target crm.BulkTarget, change crm.BulkChange, preview bool) (crm.BulkResult, error) {
	const doing = "bulk edit contacts"
	change, err := change.Prepare()
	if err != nil {
		return crm.BulkResult{}, translate(doing, err)
	}
	if target, err = target.Prepare(); err != nil {
		return crm.BulkResult{}, translate(doing, err)
	}
	q, err := s.bulkQuery(ctx, actor, target)
	if err != nil {
		return crm.BulkResult{}, err
	}
	var result crm.BulkResult
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		at := now()
		edit := bulkEdit{id: id.New[id.BulkEdit](), at: at, change: change, fields: bulkFields(change, at)}
		if _, err := tx.tx.Exec(ctx, bulkTimeout); err != nil {
			return fmt.Errorf("extend timeout: %w", err)
		}
		var err error
		if result, err = tx.bulk(ctx, actor, target, edit, q.fork(), preview); err != nil {
			return err
		}
		if preview {
			return errPreview
		}
		result.ID = edit.id
		return nil
	})
	if errors.Is(err, errPreview) {
		err = nil
	}
	return result, err
}

// bulkQuery finds the contacts of a target: by the filter as the list has it.
func (s *Store) bulkQuery(ctx context.Context, actor crm.Actor, target crm.BulkTarget) (*query, error) {
	if target.Filter == nil {
		ids := make([]uuid.UUID, len(target.IDs))
		for i, one := range target.IDs {
			ids[i] = one.UUID
		}
		q := &query{from: "contacts c"}
		q.and("c.org_id = %s", actor.Org)
		q.and("c.id = ANY (%s::uuid[])", ids)
		return q, nil
	}
	q, err := s.contactQuery(ctx, actor, *target.Filter)
	if err != nil {
		return nil, err
	}
	if terms := readTerms(target.Filter.Query, actor.Country); !terms.empty() {
		if err := s.narrow(ctx, actor.Org, q, terms, *target.Filter); err != nil {
			return nil, err
		}
	}
	return q, nil
}

func (tx scope) bulk(ctx context.Context, actor crm.Actor, target crm.BulkTarget, edit bulkEdit, q *query, preview bool) (crm.BulkResult, error) {
	var result crm.BulkResult
	if err := tx.bulkRefers(ctx, &edit); err != nil {
		return result, err
	}
	most := crm.MostBulk(actor)
	if len(target.IDs) > most {
		return result, crm.TooMany(actor)
	}
	found, err := gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], "SELECT c.id"+q.body()+" LIMIT "+strconv.Itoa(most+1), q.args...)
	if err != nil {
		return result, err
	}
	if len(found) > most {
		return result, crm.TooMany(actor)
	}
	ids, skipped, err := tx.bulkEligible(ctx, actor, edit.change, found, !preview)
	if err != nil {
		return result, err
	}
	if target.Filter == nil {
		skipped["not_found"] += int64(len(target.IDs) - len(found))
	}
	result.Matched = int64(max(len(found), len(target.IDs)))
	result.Changed, err = tx.bulkApply(ctx, actor, target, edit, ids, skipped, preview)
	skipped["unchanged"] = int64(len(ids)) - result.Changed
	for _, reason := range []string{"locked", "merged", "not_found", "unchanged"} {
		if skipped[reason] > 0 {
			result.Skipped = append(result.Skipped, crm.BulkSkip{Reason: reason, Count: skipped[reason]})
		}
	}
	return result, err
}

// bulkRefers looks up what the edit refers to.
func (tx scope) bulkRefers(ctx context.Context, edit *bulkEdit) error {
	if customer := edit.change.CustomerID; customer.Set && customer.Value != nil {
		name, err := tx.CustomerName(ctx, db.CustomerNameParams{OrgID: tx.org, ID: *customer.Value})
		if isNoRows(err) {
			return invalid("change.customerId", "There is no such customer.")
		}
		if err != nil {
			return err
		}
		edit.company = crm.Fold(name)
	}
	if owner := edit.change.OwnerID; owner.Set && owner.Value != nil {
		var known bool
		if err := tx.tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM users WHERE org_id = $1 AND id = $2)", tx.org, *owner.Value).Scan(&known); err != nil {
			return fmt.Errorf("look for the owner: %w", err)
		}
		if !known {
			return invalid("change.ownerId", "There is no such user.")
		}
	}
	var err error
	if edit.add, err = tx.tagIDs(ctx, edit.change.AddTags, true); err != nil {
		return err
	}
	edit.remove, err = tx.tagIDs(ctx, edit.change.RemoveTags, false)
	return err
}

// tagIDs finds tags by name and may make those that are new, in the order in
// which everybody does.
func (tx scope) tagIDs(ctx context.Context, names []string, create bool) ([]uuid.UUID, error) {
	byFold := make(map[string]string, len(names))
	folds := make([]string, 0, len(names))
	for _, name := range names {
		fold := crm.Fold(name)
		byFold[fold] = name
		folds = append(folds, fold)
	}
	slices.Sort(folds)
	if create {
		for _, fold := range folds {
			if err := tx.TagEnsure(ctx, db.TagEnsureParams{OrgID: tx.org, Name: byFold[fold], NameFold: fold}); err != nil {
				return nil, err
			}
		}
	}
	ids, err := tx.TagIDs(ctx, db.TagIDsParams{OrgID: tx.org, Folds: folds})
	return notNil(plain(ids)), err
}

// bulkEligible locks the contacts in the order of all merges and leaves out
// those that the edit may not touch. Readers and calls do not wait for the lock.
func (tx scope) bulkEligible(ctx context.Context, actor crm.Actor, change crm.BulkChange, found []uuid.UUID, lock bool) ([]uuid.UUID, map[string]int64, error) {
	type state struct {
		ID                     uuid.UUID
		Merged, Locked, Erased bool
	}
	sql := `SELECT c.id, c.merged_into_id IS NOT NULL, c.locked_to_customer AND c.customer_id IS DISTINCT FROM $3,
		c.erased_at IS NOT NULL
		FROM contacts c WHERE c.org_id = $1 AND c.id = ANY ($2::uuid[]) ORDER BY c.id`
	if lock {
		sql += " FOR NO KEY UPDATE"
	}
	states, err := gather(ctx, tx.tx, pgx.RowToStructByPos[state], sql, tx.org, notNil(found), change.CustomerID.Value)
	if err != nil {
		return nil, nil, err
	}
	skipped := map[string]int64{}
	ids := make([]uuid.UUID, 0, len(states))
	for _, one := range states {
		switch {
		case one.Erased:
			skipped["not_found"]++
		case one.Merged:
			skipped["merged"]++
		case one.Locked && change.CustomerID.Set && !actor.Role.AtLeast(crm.RoleSupervisor):
			skipped["locked"]++
		default:
			ids = append(ids, one.ID)
		}
	}
	return ids, skipped, nil
}

// bulkTags are the names of a contact's tags as the audit log has them.
const bulkTags = `coalesce((SELECT string_agg(t.name, ', ' ORDER BY t.name_fold) FROM contact_tags ct
	JOIN tags t ON t.org_id = ct.org_id AND t.id = ct.tag_id WHERE ct.org_id = c.org_id AND ct.contact_id = c.id), '')`

// bulkColumns are the columns of the journal, in order.
const bulkColumns = `org_id, bulk_id, contact_id, kind, status, owner_id, customer_id, marketing_opt_out, locked_to_customer, archived_at, tags, added, removed`

// bulkJournalled is a contact as the journal has it before it changes.
func bulkJournalled(q *query, bulk id.BulkEdit, added, removed string) string {
	return `c.org_id, ` + q.arg(bulk) + `::uuid AS bulk_id, c.id AS contact_id, c.kind, c.status, c.owner_id, c.customer_id, c.marketing_opt_out,
		c.locked_to_customer, c.archived_at, ` + bulkTags + ` AS tags, ` + added + ` AS added, ` + removed + ` AS removed`
}

// changing selects the journal of those contacts in which the edit changes something.
func (e bulkEdit) changing(q *query, org id.Org, ids []uuid.UUID) string {
	conditions := []string{"cardinality(x.added) > 0", "cardinality(x.removed) > 0"}
	for _, field := range e.fields {
		conditions = append(conditions, field.differs(q, "x"))
	}
	carries := "EXISTS (SELECT FROM contact_tags ct WHERE ct.org_id = c.org_id AND ct.contact_id = c.id AND ct.tag_id = wanted.id)"
	added := "ARRAY(SELECT wanted.id FROM unnest(" + q.arg(notNil(e.add)) + "::uuid[]) AS wanted (id) WHERE NOT " + carries + ")"
	removed := "ARRAY(SELECT wanted.id FROM unnest(" + q.arg(notNil(e.remove)) + "::uuid[]) AS wanted (id) WHERE " + carries + ")"
	return "SELECT " + bulkColumns + " FROM (SELECT " + bulkJournalled(q, e.id, added, removed) +
		" FROM contacts c WHERE c.org_id = " + q.arg(org) + " AND c.id = ANY (" + q.arg(ids) + "::uuid[])) x WHERE " + strings.Join(conditions, " OR ")
}

// bulkApply changes the contacts that are eligible and says how many there were
// to change.
func (tx scope) bulkApply(ctx context.Context, actor crm.Actor, target crm.BulkTarget, edit bulkEdit, ids []uuid.UUID, skipped map[string]int64, preview bool) (int64, error) {
	q := &query{}
	selection := edit.changing(q, tx.org, ids)
	if preview {
		var n int64
		err := tx.tx.QueryRow(ctx, "SELECT count(*) FROM ("+selection+") changing", q.args...).Scan(&n)
		return n, err //nolint:wrapcheck // scoped says what was being done
	}
	if err := tx.bulkBegin(ctx, actor, edit, target, nil); err != nil {
		return 0, err
	}
	done, err := tx.tx.Exec(ctx, "INSERT INTO bulk_edit_rows ("+bulkColumns+") "+selection, q.args...)
	if err != nil {
		return 0, fmt.Errorf("journal: %w", err)
	}
	n := done.RowsAffected()
	if n > 0 {
		if err := tx.bulkWrite(ctx, edit); err != nil {
			return n, err
		}
		if err := tx.bulkAudit(ctx, actor, edit.id, edit.at, edit.change.Action()); err != nil {
			return n, err
		}
	}
	return n, tx.bulkEnd(ctx, actor, edit, target, n, skipped)
}

func (tx scope) bulkBegin(ctx context.Context, actor crm.Actor, edit bulkEdit, target crm.BulkTarget, undoes *uuid.UUID) error {
	change, err := json.Marshal(edit.change)
	if err != nil {
		return fmt.Errorf("encode change: %w", err)
	}
	which, err := json.Marshal(target)
	if err != nil {
		return fmt.Errorf("encode target: %w", err)
	}
	return tx.BulkInsert(ctx, db.BulkInsertParams{
		OrgID: tx.org, ID: edit.id, UserID: userOf(actor), CreatedAt: edit.at, Change: change, Target: which, UndoesID: undoes,
	})
}

// bulkEnd writes what became of the edit, and its own line of the audit log
// beside those of the contacts.
func (tx scope) bulkEnd(ctx context.Context, actor crm.Actor, edit bulkEdit, target crm.BulkTarget, n int64, skipped map[string]int64) error {
	if err := tx.BulkSetChanged(ctx, db.BulkSetChangedParams{Changed: n, OrgID: tx.org, ID: edit.id}); err != nil {
		return err
	}
	detail := map[string]string{"bulkId": edit.id.String(), "changed": strconv.FormatInt(n, 10)}
	for reason, count := range skipped {
		if count > 0 {
			detail[reason] = strconv.FormatInt(count, 10)
		}
	}
	if target.Filter != nil {
		filter, err := json.Marshal(target.Filter)
		if err != nil {
			return fmt.Errorf("encode filter: %w", err)
		}
		detail["filter"] = string(filter)
	} else {
		detail["ids"] = strconv.Itoa(len(target.IDs))
	}
	return tx.changed(ctx, actor, crm.Change{Action: "bulk_" + edit.change.Action(), Noun: "contact", Detail: detail})
}
