package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// personalSections are the parts of what there is on a person, in order. family
// are the contact and all that were merged into it. Colleagues appear by name.
func personalSections() []struct{ name, sql string } {
	return []struct{ name, sql string }{
		{"contacts", `SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.job_title AS "jobTitle", cu.name AS company, c.kind, c.status,
				c.marketing_opt_out AS "marketingOptOut", u.name AS owner, c.source, c.created_at AS "createdAt", c.updated_at AS "updatedAt",
				c.archived_at AS "archivedAt", c.merged_into_id AS "mergedIntoId", c.erased_at AS "erasedAt"
			FROM contacts c LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id LEFT JOIN users u ON u.org_id = c.org_id AND u.id = c.owner_id
			WHERE c.org_id = @org AND c.id = ANY (@family) ORDER BY c.merged_into_id NULLS FIRST, c.id`},
		{"emails", `SELECT address, label, position = 0 AS primary FROM contact_emails WHERE org_id = @org AND contact_id = ANY (@family) ORDER BY contact_id, position`},
		{"phones", `SELECT raw, e164, extension, region, label, position = 0 AS primary FROM contact_phones WHERE org_id = @org AND contact_id = ANY (@family) ORDER BY contact_id, position`},
		{"tags", `SELECT t.name FROM contact_tags ct JOIN tags t ON t.org_id = ct.org_id AND t.id = ct.tag_id WHERE ct.org_id = @org AND ct.contact_id = ANY (@family) ORDER BY t.name_fold`},
		{"customFields", `SELECT f.key, f.name, v.value FROM contact_values v JOIN custom_fields f ON f.org_id = v.org_id AND f.id = v.field_id
			WHERE v.org_id = @org AND v.contact_id = ANY (@family) ORDER BY f.position, f.key`},
		{"notes", `SELECT n.created_at AS "createdAt", n.updated_at AS "updatedAt", u.name AS author, plain_mentions(n.body) AS body
			FROM notes n LEFT JOIN users u ON u.org_id = n.org_id AND u.id = n.author_id WHERE n.org_id = @org AND n.contact_id = ANY (@family) ORDER BY n.created_at, n.id`},
		{"tickets", `SELECT t.number, t.subject, t.description, t.status, t.priority, t.source, t.created_at AS "createdAt", t.updated_at AS "updatedAt", t.due_at AS "dueAt", t.solved_at AS "solvedAt"
			FROM tickets t WHERE t.org_id = @org AND t.contact_id = ANY (@family) ORDER BY t.number`},
		{"ticketMessages", `SELECT t.number AS ticket, m.created_at AS "createdAt", m.kind, u.name AS author, plain_mentions(m.body) AS body
			FROM tickets t JOIN ticket_messages m ON m.org_id = t.org_id AND m.ticket_id = t.id LEFT JOIN users u ON u.org_id = m.org_id AND u.id = m.author_id
			WHERE t.org_id = @org AND t.contact_id = ANY (@family) ORDER BY m.created_at, m.id`},
		{"deals", `SELECT d.name, dc.role, d.status, d.currency, d.amount_minor AS "amountMinor", d.expected_close AS "expectedClose", d.closed_at AS "closedAt", d.created_at AS "createdAt"
			FROM deal_contacts dc JOIN deals d ON d.org_id = dc.org_id AND d.id = dc.deal_id WHERE dc.org_id = @org AND dc.contact_id = ANY (@family) ORDER BY d.created_at, d.id`},
		{"activities", `SELECT a.kind, a.subject, a.body, u.name AS assignee, a.due_at AS "dueAt", a.minutes, a.done_at AS "doneAt", a.created_at AS "createdAt"
			FROM activities a LEFT JOIN users u ON u.org_id = a.org_id AND u.id = a.assignee_id WHERE a.org_id = @org AND a.contact_id = ANY (@family) ORDER BY a.happens_at, a.id`},
		{"calls", `SELECT c.id, c.direction, c.outcome, c.from_raw AS "from", c.to_raw AS "to", u.name AS "user", q.name AS queue, c.started_at AS "startedAt", c.answered_at AS "answeredAt",
				c.ended_at AS "endedAt", c.hangup_by AS "hangupBy", c.disposition, c.notes
			FROM calls c LEFT JOIN users u ON u.org_id = c.org_id AND u.id = c.user_id LEFT JOIN queues q ON q.org_id = c.org_id AND q.id = c.queue_id
			WHERE c.org_id = @org AND c.contact_id = ANY (@family) ORDER BY c.started_at, c.id`},
		{"imports", `SELECT i.file_name AS "file", r.line, r.fate, i.created_at AS "createdAt", i.applied_at AS "appliedAt", r.draft AS "read", r.before, r.after
			FROM import_rows r JOIN imports i ON i.org_id = r.org_id AND i.id = r.import_id WHERE r.org_id = @org AND r.contact_id = ANY (@family) ORDER BY i.created_at, r.line`},
		{"merges", `SELECT m.created_at AS "createdAt", u.name AS "user", m.survivor_id AS "survivorId", m.duplicate_id AS "duplicateId", m.undone_at AS "undoneAt"
			FROM merges m LEFT JOIN users u ON u.org_id = m.org_id AND u.id = m.user_id
			WHERE m.org_id = @org AND m.survivor_id = ANY (@family) AND m.duplicate_id = ANY (@family) ORDER BY m.created_at, m.id`},
		{"changes", `SELECT a.at, a.user_name AS "user", a.action, a.noun, a.changes, a.detail FROM audit_entries a
			WHERE a.org_id = @org AND (a.noun = 'contact' AND a.record_id = ANY (@family) OR a.contact_id = ANY (@family)) ORDER BY a.at, a.id`},
		{"viewedBy", `SELECT u.name AS "user", r.seen_at AS "at" FROM recent_contacts r JOIN users u ON u.org_id = r.org_id AND u.id = r.user_id
			WHERE r.org_id = @org AND r.contact_id = ANY (@family) ORDER BY r.seen_at`},
		{"sentToWebhooks", `SELECT w.name, w.url, d.event, d.status, d.created_at AS "at" FROM webhook_deliveries d JOIN webhooks w ON w.org_id = d.org_id AND w.id = d.webhook_id
			WHERE d.org_id = @org AND d.record_id = ANY (@family) ORDER BY d.created_at, d.id`},
	}
}

