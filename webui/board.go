package webui

import (
	"context"
	"net/http"
	"time"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// BoardStore counts calls for supervisors.
type BoardStore interface {
	CallBoard(ctx context.Context, actor crm.Actor, today time.Time) (crm.CallBoard, error)
	CallReport(ctx context.Context, actor crm.Actor, request crm.ReportRequest) (crm.CallReport, error)
}

type boardInput struct {
	TimeZone string `query:"timeZone" maxLength:"64" doc:"The clock by which today began, such as Europe/Berlin; UTC unless given."`
}

type boardAnswer struct{ Body api.Board }

func (s *Server) boardGet(ctx context.Context, input *boardInput) (*boardAnswer, error) {
	actor := actorOf(ctx)
	zone, err := zoneFrom(input.TimeZone)
	if err != nil {
		return nil, err
	}
	now := s.now()
	local := now.In(zone)
	board, err := s.store.CallBoard(ctx, actor, time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone))
	if err != nil {
		return nil, err
	}
	users, err := s.store.UserList(ctx, actor)
	if err != nil {
		return nil, err
	}
	queues, err := s.store.QueueList(ctx, actor)
	if err != nil {
		return nil, err
	}
	return &boardAnswer{Body: api.BoardOf(board, queues, users, s.calls.Presences(actor.Org), now)}, nil
}

type callReportInput struct {
	GroupBy  string    `query:"groupBy" required:"true" enum:"day,hour,agent,queue,disposition"`
	From     time.Time `query:"from" required:"true" doc:"Calls that began at or after it."`
	To       time.Time `query:"to" required:"true" doc:"Calls that began before it; 400 days later at most."`
	TimeZone string    `query:"timeZone" maxLength:"64" doc:"The clock of days and hours, such as Europe/Berlin; UTC unless given."`
}

type callReportAnswer struct{ Body api.CallReport }

func (s *Server) callReport(ctx context.Context, input *callReportInput) (*callReportAnswer, error) {
	zone, err := zoneFrom(input.TimeZone)
	if err != nil {
		return nil, err
	}
	request := crm.ReportRequest{Group: crm.ReportGroup(input.GroupBy), From: input.From, To: input.To, Zone: zone}
	report, err := s.store.CallReport(ctx, actorOf(ctx), request)
	if err != nil {
		return nil, err
	}
	return &callReportAnswer{Body: api.CallReportOf(report, request)}, nil
}

// zoneFrom reads the name of a clock. The service's own is nobody's business.
func zoneFrom(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		const message = "An IANA time zone, such as Europe/Berlin."
		return nil, api.NewProblem(http.StatusUnprocessableEntity, string(crm.CodeInvalid), message,
			api.ProblemField{Location: "query.timeZone", Message: message})
	}
	return zone, nil
}
