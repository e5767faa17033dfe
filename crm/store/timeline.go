package store

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// section is one table of a list that merges several. Every branch is cut by its
// own index to no more than one page, so that a page costs the same at ten rows
// and at a million.
type section struct {
	// sql is a SELECT up to its WHERE; %root stands for the contact.
	sql, at, id string
}

// merged is a keyset-paged union of branches, newest first: rows is what to
// read of the union, which is named a and has at and id.
func merged(org id.Org, contact id.Contact, l listed, rows string, branches []section) *query {
	q := &query{args: []any{org, contact}}
	after := ""
	if l.after != nil {
		after = " < (" + q.arg(l.after.Key) + "::text::timestamptz, " + q.arg(l.after.ID) + "::uuid)"
	}
	limit := q.arg(l.limit + 1)
	parts := make([]string, 0, len(branches))
	for _, b := range branches {
		part := strings.ReplaceAll(b.sql, "%root", "contact_root($1, $2)")
		if after != "" {
			part += " AND (" + b.at + ", " + b.id + ")" + after
		}
		parts = append(parts, "("+part+" ORDER BY "+b.at+" DESC, "+b.id+" DESC LIMIT "+limit+")")
	}
	q.from = strings.ReplaceAll(rows, "%union", "("+strings.Join(parts, " UNION ALL ")+") a") + " ORDER BY a.at DESC, a.id DESC LIMIT " + limit
	return q
}

// listMerged runs a merged list. Its total is how many there are, counted to
// the cap, which is what each branch is read to.
func listMerged[T any](ctx context.Context, s *Store, org id.Org, contact id.Contact, doing, rows string, l listed, branches []section,
	scan func(row pgx.CollectableRow, more ...any) (T, error),
) (crm.Page[T], error) {
	q := merged(org, contact, l, rows, branches)
	count := merged(org, contact, listed{limit: countCap}, "SELECT a.id FROM %union", branches)
	b := newBatch(org)
	var found []row[T]
	collect(b, &found, func(r pgx.CollectableRow) (row[T], error) {
		var one row[T]
		var err error
		one.item, err = scan(r, &one.key, &one.id)
		return one, err
	}, q.from, q.args...)
	var total int64
	b.Queue("SELECT count(*) FROM ("+count.from+") counted", count.args...).QueryRow(func(r pgx.Row) error { return r.Scan(&total) })
	if err := s.send(ctx, doing, b); err != nil {
		return crm.Page[T]{}, err
	}
	page := pageOf(l, found)
	page.Total = crm.Total{Count: total, Exact: total <= countCap}
	return page, nil
}

// visibleCalls is the condition of the calls that the actor may see, as in the
// call log: agents see those that they had a part in.
func visibleCalls(actor crm.Actor) string {
	if actor.Role.AtLeast(crm.RoleSupervisor) {
		return ""
	}
	// An identifier is hexadecimal digits and hyphens, nothing that SQL reads.
	return " AND EXISTS (SELECT FROM call_users mine WHERE mine.org_id = k.org_id AND mine.call_id = k.id AND mine.user_id = '" +
		actor.User.String() + "')"
}

const (
	callSubject = `CASE k.direction WHEN 'outbound' THEN 'Call to ' || coalesce(nullif(k.to_name, ''), nullif(k.to_e164, ''), k.to_raw)
	ELSE 'Call from ' || coalesce(nullif(k.from_name, ''), nullif(k.from_e164, ''), k.from_raw) END`
	callActivity = `SELECT k.org_id, k.id, 'call' AS kind, ` + callSubject + ` AS subject, k.notes AS body, k.contact_id, k.customer_id,
	NULL::uuid AS deal_id, NULL::uuid AS ticket_id, k.user_id AS assignee_id, NULL::timestamptz AS due_at,
	least(coalesce(ceil(extract(epoch FROM k.ended_at - k.answered_at) / 60), 0), 100000)::int AS minutes, NULL::timestamptz AS remind_at, k.ended_at AS done_at,
	NULL::uuid AS created_by_id, k.started_at AS created_at, k.updated_at, 0::bigint AS version, k.id AS call_id, k.started_at AS at
	FROM calls k WHERE k.org_id = $1 AND k.contact_id = %root`
	ownActivity = `SELECT o.org_id, o.id, o.kind, o.subject, o.body, o.contact_id, o.customer_id, o.deal_id, o.ticket_id, o.assignee_id,
	o.due_at, o.minutes, o.remind_at, o.done_at, o.created_by_id, o.created_at, o.updated_at, o.version, NULL::uuid AS call_id, o.happens_at AS at
	FROM activities o WHERE o.org_id = $1 AND o.contact_id = %root`
)

