package storebench

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
)

// What Adorn gives contacts, for filters to find: one in twenty an owner and a
// last call, one in ten the tag, all of them one of a hundred regions.
const (
	Tag    = "newsletter"
	Field  = "region"
	Region = "region 42"
)

const (
	ownedBy  = 20
	taggedBy = 10
	regions  = 100
)

// Adorn gives the contacts of org what Fill leaves out. Twice changes nothing.
func Adorn(ctx context.Context, databaseURL string, org id.Org, owner id.User, contacts int) (err error) {
	conn, err := superuser(ctx, databaseURL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	var done bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM custom_fields WHERE org_id = $1 AND key = $2)", org.UUID, Field).Scan(&done); err != nil {
		return fmt.Errorf("look for the field: %w", err)
	}
	if done {
		return nil
	}
	tag, field := uuid.New(), uuid.New()
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SET LOCAL session_replication_role = replica"); err != nil {
			return fmt.Errorf("prepare the session: %w", err)
		}
		if _, err := tx.Exec(ctx, "INSERT INTO tags (org_id, id, name, name_fold) VALUES ($1, $2, $3, $3)", org.UUID, tag, Tag); err != nil {
			return fmt.Errorf("make a tag: %w", err)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO custom_fields (org_id, id, key, name, name_fold, kind, position, created_at)
			VALUES ($1, $2, $3, $3, $3, 'text', 1, now())`, org.UUID, field, Field); err != nil {
			return fmt.Errorf("make a field: %w", err)
		}
		for _, t := range []table{tagged(org, tag, contacts), valued(org, field, contacts)} {
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, t); err != nil {
				return fmt.Errorf("copy %s: %w", t.name, err)
			}
		}
		owned := make([]uuid.UUID, 0, contacts/ownedBy+1)
		for n := 0; n < contacts; n += ownedBy {
			owned = append(owned, numbered(2, n))
		}
		if _, err := tx.Exec(ctx, "UPDATE contacts SET owner_id = $3, last_call_at = created_at + interval '1 day' WHERE org_id = $1 AND id = ANY ($2)",
			org.UUID, owned, owner.UUID); err != nil {
			return fmt.Errorf("give owners: %w", err)
		}
		if _, err := tx.Exec(ctx, "ANALYZE contacts, contact_tags, contact_values, tags, custom_fields"); err != nil {
			return fmt.Errorf("analyze: %w", err)
		}
		return nil
	})
}

func tagged(org id.Org, tag uuid.UUID, contacts int) table {
	return newTable("contact_tags", []string{"org_id", "contact_id", "tag_id"}, contacts, func(n int) []any {
		if n%taggedBy != 0 {
			return nil
		}
		return []any{[16]byte(org.UUID), numbered(2, n), [16]byte(tag)}
	})
}

func valued(org id.Org, field uuid.UUID, contacts int) table {
	columns := []string{"org_id", "contact_id", "field_id", "value", "value_fold"}
	return newTable("contact_values", columns, contacts, func(n int) []any {
		region := fmt.Sprintf("region %d", n%regions)
		return []any{[16]byte(org.UUID), numbered(2, n), [16]byte(field), region, region}
	})
}

// PageScript is what Store.ContactList sends for the first page of a list that
// is filtered and ordered so, whose page holds ids.
func PageScript(org id.Org, where, order string, ids []uuid.UUID) string {
	from := " FROM contacts c WHERE c.org_id = " + quoted(org.UUID) + " AND c.archived_at IS NULL" + where
	return pipeline(org, "SELECT c.id, c.id"+from+" ORDER BY "+order+" LIMIT 51", "SELECT count(*) FROM (SELECT 1"+from+" LIMIT 1001) counted") +
		pipeline(org, "EXPLAIN (FORMAT JSON) SELECT 1"+from) + details(org, ids)
}

// OwnedWhere is the condition of a contact that has the owner, as
// crm/store/contactlist.go writes it.
func OwnedWhere(owner id.User) string { return " AND c.owner_id = " + quoted(owner.UUID) }

// TaggedWhere is the condition of a contact that has the tag.
func TaggedWhere() string {
	return ` AND EXISTS (SELECT FROM contact_tags ct JOIN tags t ON t.org_id = ct.org_id AND t.id = ct.tag_id
		WHERE ct.org_id = c.org_id AND ct.contact_id = c.id AND t.name_fold = '` + Tag + `')`
}
