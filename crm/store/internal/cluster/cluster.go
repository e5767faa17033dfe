package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Superuser is the role that initdb makes.
const Superuser = "postgres"

const (
	port = "5432"
	// stopGrace is how long a fast shutdown may take before it is made immediate.
	stopGrace = 20 * time.Second
	// maxRestartDelay bounds the pause before postgres is started once more.
	maxRestartDelay = 5 * time.Second
	pollEvery       = 5 * time.Millisecond
)

// Config says where the cluster is.
type Config struct {
	// Dir holds everything: the lock, the data and the socket.
	Dir string
	// Bin is the folder of the binaries; empty searches for them.
	Bin    string
	Logger *slog.Logger
	// Settings are added to the command line, over the defaults.
	Settings map[string]string
	// Ephemeral leaves out every flush to disk, for tests.
	Ephemeral bool
}

// Cluster is a running PostgreSQL that is restarted when it dies.
type Cluster struct {
	cfg    Config
	bin    Binaries
	owner  owner
	socket string
	lock   *os.File
	// walled says that the user of postgres cannot walk to the folder by name.
	walled bool

	stop chan struct{}
	done chan struct{}
}

// Start makes the cluster if there is none, waits for what an earlier run left
// behind, and returns when postgres accepts connections.
func Start(ctx context.Context, cfg Config) (*Cluster, error) {
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", cfg.Dir, err)
	}
	cfg.Dir = dir
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Cluster{cfg: cfg, stop: make(chan struct{}), done: make(chan struct{})}
	if err := c.prepare(ctx); err != nil {
		c.release()
		return nil, err
	}
	first, err := c.launch(ctx)
	if err != nil {
		c.release()
		return nil, err
	}
	//nolint:contextcheck // the supervisor outlives the start; Close ends it.
	go c.supervise(context.WithoutCancel(ctx), first)
	return c, nil
}

// prepare does all that comes before the first process.
func (c *Cluster) prepare(ctx context.Context) (err error) {
	if err = os.MkdirAll(c.cfg.Dir, 0o755); err != nil { //nolint:gosec // postgres, another user than root, enters it
		return fmt.Errorf("make the database folder: %w", err)
	}
	if c.lock, err = acquire(ctx, c.lockFile()); err != nil {
		return err
	}
	if c.owner, err = ownerFor(c.data()); err != nil {
		return err
	}
	if err = c.checkWay(ctx); err != nil {
		return err
	}
	if c.bin, err = find(ctx, c.cfg.Bin, c.data()); err != nil {
		return err
	}
	if c.socket, err = c.socketDir(ctx); err != nil {
		return err
	}
	if err = endLeftovers(ctx, c.data(), c.cfg.Logger); err != nil {
		return err
	}
	return c.initialise(ctx)
}

func (c *Cluster) data() string     { return filepath.Join(c.cfg.Dir, "data") }
func (c *Cluster) lockFile() string { return filepath.Join(c.cfg.Dir, "lock") }

// Socket is the folder of the unix socket: libpq's host parameter.
func (c *Cluster) Socket() string { return c.socket }

// Pid is the process that the pid file names; 0 when it names none.
func (c *Cluster) Pid() int { return readPidFile(c.data()).pid }

// Close stops postgres, having it finish what it writes, and waits for its
// end. When ctx ends first, postgres is stopped at once and recovers at the
// next start.
func (c *Cluster) Close(ctx context.Context) error {
	select {
	case <-c.stop:
	default:
		close(c.stop)
	}
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
		signalPid(c.Pid(), sigImmediate)
		<-c.done
		return fmt.Errorf("stop the private database: %w", ctx.Err())
	}
}

// release gives back what a start that failed has taken.
func (c *Cluster) release() {
	if c.lock != nil {
		_ = c.lock.Close()
	}
	c.removeFallbackSocket()
}

