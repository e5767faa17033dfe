package webui

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/webui/live"
)

// fakeCalls stands in for the call service: it notes what was asked and
// refuses what the test wants refused.
type fakeCalls struct {
	mu        sync.Mutex
	dialled   []callsvc.DialRequest
	commands  []callsvc.Command
	presences []callsvc.Presence
	refusal   error
}

func (f *fakeCalls) Dial(_ context.Context, _ id.Org, _ id.User, request callsvc.DialRequest) (id.Call, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.dialled = append(f.dialled, request)
	return id.New[id.Call](), f.refusal
}

func (f *fakeCalls) Command(_ context.Context, _ id.Org, _ id.User, _ string, _ id.Call, command callsvc.Command) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.commands = append(f.commands, command)
	return f.refusal
}

func (f *fakeCalls) SetPresence(_ context.Context, _ id.Org, user id.User, status, reason string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.presences = append(f.presences, callsvc.Presence{UserID: user, Status: status, Reason: reason})
	return f.refusal
}

func (f *fakeCalls) Presences(id.Org) []callsvc.Presence {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]callsvc.Presence{}, f.presences...)
}

func (f *fakeCalls) refuse(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refusal = err
}

// fakeBus delivers to the browsers connected through it, as the real one does.
type fakeBus struct {
	mu     sync.Mutex
	phones map[*fakePhone]struct{}
}

func (b *fakeBus) Publish(_ context.Context, subject string, v any) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	event, ok := v.(callsvc.UserEvent)
	if !ok {
		return nil
	}
	for phone := range b.phones {
		if subject == orgSubject(phone.org) || subject == userSubject(phone.org, phone.user) {
			phone.deliver(event)
		}
	}
	return nil
}

// connect implements live.ConnectFunc.
func (b *fakeBus) connect(_ context.Context, org id.Org, user id.User, deliver func(callsvc.UserEvent)) (live.Phone, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	phone := &fakePhone{bus: b, id: id.New[id.Session]().String(), org: org, user: user, deliver: deliver}
	if b.phones == nil {
		b.phones = map[*fakePhone]struct{}{}
	}
	b.phones[phone] = struct{}{}
	return phone, nil
}

type fakePhone struct {
	bus     *fakeBus
	id      string
	org     id.Org
	user    id.User
	deliver func(callsvc.UserEvent)
}

func (p *fakePhone) ID() string                                    { return p.id }
func (p *fakePhone) Offer(context.Context, string) (string, error) { return "v=0 answer", nil }
func (p *fakePhone) AddCandidate(json.RawMessage) error            { return nil }

func (p *fakePhone) Close() {
	p.bus.mu.Lock()
	defer p.bus.mu.Unlock()
	delete(p.bus.phones, p)
}

// testAssets is a built front end in small.
func testAssets() fstest.MapFS {
	return fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><title>Ringbook</title>")},
		"favicon.svg":          {Data: []byte("<svg/>")},
		"assets/app-abc123.js": {Data: []byte("export {}")},
		".keep":                {Data: nil},
	}
}

// newTestServer is a server without a database, for what needs none.
func newTestServer(t *testing.T, change ...func(*Config, *Deps)) *Server {
	t.Helper()
	bus := &fakeBus{}
	cfg := Config{Addr: "127.0.0.1:0", Node: "test", Logger: slog.New(slog.DiscardHandler)}
	deps := Deps{
		Store: struct{ Store }{}, Calls: &fakeCalls{}, Connect: bus.connect, Bus: bus, Assets: testAssets(),
	}
	for _, apply := range change {
		apply(&cfg, &deps)
	}
	server, err := New(cfg, deps)
	require.NoError(t, err)
	return server
}
