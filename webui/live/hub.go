package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/singleflight"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// Phone is a browser as the call service knows it.
type Phone interface {
	ID() string
	Offer(ctx context.Context, sdp string) (answer string, err error)
	AddCandidate(candidate json.RawMessage) error
	Close()
}

// ConnectFunc registers a browser of user. deliver must not block.
type ConnectFunc func(ctx context.Context, org id.Org, user id.User, deliver func(callsvc.UserEvent)) (Phone, error)

// CallService carries out what users ask of calls.
type CallService interface {
	Dial(ctx context.Context, org id.Org, user id.User, request callsvc.DialRequest) (id.Call, error)
	Command(ctx context.Context, org id.Org, user id.User, role string, call id.Call, command callsvc.Command) error
	SetPresence(ctx context.Context, org id.Org, user id.User, status, reason string) error
	Presences(org id.Org) []callsvc.Presence
}

// DialFunc begins the call that a draft describes.
type DialFunc func(ctx context.Context, actor crm.Actor, draft api.CallDraft) (id.Call, error)

// CardStore reads what a screen pop shows of the candidates.
type CardStore interface {
	CallerCards(ctx context.Context, actor crm.Actor, contacts []id.Contact, excluding id.Call) ([]crm.CallerCard, error)
}

// UserStore names the people of an organisation.
type UserStore interface {
	UserList(ctx context.Context, actor crm.Actor) ([]crm.User, error)
}

// Config says how the Hub behaves. Zero fields take the defaults in brackets.
type Config struct {
	// Node names this process in hello.
	Node   string
	Logger *slog.Logger
	// PingEvery is how often a silent client is asked whether it lives (20 s).
	PingEvery time.Duration
	// WriteWait is how long one write may take (5 s).
	WriteWait time.Duration
	// CardWait bounds how long a screen pop waits for the records (300 ms).
	CardWait time.Duration
	// CheckEvery is how often each session is looked up again (1 min).
	CheckEvery time.Duration
	// PerUser is how many connections a user may hold (16).
	PerUser int
}

// Deps are the parts that the Hub joins.
type Deps struct {
	Connect ConnectFunc
	Calls   CallService
	Dial    DialFunc
	Cards   CardStore
	Users   UserStore
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// errTooMany and errClosing are why a connection is refused before it begins.
var (
	errTooMany = errors.New("too many connections of one user")
	errClosing = errors.New("the service is stopping")
)

// Hub holds the websockets of this node.
type Hub struct {
	cfg      Config
	deps     Deps
	logger   *slog.Logger
	upgrader websocket.Upgrader
	flights  singleflight.Group
	names    nameCache

	mu      sync.Mutex
	conns   map[*conn]struct{}
	perUser map[id.User]int
	closing bool
	serving sync.WaitGroup
}

// New makes a Hub.
func New(cfg Config, deps Deps) *Hub {
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	if deps.Now == nil {
		deps.Now = time.Now
	}
	defaultTo(&cfg.PingEvery, 20*time.Second)
	defaultTo(&cfg.WriteWait, 5*time.Second)
	defaultTo(&cfg.CardWait, 300*time.Millisecond)
	defaultTo(&cfg.CheckEvery, time.Minute)
	defaultTo(&cfg.PerUser, 16)
	return &Hub{
		cfg: cfg, deps: deps, logger: cfg.Logger,
		upgrader: websocket.Upgrader{
			HandshakeTimeout: 5 * time.Second,
			WriteBufferPool:  &sync.Pool{},
			// The web service has looked at the origin before it calls Serve.
			CheckOrigin: func(*http.Request) bool { return true },
		},
		conns: map[*conn]struct{}{}, perUser: map[id.User]int{},
	}
}

func defaultTo[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}

// Serve turns the request into a websocket of login and returns when it is
// over. check says whether the session still lives; a *crm.Error of code
// unauthenticated ends the connection.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, login crm.Login, check func(context.Context) error) error {
	c := newConn(h, login, check)
	if err := h.add(c); err != nil {
		return err
	}
	defer h.remove(c)
	ws, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return fmt.Errorf("upgrade to websocket: %w", err)
	}
	c.run(r.Context(), ws)
	return nil
}

// Refusal is the HTTP status and code of an error of Serve, where no upgrade
// was tried; 0 where the answer is already written.
func Refusal(err error) (status int, code, detail string) {
	switch {
	case errors.Is(err, errTooMany):
		return http.StatusTooManyRequests, "too_many_connections", "There are too many open tabs of this user."
	case errors.Is(err, errClosing):
		return http.StatusServiceUnavailable, string(crm.CodeUnavailable), "The service is stopping."
	}
	return 0, "", ""
}

func (h *Hub) add(c *conn) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closing {
		return errClosing
	}
	if h.perUser[c.actor.User] >= h.cfg.PerUser {
		return errTooMany
	}
	h.perUser[c.actor.User]++
	h.conns[c] = struct{}{}
	h.serving.Add(1)
	return nil
}

func (h *Hub) remove(c *conn) {
	defer h.serving.Done()
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.conns, c)
	if h.perUser[c.actor.User]--; h.perUser[c.actor.User] == 0 {
		delete(h.perUser, c.actor.User)
	}
}

// each is a copy, so that nothing is done under the lock.
func (h *Hub) each() []*conn {
	h.mu.Lock()
	defer h.mu.Unlock()
	conns := make([]*conn, 0, len(h.conns))
	for c := range h.conns {
		conns = append(conns, c)
	}
	return conns
}

// CloseSession ends the connections of a session that was revoked.
func (h *Hub) CloseSession(session id.Session) {
	for _, c := range h.each() {
		if c.login.Session == session {
			c.close(websocket.ClosePolicyViolation, closeSessionEnded)
		}
	}
}

// CloseUser ends the connections of a user whose sessions were revoked, all but
// those of one session.
func (h *Hub) CloseUser(user id.User, besides id.Session) {
	ended := SessionEnded{All: true, Session: besides}
	for _, c := range h.each() {
		if c.actor.User == user && ended.ends(c.login.Session) {
			c.close(websocket.ClosePolicyViolation, closeSessionEnded)
		}
	}
}

// Close ends all connections and waits for them, as long as ctx lets it. No
// new one begins.
func (h *Hub) Close(ctx context.Context) {
	h.mu.Lock()
	h.closing = true
	h.mu.Unlock()
	for _, c := range h.each() {
		c.close(websocket.CloseGoingAway, "the service is stopping")
	}
	done := make(chan struct{})
	go func() {
		h.serving.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		h.logger.WarnContext(ctx, "websockets left open")
	}
}

// Run looks each session up again every CheckEvery, so that a user who was
// deactivated or whose session ran out does not stay connected.
func (h *Hub) Run(ctx context.Context) error {
	ticker := time.NewTicker(h.cfg.CheckEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			h.checkSessions(ctx)
		}
	}
}

func (h *Hub) checkSessions(ctx context.Context) {
	ended := map[id.Session]bool{}
	for _, c := range h.each() {
		known, seen := ended[c.login.Session]
		if !seen {
			err := checkSession(ctx, c)
			var refusal *crm.Error
			known = errors.As(err, &refusal) && refusal.Code == crm.CodeUnauthenticated
			if err != nil && !known {
				// The database is away; that ends no session.
				h.logger.WarnContext(ctx, "check sessions", slog.Any("error", err))
				return
			}
			ended[c.login.Session] = known
		}
		if known {
			c.close(websocket.ClosePolicyViolation, closeSessionEnded)
		}
	}
}

func checkSession(ctx context.Context, c *conn) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return c.check(ctx)
}
