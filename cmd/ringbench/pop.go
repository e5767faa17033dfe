package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

const pops = 1000

type popCommand struct{}

// Run measures from the sending of an INVITE to the arrival of call.offered,
// with the caller's card, at a browser. The limit is the time from an INVITE to
// the answer of a server that does nothing else.
func (popCommand) Run(ctx context.Context, b *bench) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	count := pops
	if b.Quick {
		count /= quicker
	}
	bare, err := answers(ctx, b, count)
	if err != nil {
		return fmt.Errorf("bare answerer: %w", err)
	}
	ours, err := s.pops(ctx, b.contacts(), count)
	if err != nil {
		return fmt.Errorf("service: %w", err)
	}
	b.note(figure{
		Name: "INVITE to websocket p50", Value: ours.at(50), Unit: "ms", Limit: "INVITE to bare sipgo answer p50", LimitValue: bare.at(50),
	})
	b.note(figure{
		Name: "INVITE to websocket p99", Value: ours.at(99), Unit: "ms", Limit: "INVITE to bare sipgo answer p99", LimitValue: bare.at(99),
	})
	return nil
}

// answers measures a bare answerer, one call after the other.
func answers(ctx context.Context, b *bench, count int) (times sample, err error) {
	err = answering(ctx, func(target netip.AddrPort) error {
		phone, err := newCaller(target)
		if err != nil {
			return err
		}
		defer phone.close()
		for range count {
			began := time.Now()
			d, err := phone.dial(storebench.Number(rand.IntN(b.contacts())), did(0))
			if err != nil {
				return err
			}
			status, err := d.await(ctx, "INVITE")
			if err != nil {
				return err
			}
			times = append(times, time.Since(began))
			if err := d.send("ACK", d.ackVia(status), nil); err != nil {
				return err
			}
		}
		return nil
	})
	return times, err
}

func (s *service) pops(ctx context.Context, contacts, count int) (times sample, err error) {
	tab, err := s.browse(ctx, s.agents[0])
	if err != nil {
		return nil, err
	}
	arrivals, ended := make(chan time.Time, 1), make(chan error, 1)
	go func() { ended <- tab.watch(arrivals) }()
	defer func() {
		tab.close()
		if failed := <-ended; !over(failed) {
			err = errors.Join(err, failed)
		}
	}()
	phone, err := newCaller(s.target)
	if err != nil {
		return nil, err
	}
	defer phone.close()
	if err := s.awaitAgent(ctx, s.agents[0]); err != nil {
		return nil, err
	}
	for range count {
		began := time.Now()
		d, err := phone.dial(storebench.Number(rand.IntN(contacts)), did(0))
		if err != nil {
			return nil, err
		}
		select {
		case at := <-arrivals:
			times = append(times, at.Sub(began))
		case <-time.After(patience):
			return nil, errors.New("no screen pop came")
		}
		if err := d.cancel(ctx); err != nil {
			return nil, err
		}
	}
	return times, nil
}

// watch notes when screen pops arrive.
func (b *browser) watch(arrivals chan<- time.Time) error {
	for {
		message, err := b.next()
		if err != nil {
			return err
		}
		if contains(message, []byte(`"call.offered"`)) {
			arrivals <- time.Now()
		}
	}
}

// awaitAgent waits until the agent takes calls.
func (s *service) awaitAgent(ctx context.Context, user crm.User) error {
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		for _, presence := range s.calls.Presences(s.org.ID) {
			if presence.UserID == user.ID && presence.Status == callsvc.PresenceAvailable {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("await the agent: %w", ctx.Err())
		case <-every.C:
		}
	}
}
