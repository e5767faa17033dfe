package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

const (
	// boardCalls bounds the calls that a board shows.
	boardCalls = 200

	// offered is an inbound call that reached somebody or waited for somebody.
	// Whoever hangs up before the answer has abandoned, in a queue or not.
	offered   = `c.direction = 'inbound' AND c.outcome IN ('answered', 'missed', 'rejected', 'abandoned', 'voicemail')`
	abandoned = `c.direction = 'inbound' AND (c.outcome = 'abandoned' OR c.outcome = 'missed' AND c.hangup_by = 'caller')`
	// figures are the columns of crm.CallFigures over ended calls; the service
	// level in milliseconds is the parameter $1. held_ms never makes talk negative.
	figures = `count(*),
	count(*) FILTER (WHERE c.direction = 'inbound'),
	count(*) FILTER (WHERE c.direction = 'outbound'),
	count(*) FILTER (WHERE c.direction = 'internal'),
	count(*) FILTER (WHERE c.outcome = 'answered'),
	count(*) FILTER (WHERE ` + offered + `),
	count(*) FILTER (WHERE c.direction = 'inbound' AND c.outcome = 'answered'),
	count(*) FILTER (WHERE ` + offered + ` AND c.outcome IN ('missed', 'rejected') AND NOT (` + abandoned + `)),
	count(*) FILTER (WHERE ` + abandoned + `),
	count(*) FILTER (WHERE c.direction = 'inbound' AND c.outcome = 'voicemail'),
	count(*) FILTER (WHERE c.direction = 'inbound' AND c.outcome = 'answered' AND ` + waitedMS + ` <= $1::bigint),
	coalesce(sum(` + talkedMS + `) FILTER (WHERE c.outcome = 'answered'), 0)::bigint,
	coalesce(sum(` + waitedMS + `) FILTER (WHERE c.direction = 'inbound' AND c.outcome = 'answered'), 0)::bigint`
	waitedMS = `greatest(0, (extract(epoch FROM c.answered_at - c.started_at) * 1000)::bigint)`
	talkedMS = `greatest(0, (extract(epoch FROM c.ended_at - c.answered_at) * 1000)::bigint - c.held_ms)`

	// Callers whom nobody has answered yet wait, whether phones ring or music plays.
	queueBoards = `SELECT q.id, q.name,
	count(c.id) FILTER (WHERE c.answered_at IS NULL),
	min(c.started_at) FILTER (WHERE c.answered_at IS NULL),
	count(c.id) FILTER (WHERE c.answered_at IS NOT NULL)
	FROM queues q
	LEFT JOIN calls c ON c.org_id = q.org_id AND c.queue_id = q.id AND c.status <> 'ended' AND c.direction = 'inbound'
	WHERE q.org_id = $1 GROUP BY q.id, q.name, q.name_fold ORDER BY q.name_fold, q.id`
)

// scanFigures reads the columns of figures; first are what stands before them.
func scanFigures(r pgx.CollectableRow, f *crm.CallFigures, first ...any) error {
	var talk, wait int64
	err := r.Scan(append(first,
		&f.Calls, &f.Inbound, &f.Outbound, &f.Internal, &f.Answered, &f.Offered, &f.InboundAnswered,
		&f.Missed, &f.Abandoned, &f.Voicemail, &f.InTime, &talk, &wait)...)
	f.Talk, f.Wait = time.Duration(talk)*time.Millisecond, time.Duration(wait)*time.Millisecond
	return err //nolint:wrapcheck // pgx wraps it with the row
}

// serviceLevel reads what the organisation means to keep.
func (tx scope) serviceLevel(ctx context.Context) (crm.ServiceLevel, error) {
	row, err := tx.OrganisationServiceLevel(ctx, tx.org)
	return crm.ServiceLevel{
		Within: time.Duration(row.ServiceLevelSeconds) * time.Second, Percent: int(row.ServiceLevelPercent),
	}, missing(err, "organisation")
}

