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

// phoneMates are the active contacts with one number, and how many names there
// are among the colleagues of each who have it: three or more have a switchboard.
// A subquery that is not taken apart: joined into the whole it has plans that
// take minutes where the tables have no statistics yet.
const phoneMates = `WITH mates AS MATERIALIZED (
		SELECT c.id, c.name_fold, c.customer_id, p.extension
		FROM contact_phones p JOIN contacts c ON c.org_id = p.org_id AND c.id = p.contact_id
		WHERE p.org_id = k.org_id AND p.e164 = k.e164 AND c.archived_at IS NULL
	), colleagues AS MATERIALIZED (
		SELECT customer_id, extension, count(DISTINCT name_fold) AS names FROM mates WHERE customer_id IS NOT NULL GROUP BY customer_id, extension
	)
	SELECT a.id AS first_id, b.id AS second_id
	FROM mates a JOIN mates b ON b.id > a.id AND b.extension = a.extension
	LEFT JOIN colleagues c ON c.customer_id = a.customer_id AND c.extension = a.extension
	WHERE NOT (a.name_fold <> b.name_fold AND a.customer_id IS NOT DISTINCT FROM b.customer_id AND coalesce(c.names, 0) > 2)`

// phonePairs are the pairs that share a number which is no switchboard: that
// rings a company and no person, for three colleagues or more of different names
// have it. A pair stands at the first such number. Which numbers are shared at
// all is kept, so that nobody is looked at who shares none.
func phonePairs(org id.Org) *query {
	q := &query{from: `shared_numbers k
		CROSS JOIN LATERAL (` + phoneMates + ` OFFSET 0) m
		CROSS JOIN LATERAL (SELECT m.first_id AS id) a
		CROSS JOIN LATERAL (SELECT m.second_id AS id) b`}
	q.and("k.org_id = %s", org)
	q.and(`NOT EXISTS (SELECT FROM dismissed_duplicates d WHERE d.org_id = k.org_id AND d.first_id = a.id AND d.second_id = b.id OFFSET 0)`)
	q.and(`NOT EXISTS (SELECT FROM contact_phones e
		CROSS JOIN LATERAL (` + strings.ReplaceAll(phoneMates, "k.", "e.") + ` OFFSET 0) m2
		WHERE e.org_id = k.org_id AND e.contact_id = m.first_id AND e.e164 < k.e164 AND m2.first_id = m.first_id AND m2.second_id = m.second_id
		OFFSET 0)`)
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
