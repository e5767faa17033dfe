package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// service stands in for callsvc and the store.
type service struct {
	mu         sync.Mutex
	phones     []*phone
	commands   []string
	presences  []callsvc.Presence
	users      []crm.User
	candidates []string
	dialled    []api.CallDraft
	refusal    error
	cards      func(ctx context.Context, contacts []id.Contact) ([]crm.CallerCard, error)
	asked      int
	checked    error
}

type phone struct {
	service *service
	id      string
	user    id.User
	deliver func(callsvc.UserEvent)
	closed  chan struct{}
}

func (p *phone) ID() string { return p.id }

func (p *phone) Offer(_ context.Context, sdp string) (string, error) {
	if sdp == "panic" {
		panic("a defect")
	}
	return "answer to " + sdp, p.service.err()
}

func (p *phone) AddCandidate(candidate json.RawMessage) error {
	p.service.mu.Lock()
	defer p.service.mu.Unlock()
	p.service.candidates = append(p.service.candidates, string(candidate))
	return nil
}

func (p *phone) Close() { close(p.closed) }

func (s *service) err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusal
}

func (s *service) connect(_ context.Context, _ id.Org, user id.User, deliver func(callsvc.UserEvent)) (Phone, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &phone{service: s, id: id.New[id.Session]().String(), user: user, deliver: deliver, closed: make(chan struct{})}
	s.phones = append(s.phones, p)
	return p, s.refusal
}

func (s *service) Dial(context.Context, id.Org, id.User, callsvc.DialRequest) (id.Call, error) {
	return id.Call{}, nil
}

func (s *service) dial(_ context.Context, _ crm.Actor, draft api.CallDraft) (id.Call, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dialled = append(s.dialled, draft)
	return id.New[id.Call](), s.refusal
}

func (s *service) Command(_ context.Context, _ id.Org, _ id.User, role string, _ id.Call, command callsvc.Command) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, strings.TrimSpace(role+" "+command.Name+" "+command.Digits))
	return s.refusal
}

func (s *service) SetPresence(_ context.Context, _ id.Org, user id.User, status, reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.presences = append(s.presences, callsvc.Presence{UserID: user, Status: status, Reason: reason})
	return s.refusal
}

func (s *service) Presences(id.Org) []callsvc.Presence {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]callsvc.Presence{}, s.presences...)
}

func (s *service) CallerCards(ctx context.Context, _ crm.Actor, contacts []id.Contact, _ id.Call) ([]crm.CallerCard, error) {
	s.mu.Lock()
	s.asked++
	s.mu.Unlock()
	if s.cards == nil {
		return nil, nil
	}
	return s.cards(ctx, contacts)
}

func (s *service) UserList(context.Context, crm.Actor) ([]crm.User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users, nil
}

func (s *service) check(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.checked
}

// phone waits for nothing: a client that got hello has one.
func (s *service) phone(user id.User) *phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.phones {
		if p.user == user {
			return p
		}
	}
	return nil
}

// fixture is a hub on a real socket.
type fixture struct {
	*service
	hub *Hub
	url string
}

func newFixture(tb testing.TB, cfg Config) *fixture {
	tb.Helper()
	f := &fixture{service: &service{}}
	cfg.Node, cfg.Logger = "node-1", slog.New(slog.DiscardHandler)
	f.hub = New(cfg, Deps{Connect: f.connect, Calls: f.service, Dial: f.dial, Cards: f.service, Users: f.service})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		login := crm.Login{Session: id.New[id.Session](), User: crm.User{ID: id.New[id.User](), Role: crm.RoleAgent}}
		if text := r.URL.Query().Get("user"); text != "" {
			parsed, err := id.Parse[id.User](text)
			if err != nil {
				http.Error(w, "no user", http.StatusBadRequest)
				return
			}
			login.User.ID = parsed
			login.Session = id.Session(parsed)
		}
		if err := f.hub.Serve(w, r, login, f.check); err != nil {
			if status, code, _ := Refusal(err); status != 0 {
				http.Error(w, code, status)
			}
		}
	}))
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		f.hub.Close(ctx)
		server.Close()
	})
	f.url = "ws" + strings.TrimPrefix(server.URL, "http")
	return f
}

// browser is a websocket client.
type browser struct {
	*websocket.Conn
	user  id.User
	hello api.Hello
}

// frame is any server message.
type frame struct {
	Type   string
	Seq    int64
	At     time.Time
	ID     string
	Code   string
	Detail string
	Data   json.RawMessage
}

func (f *fixture) browse(tb testing.TB) *browser {
	tb.Helper()
	return f.browseAs(tb, id.New[id.User]())
}

func (f *fixture) browseAs(tb testing.TB, user id.User) *browser {
	tb.Helper()
	ws, response, err := websocket.DefaultDialer.DialContext(tb.Context(), f.url+"?user="+user.String(), nil)
	require.NoError(tb, err)
	require.NoError(tb, response.Body.Close())
	tb.Cleanup(func() { _ = ws.Close() })
	b := &browser{Conn: ws, user: user}
	first := b.next(tb)
	require.Equal(tb, "hello", first.Type)
	require.EqualValues(tb, 1, first.Seq)
	require.NoError(tb, json.Unmarshal(first.Data, &b.hello))
	return b
}

func (b *browser) next(tb testing.TB) frame {
	tb.Helper()
	require.NoError(tb, b.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, text, err := b.ReadMessage()
	require.NoError(tb, err)
	var got frame
	require.NoError(tb, json.Unmarshal(text, &got), string(text))
	return got
}

// await reads until a message of the type comes.
func (b *browser) await(tb testing.TB, kind string) frame {
	tb.Helper()
	for {
		if got := b.next(tb); got.Type == kind {
			return got
		}
	}
}

func (b *browser) say(tb testing.TB, text string) frame {
	tb.Helper()
	require.NoError(tb, b.WriteMessage(websocket.TextMessage, []byte(text)))
	return b.next(tb)
}

// awaitClose reads until the server closes and gives its code.
func (b *browser) awaitClose(tb testing.TB) int {
	tb.Helper()
	require.NoError(tb, b.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		if _, _, err := b.ReadMessage(); err != nil {
			var closed *websocket.CloseError
			require.ErrorAs(tb, err, &closed)
			return closed.Code
		}
	}
}

func event(tb testing.TB, kind string, data any) callsvc.UserEvent {
	tb.Helper()
	encoded, err := json.Marshal(data)
	require.NoError(tb, err)
	return callsvc.UserEvent{Type: kind, At: time.Now(), Data: encoded}
}
