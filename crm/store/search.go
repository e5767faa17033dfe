package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

const (
	// maxQuery bounds what is typed into a search box, in bytes.
	maxQuery = 400
	// fewHits is how few hits by beginning make it worth while to look inside
	// the texts, and minInside how many characters that needs.
	fewHits   = 20
	minInside = 3
	// mostInside bounds hits inside texts when the list has an order of its own.
	mostInside = 200
)

// terms are what was typed into search, in the forms it is looked for.
type terms struct {
	text  string
	email string
	// digits are the beginnings of E.164 numbers, without "+", narrowest first.
	digits []string
}

func readTerms(typed, country string) terms {
	typed = strings.TrimSpace(bounded(typed, maxQuery))
	return terms{text: crm.Fold(typed), email: crm.FoldEmail(typed), digits: e164.SearchKeys(typed, country)}
}

func (t terms) empty() bool { return t.text == "" }

// inside is the pattern that finds the text anywhere, or "" when the text is
// too short for the trigram index to help.
func (t terms) inside() string {
	text := t.text
	if len(t.digits) > 0 {
		text = t.digits[len(t.digits)-1]
	}
	if len([]rune(text)) < minInside {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// branch is one column whose beginning is compared: one range of one index.
type branch struct {
	column, prefix string
	phone          bool
}

func (t terms) branches() []branch {
	var all []branch
	for _, digits := range t.digits {
		all = append(all, branch{column: "p.e164", prefix: "+" + digits, phone: true})
	}
	return append(all,
		branch{column: "c.sort_name", prefix: t.text},
		branch{column: "c.name_fold", prefix: t.text},
		branch{column: "c.company_fold", prefix: t.text},
		branch{column: "c.email_fold", prefix: t.email},
	)
}

// within is the condition of the branch. Ranges and not LIKE: only leakproof
// operators may use an index under a policy.
func (b branch) within(q *query) string {
	return b.column + " >= " + q.arg(b.prefix) + " AND " + b.column + " < " + q.arg(b.prefix+topOfPrefix)
}

// matches is the condition that a contact is a hit of the branch, seen from
// the contacts table.
func (b branch) matches(q *query) string {
	if b.phone {
		return "EXISTS (SELECT FROM contact_phones p WHERE p.org_id = c.org_id AND p.contact_id = c.id AND " + b.within(q) + ")"
	}
	return "(" + b.within(q) + ")"
}

// hit is a contact that search found and where in the order.
type hit struct {
	key  string
	id   uuid.UUID
	rank int
}

// searchRanked pages through the branches one after the other, each by its own
// index, so that no more is read than is shown. A contact appears in the first
// branch that it matches.
func (s *Store) searchRanked(ctx context.Context, org id.Org, l listed, q *query, t terms, filter crm.ContactFilter) (crm.Page[uuid.UUID], error) {
	const doing = "search contacts"
	hits, total, err := s.prefixHits(ctx, org, l, q, t)
	if err != nil {
		return crm.Page[uuid.UUID]{}, err
	}
	shown, more := l.cut(len(hits))
	page := crm.Page[uuid.UUID]{Items: make([]uuid.UUID, 0, l.limit), Total: total}
	for _, h := range hits[:shown] {
		page.Items = append(page.Items, h.id)
	}
	if more {
		last := hits[shown-1]
		page.NextCursor = cursor{List: l.name, Rank: last.rank, Key: last.key, ID: last.id}.encode()
	}
	if more || total.Count >= fewHits || t.inside() == "" {
		return page, nil
	}
	room := l.limit - shown
	inside, err := s.insideHits(ctx, org, doing, q, t, filter, max(room, 1))
	if err != nil {
		return page, err
	}
	page.Total.Count += int64(len(inside))
	page.Total.Exact = len(inside) < max(room, 1)
	page.Items = append(page.Items, inside[:min(len(inside), room)]...)
	return page, nil
}

func (s *Store) prefixHits(ctx context.Context, org id.Org, l listed, base *query, t terms) ([]hit, crm.Total, error) {
	const doing = "search contacts"
	branches := t.branches()
	q := base.fork()
	first := 0
	if l.after != nil {
		first = l.after.Rank
	}
	if first < 0 || first >= len(branches) {
		return nil, crm.Total{}, badCursor()
	}
	var parts []string
	for rank := first; rank < len(branches); rank++ {
		parts = append(parts, branchSQL(q, branches, rank, l))
	}
	// Without ORDER BY the branches run one after the other, and those after a
	// full page not at all. The pool allows no parallel plans, which would mix them.
	sql := "SELECT rank, key, id FROM (" + strings.Join(parts, " UNION ALL ") + ") hits LIMIT " + q.arg(l.limit+1)
	b := newBatch(org)
	var hits []hit
	collect(b, &hits, func(r pgx.CollectableRow) (h hit, err error) { return h, r.Scan(&h.rank, &h.key, &h.id) }, sql, q.args...)
	var total int64
	counting := base.fork()
	union := unionSQL(counting, branches)
	b.Queue("SELECT count(*) FROM ("+union+") counted", counting.args...).QueryRow(func(r pgx.Row) error { return r.Scan(&total) })
	if err := s.send(ctx, doing, b); err != nil {
		return nil, crm.Total{}, err
	}
	if total <= countCap {
		return hits, crm.Total{Count: total, Exact: true}, nil
	}
	estimated := base.fork()
	estimated.where = append(estimated.where, anyOf(estimated, branches))
	count, err := s.total(ctx, org, doing, total, estimated)
	return hits, count, err
}

// unionSQL selects the hits of all branches, up to one more than is counted.
// Each branch is a short walk along its index: one condition that joins them
// by OR would have a number's contacts looked for among all contacts.
func unionSQL(q *query, branches []branch) string {
	parts := make([]string, len(branches))
	for rank := range branches {
		parts[rank] = branchSQL(q, branches, rank, listed{limit: countCap})
	}
	return "SELECT id FROM (" + strings.Join(parts, " UNION ALL ") + ") hits LIMIT " + strconv.Itoa(countCap+1)
}

// branchSQL selects the hits of one branch that no branch before has.
func branchSQL(q *query, branches []branch, rank int, l listed) string {
	one := branches[rank]
	where := append(slices.Clone(q.where), one.within(q))
	for _, earlier := range branches[:rank] {
		where = append(where, "NOT "+earlier.matches(q))
	}
	if l.after != nil && l.after.Rank == rank {
		where = append(where, "("+one.column+", c.id) > ("+q.arg(l.after.Key)+"::text, "+q.arg(l.after.ID)+"::uuid)")
	}
	from := q.from
	if one.phone {
		from = "contact_phones p JOIN contacts c ON c.org_id = p.org_id AND c.id = p.contact_id"
		// Of several numbers that begin so, the lowest stands for the contact.
		where = append(where, "p.org_id = c.org_id AND NOT EXISTS (SELECT FROM contact_phones o WHERE o.org_id = p.org_id AND o.contact_id = p.contact_id AND "+
			"(o.e164, o.id) < (p.e164, p.id) AND o.e164 >= "+q.arg(one.prefix)+")")
	}
	return fmt.Sprintf("(SELECT %d AS rank, %s AS key, c.id FROM %s WHERE %s ORDER BY %s, c.id LIMIT %s)",
		rank, one.column, from, strings.Join(where, " AND "), one.column, strconv.Itoa(l.limit+1))
}

// anyOf is the condition of all branches together.
func anyOf(q *query, branches []branch) string {
	conditions := make([]string, len(branches))
	for i, one := range branches {
		conditions[i] = one.matches(q)
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

// insideHits finds contacts that hold the text anywhere and begin with it
// nowhere.
func (s *Store) insideHits(ctx context.Context, org id.Org, doing string, base *query, t terms, filter crm.ContactFilter, most int) ([]uuid.UUID, error) {
	q := base.fork()
	for _, one := range t.branches() {
		q.where = append(q.where, "NOT "+one.matches(q))
	}
	// Hits by beginning are among those inside and are dropped afterwards, so
	// there must be room for them; and for those whose custom fields, of which
	// the function knows nothing, are other than wanted.
	room := most + fewHits
	if len(filter.Custom) > 0 {
		room = max(room, countCap)
	}
	function := fmt.Sprintf("contact_substring(%s, %s, %s::jsonb, %s)", q.arg(org), q.arg(t.inside()), q.arg(substringWants(filter)), q.arg(room))
	// An array and not a join: the planner takes the function for many rows.
	q.where = append(q.where, "c.id = ANY (ARRAY(SELECT "+function+"))")
	b := newBatch(org)
	var ids []uuid.UUID
	collect(b, &ids, pgx.RowTo[uuid.UUID],
		"SELECT id FROM (SELECT c.id, c.sort_name"+q.body()+" OFFSET 0) found ORDER BY sort_name, id LIMIT "+q.arg(most), q.args...)
	err := s.send(ctx, doing, b)
	return ids, err
}

// substringWants are the list's filters as contact_substring reads them: what is
// not there does not filter.
func substringWants(filter crm.ContactFilter) map[string]any {
	want := map[string]any{}
	put := func(key string, value any, yes bool) {
		if yes {
			want[key] = value
		}
	}
	put("archived", true, filter.Archived)
	put("kinds", filter.Kinds, len(filter.Kinds) > 0)
	put("status", filter.Status, filter.Status != "")
	put("customer", filter.CustomerID, filter.CustomerID != nil)
	put("owner", filter.OwnerID, filter.OwnerID != nil)
	put("noOwner", true, filter.NoOwner)
	put("optOut", filter.MarketingOptOut, filter.MarketingOptOut != nil)
	put("locked", filter.Locked, filter.Locked != nil)
	put("source", filter.Source, filter.Source != "")
	put("createdFrom", filter.CreatedFrom, filter.CreatedFrom != nil)
	put("createdTo", filter.CreatedTo, filter.CreatedTo != nil)
	put("lastCallFrom", filter.LastCallFrom, filter.LastCallFrom != nil)
	put("lastCallTo", filter.LastCallTo, filter.LastCallTo != nil)
	put("neverCalled", true, filter.NeverCalled)
	folds := make([]string, len(filter.Tags))
	for i, tag := range filter.Tags {
		folds[i] = crm.Fold(tag)
	}
	put("tags", folds, len(folds) > 0)
	return want
}

// narrow keeps the hits of a search in a list that has an order of its own.
// Few hits are found first and then sorted; many are met soon on the way along
// the list's own index.
func (s *Store) narrow(ctx context.Context, org id.Org, q *query, t terms, filter crm.ContactFilter) error {
	const doing = "search contacts"
	base := q.fork()
	finding := q.fork()
	b := newBatch(org)
	var ids []uuid.UUID
	collect(b, &ids, pgx.RowTo[uuid.UUID], unionSQL(finding, t.branches()), finding.args...)
	if err := s.send(ctx, doing, b); err != nil {
		return err
	}
	if len(ids) > countCap {
		q.where = append(q.where, anyOf(q, t.branches()))
		q.counted = int64(len(ids))
		return nil
	}
	if len(ids) < fewHits && t.inside() != "" {
		inside, err := s.insideHits(ctx, org, doing, base, t, filter, mostInside)
		if err != nil {
			return err
		}
		ids = append(ids, inside...)
	}
	// OFFSET 0 keeps the planner from walking the list's index past everybody.
	q.from = "(SELECT * FROM contacts k WHERE k.org_id = " + q.arg(org) + " AND k.id = ANY (" + q.arg(notNil(ids)) + "::uuid[]) OFFSET 0) c"
	return nil
}