// ContactActivities lists a contact's activities and calls together, newest
// first. A call of the log is done, and of the kind call.
func (s *Store) ContactActivities(
	ctx context.Context, actor crm.Actor, contact id.Contact, filter crm.ContactActivityFilter, page crm.PageRequest,
) (crm.Page[crm.Activity], error) {
	const doing = "list contact's activities"
	page.Sort = ""
	l, err := requested(actor, "contact activities", []any{contact, actor.User, filter}, page)
	if err != nil {
		return crm.Page[crm.Activity]{}, translate(doing, err)
	}
	return listMerged(ctx, s, actor.Org, contact, doing,
		"SELECT "+activityColumns+", a.at::text, a.id FROM %union"+activityNames, l,
		contactActivitySections(actor, filter), scanActivity)
}

func contactActivitySections(actor crm.Actor, filter crm.ContactActivityFilter) []section {
	own := ownActivity
	if filter.Kind.Known() {
		own += " AND o.kind = '" + string(filter.Kind) + "'" // one of four words
	}
	calls := filter.Kind == "" || filter.Kind == crm.ActivityCall
	switch {
	case filter.Done == nil:
	case *filter.Done:
		own += " AND o.done_at IS NOT NULL"
	default:
		own += " AND o.done_at IS NULL"
		calls = false
	}
	sections := []section{{own, "o.happens_at", "o.id"}}
	if calls {
		sections = append(sections, section{callActivity + visibleCalls(actor), "k.started_at", "k.id"})
	}
	return sections
}

const (
	timelineRows = `SELECT a.id, a.noun, a.at, a.title, a.body, a.status, coalesce(u.name, ''), a.at::text, a.id
	FROM %union LEFT JOIN users u ON u.org_id = $1 AND u.id = a.user_id`
	timelineNotes = `SELECT n.id, 'note' AS noun, n.created_at AS at, '' AS title, n.body, CASE WHEN n.pinned THEN 'pinned' ELSE '' END AS status,
	n.author_id AS user_id FROM notes n WHERE n.org_id = $1 AND n.contact_id = %root`
	timelineTickets = `SELECT t.id, 'ticket', t.created_at, '#' || t.number || ' ' || t.subject, t.description, t.status, t.created_by_id
	FROM tickets t WHERE t.org_id = $1 AND t.contact_id = %root`
	timelineDeals = `SELECT d.id, 'deal', d.created_at, d.name, d.closed_reason, d.status, d.owner_id
	FROM deal_contacts dc JOIN deals d ON d.org_id = dc.org_id AND d.id = dc.deal_id
	WHERE dc.org_id = $1 AND dc.contact_id = %root`
	timelineActivities = `SELECT o.id, 'activity', o.happens_at, o.subject, o.body, CASE WHEN o.done_at IS NULL THEN 'planned' ELSE 'done' END,
	o.assignee_id FROM activities o WHERE o.org_id = $1 AND o.contact_id = %root`
	timelineCalls = `SELECT k.id, 'call', k.started_at, ` + callSubject + `, k.notes, coalesce(nullif(k.outcome, ''), k.status), k.user_id
	FROM calls k WHERE k.org_id = $1 AND k.contact_id = %root`
)

// ContactTimeline lists everything that happened with a contact, newest first.
func (s *Store) ContactTimeline(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.TimelineEntry], error) {
	const doing = "list contact's timeline"
	page.Sort = ""
	l, err := requested(actor, "timeline", []any{contact, actor.User}, page)
	if err != nil {
		return crm.Page[crm.TimelineEntry]{}, translate(doing, err)
	}
	return listMerged(ctx, s, actor.Org, contact, doing, timelineRows, l, []section{
		{timelineNotes, "n.created_at", "n.id"},
		{timelineTickets, "t.created_at", "t.id"},
		{timelineDeals, "d.created_at", "d.id"},
		{timelineActivities, "o.happens_at", "o.id"},
		{timelineCalls + visibleCalls(actor), "k.started_at", "k.id"},
	}, scanTimelineEntry)
}

func scanTimelineEntry(r pgx.CollectableRow, more ...any) (e crm.TimelineEntry, err error) {
	return e, r.Scan(append([]any{&e.ID, &e.Noun, &e.At, &e.Title, &e.Body, &e.Status, &e.UserName}, more...)...)
}