// CallBoard returns how the calls stand now and went since today, the moment at
// which the supervisor's day began; supervisors only.
func (s *Store) CallBoard(ctx context.Context, actor crm.Actor, today time.Time) (crm.CallBoard, error) {
	const doing = "read the board"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return crm.CallBoard{}, translate(doing, err)
	}
	var board crm.CallBoard
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		if board.Level, err = tx.serviceLevel(ctx); err != nil {
			return err
		}
		if board.Calls, err = gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.LoggedCall, error) { return scanCall(r) },
			"SELECT "+callColumns+" FROM "+callTables+
				" WHERE c.org_id = $1 AND c.status <> 'ended' ORDER BY c.started_at, c.id LIMIT $2", tx.org, boardCalls); err != nil {
			return err
		}
		if board.Open, err = tx.CallOpenCount(ctx, tx.org); err != nil {
			return err
		}
		return tx.queueBoards(ctx, &board, today)
	})
	return board, err
}

// queueBoards fills in the queues and the figures of today.
func (tx scope) queueBoards(ctx context.Context, board *crm.CallBoard, today time.Time) error {
	var err error
	if board.Queues, err = gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.QueueBoard, error) {
		var q crm.QueueBoard
		return q, r.Scan(&q.ID, &q.Name, &q.Waiting, &q.Since, &q.Talking)
	}, queueBoards, tx.org); err != nil {
		return err
	}
	type part struct {
		queue   *id.Queue
		figures crm.CallFigures
	}
	parts, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (part, error) {
		var p part
		err := scanFigures(r, &p.figures, &p.queue)
		return p, err
	}, "SELECT c.queue_id, "+figures+" FROM calls c WHERE c.org_id = $2 AND c.started_at >= $3 AND c.status = 'ended' GROUP BY 1",
		board.Level.Within.Milliseconds(), tx.org, today)
	if err != nil {
		return err
	}
	byQueue := map[id.Queue]crm.CallFigures{}
	for _, p := range parts {
		board.Today = board.Today.Add(p.figures)
		if p.queue != nil {
			byQueue[*p.queue] = p.figures
		}
	}
	for i := range board.Queues {
		board.Queues[i].Today = byQueue[board.Queues[i].ID]
	}
	return nil
}

// CallReport counts ended calls by what the request groups them; supervisors only.
func (s *Store) CallReport(ctx context.Context, actor crm.Actor, request crm.ReportRequest) (crm.CallReport, error) {
	const doing = "report calls"
	var report crm.CallReport
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return report, translate(doing, err)
	}
	request, err := request.Prepare()
	if err != nil {
		return report, translate(doing, err)
	}
	by := reportBy(request.Group)
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		if report.Level, err = tx.serviceLevel(ctx); err != nil {
			return err
		}
		args := []any{report.Level.Within.Milliseconds(), tx.org, request.From, request.To}
		if by.zoned {
			args = append(args, request.Zone.String())
		}
		report.Rows, err = gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.ReportRow, error) {
			var row crm.ReportRow
			err := scanFigures(r, &row.Figures, &row.Key, &row.Name)
			return row, err
		}, "SELECT "+by.key+", "+by.name+", "+figures+" FROM calls c"+by.join+
			" WHERE c.org_id = $2 AND c.started_at >= $3 AND c.started_at < $4 AND c.status = 'ended' GROUP BY 1 ORDER BY 3 DESC, 2, 1", args...)
		return err
	})
	for _, row := range report.Rows {
		report.Total = report.Total.Add(row.Figures)
	}
	report.Rows = request.Fill(report.Rows)
	return report, err
}

// grouping is how a report's rows are told apart and called.
type grouping struct {
	key, name, join string
	// zoned keys need the clock's name as the parameter $5.
	zoned bool
}

func reportBy(group crm.ReportGroup) grouping {
	const none = "''::text"
	switch group {
	case crm.ReportDay:
		return grouping{key: "to_char(c.started_at AT TIME ZONE $5, 'YYYY-MM-DD')", name: none, zoned: true}
	case crm.ReportHour:
		return grouping{key: "extract(hour FROM c.started_at AT TIME ZONE $5)::int::text", name: none, zoned: true}
	case crm.ReportAgent:
		return grouping{
			key: "coalesce(c.user_id::text, '')", name: "coalesce(max(u.name), '')",
			join: " LEFT JOIN users u ON u.org_id = c.org_id AND u.id = c.user_id",
		}
	case crm.ReportQueue:
		return grouping{
			key: "coalesce(c.queue_id::text, '')", name: "coalesce(max(q.name), '')",
			join: " LEFT JOIN queues q ON q.org_id = c.org_id AND q.id = c.queue_id",
		}
	case crm.ReportDisposition:
	}
	return grouping{key: "c.disposition", name: "c.disposition"}
}
