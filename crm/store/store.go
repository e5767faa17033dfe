package store

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc"
)

var (
	_ callsvc.Lookup    = (*Store)(nil)
	_ callsvc.CallLog   = (*Store)(nil)
	_ callsvc.Directory = (*Store)(nil)
)

// appRole is what the pool works as; migration 1 makes it.
const appRole = "ringbook_app"

// statementTimeout bounds what one request can cost the database.
const statementTimeout = "30s"

// Config says where the database is.
type Config struct {
	// DatabaseURL names an external PostgreSQL; empty runs a private cluster in DataDir/postgres.
	DatabaseURL string
	DataDir     string
	Logger      *slog.Logger
	// MaxConns bounds the pool; 0 takes four per CPU, at least eight.
	MaxConns int
	// SkipMigrate leaves the schema as it is.
	SkipMigrate bool
}

// Store is the open database.
type Store struct {
	pool    *pgxpool.Pool
	url     string
	logger  *slog.Logger
	private *privateCluster
	// exports has room for as many as may run at once.
	exports chan struct{}
	tell    TellFunc
	// jobs adds background work; RunJobs does it.
	jobs *river.Client[pgx.Tx]
}

// Open starts the private cluster when there is no URL, migrates and opens the
// pool.
func Open(ctx context.Context, cfg Config) (_ *Store, err error) {
	s := &Store{url: cfg.DatabaseURL, logger: cfg.Logger}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	defer func() {
		if err != nil {
			_ = s.Close(context.WithoutCancel(ctx))
		}
	}()
	if s.url == "" {
		if s.private, err = startPrivate(ctx, cfg.DataDir, s.logger); err != nil {
			return nil, err
		}
		s.url = s.private.url
	}
	if !cfg.SkipMigrate {
		if err = Migrate(ctx, s.url); err != nil {
			return nil, err
		}
	}
	if s.pool, err = openPool(ctx, s.url, cfg.MaxConns); err != nil {
		return nil, err
	}
	if s.jobs, err = newJobInserter(s.pool, s.jobLogger()); err != nil {
		return nil, err
	}
	s.exports = make(chan struct{}, max(1, s.pool.Config().MaxConns/4))
	return s, nil
}

func openPool(ctx context.Context, url string, maxConns int) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	if maxConns == 0 {
		maxConns = max(8, 4*runtime.NumCPU())
	}
	cfg.MaxConns = int32(maxConns) //nolint:gosec // a count of connections
	cfg.MinIdleConns = 1
	cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	cfg.ConnConfig.RuntimeParams["application_name"] = "ringbook"
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = statementTimeout
	// Every query here is short: workers would cost more than they help, and
	// search relies on the order in which its parts run.
	cfg.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "0"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	cfg.AfterConnect = prepareConn
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the database pool: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	return pool, nil
}

// prepareConn gives the connection the role that row-level security binds.
func prepareConn(ctx context.Context, conn *pgx.Conn) error {
	registerTypes(conn.TypeMap())
	if _, err := conn.Exec(ctx, "SET ROLE "+appRole); err != nil {
		return fmt.Errorf("take the role %s: %w", appRole, err)
	}
	return nil
}

// Close closes the pool and stops the private cluster. It may be called twice.
func (s *Store) Close(ctx context.Context) error {
	if s.pool != nil {
		s.pool.Close()
	}
	if s.private != nil {
		return s.private.close(ctx)
	}
	return nil
}

// Ping answers nil when the database serves.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.pool.Ping(ctx); err != nil {
		return translate("reach the database", err)
	}
	return nil
}

// ConnString is the URL of the database, for tools and tests.
func (s *Store) ConnString() string { return s.url }
