package store

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/crm"
)

const (
	// totalsMost is how many calls are added up exactly.
	totalsMost = 100_000
	// calledMost bounds the contacts that a search of calls looks for.
	calledMost = 200
	// exportedCalls are the columns of crm.CallExportHeader.
	exportedCalls = `c.id, c.direction, c.status, NULLIF(c.outcome, '') AS outcome,
	coalesce(NULLIF(c.from_e164, ''), NULLIF(c.from_raw, '')), coalesce(NULLIF(c.to_e164, ''), NULLIF(c.to_raw, '')),
	NULLIF(btrim(coalesce(k.first_name || ' ' || k.last_name, '')), ''), cu.name, u.name, q.name,
	to_char(c.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
	to_char(c.answered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
	to_char(c.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
	` + talkedNow + ` / 1000, ` + waitedNow + ` / 1000, c.held_ms / 1000,
	NULLIF(c.hangup_by, ''), NULLIF(c.cause_sip, 0), NULLIF(c.cause_q850, 0), NULLIF(c.disposition, ''), NULLIF(c.notes, '')`
	talkedNow = `coalesce(greatest(0, (extract(epoch FROM coalesce(c.ended_at, now()) - c.answered_at) * 1000)::bigint - c.held_ms), 0)`
	waitedNow = `greatest(0, (extract(epoch FROM coalesce(c.answered_at, c.ended_at, now()) - c.started_at) * 1000)::bigint)`
)

// callsAsked is the query of a filter of calls, also by what was typed.
func (s *Store) callsAsked(ctx context.Context, actor crm.Actor, filter crm.CallFilter, own bool) (*query, error) {
	q := callQuery(actor, filter, own)
	terms := readTerms(filter.Query, actor.Country)
	if terms.empty() {
		return q, nil
	}
	// Whoever is found by the words that find contacts; a number is found at both ends, too.
	found, err := s.ContactList(ctx, actor, crm.ContactFilter{Query: filter.Query}, crm.PageRequest{Limit: calledMost})
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, 0, len(found.Items))
	for _, contact := range found.Items {
		ids = append(ids, contact.ID.UUID)
	}
	either := []string{"c.contact_id = ANY (" + q.arg(ids) + "::uuid[])"}
	for _, digits := range terms.digits {
		least, most := q.arg("+"+digits), q.arg("+"+digits+topOfPrefix)
		for _, end := range []string{"c.from_e164", "c.to_e164"} {
			either = append(either, end+` COLLATE "C" >= `+least+" AND "+end+` COLLATE "C" < `+most)
		}
	}
	q.where = append(q.where, "("+strings.Join(either, " OR ")+")")
	return q, nil
}

// CallTotals adds up the calls of a filter, up to 100,000 of them exactly.
// Agents add up their own.
func (s *Store) CallTotals(ctx context.Context, actor crm.Actor, filter crm.CallFilter) (crm.CallTotals, error) {
	const doing = "add up calls"
	own := filter.Mine || !actor.Role.AtLeast(crm.RoleSupervisor)
	var totals crm.CallTotals
	q, err := s.callsAsked(ctx, actor, filter, own)
	if err != nil {
		return totals, err
	}
	var talk, wait, inbound int64
	b := newBatch(actor.Org)
	b.Queue("SELECT count(*), count(*) FILTER (WHERE answered_at IS NOT NULL), coalesce(sum(talked), 0)::bigint,"+
		" count(*) FILTER (WHERE direction = 'inbound'), coalesce(sum(waited) FILTER (WHERE direction = 'inbound'), 0)::bigint"+
		" FROM (SELECT c.direction, c.answered_at, "+talkedNow+" AS talked, "+waitedNow+" AS waited"+q.body()+
		" LIMIT "+strconv.Itoa(totalsMost+1)+") found", q.args...).
		QueryRow(func(r pgx.Row) error { return r.Scan(&totals.Count, &totals.Answered, &talk, &inbound, &wait) })
	if err := s.send(ctx, doing, b); err != nil {
		return totals, err
	}
	totals.Exact = totals.Count <= totalsMost
	totals.Talk = time.Duration(talk) * time.Millisecond
	if inbound > 0 {
		totals.AverageWait = time.Duration(wait/inbound) * time.Millisecond
	}
	return totals, nil
}

// CallExport writes calls as CSV, newest first, and returns how many;
// supervisors only. It goes from the database to out by COPY, row by row.
func (s *Store) CallExport(ctx context.Context, actor crm.Actor, export crm.CallExport, out io.Writer) (int64, error) {
	const doing = "export calls"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return 0, translate(doing, err)
	}
	q, err := s.callsAsked(ctx, actor, export.Filter, export.Filter.Mine)
	if err != nil {
		return 0, err
	}
	sql, err := inlined("SELECT "+exportedCalls+q.body()+" ORDER BY c.started_at DESC, c.id DESC", q.args)
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
		writer, err := crm.NewCallExportWriter(out, export.Profile)
		if err != nil {
			return err //nolint:wrapcheck // a refusal for people
		}
		if rows, err = tx.copyOut(ctx, sql, writer); err != nil {
			return err
		}
		filter, err := json.Marshal(export.Filter)
		if err != nil {
			return fmt.Errorf("name the filter: %w", err)
		}
		return tx.changed(ctx, actor, crm.Change{
			Action: "export", Noun: "call",
			Detail: map[string]string{"rows": strconv.FormatInt(rows, 10), "profile": string(export.Profile), "filter": string(filter)},
		})
	})
	return rows, err
}
