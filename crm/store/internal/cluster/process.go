package cluster

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// The signals that postgres takes for a shutdown.
const (
	sigFast      = syscall.SIGINT
	sigImmediate = syscall.SIGQUIT
)

// process is one run of postgres.
type process struct {
	pid   int
	ended chan struct{}

	mu    sync.Mutex
	lines []string
	exit  string
}

// start runs postgres. The goroutine that forks keeps its thread until the
// child has ended: the kernel sends the parent-death signal when the thread
// goes, not the process.
func (c *Cluster) start(ctx context.Context) (*process, error) {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), c.bin.path("postgres")) //nolint:gosec // the binary is the operator's choice
	folders := []string{c.data()}
	if c.socket != c.fallbackSocket() {
		folders = append(folders, c.socket)
	}
	names, closeFolders, err := c.hand(cmd, folders...)
	if err != nil {
		return nil, err
	}
	defer closeFolders()
	cmd.Args = append(cmd.Args, c.arguments(append(names, c.socket))...)
	cmd.Dir = "/"
	cmd.Env = environment()
	cmd.SysProcAttr = c.attributes()
	running := &process{ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		output, input, err := os.Pipe()
		if err != nil {
			started <- err
			return
		}
		defer output.Close()
		cmd.Stderr = input
		err = cmd.Start()
		_ = input.Close()
		if err == nil {
			running.pid = cmd.Process.Pid
		}
		started <- err
		if err != nil {
			return
		}
		defer close(running.ended)
		running.wait(ctx, cmd, output, c.cfg.Logger)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start postgres: %w", err)
	}
	return running, nil
}

// wait returns when the process has ended and what it said was read. A backend
// that outlives its server holds the pipe, hence the deadline.
func (p *process) wait(ctx context.Context, cmd *exec.Cmd, output *os.File, logger *slog.Logger) {
	read := make(chan struct{})
	go func() {
		defer close(read)
		p.read(ctx, output, logger)
	}()
	err := cmd.Wait()
	_ = output.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
	<-read
	p.mu.Lock()
	defer p.mu.Unlock()
	p.exit = "exit status 0"
	if err != nil {
		p.exit = err.Error()
	}
}

// read passes what postgres logs on to our log and keeps the last lines for
// an error.
func (p *process) read(ctx context.Context, output io.Reader, logger *slog.Logger) {
	lines := bufio.NewScanner(output)
	lines.Buffer(make([]byte, 0, 4096), 1<<20)
	for lines.Scan() {
		line := lines.Text()
		p.mu.Lock()
		p.lines = append(p.lines, line)
		if len(p.lines) > 6 {
			p.lines = p.lines[1:]
		}
		p.mu.Unlock()
		level := slog.LevelDebug
		if strings.HasPrefix(line, "FATAL") || strings.HasPrefix(line, "PANIC") {
			level = slog.LevelWarn
		}
		logger.LogAttrs(ctx, level, "postgres says", slog.String("line", line))
	}
	_, _ = io.Copy(io.Discard, output)
}

func (p *process) state() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.exit
}

func (p *process) lastLines() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return tail(strings.Join(p.lines, "; "))
}

// shutdown ends the process cleanly, or at once when that takes too long.
func (p *process) shutdown() {
	signalPid(p.pid, sigFast)
	timer := time.NewTimer(stopGrace)
	defer timer.Stop()
	select {
	case <-p.ended:
		return
	case <-timer.C:
		signalPid(p.pid, sigImmediate)
	}
	<-p.ended
}

// signalPid is only given children of ours and processes that endLeftovers
// knows by their folder and executable.
func signalPid(pid int, signal syscall.Signal) {
	if pid <= 1 {
		return
	}
	if found, err := os.FindProcess(pid); err == nil {
		_ = found.Signal(signal)
	}
}
