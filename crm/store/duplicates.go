package store

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// The scores of what two contacts share add up.
const (
	scoreSamePhone   = 60
	scoreSameName    = 30
	scoreSameCompany = 10
)

// pair is two contacts that share something.
type pair struct{ first, second uuid.UUID }

// undismissed is the condition that both are active and nobody said that they are two.
const undismissed = `a.archived_at IS NULL AND b.archived_at IS NULL AND NOT EXISTS (
	SELECT FROM dismissed_duplicates d WHERE d.org_id = a.org_id AND d.first_id = a.id AND d.second_id = b.id)`

// switchboard is the condition that the number of a row of contact_phones rings
// a company and no person: three colleagues or more have it, and these two have
// different names. It is null where either has no customer.
func switchboard(phone string) string {
	return `(a.name_fold <> b.name_fold AND a.customer_id = b.customer_id AND EXISTS (
		SELECT FROM contact_phones z JOIN contacts m ON m.org_id = z.org_id AND m.id = z.contact_id
		WHERE z.org_id = a.org_id AND z.e164 = ` + phone + `.e164 AND z.extension = ` + phone + `.extension AND m.archived_at IS NULL
		  AND m.customer_id = a.customer_id AND m.name_fold <> a.name_fold AND m.name_fold <> b.name_fold))`
}

// phonePairs are the pairs that share a number, each at the first number that
// it shares and that is no switchboard. Which numbers are shared at all is kept,
// so that nobody is looked at who shares none.
func phonePairs(org id.Org) *query {
	q := &query{from: `shared_numbers k
		JOIN contact_phones p ON p.org_id = k.org_id AND p.e164 = k.e164
		JOIN contact_phones r ON r.org_id = p.org_id AND r.e164 = p.e164 AND r.contact_id > p.contact_id
		JOIN contacts a ON a.org_id = p.org_id AND a.id = p.contact_id
		JOIN contacts b ON b.org_id = r.org_id AND b.id = r.contact_id`}
	q.and("k.org_id = %s", org)
	q.and("p.extension = r.extension")
	q.and(undismissed)
	q.and(switchboard("p") + " IS NOT TRUE")
	q.and(`NOT EXISTS (SELECT FROM contact_phones x JOIN contact_phones y ON y.org_id = x.org_id AND y.e164 = x.e164
		WHERE x.org_id = p.org_id AND x.contact_id = p.contact_id AND y.contact_id = r.contact_id
		  AND x.extension = y.extension AND x.e164 < p.e164 AND ` + switchboard("x") + " IS NOT TRUE)")
	return q
}

// namePairs are the pairs of one name that share no number, of one company or
// one of them of none. Each way to be a pair is a range of one index; joined by
// OR they would be all of one name with all others of it.
func namePairs(org id.Org) *query {
	const namesake = "SELECT n.id, n.archived_at FROM contacts n WHERE n.org_id = a.org_id AND n.name_fold = a.name_fold AND n.id > a.id AND n.archived_at IS NULL"
	q := &query{from: `shared_names k
		JOIN contacts a ON a.org_id = k.org_id AND a.name_fold = k.name_fold
		CROSS JOIN LATERAL (` + namesake + ` AND n.customer_id = a.customer_id
			UNION ALL ` + namesake + ` AND n.customer_id IS NULL
			UNION ALL ` + namesake + ` AND n.customer_id IS NOT NULL AND a.customer_id IS NULL) b`}
	q.and("k.org_id = %s", org)
	q.and(undismissed)
	q.and(`NOT EXISTS (SELECT FROM contact_phones x JOIN contact_phones y ON y.org_id = x.org_id AND y.e164 = x.e164
		WHERE x.org_id = a.org_id AND x.contact_id = a.id AND y.contact_id = b.id AND x.extension = y.extension)`)
	return q
}

// DuplicateList lists pairs of contacts that may be one person: first those who
// share a number, then those who share a name.
func (s *Store) DuplicateList(ctx context.Context, actor crm.Actor, page crm.PageRequest) (crm.Page[crm.DuplicatePair], error) {
	const doing = "list duplicates"
	l, err := requested(actor, "duplicates", nil, page)
	if err != nil {
		return crm.Page[crm.DuplicatePair]{}, translate(doing, err)
	}
	b := newBatch(actor.Org)
	var rows []row[pair]
	var byPhone, byName int64
	if l.after == nil || l.after.Rank == 0 {
		pairsTo(b, &rows, l, phonePairs(actor.Org), "k.e164", 0)
	}
	pairsTo(b, &rows, l, namePairs(actor.Org), "k.name_fold", 1)
	countTo(b, &byPhone, phonePairs(actor.Org))
	countTo(b, &byName, namePairs(actor.Org))
	if err := s.send(ctx, doing, b); err != nil {
		return crm.Page[crm.DuplicatePair]{}, err
	}
	found := pageOf(l, rows)
	pairs, err := s.describePairs(ctx, actor.Org, doing, found.Items)
	total := crm.Total{Count: byPhone + byName, Exact: byPhone <= countCap && byName <= countCap}
	return crm.Page[crm.DuplicatePair]{Items: pairs, NextCursor: found.NextCursor, Total: total}, err
}

