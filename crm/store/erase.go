package store

import (
	"context"
	"fmt"
	"maps"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// eraseTimeout is what one statement of an erasure may take: texts that name the
// person are looked for in whole tables.
const eraseTimeout = "SET LOCAL statement_timeout = '300s'"

// blanking is a statement that blanks, and what its rows are counted as.
type blanking struct{ noun, sql string }

// blankings keep the promise of crm.EraseBlanked for one foreign key each.
//
// Their parameters: org, family (the contact and all that were merged into it),
// needles (patterns of the person's full names, addresses and numbers), deals
// (in which the person takes part), calls, merges and at.
func blankings() map[string][]blanking {
	return map[string][]blanking{
		"activities.contact_id": {{"activities", `UPDATE activities SET subject = 'Erased', subject_fold = 'erased', body = '', version = version + 1
			WHERE org_id = @org AND contact_id = ANY (@family)`}},
		"calls.contact_id": {
			{"calls", `UPDATE calls SET notes = '', updated_at = @at,
				from_raw = CASE direction WHEN 'inbound' THEN '' ELSE from_raw END, from_e164 = CASE direction WHEN 'inbound' THEN '' ELSE from_e164 END,
				from_extension = CASE direction WHEN 'inbound' THEN '' ELSE from_extension END, from_name = CASE direction WHEN 'inbound' THEN '' ELSE from_name END,
				to_raw = CASE direction WHEN 'inbound' THEN to_raw ELSE '' END, to_e164 = CASE direction WHEN 'inbound' THEN to_e164 ELSE '' END,
				to_extension = CASE direction WHEN 'inbound' THEN to_extension ELSE '' END, to_name = CASE direction WHEN 'inbound' THEN to_name ELSE '' END
			WHERE org_id = @org AND id = ANY (@calls)`},
			{"", `UPDATE call_legs SET raw = '', e164 = '', extension = '', name = '', sip_call_id = '' WHERE org_id = @org AND call_id = ANY (@calls) AND user_id IS NULL`},
			{"voicemails", `DELETE FROM voicemails WHERE org_id = @org AND call_id = ANY (@calls)`},
			{"", `DELETE FROM sip_messages WHERE org_id = @org AND call_id = ANY (@calls)`},
			{"recordings", `DELETE FROM recordings WHERE org_id = @org AND call_id = ANY (@calls)`},
			{"", `UPDATE call_events SET detail = '{}' WHERE org_id = @org AND call_id = ANY (@calls)`},
		},
		"contacts.merged_into_id": {{"", `UPDATE contacts SET first_name = 'Erased', last_name = 'contact', job_title = '', customer_id = NULL, owner_id = NULL,
				status = '', locked_to_customer = false, sort_name = 'contact erased', name_fold = 'erased contact', company_fold = '', email_fold = '',
				other_fold = '', archived_at = coalesce(archived_at, @at), erased_at = @at, updated_at = @at, version = version + 1
			WHERE org_id = @org AND id = ANY (@family)`}},
		"deal_contacts.contact_id": {
			{"", `UPDATE deal_contacts SET role = '' WHERE org_id = @org AND contact_id = ANY (@family)`},
			{"deals", `UPDATE deals SET name = 'Erased', name_fold = 'erased', closed_reason = '', version = version + 1
			WHERE org_id = @org AND id = ANY (@deals) AND lower(name || ' ' || closed_reason) LIKE ANY (@names)`},
		},
		// What an import has not applied yet would bring the person back.
		"import_rows.contact_id": {
			{"", `DELETE FROM imports i WHERE i.org_id = @org AND i.status IN ('uploading', 'reading', 'ready', 'failed')
				AND EXISTS (SELECT FROM import_rows r WHERE r.org_id = i.org_id AND r.import_id = i.id
					AND (r.contact_id = ANY (@family) OR lower(concat(r.name, ' ', r.detail, ' ', r.draft)) LIKE ANY (@needles)))`},
			{"", `UPDATE import_rows SET name = '', detail = '', draft = NULL, before = NULL, after = NULL, changes = '[]',
				state = CASE WHEN state IN ('pending', 'applied') THEN 'kept' ELSE state END
			WHERE org_id = @org AND (contact_id = ANY (@family)
				OR contact_id IS NULL AND lower(concat(name, ' ', detail, ' ', draft)) LIKE ANY (@needles))`},
		},
		"merges.duplicate_id": {{"", `UPDATE merge_moves SET rows = '[]' WHERE org_id = @org AND merge_id = ANY (@merges)`}},
		"merges.survivor_id":  {{"", `UPDATE merges SET survivor = '{}', duplicate = '{}', merged = '{}' WHERE org_id = @org AND id = ANY (@merges)`}},
		"tickets.contact_id": {
			{"", `DELETE FROM ticket_messages m USING tickets t
				WHERE m.org_id = @org AND t.org_id = m.org_id AND t.id = m.ticket_id AND t.contact_id = ANY (@family)`},
			{"tickets", `UPDATE tickets SET subject = 'Erased', subject_fold = 'erased', description = '', version = version + 1
			WHERE org_id = @org AND contact_id = ANY (@family)`},
		},
	}
}

// sweeps blank what names the person without a foreign key. records are all
// erased records, of any noun.
func sweeps() []string {
	return []string{
		`DELETE FROM notifications WHERE org_id = @org AND (record_id = ANY (@records) OR source_id = ANY (@records))`,
		// Of before the number was a contact's.
		`DELETE FROM callbacks WHERE org_id = @org AND e164 = ANY (@numbers)`,
		`DELETE FROM webhook_deliveries WHERE org_id = @org AND (record_id = ANY (@records) OR record_id = ANY (@deals))`,
		// Columns of a file were shown with samples of their values.
		`UPDATE imports SET detected = jsonb_set(detected, '{columns}', (SELECT coalesce(jsonb_agg(column_ || '{"samples": []}'), '[]')
			FROM jsonb_array_elements(detected->'columns') column_))
			WHERE org_id = @org AND jsonb_typeof(detected->'columns') = 'array' AND lower(detected::text) LIKE ANY (@needles)`,
		`UPDATE bulk_edits SET target = '{}' WHERE org_id = @org AND lower(target::text) LIKE ANY (@needles)`,
		`UPDATE views SET params = '{}' WHERE org_id = @org AND lower(params::text) LIKE ANY (@needles)`,
		`UPDATE audit_entries SET record_name = '', changes = '[]', detail = '{}'
			WHERE org_id = @org AND (record_id = ANY (@records) OR contact_id = ANY (@family))`,
		// Of other records only the lines that name the person. Another contact
		// may have the same name or number: its own lines stay.
		`UPDATE audit_entries SET record_name = '', changes = '[]', detail = '{}'
			WHERE org_id = @org AND contact_id IS NULL AND (record_id IS NULL OR noun NOT IN ('contact', 'note'))
				AND lower(concat(record_name, ' ', changes, ' ', detail)) LIKE ANY (@needles)`,
		`UPDATE audit_entries SET detail = detail - 'duplicateName' WHERE org_id = @org AND noun = 'contact' AND detail->>'duplicateId' = ANY (@familyTexts)`,
		`UPDATE audit_entries SET detail = detail - 'otherName' WHERE org_id = @org AND noun = 'contact' AND detail->>'otherId' = ANY (@familyTexts)`,
	}
}

// ContactErase erases a person: the contact and all that were merged into it lose
// everything that says who they are, for ever. Calls, tickets, deals and
// activities stay as counts, times and amounts. confirm is the contact's name.
// Only admins may.
func (s *Store) ContactErase(ctx context.Context, actor crm.Actor, contact id.Contact, confirm string) (crm.Contact, error) {
	const doing = "erase contact"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return crm.Contact{}, translate(doing, err)
	}
	var found crm.Contact
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		if found, err = tx.lockContact(ctx, contact); err != nil {
			return err
		}
		if err := crm.ConfirmErasure(found, confirm); err != nil {
			return err //nolint:wrapcheck // a refusal for people
		}
		if _, err := tx.tx.Exec(ctx, eraseTimeout); err != nil {
			return fmt.Errorf("extend timeout: %w", err)
		}
		done, err := tx.erase(ctx, found.ID)
		if err != nil {
			return err
		}
		if found, err = tx.contact(ctx, found.ID); err != nil {
			return err
		}
		detail := map[string]string{}
		for _, counts := range []map[string]int64{done.Deleted, done.Blanked} {
			for noun, n := range counts {
				detail[noun] = strconv.FormatInt(n, 10)
			}
		}
		return tx.changed(ctx, actor, crm.Change{Action: "erase", Noun: "contact", Record: found.ID.UUID, Detail: detail, State: found})
	})
	return found, err
}

