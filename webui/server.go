package webui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/app"
	"github.com/ringbook/ringbook/webui/live"
)

// Timeouts of a connection. Websockets are taken out of them when they begin.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 20 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	headerMost    = 32 << 10
)

// Server is the web service of one node.
type Server struct {
	cfg       Config
	logger    *slog.Logger
	store     Store
	calls     CallService
	bus       Publisher
	passwords *crm.PasswordHasher
	simulator Simulator
	webhooks  WebhookTargets
	files     callsvc.Storage
	tester    RouteTester
	trunks    TrunkWatcher
	ready     func(context.Context) error
	now       func() time.Time
	dialler   dialler
	attempts  *attempts
	hub       *live.Hub
	assets    *assets
	publicURL *url.URL
	secure    bool
	huma      huma.API
	document  document
	handler   http.Handler

	mu       sync.Mutex
	listener net.Listener
}

// New checks the parts and makes the Server. Nothing listens before Listen or Run.
func New(cfg Config, deps Deps) (*Server, error) {
	if err := deps.validate(); err != nil {
		return nil, err
	}
	publicURL, err := cfg.publicURL()
	if err != nil {
		return nil, fmt.Errorf("public URL: %w", err)
	}
	s := &Server{
		cfg: cfg, logger: cfg.Logger, store: deps.Store, calls: deps.Calls, bus: deps.Bus,
		passwords: deps.Passwords, simulator: deps.Simulator, webhooks: deps.Webhooks, files: deps.Files, tester: deps.Routes, trunks: deps.Trunks, ready: deps.Ready, now: deps.Now,
		publicURL: publicURL, secure: publicURL != nil && publicURL.Scheme == "https",
	}
	s.setDefaults()
	files := deps.Assets
	if files == nil {
		if files, err = app.Files(); err != nil {
			return nil, fmt.Errorf("open front end: %w", err)
		}
	}
	if s.assets, err = newAssets(files); err != nil {
		return nil, err
	}
	s.dialler = dialler{contacts: s.store, calls: s.calls}
	s.attempts = newAttempts(s.now)
	s.hub = live.New(live.Config{Node: cfg.Node, Logger: s.logger}, live.Deps{
		Connect: deps.Connect, Calls: deps.Calls, Dial: s.dialler.Dial, Cards: deps.Store, Users: deps.Store,
		Now: s.now,
	})
	return s, s.build()
}

func (s *Server) setDefaults() {
	if s.logger == nil {
		s.logger = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.ready == nil {
		s.ready = func(context.Context) error { return nil }
	}
	if s.passwords == nil {
		s.passwords = crm.NewPasswordHasher(0)
	}
	if s.cfg.StopTimeout <= 0 {
		s.cfg.StopTimeout = 5 * time.Second
	}
}

// build makes the router.
func (s *Server) build() error {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	if err := engine.SetTrustedProxies(s.cfg.TrustedProxies); err != nil {
		return fmt.Errorf("trusted proxies: %w", err)
	}
	engine.Use(s.identify, s.accessLog, s.recoverPanics, s.secureHeaders)
	v1 := engine.Group("/api/v1", s.apiRequest)
	s.huma = newHuma(engine, v1)
	s.routes(engine, v1)
	engine.NoRoute(s.fallback)
	engine.NoMethod(s.methodNotAllowed)
	described, err := describe(s.huma)
	if err != nil {
		return err
	}
	s.document = described
	s.handler = engine
	return nil
}

// Handler answers requests, for tests that need no socket.
func (s *Server) Handler() http.Handler { return s.handler }

// Listen takes the address, so that Addr is known and a taken port is noticed
// before anything else starts.
func (s *Server) Listen(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil {
		return nil
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return fmt.Errorf("listen for HTTP: %w", err)
	}
	s.listener = listener
	return nil
}

// Addr is the host:port that the service listens on, empty before Listen.
func (s *Server) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener == nil {
		return ""
	}
	return s.listener.Addr().String()
}

// Run serves until ctx ends. Then it closes the websockets, lets running
// requests finish for StopTimeout, and returns nil.
func (s *Server) Run(ctx context.Context) error {
	if err := s.Listen(ctx); err != nil {
		return err
	}
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerMost,
		ErrorLog: slog.NewLogLogger(s.logger.Handler(), slog.LevelDebug),
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve HTTP: %w", err)
		}
		return nil
	})
	group.Go(func() error { return s.hub.Run(ctx) })
	group.Go(func() error {
		<-ctx.Done()
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.cfg.StopTimeout)
		defer cancel()
		s.hub.Close(stopping)
		if err := server.Shutdown(stopping); err != nil {
			s.logger.WarnContext(stopping, "requests cut off", slog.Any("error", err))
			return server.Close() //nolint:wrapcheck // nothing can be added to a failed close
		}
		return nil
	})
	return group.Wait() //nolint:wrapcheck // the goroutines wrap
}
