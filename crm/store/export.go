package store

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/crm"
)

// exportColumns are the columns of crm.ExportHeader; an empty text is NULL, which
// COPY writes without quotes. Subqueries and not joins where there are several: a
// contact is one row whatever its addresses look like, and few contacts out of
// many cost little. A customer is one, and joining all of them is three times
// faster than finding each.
const exportColumns = `NULLIF(btrim(c.first_name || ' ' || c.last_name), '') AS name,
	(SELECT e.address FROM contact_emails e WHERE e.org_id = c.org_id AND e.contact_id = c.id ORDER BY e.position LIMIT 1) AS email,
	(SELECT CASE WHEN p.e164 IS NULL THEN p.raw WHEN p.extension = '' THEN p.e164 ELSE p.e164 || ' x' || p.extension END
		FROM contact_phones p WHERE p.org_id = c.org_id AND p.contact_id = c.id ORDER BY p.position LIMIT 1) AS phone,
	cu.name AS company,
	c.kind, NULLIF(c.status, '') AS status,
	(SELECT string_agg(plain_mentions(n.body), E'\n\n' ORDER BY n.created_at DESC, n.id DESC)
		FROM notes n WHERE n.org_id = c.org_id AND n.contact_id = c.id) AS notes`

// ContactExport writes contacts as CSV and returns how many. It goes from the
// database to out by COPY, row by row: nothing is collected, and an error may
// come when a part has been written. It has no time limit but ctx.
func (s *Store) ContactExport(ctx context.Context, actor crm.Actor, export crm.ContactExport, out io.Writer) (int64, error) {
	const doing = "export contacts"
	by, err := pick(export.Sort, "lastName", "c.id", contactOrders())
	if err != nil {
		return 0, translate(doing, err)
	}
	q, err := s.contactQuery(ctx, actor, export.Filter)
	if err != nil {
		return 0, err
	}
	if terms := readTerms(export.Filter.Query, actor.Country); !terms.empty() {
		if err := s.narrow(ctx, actor.Org, q, terms, export.Filter); err != nil {
			return 0, err
		}
	}
	q.from += " LEFT JOIN customers cu ON cu.org_id = c.org_id AND cu.id = c.customer_id"
	ordered := by.by(q, nil)
	columns, names, err := s.exportCustom(ctx, actor, export, q)
	if err != nil {
		return 0, err
	}
	sql, err := inlined("SELECT "+exportColumns+columns+q.body()+ordered, q.args)
	if err != nil {
		return 0, translate(doing, err)
	}
	done, err := s.beginExport(ctx)
	if err != nil {
		return 0, translate(doing, err)
	}
	defer done()
	var rows int64
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		writer, err := crm.NewExportWriter(out, export.Profile, names...)
		if err != nil {
			return err //nolint:wrapcheck // a refusal for people
		}
		if rows, err = tx.copyOut(ctx, sql, writer); err != nil {
			return err
		}
		return tx.changed(ctx, actor, exportChange(export, rows))
	})
	return rows, err
}

// copyOut writes the rows of a query whose values are literals, and returns how many.
func (tx scope) copyOut(ctx context.Context, sql string, writer *crm.ExportWriter) (int64, error) {
	// Literals are read by these settings whatever the server's are.
	if _, err := tx.tx.Exec(ctx, "SET LOCAL statement_timeout = 0; SET LOCAL standard_conforming_strings = on;"+
		" SET LOCAL client_encoding = 'UTF8'; SET LOCAL jit = off; SET LOCAL work_mem = '32MB'"); err != nil {
		return 0, fmt.Errorf("prepare export: %w", err)
	}
	tag, err := tx.tx.Conn().PgConn().CopyTo(ctx, writer, "COPY ("+sql+") TO STDOUT (FORMAT csv)")
	switch {
	case lostRace(err):
		// It must not begin anew behind what was written.
		return 0, fmt.Errorf("%w (%s)", unavailable(), err.Error())
	case err != nil:
		return 0, fmt.Errorf("copy: %w", err)
	}
	if err := writer.Flush(); err != nil {
		return 0, err //nolint:wrapcheck // it says that it is about the export
	}
	return tag.RowsAffected(), nil
}