// pairsTo queues one kind of pairs. The cursor's key is what they share and the
// first contact; its identifier is the second one.
func pairsTo(b *batch, into *[]row[pair], l listed, q *query, key string, rank int) {
	if l.after != nil && l.after.Rank == rank {
		first, shared, _ := strings.Cut(l.after.Key, " ")
		q.and("("+key+", a.id, b.id) > (%s::text, %s::text::uuid, %s::uuid)", shared, first, l.after.ID)
	}
	sql := "SELECT " + key + ", a.id, b.id" + q.body() + " ORDER BY " + key + ", a.id, b.id LIMIT " + q.arg(l.limit+1)
	b.Queue(sql, q.args...).Query(func(rows pgx.Rows) error {
		var err error
		*into, err = pgx.AppendRows(*into, rows, func(r pgx.CollectableRow) (row[pair], error) {
			one := row[pair]{rank: rank}
			err := r.Scan(&one.key, &one.item.first, &one.item.second)
			one.key, one.id = one.item.first.String()+" "+one.key, one.item.second
			return one, err
		})
		return err
	})
}

func (s *Store) describePairs(ctx context.Context, org id.Org, doing string, pairs []pair) ([]crm.DuplicatePair, error) {
	var ids []uuid.UUID
	seen := map[uuid.UUID]bool{}
	for _, p := range pairs {
		for _, one := range []uuid.UUID{p.first, p.second} {
			if !seen[one] {
				seen[one] = true
				ids = append(ids, one)
			}
		}
	}
	contacts, err := s.contactsByID(ctx, org, doing, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]crm.Contact, len(contacts))
	for _, contact := range contacts {
		byID[contact.ID.UUID] = contact
	}
	described := make([]crm.DuplicatePair, 0, len(pairs))
	for _, p := range pairs {
		described = append(described, describe(byID[p.first], byID[p.second]))
	}
	return described, nil
}

func describe(a, b crm.Contact) crm.DuplicatePair {
	found := crm.DuplicatePair{Contacts: [2]crm.Contact{a, b}}
	share := func(reason string, score int, yes bool) {
		if yes {
			found.Reasons = append(found.Reasons, reason)
			found.Score += score
		}
	}
	share("same_phone", scoreSamePhone, sharePhone(a, b))
	share("same_name", scoreSameName, crm.Fold(a.Name()) == crm.Fold(b.Name()))
	share("same_company", scoreSameCompany, a.CustomerID != nil && b.CustomerID != nil && *a.CustomerID == *b.CustomerID)
	return found
}

func sharePhone(a, b crm.Contact) bool {
	for _, one := range a.Phones {
		for _, other := range b.Phones {
			if one.Number.E164 != "" && crm.SamePhone(one, other) {
				return true
			}
		}
	}
	return false
}

// DuplicateDismiss notes that two contacts are two persons. Saying it twice
// changes nothing.
func (s *Store) DuplicateDismiss(ctx context.Context, actor crm.Actor, a, b id.Contact) error {
	return s.judgePair(ctx, actor, "dismiss duplicate", a, b, func(ctx context.Context, tx scope, first, second id.Contact) (int64, error) {
		return tx.Queries.DuplicateDismiss(ctx, db.DuplicateDismissParams{
			OrgID: tx.org, FirstID: first, SecondID: second, UserID: userOf(actor), CreatedAt: now(),
		})
	})
}

// DuplicateUndismiss takes it back that two contacts are two persons. Where
// nobody said so it changes nothing.
func (s *Store) DuplicateUndismiss(ctx context.Context, actor crm.Actor, a, b id.Contact) error {
	return s.judgePair(ctx, actor, "undismiss duplicate", a, b, func(ctx context.Context, tx scope, first, second id.Contact) (int64, error) {
		return tx.Queries.DuplicateUndismiss(ctx, db.DuplicateUndismissParams{OrgID: tx.org, FirstID: first, SecondID: second})
	})
}

// judgePair writes down what somebody said of two contacts.
func (s *Store) judgePair(ctx context.Context, actor crm.Actor, doing string, a, b id.Contact,
	judge func(ctx context.Context, tx scope, first, second id.Contact) (int64, error),
) error {
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		first, second, err := tx.mergeRoots(ctx, a, b)
		if err != nil {
			return err
		}
		if first.String() > second.String() {
			first, second = second, first
		}
		written, err := judge(ctx, tx, first, second)
		if err != nil || written == 0 {
			return err
		}
		one, other, err := tx.both(ctx, first, second)
		if err != nil {
			return err
		}
		change := crm.Change{Action: action(doing), Noun: "contact", Record: one.ID.UUID, Name: one.Name(), ContactID: &other.ID}
		change.Detail = map[string]string{"duplicateId": other.ID.String(), "duplicateName": other.Name()}
		return tx.changed(ctx, actor, change)
	})
}
