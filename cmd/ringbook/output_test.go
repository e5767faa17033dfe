package main

import (
	"bufio"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// output collects what a command prints and lets a test wait for a line.
type output struct {
	t    *testing.T
	mu   sync.Mutex
	seen []string
	more chan struct{}
	pipe *io.PipeWriter
}

func newOutput(t *testing.T) *output {
	t.Helper()
	reader, writer := io.Pipe()
	o := &output{t: t, more: make(chan struct{}, 1), pipe: writer}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			o.mu.Lock()
			o.seen = append(o.seen, lines.Text())
			o.mu.Unlock()
			select {
			case o.more <- struct{}{}:
			default:
			}
		}
	}()
	t.Cleanup(func() {
		_ = writer.Close()
		<-done
	})
	return o
}

// Write implements io.Writer.
func (o *output) Write(text []byte) (int, error) { return o.pipe.Write(text) }

// find returns the first line that holds part.
func (o *output) find(part string) (string, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, line := range o.seen {
		if strings.Contains(line, part) {
			return line, true
		}
	}
	return "", false
}

// await waits for a line that holds part.
func (o *output) await(part string, limit time.Duration) string {
	o.t.Helper()
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	for {
		if line, found := o.find(part); found {
			return line
		}
		select {
		case <-o.more:
		case <-deadline.C:
			o.mu.Lock()
			defer o.mu.Unlock()
			require.FailNow(o.t, "no such line", "%q is not in:\n%s", part, strings.Join(o.seen, "\n"))
		}
	}
}

// noEnvironment is a getenv without variables.
func noEnvironment(string) string { return "" }
