package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// lastCall is when the contact was last called, as its index has it: those never
// called come first.
const lastCall = "coalesce(c.last_call_at, '-infinity'::timestamptz)"

func contactOrders() map[string]column {
	return map[string]column{
		"updatedAt":  {"c.updated_at", "timestamptz"},
		"createdAt":  {"c.created_at", "timestamptz"},
		"lastName":   {"c.sort_name", "text"},
		"name":       {"c.sort_name", "text"},
		"firstName":  {"c.name_fold", "text"},
		"company":    {"c.company_fold", "text"},
		"email":      {"c.email_fold", "text"},
		"status":     {"c.status", "text"},
		"lastCallAt": {lastCall, "timestamptz"},
	}
}

// ContactList lists contacts, last changed first unless sorted otherwise
// (updatedAt, createdAt, lastCallAt, lastName, firstName, company, email, status).
//
// With a query and no order, the best hits come first: numbers that begin so,
// then names, companies and addresses that begin so; when these are fewer than
// twenty, contacts that hold the text anywhere fill up the last page.
func (s *Store) ContactList(ctx context.Context, actor crm.Actor, filter crm.ContactFilter, page crm.PageRequest) (crm.Page[crm.Contact], error) {
	const doing = "list contacts"
	l, err := requested(actor, "contacts", filter, page)
	if err != nil {
		return crm.Page[crm.Contact]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-updatedAt", "c.id", contactOrders())
	if err != nil {
		return crm.Page[crm.Contact]{}, translate(doing, err)
	}
	q, err := s.contactQuery(ctx, actor, filter)
	if err != nil {
		return crm.Page[crm.Contact]{}, err
	}
	terms := readTerms(filter.Query, actor.Country)
	var found crm.Page[uuid.UUID]
	switch {
	case terms.empty():
		found, err = s.contactPage(ctx, actor.Org, doing, l, q, by)
	case page.Sort == "":
		found, err = s.searchRanked(ctx, actor.Org, l, q, terms, filter)
	default:
		if err = s.narrow(ctx, actor.Org, q, terms, filter); err == nil {
			found, err = s.contactPage(ctx, actor.Org, doing, l, q, by)
		}
	}
	if err != nil {
		return crm.Page[crm.Contact]{}, err
	}
	contacts, err := s.contactsByID(ctx, actor.Org, doing, found.Items)
	return crm.Page[crm.Contact]{Items: contacts, NextCursor: found.NextCursor, Total: found.Total}, err
}

// contactPage lists identifiers only: they come from the index alone. The rest
// of fifty contacts is one more round trip.
func (s *Store) contactPage(ctx context.Context, org id.Org, doing string, l listed, q *query, by order) (crm.Page[uuid.UUID], error) {
	return list(ctx, s, org, doing, "c.id", l, q, by, func(r pgx.CollectableRow, more ...any) (key uuid.UUID, err error) {
		return key, r.Scan(append([]any{&key}, more...)...)
	})
}

func (s *Store) contactsByID(ctx context.Context, org id.Org, doing string, ids []uuid.UUID) ([]crm.Contact, error) {
	if len(ids) == 0 {
		return []crm.Contact{}, nil
	}
	b := newBatch(org)
	rows := collectContacts(b, org, ids)
	if err := s.send(ctx, doing, b); err != nil {
		return nil, err
	}
	return rows.contacts(ids), nil
}

// contactQuery is the list's FROM and WHERE, all but what was typed into search.
func (s *Store) contactQuery(ctx context.Context, actor crm.Actor, filter crm.ContactFilter) (*query, error) {
	q := &query{from: "contacts c"}
	q.and("c.org_id = %s", actor.Org)
	if filter.Archived {
		q.and("c.archived_at IS NOT NULL AND c.merged_into_id IS NULL AND c.erased_at IS NULL")
	} else {
		q.and("c.archived_at IS NULL")
	}
	switch len(filter.Kinds) {
	case 0:
	case 1:
		q.and("c.kind = %s", filter.Kinds[0])
	default:
		q.and("c.kind = ANY (%s::text[])", kindTexts(filter.Kinds))
	}
	if filter.Status != "" {
		q.and("c.status = %s", filter.Status)
	}
	if filter.CustomerID != nil {
		q.and("c.customer_id = %s", *filter.CustomerID)
	}
	if filter.OwnerID != nil {
		q.and("c.owner_id = %s", *filter.OwnerID)
	}
	if filter.MarketingOptOut != nil {
		q.and("c.marketing_opt_out = %s", *filter.MarketingOptOut)
	}
	if filter.NoOwner {
		q.and("c.owner_id IS NULL")
	}
	if filter.Locked != nil {
		q.and("c.locked_to_customer = %s", *filter.Locked)
	}
	if filter.Source != "" {
		q.and("c.source = %s", filter.Source)
	}
	for _, tag := range filter.Tags {
		q.and(`EXISTS (SELECT FROM contact_tags ct JOIN tags t ON t.org_id = ct.org_id AND t.id = ct.tag_id
			WHERE ct.org_id = c.org_id AND ct.contact_id = c.id AND t.name_fold = %s)`, crm.Fold(tag))
	}
	contactTimes(q, filter)
	if len(filter.Custom) == 0 {
		return q, nil
	}
	return q, s.narrowCustom(ctx, actor, q, filter.Custom)
}

func contactTimes(q *query, filter crm.ContactFilter) {
	if filter.CreatedFrom != nil {
		q.and("c.created_at >= %s", *filter.CreatedFrom)
	}
	if filter.CreatedTo != nil {
		q.and("c.created_at < %s", *filter.CreatedTo)
	}
	if filter.LastCallFrom != nil {
		q.and(lastCall+" >= %s", *filter.LastCallFrom)
	}
	if filter.LastCallTo != nil {
		// Nobody was called last before all time.
		q.and(lastCall+" < %s AND c.last_call_at IS NOT NULL", *filter.LastCallTo)
	}
	if filter.NeverCalled {
		q.and(lastCall + " = '-infinity'")
	}
}

func kindTexts(kinds []crm.ContactKind) []string {
	texts := make([]string, len(kinds))
	for i, kind := range kinds {
		texts[i] = string(kind)
	}
	return texts
}
