package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

const (
	// maxPayload bounds one message: a screen pop with twenty matches is a tenth of it.
	maxPayload = 256 << 10
	// pendingMessages and pendingBytes bound what waits for one subscriber; past them messages are dropped and logged.
	pendingMessages = 4096
	pendingBytes    = 8 << 20
	startTimeout    = 10 * time.Second
	closeTimeout    = 5 * time.Second
)

// ErrNoResponders means that nobody serves the subject of a Request.
var ErrNoResponders = errors.New("nobody serves this subject")

// ErrTooLarge means that a message is past the bound and was not sent.
var ErrTooLarge = errors.New("message is larger than 256 KiB")

// Config says which bus to join.
type Config struct {
	// URL of a NATS cluster; empty starts a server inside the process that listens on no socket.
	URL string
	// Node names this process to the cluster.
	Node   string
	Logger *slog.Logger
}

// Bus is one connection to the bus.
type Bus struct {
	conn   *nats.Conn
	server *server.Server
	logger *slog.Logger
	closed chan struct{}

	mu      sync.Mutex
	closing bool
}

// Open joins the bus, or starts one inside the process.
func Open(ctx context.Context, cfg Config) (*Bus, error) {
	b := &Bus{logger: cfg.Logger, closed: make(chan struct{})}
	if b.logger == nil {
		b.logger = slog.Default()
	}
	options := []nats.Option{
		nats.Name("ringbook " + cfg.Node),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(time.Second),
		nats.DrainTimeout(closeTimeout),
		nats.ErrorHandler(b.report),
		nats.ClosedHandler(func(*nats.Conn) { close(b.closed) }),
	}
	if cfg.URL == "" {
		inProcess, err := startServer(cfg.Node)
		if err != nil {
			return nil, err
		}
		b.server = inProcess
		options = append(options, nats.InProcessServer(inProcess))
	}
	conn, err := nats.Connect(cfg.URL, options...)
	if err != nil {
		b.stopServer()
		return nil, fmt.Errorf("connect to the bus: %w", err)
	}
	b.conn = conn
	if err := b.Ready(ctx); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func startServer(node string) (*server.Server, error) {
	inProcess, err := server.NewServer(&server.Options{
		ServerName: node,
		DontListen: true,
		NoSigs:     true,
		NoLog:      true,
		MaxPayload: maxPayload + 4096,
	})
	if err != nil {
		return nil, fmt.Errorf("make the bus server: %w", err)
	}
	inProcess.Start()
	if !inProcess.ReadyForConnections(startTimeout) {
		inProcess.Shutdown()
		return nil, errors.New("bus server did not start in time")
	}
	return inProcess, nil
}

// Ready asks the server for a sign of life.
func (b *Bus) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if err := b.conn.FlushWithContext(ctx); err != nil {
		return fmt.Errorf("reach the bus: %w", err)
	}
	return nil
}

// Publish sends v as JSON to all who subscribe to subject. It does not wait for them.
func (b *Bus) Publish(ctx context.Context, subject string, v any) error {
	payload, err := encode(v)
	if err != nil {
		return fmt.Errorf("publish on %s: %w", subject, err)
	}
	if err := b.conn.Publish(subject, payload); err != nil {
		return fmt.Errorf("publish on %s: %w", subject, err)
	}
	return nil
}

func encode(v any) ([]byte, error) {
	payload, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(payload) > maxPayload {
		return nil, ErrTooLarge
	}
	return payload, nil
}

// Close lets handlers finish what has arrived, then leaves the bus and stops its server.
func (b *Bus) Close() error {
	b.mu.Lock()
	if b.closing {
		b.mu.Unlock()
		<-b.closed
		return nil
	}
	b.closing = true
	b.mu.Unlock()
	err := b.conn.Drain()
	if err != nil {
		b.conn.Close()
	}
	<-b.closed
	b.stopServer()
	if err != nil && !errors.Is(err, nats.ErrConnectionClosed) {
		return fmt.Errorf("drain the bus: %w", err)
	}
	return nil
}

func (b *Bus) stopServer() {
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
}

func (b *Bus) report(_ *nats.Conn, subscription *nats.Subscription, err error) {
	subject := ""
	if subscription != nil {
		subject = subscription.Subject
	}
	b.logger.ErrorContext(context.Background(), "bus trouble", slog.String("subject", subject), slog.Any("error", err))
}
