package storetest

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/internal/cluster"
)

const template = "ringbook_template"

// server is the cluster of this test binary.
type server struct {
	cluster *cluster.Cluster
	// alive is held so that it is not collected, and so closed, before we end.
	alive io.Closer
	next  atomic.Int64
	// copying is held while a database is copied: PostgreSQL refuses two
	// copies of one template at a time under the file_copy strategy.
	copying sync.Mutex
}

// shared is started by the first test that asks and lives as long as the
// process, hence a variable of the package.
//
//nolint:gochecknoglobals // see above
var shared = sync.OnceValues(startServer)

// New gives the test a store with the schema and no data, on a database of its
// own. It is closed and dropped with the test.
func New(tb testing.TB) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), store.Config{DatabaseURL: NewURL(tb), SkipMigrate: true, MaxConns: 8})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close(context.Background())) })
	return s
}

// NewURL gives the test a migrated database without a store on it.
func NewURL(tb testing.TB) string {
	tb.Helper()
	return database(tb, " TEMPLATE "+template+" STRATEGY file_copy")
}

// NewEmptyURL gives the test a database without a schema.
func NewEmptyURL(tb testing.TB) string {
	tb.Helper()
	return database(tb, "")
}

func database(tb testing.TB, from string) string {
	tb.Helper()
	srv, err := shared()
	require.NoError(tb, err)
	name := "test_" + strconv.FormatInt(srv.next.Add(1), 10)
	require.NoError(tb, srv.create(tb.Context(), name, from))
	tb.Cleanup(func() {
		require.NoError(tb, srv.exec(context.Background(), "postgres", "DROP DATABASE "+name+" WITH (FORCE)"))
	})
	return srv.url("ringbook", name)
}

// Superuser gives the URL of the same database as the superuser, for tests that
// look behind row-level security.
func Superuser(tb testing.TB, url string) string {
	tb.Helper()
	srv, err := shared()
	require.NoError(tb, err)
	cfg, err := pgx.ParseConfig(url)
	require.NoError(tb, err)
	return srv.url(cluster.Superuser, cfg.Database)
}

// LeakOption keeps goleak from taking the shared cluster for a leak.
func LeakOption() goleak.Option {
	return goleak.IgnoreAnyFunction("github.com/ringbook/ringbook/crm/store/internal/cluster.(*Cluster).supervise")
}

// LeakOptions is LeakOption and what the cluster's process needs besides.
func LeakOptions() []goleak.Option {
	return []goleak.Option{
		LeakOption(),
		goleak.IgnoreAnyFunction("github.com/ringbook/ringbook/crm/store/internal/cluster.(*process).wait"),
		goleak.IgnoreAnyFunction("github.com/ringbook/ringbook/crm/store/internal/cluster.(*process).read"),
		goleak.IgnoreAnyFunction("os/exec.(*Cmd).Wait"),
	}
}

func startServer() (*server, error) {
	dir, err := os.MkdirTemp("", "ringbook-test-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the test cluster: %w", err)
	}
	alive, err := startJanitor(dir)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	c, err := cluster.Start(ctx, cluster.Config{Dir: dir, Ephemeral: true, Settings: map[string]string{
		"max_connections": "400", "autovacuum": "off", "shared_buffers": "64MB", "max_wal_size": "1GB",
	}})
	if err != nil {
		return nil, fmt.Errorf("start the test cluster: %w", err)
	}
	srv := &server{cluster: c, alive: alive}
	if err := srv.exec(ctx, "postgres", "CREATE ROLE ringbook LOGIN CREATEROLE"); err != nil {
		return nil, err
	}
	if err := srv.create(ctx, template, ""); err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx, srv.url("ringbook", template)); err != nil {
		return nil, fmt.Errorf("migrate the template: %w", err)
	}
	return srv, nil
}

// startJanitor starts a shell that removes the folder when this process has
// ended, however it does: its input, the other end of alive, then ends. Postgres stops by its
// parent-death signal and takes its pid file with it.
func startJanitor(dir string) (alive io.Closer, err error) {
	const script = `read -r _; n=0
while [ -e "$1/data/postmaster.pid" ] && [ $n -lt 100 ]; do n=$((n+1)); sleep 0.1; done
rm -rf "$1"`
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe for the janitor: %w", err)
	}
	janitor := exec.Command("/bin/sh", "-c", script, "janitor", filepath.Clean(dir)) //nolint:noctx,gosec // a fixed script that outlives us
	janitor.Stdin = theirs
	if err := janitor.Start(); err != nil {
		return nil, fmt.Errorf("start the janitor of the test cluster: %w", err)
	}
	_ = theirs.Close()
	return ours, nil
}

func (s *server) url(role, name string) string {
	return "postgres:///" + name + "?host=" + s.cluster.Socket() + "&user=" + role + "&sslmode=disable"
}

func (s *server) create(ctx context.Context, name, from string) error {
	s.copying.Lock()
	defer s.copying.Unlock()
	return s.exec(ctx, "postgres", "CREATE DATABASE "+name+" OWNER ringbook"+from)
}

func (s *server) exec(ctx context.Context, name, sql string) error {
	conn, err := pgx.Connect(ctx, s.url(cluster.Superuser, name))
	if err != nil {
		return fmt.Errorf("reach the test cluster: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("run %q: %w", sql, err)
	}
	return nil
}