// exportCustom is a column for each custom field, where they are asked for.
func (s *Store) exportCustom(ctx context.Context, actor crm.Actor, export crm.ContactExport, q *query) (columns string, names []string, err error) {
	if !export.Custom {
		return "", nil, nil
	}
	fields, err := s.CustomFieldList(ctx, actor, false)
	var sql strings.Builder
	for _, field := range fields {
		sql.WriteString(", (SELECT v.value FROM contact_values v WHERE v.org_id = c.org_id AND v.contact_id = c.id AND v.field_id = " + q.arg(field.ID) + ")")
		names = append(names, field.Name)
	}
	return sql.String(), names, err
}

// exportChange is the export's line in the audit log: what left the house.
func exportChange(export crm.ContactExport, rows int64) crm.Change {
	filter, err := json.Marshal(export.Filter)
	if err != nil {
		filter = nil // texts, flags and identifiers always encode
	}
	return crm.Change{
		Action: "export", Noun: "contact",
		Detail: map[string]string{"rows": strconv.FormatInt(rows, 10), "profile": string(export.Profile), "filter": string(filter)},
	}
}

// exportWait is how long an export waits for others to end.
const exportWait = 10 * time.Second

// beginExport waits until few enough exports run: each keeps a connection for as
// long as its client takes to read, and others need connections too.
func (s *Store) beginExport(ctx context.Context) (done func(), err error) {
	timer := time.NewTimer(exportWait)
	defer timer.Stop()
	select {
	case s.exports <- struct{}{}:
		return func() { <-s.exports }, nil
	case <-timer.C:
		return nil, &crm.Error{Code: crm.CodeUnavailable, Message: "Other exports are running; try again in a moment."}
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for other exports: %w", ctx.Err())
	}
}

// placeholder is a parameter in SQL that this package made: its constants hold
// no other dollar.
var placeholder = regexp.MustCompile(`\$[0-9]+`)

// inlined puts values where their placeholders are, for COPY, which takes no
// parameters. Values are not looked at for placeholders.
func inlined(sql string, args []any) (string, error) {
	var failed error
	text := placeholder.ReplaceAllStringFunc(sql, func(found string) string {
		n, err := strconv.Atoi(found[1:])
		if err != nil || n < 1 || n > len(args) {
			failed = fmt.Errorf("no value for %s", found)
			return ""
		}
		value, err := literal(args[n-1])
		if err != nil {
			failed = err
		}
		return value
	})
	return text, failed
}

// literal writes a value as SQL reads it with standard_conforming_strings. Of
// the types that lists filter by and no other.
func literal(value any) (string, error) {
	switch value := value.(type) {
	case string:
		return quoted(value)
	case crm.ContactKind:
		return quoted(string(value))
	case bool:
		return strconv.FormatBool(value), nil
	case time.Duration:
		return strconv.FormatInt(value.Microseconds(), 10) + " * interval '1 microsecond'", nil
	case time.Time:
		return "'" + value.UTC().Format(time.RFC3339Nano) + "'::timestamptz", nil
	case []string:
		texts := make([]string, len(value))
		for i, one := range value {
			text, err := quoted(one)
			if err != nil {
				return "", err
			}
			texts[i] = text
		}
		return "ARRAY[" + strings.Join(texts, ",") + "]", nil
	case []uuid.UUID:
		texts := make([]string, len(value))
		for i, one := range value {
			texts[i] = one.String()
		}
		return "'{" + strings.Join(texts, ",") + "}'", nil
	}
	if value != nil && isID(reflect.TypeOf(value)) {
		return "'" + uuid.UUID(unwrapID(value)).String() + "'", nil
	}
	return "", fmt.Errorf("no literal for %T", value)
}

// quoted is a text literal. A backslash is one of itself; only the quote ends
// the text, and UTF-8 holds it in no other character.
func quoted(text string) (string, error) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", invalid("q", "This is no valid text.")
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'", nil
}
