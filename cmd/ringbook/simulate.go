package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// simulateCommand plays the outside world.
type simulateCommand struct {
	Call   simulateCall   `cmd:"" help:"Place a call to the service and speak."`
	Callee simulateCallee `cmd:"" help:"Answer every call, play a tune, then echo what is heard."`
}

const (
	// simulatorPortFirst and simulatorPortLast are where simulated phones hear;
	// away from the service's own default range.
	simulatorPortFirst = 31000
	simulatorPortLast  = 38999
	simulatorTrunk     = "simulator"
)

// simulator is a SIP user agent outside of the service, with its sound.
type simulator struct {
	agent *sip.Agent
	ports *media.Ports
}

// newSimulator listens on address (HOST:PORT, UDP) and sends what it dials to proxy.
func newSimulator(address, proxy string, handler sip.Handler) (*simulator, error) {
	local, err := netip.ParseAddrPort(address)
	if err != nil {
		return nil, fmt.Errorf("read the address to listen on: %w", err)
	}
	agent, err := sip.New(sip.Config{
		Listen:    []string{"udp://" + address},
		Logger:    slog.New(slog.DiscardHandler),
		UserAgent: "Ringbook simulator/" + version,
	}, handler)
	if err != nil {
		return nil, fmt.Errorf("open the simulator's socket: %w", err)
	}
	ports, err := media.NewPorts(local.Addr(), simulatorPortFirst, simulatorPortLast, 0)
	if err != nil {
		return nil, fmt.Errorf("open the simulator's ports: %w", err)
	}
	agent.SetTrunks([]sip.Trunk{{
		ID:        simulatorTrunk,
		Proxy:     proxy,
		Addresses: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")},
	}})
	return &simulator{agent: agent, ports: ports}, nil
}

// nobody refuses calls: a simulated caller has no number.
type nobody struct{}

// Invited rejects the call.
func (nobody) Invited(_ context.Context, leg *sip.Leg) {
	_ = leg.Reject(sip.Cause{SIP: 404, Q850: 1, Text: "nobody here"}) // it ends either way
}

// target is host:port of a SIP URI such as sip:127.0.0.1:5060.
func target(uri string) (string, error) {
	host := strings.TrimPrefix(uri, "sip:")
	if _, after, found := strings.Cut(host, "@"); found {
		host = after
	}
	host, _, _ = strings.Cut(host, ";")
	if host == "" {
		return "", fmt.Errorf("no host in %q", uri)
	}
	if _, _, err := net.SplitHostPort(host); err != nil {
		host = net.JoinHostPort(strings.Trim(host, "[]"), "5060")
	}
	return host, nil
}

// localTowards is a free UDP address of this machine that reaches host:port.
func localTowards(ctx context.Context, hostPort string) (string, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", hostPort)
	if err != nil {
		return "", fmt.Errorf("find the way to %s: %w", hostPort, err)
	}
	defer func() { _ = conn.Close() }() // nothing was sent
	local, err := netip.ParseAddrPort(conn.LocalAddr().String())
	if err != nil {
		return "", fmt.Errorf("read our own address: %w", err)
	}
	return netip.AddrPortFrom(local.Addr(), 0).String(), nil
}

// answeredCall joins a leg that is up with its sound.
type answeredCall struct {
	leg    *sip.Leg
	stream *media.RTPStream
	events <-chan sip.LegEvent
}

// talk speaks into the call until the far side hangs up, the limit passes or ctx
// ends, and then hangs up. It tells each second's loudness to report.
func (c *answeredCall) talk(ctx context.Context, voice media.Source, ear *ear, limit time.Duration, report func(dBFS float64)) (sip.LegEvent, error) {
	c.stream.Receive(ear.hear)
	playback := media.Play(c.stream, voice)
	defer playback.Stop()
	var deadline <-chan time.Time
	if limit > 0 {
		timer := time.NewTimer(limit)
		defer timer.Stop()
		deadline = timer.C
	}
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case event := <-c.events:
			if event.Kind == sip.LegEnded {
				return event, nil
			}
		case <-every.C:
			if loudness, heard := ear.loudness(); heard {
				report(loudness)
			}
		case <-deadline:
			return hangup(c.leg, c.events)
		case <-ctx.Done():
			return hangup(c.leg, c.events)
		}
	}
}

// goodbyeWait is how long the answer to our BYE or CANCEL may take.
const goodbyeWait = 3 * time.Second

var errNoGoodbye = errors.New("the far side did not answer our goodbye")

func hangup(leg *sip.Leg, events <-chan sip.LegEvent) (sip.LegEvent, error) {
	if err := leg.Hangup(sip.CauseNormal()); err != nil {
		return sip.LegEvent{}, fmt.Errorf("hang up: %w", err)
	}
	timer := time.NewTimer(goodbyeWait)
	defer timer.Stop()
	for {
		select {
		case event := <-events:
			if event.Kind == sip.LegEnded {
				return event, nil
			}
		case <-timer.C:
			return sip.LegEvent{}, errNoGoodbye
		}
	}
}

// forward hands a leg's events to a channel. One call has a dozen; past the
// channel's room the progress is lost, but never the end.
func forward(events chan sip.LegEvent) func(sip.LegEvent) {
	return func(event sip.LegEvent) {
		for {
			select {
			case events <- event:
				return
			default:
			}
			if event.Kind != sip.LegEnded {
				return
			}
			select {
			case <-events:
			default:
			}
		}
	}
}
