package webui

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// CallStore keeps the call log.
type CallStore interface {
	CallList(ctx context.Context, actor crm.Actor, filter crm.CallFilter, page crm.PageRequest) (crm.Page[crm.LoggedCall], error)
	CallGet(ctx context.Context, actor crm.Actor, call id.Call) (crm.CallDetail, error)
	CallMessages(ctx context.Context, actor crm.Actor, call id.Call) ([]callsvc.LegMessage, error)
	CallTotals(ctx context.Context, actor crm.Actor, filter crm.CallFilter) (crm.CallTotals, error)
	CallExport(ctx context.Context, actor crm.Actor, export crm.CallExport, out io.Writer) (int64, error)
	CallUpdate(ctx context.Context, actor crm.Actor, call id.Call, change crm.CallChange) (crm.LoggedCall, error)
	CallerCards(ctx context.Context, actor crm.Actor, contacts []id.Contact, excluding id.Call) ([]crm.CallerCard, error)
}

// CallPath names a call in an address. huma reads embedded parameters of exported types only.
type CallPath struct {
	ID id.Call `path:"id" format:"uuid"`
}

type callAnswer struct{ Body api.Call }

// CallParams are the filters of calls. huma reads embedded parameters of exported types only.
type CallParams struct {
	Query       string      `query:"q" maxLength:"200" doc:"A name, or the beginning of a number at either end."`
	Mine        bool        `query:"mine" doc:"Only calls that the user placed, answered or is being rung for."`
	Status      []string    `query:"status,explode" doc:"Repeated, or separated by commas." example:"[\"ringing\",\"connected\"]"`
	Direction   string      `query:"direction" enum:"inbound,outbound,internal"`
	Outcome     string      `query:"outcome" enum:"answered,missed,busy,rejected,failed,cancelled,abandoned,voicemail"`
	UserID      id.User     `query:"userId" format:"uuid"`
	ContactID   id.Contact  `query:"contactId" format:"uuid"`
	CustomerID  id.Customer `query:"customerId" format:"uuid"`
	QueueID     id.Queue    `query:"queueId" format:"uuid"`
	From        time.Time   `query:"from" doc:"Started at or after."`
	To          time.Time   `query:"to" doc:"Started before."`
	MinDuration int         `query:"minDuration" minimum:"0" maximum:"86400" doc:"Seconds of talk."`
	Disposition string      `query:"disposition" maxLength:"100"`
}

type callListInput struct {
	ListParams
	CallParams
}

type callListAnswer struct{ Body api.Page[api.Call] }

func (s *Server) callList(ctx context.Context, input *callListInput) (*callListAnswer, error) {
	filter, err := input.filter()
	if err != nil {
		return nil, err
	}
	return s.listCalls(ctx, filter, input.ListParams)
}

func (p CallParams) filter() (crm.CallFilter, error) {
	statuses, err := statusesFrom(p.Status)
	return crm.CallFilter{
		Statuses: statuses, Direction: callsvc.Direction(p.Direction), Outcome: callsvc.Outcome(p.Outcome),
		UserID: given(p.UserID), ContactID: given(p.ContactID), CustomerID: given(p.CustomerID),
		QueueID: given(p.QueueID), From: p.From, To: p.To, Query: p.Query,
		MinDuration: time.Duration(p.MinDuration) * time.Second, Disposition: p.Disposition, Mine: p.Mine,
	}, err
}

type callTotalsAnswer struct{ Body api.CallTotals }

func (s *Server) callTotals(ctx context.Context, input *CallParams) (*callTotalsAnswer, error) {
	filter, err := input.filter()
	if err != nil {
		return nil, err
	}
	totals, err := s.store.CallTotals(ctx, actorOf(ctx), filter)
	if err != nil {
		return nil, err
	}
	return &callTotalsAnswer{Body: api.CallTotalsOf(totals)}, nil
}

type callExportInput struct {
	CallParams
	Profile string `query:"profile" enum:"spreadsheet,data" default:"spreadsheet" doc:"spreadsheet: with a byte order mark, and no cell can run as a formula. data: RFC 4180, every value as it is."`
}

func (s *Server) callExport(ctx context.Context, input *callExportInput) (*huma.StreamResponse, error) {
	filter, err := input.filter()
	if err != nil {
		return nil, err
	}
	export := crm.CallExport{Filter: filter, Profile: crm.ExportProfile(input.Profile)}
	name := "calls-" + s.now().UTC().Format(time.DateOnly) + ".csv"
	return s.download("text/csv; charset=utf-8", name, func(ctx context.Context, out io.Writer) error {
		_, err := s.store.CallExport(ctx, actorOf(ctx), export, out)
		return err
	}), nil
}

type contactCallsInput struct {
	ContactPath
	ListParams
}

func (s *Server) contactCalls(ctx context.Context, input *contactCallsInput) (*callListAnswer, error) {
	if _, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return s.listCalls(ctx, crm.CallFilter{ContactID: &input.ID}, input.ListParams)
}

func (s *Server) listCalls(ctx context.Context, filter crm.CallFilter, params ListParams) (*callListAnswer, error) {
	page, err := s.store.CallList(ctx, actorOf(ctx), filter, params.page())
	if err != nil {
		return nil, err
	}
	now := s.now()
	return &callListAnswer{Body: api.PageOf(page, func(call crm.LoggedCall) api.Call { return api.LoggedCallOf(call, now) })}, nil
}

// statusesFrom reads a repeated or comma separated parameter.
func statusesFrom(values []string) ([]callsvc.Status, error) {
	var statuses []callsvc.Status
	for _, value := range values {
		for text := range strings.SplitSeq(value, ",") {
			switch status := callsvc.Status(strings.TrimSpace(text)); status {
			case callsvc.StatusRinging, callsvc.StatusConnected, callsvc.StatusHeld, callsvc.StatusEnded:
				statuses = append(statuses, status)
			case "":
			default:
				return nil, api.NewProblem(http.StatusUnprocessableEntity, string(crm.CodeInvalid), "There is no such status.",
					api.ProblemField{Location: "query.status", Message: "must be ringing, connected, held or ended"})
			}
		}
	}
	return statuses, nil
}

type callDetailAnswer struct{ Body api.CallDetail }

func (s *Server) callGet(ctx context.Context, input *CallPath) (*callDetailAnswer, error) {
	call, err := s.store.CallGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return &callDetailAnswer{Body: api.CallDetailOf(call, s.now())}, nil
}

type callMessagesAnswer struct{ Body api.List[api.SIPMessage] }

func (s *Server) callMessages(ctx context.Context, input *CallPath) (*callMessagesAnswer, error) {
	messages, err := s.store.CallMessages(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return &callMessagesAnswer{Body: api.ListOf(messages, api.SIPMessageOf)}, nil
}

type callUpdateInput struct {
	CallPath
	Body api.CallPatch
}

func (s *Server) callUpdate(ctx context.Context, input *callUpdateInput) (*callAnswer, error) {
	call, err := s.store.CallUpdate(ctx, actorOf(ctx), input.ID, input.Body.Record())
	if err != nil {
		return nil, err
	}
	return &callAnswer{Body: api.LoggedCallOf(call, s.now())}, nil
}

type callDialInput struct{ Body api.CallDraft }

type callPlacedAnswer struct{ Body api.CallPlaced }

func (s *Server) callDial(ctx context.Context, input *callDialInput) (*callPlacedAnswer, error) {
	call, err := s.dialler.Dial(ctx, actorOf(ctx), input.Body)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	return &callPlacedAnswer{Body: api.CallPlaced{CallID: call}}, nil
}
