package webui

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// SessionStore keeps who is logged in. Of a token it knows only the hash.
type SessionStore interface {
	LoginLookup(ctx context.Context, email string) (user crm.User, org crm.Organisation, passwordHash string, err error)
	SessionCreate(ctx context.Context, user crm.User, tokenHash []byte, expires time.Time, userAgent string) (crm.Login, error)
	SessionByToken(ctx context.Context, tokenHash []byte) (crm.Login, error)
	SessionDelete(ctx context.Context, tokenHash []byte) error
}

// sessionExtender lets sessions slide. A store without it ends each session
// sessionIdle after the login.
type sessionExtender interface {
	SessionExtend(ctx context.Context, tokenHash []byte, expires time.Time) error
}

const (
	sessionCookie = "ringbook_session"
	tokenBytes    = 32
	// A session ends sessionIdle after its last use, and sessionMost after the
	// login in any case.
	sessionIdle = 12 * time.Hour
	sessionMost = 7 * 24 * time.Hour
	// sessionSlack keeps each request from writing a new expiry.
	sessionSlack = 10 * time.Minute
	// userAgentMost bounds what is kept of a browser's name of itself.
	userAgentMost = 300
)

// errUnauthenticated is the answer to every request without a live session.
func errUnauthenticated() error {
	return &crm.Error{Code: crm.CodeUnauthenticated, Message: "Please log in."}
}

// tokenOf reads the session token of a request and gives what the store knows it by.
func tokenOf(r *http.Request) ([]byte, error) {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil, errUnauthenticated()
	}
	token, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(token) != tokenBytes {
		return nil, errUnauthenticated()
	}
	return hashToken(token), nil
}

func hashToken(token []byte) []byte {
	sum := sha256.Sum256(token)
	return sum[:]
}

// login finds the live session of a request and lets it slide.
func (s *Server) login(ctx context.Context, r *http.Request) (crm.Login, error) {
	hash, err := tokenOf(r)
	if err != nil {
		return crm.Login{}, err
	}
	login, err := s.store.SessionByToken(ctx, hash)
	if err != nil {
		return crm.Login{}, loginError(err)
	}
	now := s.now()
	if !login.ExpiresAt.After(now) || !login.User.Active {
		return crm.Login{}, errUnauthenticated()
	}
	return s.extend(ctx, login, hash, slide(login, now)), nil
}

func (s *Server) extend(ctx context.Context, login crm.Login, hash []byte, expires time.Time) crm.Login {
	extender, ok := s.store.(sessionExtender)
	if !ok || expires.Sub(login.ExpiresAt) <= sessionSlack {
		return login
	}
	if err := extender.SessionExtend(ctx, hash, expires); err != nil {
		// The session is still good; the next request tries again.
		s.logger.WarnContext(ctx, "extend session", slog.Any("error", err))
		return login
	}
	login.ExpiresAt = expires
	return login
}

// slide is when a session used now ends. Its identifier says when it began.
func slide(login crm.Login, now time.Time) time.Time {
	expires := now.Add(sessionIdle)
	seconds, nanoseconds := login.Session.Time().UnixTime()
	if latest := time.Unix(seconds, nanoseconds).Add(sessionMost); expires.After(latest) {
		return latest
	}
	return expires
}

// loginError makes "no such session" what it means to the client.
func loginError(err error) error {
	var refusal *crm.Error
	if errors.As(err, &refusal) && refusal.Code == crm.CodeNotFound {
		return errUnauthenticated()
	}
	return fmt.Errorf("find session: %w", err)
}

type sessionCreateInput struct {
	UserAgent string `header:"User-Agent" hidden:"true"`
	Body      api.Credentials
}

type sessionCreated struct {
	SetCookie string `header:"Set-Cookie"`
	Body      api.Me
}

func (s *Server) sessionCreate(ctx context.Context, input *sessionCreateInput) (*sessionCreated, error) {
	request := requestFrom(ctx)
	attempt, err := s.attempts.begin(request.address, input.Body.Email)
	if err != nil {
		return nil, err
	}
	user, err := s.verify(ctx, input.Body)
	if err != nil {
		return nil, err
	}
	attempt.succeeded()
	token := make([]byte, tokenBytes)
	if _, err := rand.Read(token); err != nil {
		return nil, fmt.Errorf("make session token: %w", err)
	}
	agent := strings.ToValidUTF8(input.UserAgent[:min(len(input.UserAgent), userAgentMost)], "")
	login, err := s.store.SessionCreate(ctx, user, hashToken(token), s.now().Add(sessionIdle), agent)
	if err != nil {
		return nil, err
	}
	s.forgetSession(ctx, request.raw)
	return &sessionCreated{
		SetCookie: s.cookie(base64.RawURLEncoding.EncodeToString(token), sessionMost).String(),
		Body:      api.MeOf(login, s.simulator != nil),
	}, nil
}

