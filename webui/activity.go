package webui

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// ActivityStore keeps activities and tells what happened with a contact.
type ActivityStore interface {
	ActivityCreate(ctx context.Context, actor crm.Actor, draft crm.ActivityDraft) (crm.Activity, error)
	ActivityGet(ctx context.Context, actor crm.Actor, activity id.Activity) (crm.Activity, error)
	ActivityUpdate(ctx context.Context, actor crm.Actor, activity id.Activity, version *int64, change crm.ActivityChange) (crm.Activity, error)
	ActivityDelete(ctx context.Context, actor crm.Actor, activity id.Activity) (crm.Activity, error)
	ActivityList(ctx context.Context, actor crm.Actor, filter crm.ActivityFilter, page crm.PageRequest) (crm.Page[crm.Activity], error)
	ContactActivities(ctx context.Context, actor crm.Actor, contact id.Contact, filter crm.ContactActivityFilter, page crm.PageRequest) (crm.Page[crm.Activity], error)
	ContactTimeline(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.TimelineEntry], error)
}

// ActivityPath names an activity in an address. huma reads embedded parameters of exported types only.
type ActivityPath struct {
	ID id.Activity `path:"id" format:"uuid"`
}

type activityAnswer struct {
	ETag string `header:"ETag"`
	Body api.Activity
}

func activityAnswerOf(activity crm.Activity) *activityAnswer {
	return &activityAnswer{ETag: etag(activity.Version), Body: api.ActivityOf(activity)}
}

type activityListInput struct {
	ListParams
	Kind       string      `query:"kind" enum:"call,email,meeting,task"`
	ContactID  id.Contact  `query:"contactId" format:"uuid"`
	CustomerID id.Customer `query:"customerId" format:"uuid"`
	DealID     id.Deal     `query:"dealId" format:"uuid"`
	TicketID   id.Ticket   `query:"ticketId" format:"uuid"`
	AssigneeID id.User     `query:"assigneeId" format:"uuid"`
	Done       string      `query:"done" enum:"true,false"`
	DoneAfter  time.Time   `query:"doneAfter" doc:"Done at this time or later."`
	DueBefore  time.Time   `query:"dueBefore" doc:"Due before this time."`
	DueAfter   time.Time   `query:"dueAfter" doc:"Due at this time or later."`
	Undated    bool        `query:"undated" doc:"Only those that are due at no time."`
}

type activityListAnswer struct{ Body api.Page[api.Activity] }

func (s *Server) activityList(ctx context.Context, input *activityListInput) (*activityListAnswer, error) {
	filter := crm.ActivityFilter{
		Query: input.Query, Kind: crm.ActivityKind(input.Kind), ContactID: given(input.ContactID), CustomerID: given(input.CustomerID),
		DealID: given(input.DealID), TicketID: given(input.TicketID), AssigneeID: given(input.AssigneeID), Done: yesOrNo(input.Done),
		DoneAfter: input.DoneAfter, DueBefore: input.DueBefore, DueAfter: input.DueAfter, Undated: input.Undated,
	}
	page, err := s.store.ActivityList(ctx, actorOf(ctx), filter, input.page())
	if err != nil {
		return nil, err
	}
	return &activityListAnswer{Body: api.PageOf(page, api.ActivityOf)}, nil
}

// ContactHistoryInput is a page of what happened with a contact, which has one
// order only.
type ContactHistoryInput struct {
	ContactPath
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
}

// yesOrNo reads a parameter that may be left out.
func yesOrNo(text string) *bool {
	if text == "" {
		return nil
	}
	yes := text == "true"
	return &yes
}

type contactActivitiesInput struct {
	ContactHistoryInput
	Kind string `query:"kind" enum:"call,email,meeting,task"`
	Done string `query:"done" enum:"true,false" doc:"Calls of the log are done."`
}

func (s *Server) contactActivities(ctx context.Context, input *contactActivitiesInput) (*activityListAnswer, error) {
	if _, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	filter := crm.ContactActivityFilter{Kind: crm.ActivityKind(input.Kind), Done: yesOrNo(input.Done)}
	page, err := s.store.ContactActivities(ctx, actorOf(ctx), input.ID, filter, crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor})
	if err != nil {
		return nil, err
	}
	return &activityListAnswer{Body: api.PageOf(page, api.ActivityOf)}, nil
}

type timelineAnswer struct{ Body api.Page[api.TimelineEntry] }

func (s *Server) contactTimeline(ctx context.Context, input *ContactHistoryInput) (*timelineAnswer, error) {
	if _, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	page, err := s.store.ContactTimeline(ctx, actorOf(ctx), input.ID, crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor})
	if err != nil {
		return nil, err
	}
	return &timelineAnswer{Body: api.PageOf(page, api.TimelineEntryOf)}, nil
}

type activityCreateInput struct{ Body api.ActivityDraft }

func (s *Server) activityCreate(ctx context.Context, input *activityCreateInput) (*activityAnswer, error) {
	activity, err := s.store.ActivityCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "activity", activity.ID, activity.ContactID)
	return activityAnswerOf(activity), nil
}

func (s *Server) activityGet(ctx context.Context, input *ActivityPath) (*activityAnswer, error) {
	activity, err := s.store.ActivityGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return activityAnswerOf(activity), nil
}

type activityUpdateInput struct {
	ActivityPath
	Condition
	Body api.ActivityPatch
}

func (s *Server) activityUpdate(ctx context.Context, input *activityUpdateInput) (*activityAnswer, error) {
	version, err := input.version()
	if err != nil {
		return nil, err
	}
	change, err := input.Body.Record()
	if err != nil {
		return nil, err
	}
	activity, err := s.store.ActivityUpdate(ctx, actorOf(ctx), input.ID, version, change)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "activity", activity.ID, activity.ContactID)
	return activityAnswerOf(activity), nil
}

func (s *Server) activityDelete(ctx context.Context, input *ActivityPath) (*struct{}, error) {
	gone, err := s.store.ActivityDelete(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.recordChanged(ctx, "activity", gone.ID, gone.ContactID)
	return nil, nil //nolint:nilnil // nothing is the answer: 204
}
