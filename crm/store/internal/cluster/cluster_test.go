package cluster

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// helperDir makes the test binary a service that runs a cluster until killed.
const helperDir = "RINGBOOK_TEST_CLUSTER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		serveUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

func serveUntilKilled(dir string) {
	c, err := Start(context.Background(), Config{Dir: dir})
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	_, _ = os.Stdout.WriteString("serving " + strconv.Itoa(c.Pid()) + "\n")
	select {}
}

func start(t *testing.T, dir string) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), Config{Dir: dir, Ephemeral: true, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, c.Close(context.Background())) })
	return c
}

func connect(t *testing.T, c *Cluster) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), "host="+c.Socket()+" user=postgres dbname=postgres sslmode=disable")
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// ask runs one statement on a connection of its own.
func ask(t *testing.T, c *Cluster, sql string) string {
	t.Helper()
	conn := connect(t, c)
	defer conn.Close(t.Context())
	results, err := conn.PgConn().Exec(t.Context(), sql).ReadAll()
	require.NoError(t, err)
	if last := results[len(results)-1]; len(last.Rows) > 0 {
		return string(last.Rows[0][0])
	}
	return ""
}

// helper runs this test binary as a service.
func helper(t *testing.T, dir string) (service *exec.Cmd, postgres int) {
	t.Helper()
	service = exec.Command(os.Args[0])
	service.Env = append(os.Environ(), helperDir+"="+dir)
	service.Stderr = os.Stderr
	out, err := service.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, service.Start())
	t.Cleanup(func() { _ = service.Process.Kill(); _ = service.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	postgres, err = strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(line, "serving ")))
	require.NoError(t, err)
	return service, postgres
}

func eventually(t *testing.T, condition func() bool) {
	t.Helper()
	require.Eventually(t, condition, 20*time.Second, 10*time.Millisecond)
}

func TestStartStopStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	ask(t, c, "create table kept as select 1")
	assert.Equal(t, "off", ask(t, c, "show fsync"))
	assert.Empty(t, ask(t, c, "show listen_addresses"))
	require.NoError(t, c.Close(t.Context()))
	require.NoError(t, c.Close(t.Context()), "a second close is harmless")
	assert.Empty(t, leftovers(c.data()))

	c = start(t, dir)
	assert.Equal(t, "1", ask(t, c, "select count(*)::text from kept"))
}

func TestRootIsDropped(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root has another user's rights to give")
	}
	c := start(t, t.TempDir())
	var stat syscall.Stat_t
	require.NoError(t, syscall.Stat("/proc/"+strconv.Itoa(c.Pid()), &stat))
	assert.NotZero(t, stat.Uid, "postgres runs as root")
	var socket syscall.Stat_t
	require.NoError(t, syscall.Stat(filepath.Join(c.Socket(), ".s.PGSQL.5432"), &socket))
	assert.Equal(t, uint32(0o700), socket.Mode&0o777)
}

func TestFolderThatKeepsTheUserOut(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root drops to another user")
	}
	closed := filepath.Join(t.TempDir(), "closed")
	require.NoError(t, os.Mkdir(closed, 0o700))
	dir := filepath.Join(closed, "postgres")
	for range 2 {
		c := start(t, dir)
		require.True(t, c.walled)
		ask(t, c, "create table if not exists kept as select 1; checkpoint")
		assert.Equal(t, []int{c.Pid()}, leftovers(c.data())[:1])
		socket, err := Find(dir)
		require.NoError(t, err)
		assert.Equal(t, c.Socket(), socket)
		require.NoError(t, c.Close(t.Context()))
	}
}

func TestSecondInstanceIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	_, err := Start(t.Context(), Config{Dir: dir})
	require.ErrorIs(t, err, ErrInUse)
	require.ErrorContains(t, err, strconv.Itoa(os.Getpid()))
	assert.Equal(t, "1", ask(t, c, "select '1'"), "the first one is untouched")
}

func TestFind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := Find(dir)
	require.ErrorIs(t, err, ErrNotRunning)
	c := start(t, dir)
	socket, err := Find(dir)
	require.NoError(t, err)
	assert.Equal(t, c.Socket(), socket)
	require.NoError(t, c.Close(t.Context()))
	_, err = Find(dir)
	require.ErrorIs(t, err, ErrNotRunning)
}

func TestWrongMajorVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	require.NoError(t, c.Close(t.Context()))
	version := filepath.Join(c.data(), "PG_VERSION")
	require.NoError(t, os.WriteFile(version, []byte("9\n"), 0o600))
	_, err := Start(t.Context(), Config{Dir: dir})
	require.ErrorIs(t, err, ErrNoBinaries)
	require.ErrorContains(t, err, "was made by PostgreSQL 9")
	left, err := os.ReadFile(version)
	require.NoError(t, err)
	assert.Equal(t, "9\n", string(left), "the folder is as it was")
}

func TestNoBinaries(t *testing.T) {
	t.Parallel()
	_, err := Start(t.Context(), Config{Dir: t.TempDir(), Bin: t.TempDir()})
	require.ErrorIs(t, err, ErrNoBinaries)
}

func TestStalePidFileNamingALiveProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := start(t, dir)
	require.NoError(t, c.Close(t.Context()))
	// Both files name this very test, which is alive and no postgres.
	pid := strconv.Itoa(os.Getpid()) + "\n" + c.data() + "\n0\n5432\n" + c.Socket() + "\n\n  1 2\nready   \n"
	require.NoError(t, os.WriteFile(filepath.Join(c.data(), "postmaster.pid"), []byte(pid), 0o600))
	socket := filepath.Join(c.Socket(), ".s.PGSQL.5432")
	require.NoError(t, os.WriteFile(socket+".lock", []byte(pid), 0o600))
	listener, err := net.Listen("unix", socket)
	require.NoError(t, err)
	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	require.NoError(t, listener.Close())

	c = start(t, dir)
	assert.Equal(t, "1", ask(t, c, "select '1'"))
}

func TestUnfinishedInitdbIsDoneAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fresh := filepath.Join(dir, "data.new")
	require.NoError(t, os.Mkdir(fresh, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(fresh, "PG_VERSION"), []byte("15\n"), 0o600))
	c := start(t, dir)
	assert.Equal(t, "1", ask(t, c, "select '1'"))
	assert.NoDirExists(t, fresh)
}

func TestForeignDataIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "data"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "letter.txt"), []byte("dear"), 0o600))
	_, err := Start(t.Context(), Config{Dir: dir})
	require.ErrorContains(t, err, "is not empty")
	assert.FileExists(t, filepath.Join(dir, "data", "letter.txt"))
}

func TestLongPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 25))
	c := start(t, dir)
	assert.Equal(t, "1", ask(t, c, "select '1'"))
	assert.LessOrEqual(t, len(c.Socket())+len("/.s.PGSQL.5432"), maxSocketPath)
	socket, err := Find(dir)
	require.NoError(t, err)
	assert.Equal(t, c.Socket(), socket)
	require.NoError(t, c.Close(t.Context()))
	assert.NoDirExists(t, c.Socket())
}

func TestKilledServiceStopsPostgres(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	service, postgres := helper(t, dir)
	require.NoError(t, service.Process.Kill())
	_ = service.Wait()
	// Nobody waits for it: the next start has to cope with a server that is
	// just going.
	c := start(t, dir)
	assert.NotEqual(t, postgres, c.Pid())
	assert.Equal(t, "1", ask(t, c, "select '1'"))
}

func TestBothKilledWithABusyBackend(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	service, postgres := helper(t, dir)
	socket, err := Find(dir)
	require.NoError(t, err)
	conn := connect(t, &Cluster{socket: socket})
	_, err = conn.Exec(t.Context(), "create table kept as select 1")
	require.NoError(t, err)
	busy := make(chan error, 1)
	go func() {
		_, err := conn.Exec(context.Background(), "do $$ begin loop perform 1; end loop; end $$")
		busy <- err
	}()
	eventually(t, func() bool {
		return ask(t, &Cluster{socket: socket}, "select count(*)::text from pg_stat_activity where query like 'do %' and state = 'active'") == "1"
	})
	// The server first: its death must not become a clean stop.
	require.NoError(t, syscall.Kill(postgres, syscall.SIGSTOP))
	require.NoError(t, service.Process.Kill())
	_ = service.Wait()
	require.NoError(t, syscall.Kill(postgres, syscall.SIGKILL))

	c := start(t, dir)
	assert.Equal(t, "1", ask(t, c, "select count(*)::text from kept"), "what was committed is there")
	require.Error(t, <-busy)
}

func TestPostgresThatDiesIsStartedAgain(t *testing.T) {
	t.Parallel()
	c := start(t, t.TempDir())
	before := c.Pid()
	require.NoError(t, syscall.Kill(before, syscall.SIGKILL))
	eventually(t, func() bool {
		file := readPidFile(c.data())
		return file.ready && file.pid != before
	})
	assert.Equal(t, "1", ask(t, c, "select '1'"))
}