// supervise waits for the process and starts another when it was not asked to
// end.
func (c *Cluster) supervise(ctx context.Context, running *process) {
	defer close(c.done)
	defer c.release()
	delay := 100 * time.Millisecond
	for {
		select {
		case <-c.stop:
			running.shutdown()
			return
		case <-running.ended:
		}
		c.cfg.Logger.ErrorContext(ctx, "the private database ended unasked, starting it again",
			slog.String("state", running.state()))
		next, stopped := c.relaunch(ctx, &delay)
		if stopped {
			return
		}
		running = next
		c.cfg.Logger.InfoContext(ctx, "the private database serves again")
	}
}

// relaunch tries until postgres serves or Close was called.
func (c *Cluster) relaunch(ctx context.Context, delay *time.Duration) (running *process, stopped bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-c.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	for {
		err := endLeftovers(ctx, c.data(), c.cfg.Logger)
		if err == nil {
			if running, err = c.launch(ctx); err == nil {
				return running, false
			}
		}
		if ctx.Err() != nil {
			return nil, true
		}
		c.cfg.Logger.ErrorContext(ctx, "start the private database", slog.Any("error", err))
		timer := time.NewTimer(*delay)
		select {
		case <-c.stop:
			timer.Stop()
			return nil, true
		case <-timer.C:
		}
		*delay = min(2**delay, maxRestartDelay)
	}
}

// launch starts one postgres and waits until it serves.
func (c *Cluster) launch(ctx context.Context) (*process, error) {
	if err := c.clearStale(); err != nil {
		return nil, err
	}
	running, err := c.start(ctx)
	if err != nil {
		return nil, err
	}
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		if file := readPidFile(c.data()); file.pid == running.pid && file.ready {
			return running, nil
		}
		select {
		case <-running.ended:
			return nil, fmt.Errorf("start postgres in %s: it ended at once (%s): %s", c.data(), running.state(), running.lastLines())
		case <-ctx.Done():
			running.shutdown()
			return nil, fmt.Errorf("start postgres in %s: %w", c.data(), ctx.Err())
		case <-ticker.C:
		}
	}
}

// clearStale removes what a killed postmaster left. The caller knows that no
// process of this cluster lives, whatever process the files name: pids are
// used again.
func (c *Cluster) clearStale() error {
	name := filepath.Join(c.socket, ".s.PGSQL."+port)
	for _, path := range []string{filepath.Join(c.data(), "postmaster.pid"), name, name + ".lock"} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove a stale file: %w", err)
		}
	}
	return nil
}

// arguments of postgres; names are its names for the folders of the data and
// of the socket.
func (c *Cluster) arguments(names []string) []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": names[1],
		"unix_socket_permissions": "0700",
		"port":                    port,
		"logging_collector":       "off",
		"log_destination":         "stderr",
		"log_line_prefix":         "",
		"timezone":                "UTC",
		"max_connections":         "200",
		"jit":                     "off",
		"random_page_cost":        "1.1",
		"max_wal_size":            "2GB",
		"wal_compression":         "on",
	}
	if c.cfg.Ephemeral {
		for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
			settings[name] = "off"
		}
	}
	maps.Copy(settings, c.cfg.Settings)
	arguments := []string{"-D", names[0]}
	for name, value := range settings {
		arguments = append(arguments, "-c", name+"="+value)
	}
	return arguments
}

// pidFile is what postmaster.pid says: pid, data, start, port, socket folder,
// address, shared memory, status, a line each.
type pidFile struct {
	pid    int
	socket string
	ready  bool
}

func readPidFile(data string) pidFile {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid")) //nolint:gosec // our own folder
	if err != nil {
		return pidFile{}
	}
	lines := strings.Split(string(text), "\n")
	var file pidFile
	if pid, err := strconv.Atoi(strings.TrimSpace(lines[0])); err == nil {
		file.pid = pid
	}
	if len(lines) > 4 {
		file.socket = lines[4]
	}
	file.ready = len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
	return file
}
