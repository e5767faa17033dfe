package webui

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/crm/store/storetest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, storetest.LeakOptions()...)
}

func TestRunAndStop(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	server := newTestServer(t, withStore(store))
	assert.Empty(t, server.Addr())
	require.NoError(t, server.Listen(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	base := "http://" + server.Addr()
	browser := loggedIn(t, base, "agent@example.com")
	ws, _ := browser.dial(t, base)
	awaitType(t, ws, "hello", &struct{}{})
	cancel()
	_, _, err := ws.ReadMessage()
	require.Error(t, err)
	require.NoError(t, <-done)
	browser.http.CloseIdleConnections()

	other := newTestServer(t, func(cfg *Config, _ *Deps) { cfg.Addr = "256.0.0.1:1" })
	require.Error(t, other.Run(t.Context()))
}

func TestNewChecksItsParts(t *testing.T) {
	t.Parallel()
	_, err := New(Config{}, Deps{})
	require.Error(t, err)
	for _, address := range []string{"crm.example.com", "ftp://crm.example.com", "https://", "http://[::1"} {
		bus := &fakeBus{}
		_, err := New(Config{PublicURL: address}, Deps{Store: newFakeStore(t), Calls: &fakeCalls{}, Connect: bus.connect, Bus: bus})
		require.Error(t, err, address)
	}
	bus := &fakeBus{}
	_, err = New(Config{}, Deps{Store: newFakeStore(t), Calls: &fakeCalls{}, Connect: bus.connect, Bus: bus})
	require.NoError(t, err, "the embedded front end is there, built or not")
}

func TestDemoCall(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(store))), "agent@example.com")
	requireProblem(t, browser.do(t, http.MethodPost, "/api/v1/demo/calls", "{}"), 404, "not_found")

	caller := &fakeSimulator{}
	demo := loggedIn(t, serve(t, newTestServer(t, withStore(store), func(_ *Config, deps *Deps) { deps.Simulator = caller })), "agent@example.com")
	assert.Contains(t, string(demo.do(t, http.MethodGet, "/api/v1/me", nil).body), `"demo":true`)
	for _, body := range []any{nil, "{}", `{"from":"+447700900456"}`} {
		got := demo.do(t, http.MethodPost, "/api/v1/demo/calls", body)
		require.Equal(t, http.StatusAccepted, got.status, string(got.body))
		assert.JSONEq(t, "{}", string(got.body))
	}
	assert.Equal(t, []string{demoFrom + demoTo, demoFrom + demoTo, "+447700900456" + demoTo}, caller.placed)
}

type fakeSimulator struct{ placed []string }

func (f *fakeSimulator) PlaceCall(_ context.Context, from, to string) error {
	f.placed = append(f.placed, from+to)
	return nil
}
