package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/storebench"
	"github.com/ringbook/ringbook/sip/answerer"
)

const callsFor = 10 * time.Second

type callsCommand struct{}

// Run places calls as fast as they are answered and ended: caller looked up
// among all contacts, popped to the agent, answered by the agent's command, and
// written as a row with legs and events. Beside it the same callers call a
// server that does nothing but answer.
func (callsCommand) Run(ctx context.Context, b *bench) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	before, err := storebench.Calls(ctx, s.store.ConnString(), s.org.ID)
	if err != nil {
		return fmt.Errorf("count rows: %w", err)
	}
	stop, err := s.answerAll(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	ours, err := load(ctx, s.target, b.contacts(), b.span(callsFor))
	if err != nil {
		return errors.Join(fmt.Errorf("service: %w", err), stop())
	}
	calls := int(ours * time.Since(began).Seconds())
	if err := stop(); err != nil {
		return err
	}
	late, err := s.awaitRows(ctx, before, calls)
	if err != nil {
		return err
	}
	// The bare server comes second: what it keeps of its transactions would
	// else be the service's garbage to collect.
	var bare float64
	if err := answering(ctx, func(target netip.AddrPort) error {
		done, err := load(ctx, target, b.contacts(), b.span(callsFor/2))
		bare = done
		return err
	}); err != nil {
		return fmt.Errorf("bare answerer: %w", err)
	}
	b.note(figure{
		Name: "calls with lookup and row", Value: ours, Unit: "calls/s", Limit: "bare sipgo answerer", LimitValue: bare,
		Note: fmt.Sprintf("about %d calls, last row %s after the last call", calls, late.Round(time.Millisecond)),
	})
	return nil
}

// awaitRows waits until every call has its row.
func (s *service) awaitRows(ctx context.Context, before, calls int) (time.Duration, error) {
	began := time.Now()
	every := time.NewTicker(50 * time.Millisecond)
	defer every.Stop()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		count, err := storebench.Calls(ctx, s.store.ConnString(), s.org.ID)
		if err != nil {
			return 0, fmt.Errorf("count rows: %w", err)
		}
		// The rate is rounded, and so is the number of calls made from it.
		if float64(count-before) >= 0.995*float64(calls) {
			return time.Since(began), nil
		}
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("%d of %d calls have a row: %w", count-before, calls, ctx.Err())
		case <-every.C:
		}
	}
}

// answering runs a bare answerer around work.
func answering(ctx context.Context, work func(target netip.AddrPort) error) error {
	socket, err := listenAll(1)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- answerer.Serve(ctx, socket[0], offerOf(40000)) }()
	err = work(addrOf(socket[0]))
	cancel()
	return errors.Join(err, <-done)
}

// load has callers call target one after the other and gives calls a second.
func load(ctx context.Context, target netip.AddrPort, contacts int, span time.Duration) (float64, error) {
	var calls atomic.Int64
	var callers sync.WaitGroup
	failures := make(chan error, lines)
	began := time.Now()
	for n := range lines {
		callers.Go(func() {
			phone, err := newCaller(target)
			if err != nil {
				failures <- err
				return
			}
			defer phone.close()
			for time.Since(began) < span && ctx.Err() == nil {
				if err := phone.call(ctx, storebench.Number(rand.IntN(contacts)), did(n)); err != nil {
					failures <- err
					return
				}
				calls.Add(1)
			}
		})
	}
	callers.Wait()
	spent := time.Since(began)
	close(failures)
	var all []error
	for err := range failures {
		all = append(all, err)
	}
	if err := errors.Join(append(all, ctx.Err())...); err != nil {
		return 0, err
	}
	return float64(calls.Load()) / spent.Seconds(), nil
}

// answerAll gives every agent a place that answers what it is offered.
func (s *service) answerAll(ctx context.Context) (stop func() error, err error) {
	ctx, cancel := context.WithCancel(ctx)
	var agents sync.WaitGroup
	var connections []*callsvc.Connection
	stop = func() error {
		cancel()
		agents.Wait()
		for _, connection := range connections {
			connection.Close()
		}
		return nil
	}
	for _, user := range s.agents {
		offers := make(chan id.Call, 64)
		connection, err := s.calls.Connect(ctx, s.org.ID, user.ID, func(event callsvc.UserEvent) {
			var offered callsvc.OfferedEvent
			if event.Type == callsvc.EventCallOffered && json.Unmarshal(event.Data, &offered) == nil {
				select {
				case offers <- offered.Call.ID:
				default: // the caller will say that nobody answered
				}
			}
		})
		if err != nil {
			return nil, errors.Join(fmt.Errorf("connect an agent: %w", err), stop())
		}
		connections = append(connections, connection)
		agents.Go(func() { s.answer(ctx, user, offers) })
	}
	return stop, nil
}

func (s *service) answer(ctx context.Context, user crm.User, offers <-chan id.Call) {
	for {
		select {
		case <-ctx.Done():
			return
		case call := <-offers:
			// A refusal shows as a call that nobody answers.
			_ = s.calls.Command(ctx, s.org.ID, user.ID, string(user.Role), call, callsvc.Command{Name: callsvc.CommandAnswer})
		}
	}
}
