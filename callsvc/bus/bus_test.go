package bus_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/callsvc/bus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(t *testing.T, url string) *bus.Bus {
	t.Helper()
	b, err := bus.Open(t.Context(), bus.Config{URL: url, Node: t.Name()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return b
}

func TestPublishReachesSubscribersInOrder(t *testing.T) {
	t.Parallel()
	b := open(t, "")
	got := make(chan int, 100)
	subscription, err := b.Subscribe("org.*.all", func(_ context.Context, message bus.Message) {
		var n int
		if message.Decode(&n) == nil {
			got <- n
		}
	})
	require.NoError(t, err)
	for n := range 100 {
		require.NoError(t, b.Publish(t.Context(), "org.a.all", n))
	}
	for n := range 100 {
		require.Equal(t, n, <-got)
	}
	require.NoError(t, subscription.Close())
	require.NoError(t, subscription.Close())
}

func TestRequestIsAnswered(t *testing.T) {
	t.Parallel()
	b := open(t, "")
	_, err := b.Respond("call.1", func(_ context.Context, message bus.Message) (any, error) {
		var word string
		if err := message.Decode(&word); err != nil {
			return nil, err
		}
		switch word {
		case "refuse":
			return nil, errors.New("not now")
		case "panic":
			panic("bad handler")
		}
		return strings.ToUpper(word), nil
	})
	require.NoError(t, err)

	answer, err := b.Request(t.Context(), "call.1", "hold")
	require.NoError(t, err)
	var word string
	require.NoError(t, answer.Decode(&word))
	require.Equal(t, "HOLD", word)

	_, err = b.Request(t.Context(), "call.1", "refuse")
	var remote *bus.RemoteError
	require.ErrorAs(t, err, &remote)
	require.Equal(t, "not now", remote.Text)

	_, err = b.Request(t.Context(), "call.2", "hold")
	require.ErrorIs(t, err, bus.ErrNoResponders)

	soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = b.Request(soon, "call.1", "panic")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	_, err = b.Request(t.Context(), "call.1", "hold")
	require.NoError(t, err, "a panic does not end the responder")
}

func TestMessagesAreBounded(t *testing.T) {
	t.Parallel()
	b := open(t, "")
	require.ErrorIs(t, b.Publish(t.Context(), "x", strings.Repeat("a", 300<<10)), bus.ErrTooLarge)
	_, err := b.Request(t.Context(), "x", strings.Repeat("a", 300<<10))
	require.ErrorIs(t, err, bus.ErrTooLarge)
}

func TestTwoNodesShareACluster(t *testing.T) {
	t.Parallel()
	shared, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true})
	require.NoError(t, err)
	shared.Start()
	require.True(t, shared.ReadyForConnections(5*time.Second))
	t.Cleanup(func() { shared.Shutdown(); shared.WaitForShutdown() })

	one, two := open(t, shared.ClientURL()), open(t, shared.ClientURL())
	_, err = one.Respond("call.1", func(context.Context, bus.Message) (any, error) { return "one", nil })
	require.NoError(t, err)
	require.NoError(t, one.Ready(t.Context()))
	answer, err := two.Request(t.Context(), "call.1", nil)
	require.NoError(t, err)
	require.Equal(t, `"one"`, string(answer.Data))
}

func TestInProcessBusListensNowhere(t *testing.T) {
	t.Parallel()
	open(t, "")
	listener, err := net.Listen("tcp", "127.0.0.1:4222")
	if err != nil {
		t.Skip("port 4222 is taken by somebody else")
	}
	require.NoError(t, listener.Close())
}
