package store

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// The lists are the one place where SQL is put together in Go and not written
// in queries/: which filters and which order a list has decides its index, and
// a query with "$1 IS NULL OR" for each filter would get one plan for all. The
// pieces are constants of this package; values only travel as parameters.

const (
	defaultLimit = 50
	maxLimit     = 200
	// countCap is how far a list is counted exactly.
	countCap = 1000
	// topOfPrefix sorts behind every text that starts with what precedes it.
	topOfPrefix = "\U0010ffff"
)

// query is a list's FROM and WHERE under construction.
type query struct {
	from  string
	where []string
	args  []any
	// counted is how many rows there are at least, when that is known to be
	// past the cap.
	counted int64
}

// arg adds a parameter and returns its placeholder.
func (q *query) arg(value any) string {
	q.args = append(q.args, value)
	return "$" + strconv.Itoa(len(q.args))
}

// and adds a condition; each %s stands for the next of values.
func (q *query) and(condition string, values ...any) {
	places := make([]any, len(values))
	for i, value := range values {
		places[i] = q.arg(value)
	}
	q.where = append(q.where, fmt.Sprintf(condition, places...))
}

func (q *query) fork() *query {
	return &query{from: q.from, where: append([]string(nil), q.where...), args: append([]any(nil), q.args...)}
}

func (q *query) body() string { return " FROM " + q.from + " WHERE " + strings.Join(q.where, " AND ") }

// column is something that a list sorts by; never null.
type column struct {
	sql, cast string
}

// order is the order of a list.
type order struct {
	column
	id   string
	desc bool
}

// pick finds the order that was asked for among the sortable columns.
func pick(sort, otherwise, id string, columns map[string]column) (order, error) {
	if sort == "" {
		sort = otherwise
	}
	name, desc := strings.CutPrefix(sort, "-")
	found, known := columns[name]
	if !known {
		return order{}, invalid("sort", "This list cannot be sorted by that.")
	}
	return order{column: found, id: id, desc: desc}, nil
}

func invalid(field, message string) *crm.Error {
	return &crm.Error{Code: crm.CodeInvalid, Message: message, Fields: []crm.FieldError{{Field: field, Message: message}}}
}

// by appends the order, and with a cursor the condition that the page begins
// behind it.
func (o order) by(q *query, after *cursor) string {
	than, direction := ">", ""
	if o.desc {
		than, direction = "<", " DESC"
	}
	if after != nil {
		q.and("("+o.sql+", "+o.id+") "+than+" (%s::text::"+o.cast+", %s::uuid)", after.Key, after.ID)
	}
	return " ORDER BY " + o.sql + direction + ", " + o.id + direction
}

// cursor is where a page ended. It travels in base64, is of use for the very
// list it came from only, and holds nothing that the client has not seen.
type cursor struct {
	List string    `json:"l"`
	Rank int       `json:"r,omitempty"`
	Key  string    `json:"k"`
	ID   uuid.UUID `json:"i"`
}

func (c cursor) encode() string {
	text, err := json.Marshal(c)
	if err != nil {
		return "" // strings and numbers always encode
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// listed is a page request made definite.
type listed struct {
	limit int
	after *cursor
	// name is a digest of the list: which, whose, how filtered and sorted.
	name string
}

func requested(actor crm.Actor, list string, filter any, page crm.PageRequest) (listed, error) {
	l := listed{limit: page.Limit}
	if l.limit == 0 {
		l.limit = defaultLimit
	}
	if l.limit < 1 || l.limit > maxLimit {
		return l, invalid("limit", "From 1 to 200.")
	}
	text, err := json.Marshal([]any{list, actor.Org, filter, page.Sort})
	if err != nil {
		return l, fmt.Errorf("name the list: %w", err)
	}
	sum := sha256.Sum256(text)
	l.name = base64.RawURLEncoding.EncodeToString(sum[:9])
	if page.Cursor == "" {
		return l, nil
	}
	const longest = 4096
	raw, err := base64.RawURLEncoding.DecodeString(page.Cursor)
	if err != nil || len(raw) > longest {
		return l, badCursor()
	}
	var after cursor
	if json.Unmarshal(raw, &after) != nil || after.List != l.name || strings.ContainsRune(after.Key, 0) {
		return l, badCursor()
	}
	l.after = &after
	return l, nil
}

func badCursor() *crm.Error {
	return invalid("cursor", "This cursor does not belong to this list; begin at its start.")
}

// row is one entry of a page and where it stands.
type row[T any] struct {
	item T
	key  string
	id   uuid.UUID
	rank int
}

// page cuts the one row too many that was asked for to know of a next page.
func (l listed) cut(n int) (shown int, more bool) { return min(n, l.limit), n > l.limit }

func pageOf[T any](l listed, rows []row[T]) crm.Page[T] {
	shown, more := l.cut(len(rows))
	page := crm.Page[T]{Items: make([]T, 0, shown)}
	for _, r := range rows[:shown] {
		page.Items = append(page.Items, r.item)
	}
	if more {
		last := rows[shown-1]
		page.NextCursor = cursor{List: l.name, Rank: last.rank, Key: last.key, ID: last.id}.encode()
	}
	return page
}

// list runs a list of which one query gives whole rows: columns as scan takes
// them, then the sort key as text and the id.
func list[T any](ctx context.Context, s *Store, org id.Org, doing, columns string, l listed, q *query, by order,
	scan func(row pgx.CollectableRow, more ...any) (T, error),
) (crm.Page[T], error) {
	count := q.fork()
	ordered := by.by(q, l.after)
	sql := "SELECT " + columns + ", (" + by.sql + ")::text, " + by.id + q.body() + ordered + " LIMIT " + q.arg(l.limit+1)
	b := newBatch(org)
	var rows []row[T]
	collect(b, &rows, func(r pgx.CollectableRow) (row[T], error) {
		var one row[T]
		var err error
		one.item, err = scan(r, &one.key, &one.id)
		return one, err
	}, sql, q.args...)
	total := q.counted
	if total == 0 {
		countTo(b, &total, count)
	}
	if err := s.send(ctx, doing, b); err != nil {
		return crm.Page[T]{}, err
	}
	page := pageOf(l, rows)
	var err error
	page.Total, err = s.total(ctx, org, doing, total, count)
	return page, err
}

// countTo queues a count that stops at the cap.
func countTo(b *batch, total *int64, q *query) {
	b.Queue("SELECT count(*) FROM (SELECT 1"+q.body()+" LIMIT "+strconv.Itoa(countCap+1)+") counted", q.args...).
		QueryRow(func(r pgx.Row) error { return r.Scan(total) })
}

// total is the count, or past the cap the planner's estimate.
func (s *Store) total(ctx context.Context, org id.Org, doing string, counted int64, q *query) (crm.Total, error) {
	if counted <= countCap {
		return crm.Total{Count: counted, Exact: true}, nil
	}
	var plan []struct {
		Plan struct {
			Rows int64 `json:"Plan Rows"`
		} `json:"Plan"`
	}
	b := newBatch(org)
	b.Queue("EXPLAIN (FORMAT JSON) SELECT 1"+q.body(), q.args...).QueryRow(func(r pgx.Row) error { return r.Scan(&plan) })
	if err := s.send(ctx, doing, b); err != nil {
		return crm.Total{}, err
	}
	estimate := counted
	if len(plan) > 0 {
		estimate = max(estimate, plan[0].Plan.Rows)
	}
	return crm.Total{Count: estimate}, nil
}
