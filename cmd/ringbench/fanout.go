package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

const (
	// tabs is how many browsers are open, fewer than a process may have files.
	tabs = 480
	// perAgent is how many of them one user has open.
	perAgent = 15
	rounds   = 50
)

type fanoutCommand struct{}

// Run tells all browsers of the organisation that a contact changed and waits
// for the last of them. The limit is a goroutine that writes the same bytes to
// as many bare TCP sockets.
func (fanoutCommand) Run(ctx context.Context, b *bench) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	turns := rounds
	if b.Quick {
		turns /= quicker
	}
	ours, size, err := s.broadcast(ctx, turns)
	if err != nil {
		return fmt.Errorf("websockets: %w", err)
	}
	raw, err := rawBroadcast(ctx, turns, size)
	if err != nil {
		return fmt.Errorf("raw sockets: %w", err)
	}
	b.note(figure{
		Name: fmt.Sprintf("event to %d browsers p50", tabs), Value: ours.at(50), Unit: "ms", Limit: "raw socket writes",
		LimitValue: raw.at(50), Goal: "<= 1.4", Note: fmt.Sprintf("to the last browser; p99 %.2f ms against %.2f ms", ours.at(99), raw.at(99)),
	})
	return nil
}

// audience is all who hear a broadcast, and counts how many have.
type audience struct {
	heard   chan struct{}
	readers sync.WaitGroup
	closers []func()
}

func (a *audience) close() {
	for _, end := range a.closers {
		end()
	}
	a.readers.Wait()
}

// rounds tells the audience again and again and times until the last has heard.
func (a *audience) rounds(ctx context.Context, turns int, tell func() error) (times sample, err error) {
	for range turns {
		began := time.Now()
		if err := tell(); err != nil {
			return nil, err
		}
		timeout := time.NewTimer(patience)
		for n := range tabs {
			select {
			case <-a.heard:
			case <-timeout.C:
				return nil, fmt.Errorf("%d of %d heard nothing", tabs-n, tabs)
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		timeout.Stop()
		times = append(times, time.Since(began))
	}
	return times, nil
}

func (s *service) broadcast(ctx context.Context, turns int) (times sample, size int, err error) {
	users, err := s.crowd(ctx)
	if err != nil {
		return nil, 0, err
	}
	a := &audience{heard: make(chan struct{}, tabs)}
	defer a.close()
	marker := []byte(`"contact.updated"`)
	sizes := make(chan int, 1)
	for n := range tabs {
		tab, err := s.browse(ctx, users[n/perAgent])
		if err != nil {
			return nil, 0, fmt.Errorf("browser %d: %w", n, err)
		}
		a.closers = append(a.closers, tab.close)
		a.readers.Go(func() {
			for {
				message, err := tab.next()
				if err != nil {
					return // closed at the end, or missed and told by rounds
				}
				if contains(message, marker) {
					select {
					case sizes <- len(message):
					default:
					}
					a.heard <- struct{}{}
				}
			}
		})
	}
	data, err := json.Marshal(map[string]any{"contactId": id.New[id.Contact](), "version": 7, "change": "updated"})
	if err != nil {
		return nil, 0, fmt.Errorf("encode the event: %w", err)
	}
	times, err = a.rounds(ctx, turns, func() error {
		return s.bus.Publish(ctx, "org."+s.org.ID.String()+".all", callsvc.UserEvent{Type: "contact.updated", At: time.Now().UTC(), Data: data})
	})
	if err != nil {
		return nil, 0, err
	}
	return times, <-sizes, nil
}

// contains looks into the head of a message, where its type is.
func contains(message, marker []byte) bool {
	return bytes.Contains(message[:min(len(message), 200)], marker)
}

// crowd gives as many users as the browsers need.
func (s *service) crowd(ctx context.Context) ([]crm.User, error) {
	users := s.agents
	for n := len(users); n*perAgent < tabs; n++ {
		user, err := s.hire(ctx, n)
		if err != nil {
			return nil, err
		}
		users = append(users, user)
	}
	return users, nil
}

// rawBroadcast writes frames of size bytes to bare sockets.
func rawBroadcast(ctx context.Context, turns, size int) (times sample, err error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	defer func() { err = errors.Join(err, listener.Close()) }()
	a := &audience{heard: make(chan struct{}, tabs)}
	defer a.close()
	frame := make([]byte, size+4) // a websocket frame of that size has four bytes more
	var writers []net.Conn
	var dialer net.Dialer
	for range tabs {
		far, err := dialer.DialContext(ctx, "tcp", listener.Addr().String())
		if err != nil {
			return nil, fmt.Errorf("dial: %w", err)
		}
		near, err := listener.Accept()
		if err != nil {
			return nil, fmt.Errorf("accept: %w", err)
		}
		writers = append(writers, near)
		a.closers = append(a.closers, func() { _ = far.Close() }, func() { _ = near.Close() })
		a.readers.Go(func() {
			reader, buffer := bufio.NewReader(far), make([]byte, len(frame))
			for {
				if _, err := io.ReadFull(reader, buffer); err != nil {
					return // closed at the end
				}
				a.heard <- struct{}{}
			}
		})
	}
	return a.rounds(ctx, turns, func() error {
		for _, conn := range writers {
			if _, err := conn.Write(frame); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
		return nil
	})
}
