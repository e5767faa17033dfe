package webui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

const (
	csrfHeader      = "X-Ringbook"
	requestIDHeader = "X-Request-Id"
	// requestTimeout bounds what one API request may take.
	requestTimeout = 15 * time.Second
)

type requestKey struct{}

// request is what handlers may want of the HTTP request.
type request struct {
	id      string
	address netip.Addr
	raw     *http.Request
}

func requestFrom(ctx context.Context) request {
	found, _ := ctx.Value(requestKey{}).(request)
	return found
}

// identify names the request, for the log and for the client.
func (s *Server) identify(c *gin.Context) {
	found := request{id: uuid.NewString(), raw: c.Request}
	if address, err := netip.ParseAddr(c.ClientIP()); err == nil {
		found.address = address
	}
	c.Header(requestIDHeader, found.id)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestKey{}, found))
	c.Next()
}

// accessLog writes one line a request: the route and not the path, since
// paths and queries hold names and numbers.
func (s *Server) accessLog(c *gin.Context) {
	begun := time.Now()
	c.Next()
	level := slog.LevelInfo
	if strings.HasPrefix(c.FullPath(), "/healthz") || strings.HasPrefix(c.FullPath(), "/readyz") {
		level = slog.LevelDebug
	}
	s.logger.LogAttrs(c.Request.Context(), level, "http request",
		slog.String("request_id", requestFrom(c.Request.Context()).id),
		slog.String("method", c.Request.Method),
		slog.String("route", c.FullPath()),
		slog.Int("status", c.Writer.Status()),
		slog.Int("bytes", max(0, c.Writer.Size())),
		slog.Duration("took", time.Since(begun)))
}

// recoverPanics keeps a defect in one handler from ending the calls of everybody.
func (s *Server) recoverPanics(c *gin.Context) {
	defer func() {
		reason := recover()
		if reason == nil {
			return
		}
		if err, ok := reason.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(reason)
		}
		s.logger.ErrorContext(c.Request.Context(), "handler panicked",
			slog.String("request_id", requestFrom(c.Request.Context()).id),
			slog.String("route", c.FullPath()),
			slog.String("reason", fmt.Sprint(reason)), slog.String("stack", string(debug.Stack())))
		if !c.Writer.Written() {
			writeProblem(c, internalProblem())
			return
		}
		c.Abort()
	}()
	c.Next()
}

// hostPattern is a host as it may stand in a policy; a Host header is a stranger's text.
var hostPattern = regexp.MustCompile(`^[A-Za-z0-9.\-]+(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?$`)

// secureHeaders says what a browser may do with what we serve.
func (s *Server) secureHeaders(c *gin.Context) {
	connect := "'self'"
	// Older browsers do not take 'self' to mean the websocket of the same host.
	if host := c.Request.Host; hostPattern.MatchString(host) {
		connect += " ws://" + host + " wss://" + host
	}
	header := c.Writer.Header()
	header.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "+
		"font-src 'self'; media-src 'self' blob: mediastream:; manifest-src 'self'; worker-src 'self'; connect-src "+connect+
		"; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Permissions-Policy", "microphone=(self), camera=(), geolocation=(), payment=(), usb=()")
	if s.secure {
		header.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	c.Next()
}

// apiRequest keeps answers of the API out of every cache, and bounds their time.
func (s *Server) apiRequest(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	if !endless(c.FullPath()) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), requestTimeout)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
	}
	c.Next()
}

// endless reports the routes that may take as long as they have something to send.
func endless(path string) bool {
	switch path {
	case "/api/v1/ws", "/api/v1/contacts/export.csv", "/api/v1/contacts/export.xlsx", "/api/v1/contacts/imports":
		return true
	}
	return false
}

// requireLogin lets a request through that has a live session and, where it
// writes, the header that no other site's form can send.
func (s *Server) requireLogin(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	login, err := s.credentials(ctx.Context(), c.Request)
	if err != nil {
		writeProblem(c, s.problemOf(ctx.Context(), ctx.Method(), err))
		return
	}
	if scope := scopeOf(ctx.Operation()); !login.Allows(scope) {
		writeProblem(c, api.NewProblem(http.StatusForbidden, string(crm.CodeForbidden), "This token lacks the scope "+string(scope)+"."))
		return
	}
	if login.Token == nil && writes(ctx.Method()) && c.GetHeader(csrfHeader) == "" {
		writeProblem(c, api.NewProblem(http.StatusForbidden, codeCSRFMissing,
			"A write with a session cookie needs the header "+csrfHeader+"."))
		return
	}
	next(huma.WithValue(ctx, loginKey{}, login))
}

// credentials finds who asks: by a token in the Authorization header, else by
// the session cookie. A bad token is not passed over for a good cookie.
func (s *Server) credentials(ctx context.Context, r *http.Request) (crm.Login, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return s.login(ctx, r)
	}
	kind, token, _ := strings.Cut(header, " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(kind, "Bearer") || token == "" {
		return crm.Login{}, errUnauthenticated()
	}
	login, err := s.store.TokenLogin(ctx, hashToken([]byte(token)))
	if err != nil {
		return crm.Login{}, fmt.Errorf("find token: %w", err)
	}
	return login, nil
}

// scopeOf is what a token needs for an operation. What only admins may do asks
// for the role besides, which a token without the scope admin does not give.
func scopeOf(operation *huma.Operation) crm.Scope {
	switch {
	case !writes(operation.Method), operation.OperationID == "findSimilarContacts":
		return crm.ScopeRead
	case operation.OperationID == "placeDemoCall",
		operation.Method == http.MethodPost && (strings.HasSuffix(operation.Path, "/calls") || strings.Contains(operation.Path, "/calls/")):
		return crm.ScopeCalls
	}
	return crm.ScopeWrite
}

// requirePerson refuses tokens, after requireLogin.
func (s *Server) requirePerson(ctx huma.Context, next func(huma.Context)) {
	if loginFrom(ctx.Context()).Token != nil {
		writeProblem(humagin.Unwrap(ctx), api.NewProblem(http.StatusForbidden, string(crm.CodeForbidden),
			"A token cannot do this; log in instead."))
		return
	}
	next(ctx)
}

func writes(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// asHeaders finds the headers that an error wants to send along.
func asHeaders(err error, headers *huma.HeadersError) bool { return errors.As(err, headers) }