// ContactErasure says what erasing the person would do. It changes nothing.
func (s *Store) ContactErasure(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Erasure, error) {
	const doing = "preview erasure"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return crm.Erasure{}, translate(doing, err)
	}
	erasure := crm.Erasure{Deleted: map[string]int64{}, Blanked: map[string]int64{}}
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		root, err := tx.root(ctx, contact)
		if err != nil {
			return err
		}
		family, err := gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], mergedContacts, tx.org, root)
		if err != nil {
			return err
		}
		erasure.Merged = int64(len(family)) - 1
		for table, into := range map[string]map[string]int64{
			"notes": erasure.Deleted, "calls": erasure.Blanked, "tickets": erasure.Blanked, "activities": erasure.Blanked, "deal_contacts": erasure.Blanked,
		} {
			var n int64
			if err := tx.tx.QueryRow(ctx, "SELECT count(*) FROM "+table+" WHERE org_id = $1 AND contact_id = ANY ($2)", tx.org, family).Scan(&n); err != nil {
				return fmt.Errorf("count %s: %w", table, err)
			}
			into[table] = n
		}
		return nil
	})
	return erasure, err
}

// erase erases the locked contact and its family.
func (tx scope) erase(ctx context.Context, root id.Contact) (crm.Erasure, error) {
	done := crm.Erasure{Deleted: map[string]int64{}, Blanked: map[string]int64{}}
	person, err := tx.person(ctx, root)
	if err != nil {
		return done, err
	}
	sounds, err := gatherNamed[string](ctx, tx, `SELECT path FROM voicemails WHERE org_id = @org AND call_id = ANY (@calls)
		UNION ALL SELECT path FROM recordings WHERE org_id = @org AND call_id = ANY (@calls)`, person)
	if err != nil {
		return done, err
	}
	if err := tx.dropFiles(ctx, sounds...); err != nil {
		return done, err
	}
	statements := blankings()
	for _, policy := range crm.ErasePolicies() {
		if policy.Fate == crm.EraseDeleted {
			// Names of tables and columns are constants of package crm.
			tag, err := tx.tx.Exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE org_id = @org AND %s = ANY (@family)", policy.Table(), policy.Column()), person)
			if err != nil {
				return done, fmt.Errorf("erase %s: %w", policy.Key, err)
			}
			done.Deleted[policy.Table()] += tag.RowsAffected()
			continue
		}
		for _, statement := range statements[policy.Key] {
			tag, err := tx.tx.Exec(ctx, statement.sql, person)
			if err != nil {
				return done, fmt.Errorf("blank %s: %w", policy.Key, err)
			}
			if statement.noun != "" {
				done.Blanked[statement.noun] += tag.RowsAffected()
			}
		}
	}
	for _, sweep := range sweeps() {
		if _, err := tx.tx.Exec(ctx, sweep, person); err != nil {
			return done, fmt.Errorf("erase what names the person: %w", err)
		}
	}
	maps.DeleteFunc(done.Deleted, func(_ string, n int64) bool { return n == 0 })
	return done, nil
}

