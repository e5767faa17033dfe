package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// UserStore lists the people of an organisation.
type UserStore interface {
	UserList(ctx context.Context, actor crm.Actor) ([]crm.User, error)
}

type userListAnswer struct{ Body api.List[api.User] }

func (s *Server) userList(ctx context.Context, _ *struct{}) (*userListAnswer, error) {
	actor := actorOf(ctx)
	users, err := s.store.UserList(ctx, actor)
	if err != nil {
		return nil, err
	}
	presences := map[id.User]callsvc.Presence{}
	for _, presence := range s.calls.Presences(actor.Org) {
		presences[presence.UserID] = presence
	}
	return &userListAnswer{Body: api.ListOf(users, func(user crm.User) api.User {
		return api.UserOf(user, presences[user.ID])
	})}, nil
}
