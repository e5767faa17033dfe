package webui

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// CalendarStore keeps the secret links to calendars, by their hashes.
type CalendarStore interface {
	CalendarFeedMake(ctx context.Context, actor crm.Actor, hash []byte) (crm.CalendarFeed, error)
	CalendarFeedGet(ctx context.Context, actor crm.Actor) (crm.CalendarFeed, error)
	CalendarFeedRevoke(ctx context.Context, actor crm.Actor) error
	CalendarByToken(ctx context.Context, tokenHash []byte, at time.Time) (crm.Calendar, error)
}

type calendarFeedAnswer struct{ Body api.CalendarFeed }

func (s *Server) calendarFeedGet(ctx context.Context, _ *struct{}) (*calendarFeedAnswer, error) {
	feed, err := s.store.CalendarFeedGet(ctx, actorOf(ctx))
	if refusal, ok := errors.AsType[*crm.Error](err); ok && refusal.Code == crm.CodeNotFound {
		return &calendarFeedAnswer{}, nil
	}
	if err != nil {
		return nil, err
	}
	return &calendarFeedAnswer{Body: api.CalendarFeedOf(feed)}, nil
}

type calendarFeedMadeAnswer struct{ Body api.CalendarFeedMade }

func (s *Server) calendarFeedMake(ctx context.Context, _ *struct{}) (*calendarFeedMadeAnswer, error) {
	random := make([]byte, tokenBytes)
	if _, err := rand.Read(random); err != nil {
		return nil, fmt.Errorf("make calendar link: %w", err)
	}
	secret := base64.RawURLEncoding.EncodeToString(random)
	feed, err := s.store.CalendarFeedMake(ctx, actorOf(ctx), hashToken([]byte(secret)))
	if err != nil {
		return nil, err
	}
	return &calendarFeedMadeAnswer{Body: api.CalendarFeedMade{
		CalendarFeed: api.CalendarFeedOf(feed), Path: "/calendar/" + secret + calendarEnding,
	}}, nil
}

func (s *Server) calendarFeedRevoke(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, s.store.CalendarFeedRevoke(ctx, actorOf(ctx))
}

const calendarEnding = ".ics"

// calendar answers a calendar program, which has no login but a secret link.
// Guesses are limited by the address they come from, reading by the link.
func (s *Server) calendar(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), requestTimeout)
	defer cancel()
	body, err := s.calendarOf(ctx, c)
	if err != nil {
		problem := s.problemOf(ctx, c.Request.Method, err)
		if throttled, ok := errors.AsType[*throttledError](err); ok {
			c.Header("Retry-After", throttled.GetHeaders().Get("Retry-After"))
		}
		c.Header("Cache-Control", "no-store")
		writeProblem(c, problem)
		return
	}
	sum := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
	c.Header("Cache-Control", "private")
	c.Header("ETag", tag)
	if matchesTag(c.GetHeader("If-None-Match"), tag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Header("Content-Disposition", `inline; filename="ringbook.ics"`)
	c.Data(http.StatusOK, "text/calendar; charset=utf-8", body)
}

func (s *Server) calendarOf(ctx context.Context, c *gin.Context) ([]byte, error) {
	try, err := s.attempts.beginGuess(requestFrom(ctx).address)
	if err != nil {
		return nil, err
	}
	secret, isCalendar := strings.CutSuffix(c.Param("file"), calendarEnding)
	const longest = 64
	if !isCalendar || secret == "" || len(secret) > longest {
		return nil, crm.NotFound("calendar")
	}
	hash := hashToken([]byte(secret))
	calendar, err := s.store.CalendarByToken(ctx, hash, s.now())
	if err != nil {
		return nil, err //nolint:wrapcheck // it says that it is about the calendar
	}
	try.succeeded()
	if err := s.attempts.read(string(hash)); err != nil {
		return nil, err
	}
	return calendar.Encode(s.origin(c)), nil
}

// origin is where browsers find this service.
func (s *Server) origin(c *gin.Context) string {
	if s.publicURL != nil {
		return s.publicURL.Scheme + "://" + s.publicURL.Host
	}
	if !hostPattern.MatchString(c.Request.Host) {
		return ""
	}
	return "http://" + c.Request.Host
}

// matchesTag reads an If-None-Match header, which compares weakly.
func matchesTag(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}
