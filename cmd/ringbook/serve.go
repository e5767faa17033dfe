package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"reflect"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/callsvc"
)

// directoryEvery is how soon a running service sees what `ringbook admin` or
// another node changed in users, trunks and numbers. What it changes itself it
// sees at once.
const directoryEvery = 5 * time.Second

// Run serves until ctx ends, then drains.
func (c *serveCommand) Run(ctx context.Context, stdout io.Writer) error {
	logger := newLogger(os.Stderr, c.Log).With(slog.String("version", version))
	p := &parts{logger: logger}
	if err := p.open(ctx, c); err != nil {
		return p.close(err)
	}
	announce := func() error {
		text := p.addresses() + "\n"
		if c.Demo {
			text += demoLogins(p.web.Addr())
		}
		if _, err := io.WriteString(stdout, text); err != nil {
			return fmt.Errorf("tell the addresses: %w", err)
		}
		return nil
	}
	return p.close(p.serve(ctx, c.Drain, announce))
}

// running is one long-lived part and how it is told to end.
type running struct {
	stop context.CancelFunc
	done chan struct{}
}

// start runs a part in group under a context of its own, so that parts end in
// the order that serve wants and not all at once.
func start(group *errgroup.Group, name string, part func(context.Context) error) *running {
	ctx, stop := context.WithCancel(context.Background())
	r := &running{stop: stop, done: make(chan struct{})}
	group.Go(func() error {
		defer close(r.done)
		defer stop()
		if err := part(ctx); err != nil && ctx.Err() == nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
	return r
}

// end stops the part and waits for it.
func (r *running) end() {
	r.stop()
	<-r.done
}

// serve runs every part until ctx ends or one fails. Then it refuses new calls,
// lets those that run finish for as long as drain, writes their records, and
// closes the web last, because agents follow their calls through it. announce
// is called once all of them serve.
func (p *parts) serve(ctx context.Context, drain time.Duration, announce func() error) error {
	group, failed := errgroup.WithContext(context.WithoutCancel(ctx))
	signalling := start(group, "sip", p.sip.Run)
	uploads := start(group, "uploads", p.upload)
	calls := start(group, "calls", p.calls.Run)
	web := start(group, "web", p.web.Run)
	jobs := start(group, "jobs", func(ctx context.Context) error {
		return p.store.RunJobs(ctx, p.jobsConfig())
	})
	refresh := start(group, "directory", p.refreshDirectory)
	demo := start(group, "demo", p.demo.Run)
	ready := start(group, "announce", func(ctx context.Context) error {
		if p.awaitReady(ctx) {
			return announce()
		}
		return nil
	})

	select {
	case <-ctx.Done():
		p.logger.InfoContext(ctx, "draining", slog.Duration("limit", drain), slog.Int("legs", p.sip.LegCount()))
	case <-failed.Done():
		drain = 0
	}
	ready.end()
	refresh.end()
	p.sip.Drain()
	p.calls.Drain()
	p.awaitCalls(ctx, calls, drain)
	calls.end()
	demo.end()
	signalling.end()
	uploads.end()
	jobs.end()
	web.end()
	return group.Wait()
}

// awaitReady waits until every part serves, or ctx ends.
func (p *parts) awaitReady(ctx context.Context) bool {
	every := time.NewTicker(20 * time.Millisecond)
	defer every.Stop()
	for p.ready(ctx) != nil {
		select {
		case <-ctx.Done():
			return false
		case <-every.C:
		}
	}
	return true
}

// awaitCalls waits until the calls have ended, drain has passed, or the person
// who stops the service does so again.
func (p *parts) awaitCalls(ctx context.Context, calls *running, drain time.Duration) {
	timer := time.NewTimer(drain)
	defer timer.Stop()
	select {
	case <-calls.done:
	case <-timer.C:
		p.logger.WarnContext(ctx, "ending the calls that are left", slog.Int("legs", p.sip.LegCount()))
	case <-impatience(ctx):
	}
}

// refreshDirectory looks from time to time whether the directory is another,
// and only then has the calls read it, which tells the log and the trunks.
func (p *parts) refreshDirectory(ctx context.Context) error {
	every := time.NewTicker(directoryEvery)
	defer every.Stop()
	var known callsvc.DirectorySnapshot
	for {
		now, err := p.store.LoadDirectory(ctx)
		if err == nil && !reflect.DeepEqual(now, known) {
			known = now
			err = p.calls.ReloadDirectory(ctx)
		}
		// While the database is away, calls go on with the directory known.
		if err != nil && ctx.Err() == nil {
			p.logger.WarnContext(ctx, "directory not read", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-every.C:
		}
	}
}
