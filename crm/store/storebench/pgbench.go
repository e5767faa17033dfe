package storebench

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// PgbenchURL is the database as the service's own connections see it: under
// the role that row-level security binds.
func PgbenchURL(databaseURL string) string {
	separator := "?"
	if strings.Contains(databaseURL, "?") {
		separator = "&"
	}
	return databaseURL + separator + "options=-c%20role%3Dringbook_app"
}

// LookupScript is what Store.LookupNumber sends, for the number of a random
// contact among so many.
func LookupScript(org id.Org, contacts int) string {
	number := "'+447' || lpad(:n::int::text, 9, '0')"
	numbers := "ARRAY[" + number + "]"
	return fmt.Sprintf("\\set n random(0, %d)\n", contacts-1) + pipeline(org,
		fillIn(db.LookupExact, quoted(org.UUID), numbers),
		fillIn(db.LookupPartial, quoted(org.UUID), "right("+number+", 9)", numbers))
}

// ListScript is what Store.ContactList sends for a page of fifty, in the list's
// own order behind the contact after, whose page holds ids. See
// crm/store/list.go, which puts the same statements together.
func ListScript(org id.Org, after uuid.UUID, afterTime string, ids []uuid.UUID) string {
	where := " FROM contacts c WHERE c.org_id = " + quoted(org.UUID) + " AND c.archived_at IS NULL"
	page := "SELECT c.id, (c.updated_at)::text, c.id" + where +
		" AND (c.updated_at, c.id) < ('" + afterTime + "'::text::timestamptz, " + quoted(after) + ") ORDER BY c.updated_at DESC, c.id DESC LIMIT 51"
	return pipeline(org, page, "SELECT count(*) FROM (SELECT 1"+where+" LIMIT 1001) counted") +
		pipeline(org, "EXPLAIN (FORMAT JSON) SELECT 1"+where) + details(org, ids)
}

// details reads what a page shows of its contacts.
func details(org id.Org, ids []uuid.UUID) string {
	literals := make([]string, len(ids))
	for i, one := range ids {
		literals[i] = one.String()
	}
	list := "'{" + strings.Join(literals, ",") + "}'"
	return pipeline(org,
		fillIn(db.ContactsByID, quoted(org.UUID), list), fillIn(db.ContactEmails, quoted(org.UUID), list),
		fillIn(db.ContactPhones, quoted(org.UUID), list), fillIn(db.ContactTags, quoted(org.UUID), list),
		fillIn(db.ContactValues, quoted(org.UUID), list))
}

// pipeline sends statements as the store's batches are sent: in one round trip
// and one transaction scoped to the organisation.
func pipeline(org id.Org, statements ...string) string {
	var script strings.Builder
	script.WriteString("\\startpipeline\nSELECT set_config('app.org_id', " + quoted(org.UUID) + ", true);\n")
	for _, statement := range statements {
		script.WriteString(strings.Join(strings.Fields(statement), " ") + ";\n")
	}
	script.WriteString("\\endpipeline\n")
	return script.String()
}

// fillIn replaces the parameters of a query of sqlc, which has fewer than ten.
func fillIn(query string, values ...string) string {
	_, body, _ := strings.Cut(query, "\n") // the first line names the query
	for i, value := range values {
		body = strings.ReplaceAll(body, fmt.Sprintf("$%d", i+1), value)
	}
	return body
}

func quoted(key uuid.UUID) string { return "'" + key.String() + "'" }

// Calls counts the finished calls of org.
func Calls(ctx context.Context, databaseURL string, org id.Org) (count int, err error) {
	conn, err := superuser(ctx, databaseURL)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	err = conn.QueryRow(ctx, "SELECT count(*) FROM calls WHERE org_id = $1 AND status = 'ended' AND outcome = 'answered'", org.UUID).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("count calls: %w", err)
	}
	return count, nil
}