// verify finds the user of credentials. An unknown email takes as long as a
// wrong password and is answered the same.
func (s *Server) verify(ctx context.Context, credentials api.Credentials) (crm.User, error) {
	refused := &crm.Error{Code: crm.CodeUnauthenticated, Message: "The email or the password is wrong."}
	user, _, hash, err := s.store.LoginLookup(ctx, strings.TrimSpace(credentials.Email))
	var refusal *crm.Error
	unknown := errors.As(err, &refusal) && (refusal.Code == crm.CodeNotFound || refusal.Code == crm.CodeUnauthenticated)
	switch {
	case unknown, err == nil && (!user.Active || hash == ""):
		if err := s.passwords.VerifyDecoy(ctx, credentials.Password); !errors.Is(err, crm.ErrWrongPassword) {
			return crm.User{}, fmt.Errorf("verify password: %w", err)
		}
		return crm.User{}, refused
	case err != nil:
		return crm.User{}, fmt.Errorf("find user: %w", err)
	}
	switch err := s.passwords.Verify(ctx, hash, credentials.Password); {
	case errors.Is(err, crm.ErrWrongPassword):
		return crm.User{}, refused
	case err != nil:
		return crm.User{}, fmt.Errorf("verify password: %w", err)
	}
	return user, nil
}

// forgetSession ends the session that the request still carries, if any: a
// new login replaces it in the browser, and nobody could end it any more.
func (s *Server) forgetSession(ctx context.Context, r *http.Request) {
	hash, err := tokenOf(r)
	if err != nil {
		return
	}
	login, err := s.store.SessionByToken(ctx, hash)
	if err != nil {
		return
	}
	if err := s.endSession(ctx, login, hash); err != nil {
		s.logger.WarnContext(ctx, "end replaced session", slog.Any("error", err))
	}
}

type sessionDeleted struct {
	SetCookie string `header:"Set-Cookie"`
}

func (s *Server) sessionDelete(ctx context.Context, _ *struct{}) (*sessionDeleted, error) {
	hash, err := tokenOf(requestFrom(ctx).raw)
	if err != nil {
		return nil, err
	}
	if err := s.endSession(ctx, loginFrom(ctx), hash); err != nil {
		return nil, err
	}
	return &sessionDeleted{SetCookie: s.cookie("", -time.Second).String()}, nil
}

func (s *Server) endSession(ctx context.Context, login crm.Login, hash []byte) error {
	if err := s.store.SessionDelete(ctx, hash); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	s.sessionEnded(ctx, login)
	return nil
}

type meAnswer struct{ Body api.Me }

func (s *Server) me(ctx context.Context, _ *struct{}) (*meAnswer, error) {
	return &meAnswer{Body: api.MeOf(loginFrom(ctx), s.simulator != nil)}, nil
}

type meUpdateInput struct{ Body api.MePatch }

func (s *Server) meUpdate(ctx context.Context, input *meUpdateInput) (*meAnswer, error) {
	login := loginFrom(ctx)
	user, err := s.store.ProfileUpdate(ctx, login.Actor(), input.Body.Record())
	if err != nil {
		return nil, err
	}
	if user.Name != login.User.Name {
		s.directoryChanged(ctx)
	}
	login.User = user
	return &meAnswer{Body: api.MeOf(login, s.simulator != nil)}, nil
}

// cookie outlives idle time, because the store decides when a session ends.
func (s *Server) cookie(value string, age time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever the service is reached by https; plain http would lose the cookie
		Name: sessionCookie, Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.secure,
	}
}

type loginKey struct{}

// loginFrom is the login of a request that passed requireLogin.
func loginFrom(ctx context.Context) crm.Login {
	login, _ := ctx.Value(loginKey{}).(crm.Login)
	return login
}

// actorOf is on whose behalf a request is served.
func actorOf(ctx context.Context) crm.Actor { return loginFrom(ctx).Actor() }

// revalidate asks whether a session that holds a websocket is still live.
func (s *Server) revalidate(hash []byte, session id.Session) func(context.Context) error {
	return func(ctx context.Context) error {
		login, err := s.store.SessionByToken(ctx, hash)
		if err != nil {
			return loginError(err)
		}
		if login.Session != session || !login.ExpiresAt.After(s.now()) || !login.User.Active {
			return errUnauthenticated()
		}
		return nil
	}
}