// ContactPersonalData writes everything that there is on a person as one JSON
// document, row by row: nothing is collected. Supervisors and admins may, and the
// audit log says that they did. An error may come when a part has been written.
func (s *Store) ContactPersonalData(ctx context.Context, actor crm.Actor, contact id.Contact, out io.Writer) error {
	const doing = "export personal data"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return translate(doing, err)
	}
	done, err := s.beginExport(ctx)
	if err != nil {
		return translate(doing, err)
	}
	defer done()
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		root, err := tx.root(ctx, contact)
		if err != nil {
			return err
		}
		found, err := tx.contact(ctx, root)
		if err != nil {
			return err
		}
		if found.ErasedAt != nil {
			return crm.Erased()
		}
		if err := tx.changed(ctx, actor, crm.Change{
			Action: "export_personal", Noun: "contact", Record: root.UUID, Name: found.Name(), Detail: map[string]string{"format": "json"},
		}); err != nil {
			return err
		}
		if _, err := tx.tx.Exec(ctx, eraseTimeout); err != nil {
			return fmt.Errorf("extend timeout: %w", err)
		}
		err = tx.writePerson(ctx, root, out)
		if lostRace(err) {
			// It must not begin anew behind what was written.
			return fmt.Errorf("%w (%s)", unavailable(), err.Error())
		}
		return err
	})
}

func (tx scope) writePerson(ctx context.Context, root id.Contact, to io.Writer) error {
	family, err := gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], mergedContacts, tx.org, root)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(to, 32<<10)
	fmt.Fprintf(out, "{\n\"exportedAt\": %q", now().Format(time.RFC3339))
	for _, section := range personalSections() {
		fmt.Fprintf(out, ",\n%q: [", section.name)
		if err := tx.writeRows(ctx, out, section.sql, pgx.NamedArgs{"org": tx.org, "family": family}); err != nil {
			return fmt.Errorf("write %s: %w", section.name, err)
		}
		fmt.Fprint(out, "]")
	}
	fmt.Fprint(out, "\n}\n")
	// It answers the error of every write before as well.
	if err := out.Flush(); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// writeRows writes the rows of a query as JSON objects, a line each.
func (tx scope) writeRows(ctx context.Context, out *bufio.Writer, sql string, args pgx.NamedArgs) error {
	rows, err := tx.tx.Query(ctx, "SELECT row_to_json(section) FROM ("+sql+") section", args)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	var row json.RawMessage
	separator := "\n"
	_, err = pgx.ForEachRow(rows, []any{&row}, func() error {
		if _, err := out.WriteString(separator); err != nil {
			return fmt.Errorf("send: %w", err)
		}
		separator = ",\n"
		if _, err := out.Write(row); err != nil {
			return fmt.Errorf("send: %w", err)
		}
		return nil
	})
	return err //nolint:wrapcheck // writePerson names the section
}
