package webui

import (
	"context"
	"errors"
	"fmt"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// UserStore keeps the people of an organisation. Only admins may change others.
type UserStore interface {
	UserList(ctx context.Context, actor crm.Actor) ([]crm.User, error)
	UserCreate(ctx context.Context, actor crm.Actor, user crm.User, passwordHash string) (crm.User, error)
	UserUpdate(ctx context.Context, actor crm.Actor, user id.User, change crm.UserChange) (crm.User, error)
	ProfileUpdate(ctx context.Context, actor crm.Actor, change crm.ProfileChange) (crm.User, error)
	UserPasswordReset(ctx context.Context, actor crm.Actor, user id.User, passwordHash string) error
	PasswordHash(ctx context.Context, actor crm.Actor) (string, error)
	PasswordChange(ctx context.Context, actor crm.Actor, besides id.Session, passwordHash string) error
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

type userAnswer struct{ Body api.User }

type userCreateInput struct{ Body api.UserDraft }

func (s *Server) userCreate(ctx context.Context, input *userCreateInput) (*userAnswer, error) {
	actor := actorOf(ctx)
	// Hashing is dear: nobody may have it done for nothing.
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return nil, err
	}
	hash, err := s.passwords.Hash(ctx, input.Body.Password)
	if err != nil {
		return nil, fmt.Errorf("hash password: %w", err)
	}
	user, err := s.store.UserCreate(ctx, actor, crm.User{
		Name: input.Body.Name, Email: input.Body.Email, Role: input.Body.Role, Extension: input.Body.Extension,
	}, hash)
	if err != nil {
		return nil, err
	}
	s.directoryChanged(ctx)
	s.recordChanged(ctx, "user", user.ID, nil)
	return &userAnswer{Body: api.UserOf(user, callsvc.Presence{})}, nil
}

// UserPath names a user in an address. huma reads embedded parameters of exported types only.
type UserPath struct {
	ID id.User `path:"id" format:"uuid"`
}

type userUpdateInput struct {
	UserPath
	Body api.UserPatch
}

func (s *Server) userUpdate(ctx context.Context, input *userUpdateInput) (*userAnswer, error) {
	actor := actorOf(ctx)
	user, err := s.store.UserUpdate(ctx, actor, input.ID, input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.directoryChanged(ctx)
	s.recordChanged(ctx, "user", user.ID, nil)
	if !user.Active {
		s.sessionsEnded(ctx, user.ID, id.Session{})
	}
	presence := callsvc.Presence{}
	for _, known := range s.calls.Presences(actor.Org) {
		if known.UserID == user.ID {
			presence = known
		}
	}
	return &userAnswer{Body: api.UserOf(user, presence)}, nil
}

type userPasswordInput struct {
	UserPath
	Body api.NewPassword
}

func (s *Server) userPassword(ctx context.Context, input *userPasswordInput) (*struct{}, error) {
	actor := actorOf(ctx)
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return nil, err
	}
	hash, err := s.passwords.Hash(ctx, input.Body.Password)
	if err != nil {
		return nil, fmt.Errorf("hash password: %w", err)
	}
	if err := s.store.UserPasswordReset(ctx, actor, input.ID, hash); err != nil {
		return nil, err
	}
	s.sessionsEnded(ctx, input.ID, id.Session{})
	return nil, nil //nolint:nilnil // huma answers 204
}

type passwordChangeInput struct{ Body api.PasswordChange }

func (s *Server) passwordChange(ctx context.Context, input *passwordChangeInput) (*struct{}, error) {
	login := loginFrom(ctx)
	// Guesses count as they do at the login: a borrowed session is no way around.
	attempt, err := s.attempts.begin(requestFrom(ctx).address, login.User.Email)
	if err != nil {
		return nil, err
	}
	current, err := s.store.PasswordHash(ctx, login.Actor())
	if err != nil {
		return nil, err
	}
	switch err := s.passwords.Verify(ctx, current, input.Body.Current); {
	case errors.Is(err, crm.ErrWrongPassword):
		return nil, &crm.Error{Code: crm.CodeInvalid, Message: "The current password is wrong.", Fields: []crm.FieldError{
			{Field: "current", Message: "This is not your password."},
		}}
	case err != nil:
		return nil, fmt.Errorf("verify password: %w", err)
	}
	attempt.succeeded()
	hash, err := s.passwords.Hash(ctx, input.Body.New)
	if err != nil {
		return nil, fmt.Errorf("hash password: %w", err)
	}
	if err := s.store.PasswordChange(ctx, login.Actor(), login.Session, hash); err != nil {
		return nil, err
	}
	s.sessionsEnded(ctx, login.User.ID, login.Session)
	return nil, nil //nolint:nilnil // huma answers 204
}
