package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// bulkWrite changes the contacts that the journal names.
func (tx scope) bulkWrite(ctx context.Context, edit bulkEdit) error {
	q := &query{}
	sets := []string{"version = c.version + 1", "updated_at = " + q.arg(edit.at)}
	for _, field := range edit.fields {
		switch field.column {
		case "archived_at":
			sets = append(sets, "archived_at = coalesce(c.archived_at, "+q.arg(field.value)+")")
		case "customer_id":
			value := q.arg(field.value) + "::uuid"
			sets = append(sets, "customer_id = "+value, "company_fold = "+q.arg(edit.company),
				// As for one contact: without a customer there is nothing to lock to.
				"locked_to_customer = c.locked_to_customer AND "+value+" IS NOT NULL")
		default:
			sets = append(sets, field.column+" = "+q.arg(field.value)+"::"+field.cast)
		}
	}
	sql := "UPDATE contacts c SET " + strings.Join(sets, ", ") + " FROM bulk_edit_rows r WHERE r.org_id = " + q.arg(tx.org) +
		" AND r.bulk_id = " + q.arg(edit.id) + " AND c.org_id = r.org_id AND c.id = r.contact_id"
	if _, err := tx.tx.Exec(ctx, sql, q.args...); err != nil {
		return fmt.Errorf("write contacts: %w", err)
	}
	return tx.bulkWriteTags(ctx, edit.id)
}

// bulkWriteTags gives and takes the tags that the journal names.
func (tx scope) bulkWriteTags(ctx context.Context, bulk id.BulkEdit) error {
	if _, err := tx.tx.Exec(ctx, `INSERT INTO contact_tags (org_id, contact_id, tag_id)
		SELECT r.org_id, r.contact_id, given.id FROM bulk_edit_rows r CROSS JOIN LATERAL unnest(r.added) AS given (id)
		WHERE r.org_id = $1 AND r.bulk_id = $2 ON CONFLICT DO NOTHING`, tx.org, bulk); err != nil {
		return fmt.Errorf("give tags: %w", err)
	}
	if _, err := tx.tx.Exec(ctx, `DELETE FROM contact_tags ct USING bulk_edit_rows r
		WHERE r.org_id = $1 AND r.bulk_id = $2 AND cardinality(r.removed) > 0
		  AND ct.org_id = r.org_id AND ct.contact_id = r.contact_id AND ct.tag_id = ANY (r.removed)`, tx.org, bulk); err != nil {
		return fmt.Errorf("take tags: %w", err)
	}
	return nil
}

// bulkAuditSQL writes one line for each contact in one statement: what it was by
// the journal and what it is now, in the words of crm.Contact.Diff.
const bulkAuditSQL = `INSERT INTO audit_entries (org_id, id, at, user_id, user_name, token_id, action, noun, record_id, record_name, changes, detail)
	SELECT r.org_id, gen_random_uuid(), $3, $4, coalesce((SELECT u.name FROM users u WHERE u.org_id = $1 AND u.id = $4), ''), $5, $6, 'contact',
		c.id, trim(c.first_name || ' ' || c.last_name),
		(SELECT coalesce(jsonb_agg(jsonb_build_object('field', f.field, 'old', f.old, 'new', f.new) ORDER BY f.place), '[]')
		 FROM (VALUES (1, 'customer', coalesce(before.name, ''), coalesce(after.name, '')), (2, 'kind', r.kind, c.kind), (3, 'status', r.status, c.status),
			(4, 'marketingOptOut', r.marketing_opt_out::text, c.marketing_opt_out::text),
			(5, 'lockedToCustomer', r.locked_to_customer::text, c.locked_to_customer::text),
			(6, 'ownerId', coalesce(r.owner_id::text, ''), coalesce(c.owner_id::text, '')),
			(7, 'tags', r.tags, ` + bulkTags + `)) AS f (place, field, old, new) WHERE f.old <> f.new),
		jsonb_build_object('bulkId', r.bulk_id::text)
	FROM bulk_edit_rows r JOIN contacts c ON c.org_id = r.org_id AND c.id = r.contact_id
	LEFT JOIN customers before ON before.org_id = r.org_id AND before.id = r.customer_id
	LEFT JOIN customers after ON after.org_id = c.org_id AND after.id = c.customer_id
	WHERE r.org_id = $1 AND r.bulk_id = $2`

func (tx scope) bulkAudit(ctx context.Context, actor crm.Actor, bulk id.BulkEdit, at time.Time, action string) error {
	if _, err := tx.tx.Exec(ctx, bulkAuditSQL, tx.org, bulk, at, userOf(actor), actor.Token, action); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return tx.bulkAnnounce(ctx, bulk, crm.Change{Noun: "contact", Action: action}.Event())
}

// bulkAnnounce tells webhooks of each contact, as if it had been edited alone.
// No row is read where none of them listens.
func (tx scope) bulkAnnounce(ctx context.Context, bulk id.BulkEdit, event crm.WebhookEvent) error {
	edited, err := gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], `SELECT r.contact_id FROM bulk_edit_rows r
		WHERE r.org_id = $1 AND r.bulk_id = $2
		  AND EXISTS (SELECT FROM webhooks w WHERE w.org_id = $1 AND w.active AND $3 = ANY (w.events))
		ORDER BY r.contact_id`, tx.org, bulk, string(event))
	if err != nil {
		return err
	}
	return tx.announceContacts(ctx, event, edited)
}
