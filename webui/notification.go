package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
	"github.com/ringbook/ringbook/webui/live"
)

// NotificationStore keeps what users are told; everybody sees their own only.
type NotificationStore interface {
	NotificationList(ctx context.Context, actor crm.Actor, filter crm.NotificationFilter, page crm.PageRequest) (crm.Page[crm.Notification], error)
	NotificationsUnread(ctx context.Context, actor crm.Actor) (int64, error)
	NotificationsRead(ctx context.Context, actor crm.Actor, read crm.NotificationRead) error
}

// Notified shows a user what they are told, wherever they have Ringbook open.
// The store calls it for each notification that is certain.
func (s *Server) Notified(ctx context.Context, org id.Org, notification crm.Notification) {
	s.publish(ctx, userSubject(org, notification.UserID), live.EventNotificationCreated, api.NotificationOf(notification))
}

type notificationListInput struct {
	Unread bool   `query:"unread" doc:"Only those that wait to be read."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
}

type notificationListAnswer struct {
	Body api.Page[api.Notification]
}

func (s *Server) notificationList(ctx context.Context, input *notificationListInput) (*notificationListAnswer, error) {
	page, err := s.store.NotificationList(ctx, actorOf(ctx), crm.NotificationFilter{Unread: input.Unread},
		crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor})
	if err != nil {
		return nil, err
	}
	return &notificationListAnswer{Body: api.PageOf(page, api.NotificationOf)}, nil
}

type notificationCountAnswer struct{ Body api.NotificationCount }

func (s *Server) notificationCount(ctx context.Context, _ *struct{}) (*notificationCountAnswer, error) {
	unread, err := s.store.NotificationsUnread(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &notificationCountAnswer{Body: api.NotificationCount{Unread: unread}}, nil
}

type notificationReadInput struct{ Body api.NotificationsRead }

func (s *Server) notificationRead(ctx context.Context, input *notificationReadInput) (*struct{}, error) {
	actor := actorOf(ctx)
	if err := s.store.NotificationsRead(ctx, actor, input.Body.Record()); err != nil {
		return nil, err
	}
	told := api.NotificationRead{IDs: input.Body.IDs, All: input.Body.All}
	if told.IDs == nil {
		told.IDs = []id.Notification{}
	}
	s.publish(ctx, userSubject(actor.Org, actor.User), live.EventNotificationRead, told)
	return nil, nil //nolint:nilnil // nothing is the answer: 204
}