// person collects what the statements of an erasure look for, while it is there.
func (tx scope) person(ctx context.Context, root id.Contact) (pgx.NamedArgs, error) {
	family, err := gather(ctx, tx.tx, pgx.RowTo[uuid.UUID], mergedContacts, tx.org, root)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(family))
	for i, one := range family {
		texts[i] = one.String()
	}
	person := pgx.NamedArgs{"org": tx.org, "family": family, "familyTexts": texts, "at": now()}
	for _, list := range []struct{ name, sql string }{
		// A number that somebody else has as well is theirs, too.
		{"numbers", `SELECT DISTINCT p.e164 FROM contact_phones p WHERE p.org_id = @org AND p.contact_id = ANY (@family) AND p.e164 IS NOT NULL
			AND NOT EXISTS (SELECT FROM contact_phones o WHERE o.org_id = p.org_id AND o.e164 = p.e164 AND o.contact_id <> ALL (@family))`},
		{"needles", `SELECT DISTINCT '%' || replace(replace(replace(lower(x), '\', '\\'), '%', '\%'), '_', '\_') || '%' FROM (
			SELECT first_name || ' ' || last_name FROM contacts WHERE org_id = @org AND id = ANY (@family)
			UNION ALL SELECT address FROM contact_emails WHERE org_id = @org AND contact_id = ANY (@family)
			UNION ALL SELECT raw FROM contact_phones WHERE org_id = @org AND contact_id = ANY (@family)
			UNION ALL SELECT e164 FROM contact_phones WHERE org_id = @org AND contact_id = ANY (@family)) named (x) WHERE length(x) > 5`},
		{"names", `SELECT DISTINCT '%' || replace(replace(replace(lower(x), '\', '\\'), '%', '\%'), '_', '\_') || '%' FROM contacts c,
			unnest(ARRAY[c.first_name, c.last_name]) named (x) WHERE c.org_id = @org AND c.id = ANY (@family) AND length(x) > 2`},
	} {
		found, err := gatherNamed[string](ctx, tx, list.sql, person)
		if err != nil {
			return nil, err
		}
		person[list.name] = found
	}
	for _, list := range []struct{ name, sql string }{
		{"calls", `SELECT id FROM calls WHERE org_id = @org AND (contact_id = ANY (@family) OR contact_id IS NULL
			AND (direction = 'inbound' AND from_e164 = ANY (@numbers) OR direction = 'outbound' AND to_e164 = ANY (@numbers)))`},
		{"running", `SELECT id FROM calls WHERE org_id = @org AND id = ANY (@calls) AND status <> 'ended'`},
		{"deals", `SELECT deal_id FROM deal_contacts WHERE org_id = @org AND contact_id = ANY (@family)`},
		{"merges", `SELECT id FROM merges WHERE org_id = @org AND (survivor_id = ANY (@family) OR duplicate_id = ANY (@family))`},
		{"records", `SELECT unnest(@family::uuid[]) UNION SELECT unnest(@calls::uuid[]) UNION SELECT unnest(@merges::uuid[])
			UNION SELECT id FROM notes WHERE org_id = @org AND contact_id = ANY (@family)
			UNION SELECT id FROM tickets WHERE org_id = @org AND contact_id = ANY (@family)
			UNION SELECT id FROM activities WHERE org_id = @org AND contact_id = ANY (@family)`},
	} {
		found, err := gatherNamed[uuid.UUID](ctx, tx, list.sql, person)
		if err != nil {
			return nil, err
		}
		person[list.name] = found
	}
	if running, _ := person["running"].([]uuid.UUID); len(running) > 0 {
		return nil, &crm.Error{Code: crm.CodeConflict, Message: "A call with this person is going on; erase when it has ended."}
	}
	return person, nil
}

// gatherNamed reads one column by parameters with names.
func gatherNamed[T any](ctx context.Context, tx scope, sql string, args pgx.NamedArgs) ([]T, error) {
	found, err := gather(ctx, tx.tx, pgx.RowTo[T], sql, args)
	return notNil(found), err
}
