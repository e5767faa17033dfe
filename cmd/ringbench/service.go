package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"testing/fstest"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
	"github.com/ringbook/ringbook/sip/transport"
	"github.com/ringbook/ringbook/webui"
)

// lines is how many agents there are, each with a number that rings nobody
// else, and so how many calls run at once.
const lines = 16

// service is every part of the product in this process, on ports of its own.
type service struct {
	*database

	calls  *callsvc.Service
	bus    *bus.Bus
	web    *webui.Server
	target netip.AddrPort
	agents []crm.User
}

// did is the number of an agent: one of those that Ofcom keeps for drama.
func did(n int) string { return fmt.Sprintf("+44207946%04d", n) }

// serve gives the running service.
func (b *bench) serve(ctx context.Context) (*service, error) {
	if b.service != nil {
		return b.service, nil
	}
	d, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	s := &service{database: d}
	if err := s.staff(ctx); err != nil {
		return nil, err
	}
	agent, err := s.join(ctx, b)
	if err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	group, running := errgroup.WithContext(running)
	for _, part := range []func(context.Context) error{agent.Run, s.calls.Run, s.web.Run} {
		group.Go(func() error { return part(running) })
	}
	b.closers = append(b.closers, func(context.Context) error {
		stop()
		if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			return fmt.Errorf("run the service: %w", err)
		}
		return nil
	})
	if err := s.awaitReady(ctx); err != nil {
		return nil, err
	}
	b.service = s
	return s, nil
}

// staff hires agents and gives each a number, behind a trunk for loopback.
func (s *service) staff(ctx context.Context) error {
	users, err := s.store.UserList(ctx, s.admin)
	if err != nil {
		return fmt.Errorf("list users: %w", err)
	}
	for _, user := range users {
		if user.Role == crm.RoleAgent {
			s.agents = append(s.agents, user)
		}
	}
	if len(s.agents) >= lines {
		s.agents = s.agents[:lines]
		return nil // of an earlier run on the same data
	}
	if _, err := s.store.TrunkCreate(ctx, s.admin, callsvc.Trunk{
		Name: "Loopback", Country: "GB", Addresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Enabled: true,
	}); err != nil {
		return fmt.Errorf("make a trunk: %w", err)
	}
	for n := range lines {
		user, err := s.hire(ctx, n)
		if err != nil {
			return err
		}
		if _, err := s.store.NumberCreate(ctx, s.admin, callsvc.DID{E164: did(n), Label: "Line " + strconv.Itoa(n), UserID: &user.ID}); err != nil {
			return fmt.Errorf("make a number: %w", err)
		}
		s.agents = append(s.agents, user)
	}
	return nil
}

// hire makes an agent who never logs in with a password.
func (d *database) hire(ctx context.Context, n int) (crm.User, error) {
	user, err := d.store.UserCreate(ctx, d.admin, crm.User{
		Name: fmt.Sprintf("Agent %05d", n), Email: fmt.Sprintf("agent-%s@example.com", id.New[id.User]()), Role: crm.RoleAgent,
	}, "none")
	if err != nil {
		return crm.User{}, fmt.Errorf("hire an agent: %w", err)
	}
	return user, nil
}

// join opens the parts around the store.
func (s *service) join(ctx context.Context, b *bench) (*sip.Agent, error) {
	var err error
	if s.bus, err = bus.Open(ctx, bus.Config{Node: "bench", Logger: quiet()}); err != nil {
		return nil, fmt.Errorf("open the bus: %w", err)
	}
	b.closers = append(b.closers, func(context.Context) error { return s.bus.Close() })
	ports, err := media.NewPorts(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 34000, 45999, time.Second)
	if err != nil {
		return nil, fmt.Errorf("open ports: %w", err)
	}
	rtc, err := media.NewWebRTC(media.WebRTCConfig{Listen: "127.0.0.1:0", Logger: quiet()})
	if err != nil {
		return nil, fmt.Errorf("open WebRTC: %w", err)
	}
	b.closers = append(b.closers, func(context.Context) error { return rtc.Close() })
	s.calls, err = callsvc.New(callsvc.Config{Node: "bench", Logger: quiet()}, callsvc.Deps{
		Ports: ports, WebRTC: rtc, Bus: s.bus, Lookup: s.store, CallLog: s.store, Directory: s.store,
	})
	if err != nil {
		return nil, fmt.Errorf("make the call service: %w", err)
	}
	agent, err := sip.New(sip.Config{
		Listen: []string{"udp://127.0.0.1:0"}, Logger: quiet(), UserAgent: "ringbench", Filter: transport.Filter{Rate: -1},
	}, s.calls)
	if err != nil {
		return nil, fmt.Errorf("open SIP: %w", err)
	}
	s.calls.UseSIP(agent)
	s.target = agent.ListenAddr("udp")
	s.web, err = webui.New(webui.Config{Addr: "127.0.0.1:0", Node: "bench", Logger: quiet()}, webui.Deps{
		Store: s.store, Calls: s.calls, Connect: webui.ConnectTo(s.calls), Bus: s.bus,
		Assets: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}},
	})
	if err != nil {
		return nil, fmt.Errorf("make the web service: %w", err)
	}
	if err := s.web.Listen(ctx); err != nil {
		return nil, fmt.Errorf("listen for browsers: %w", err)
	}
	return agent, nil
}

// awaitReady waits until the call service has its directory.
func (s *service) awaitReady(ctx context.Context) error {
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	ctx, cancel := context.WithTimeout(ctx, 4*patience)
	defer cancel()
	for {
		err := s.calls.Ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("await the service: %w", err)
		case <-every.C:
		}
	}
}
