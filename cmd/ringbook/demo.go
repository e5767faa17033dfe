package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

const (
	// demoPassword is public on purpose: the contract names it.
	demoPassword = "ringbook-demo"
	// demoCalls bounds the calls of the Call me button at once.
	demoCalls = 8
	// demoSeconds ends a demo call that nobody hangs up.
	demoSeconds = 120
	// demoRings is how long a demo caller waits for an answer.
	demoRings = 45
)

// seedDemo makes the demo organisation, once.
func seedDemo(ctx context.Context, records *store.Store, hasher *crm.PasswordHasher, callee string) error {
	hash, err := hasher.Hash(ctx, demoPassword)
	if err != nil {
		return fmt.Errorf("hash the demo password: %w", err)
	}
	if _, err := records.DemoSeed(ctx, crm.DemoOptions{CalleeProxy: callee, PasswordHash: hash}); err != nil {
		return fmt.Errorf("seed the demo: %w", err)
	}
	return nil
}

// demoLogins tells who can log in to the demo.
func demoLogins(address string) string {
	return "Open http://" + address + " and log in with the password " + demoPassword + " as\n" +
		"  agent@example.com        an agent\n" +
		"  agent2@example.com       a second agent\n" +
		"  supervisor@example.com   sees every call\n" +
		"  admin@example.com        sets up users, trunks and numbers\n"
}

// demoCaller is the caller behind the Call me button: the simulator of
// `ringbook simulate call`, over real sockets, inside the service.
type demoCaller struct {
	logger *slog.Logger
	target string
	orders chan simulateCall
}

func newDemoCaller(logger *slog.Logger, service netip.AddrPort) *demoCaller {
	if service.Addr().IsUnspecified() {
		service = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), service.Port())
	}
	return &demoCaller{logger: logger, target: "sip:" + service.String(), orders: make(chan simulateCall)}
}

var errDemoBusy = errors.New("the demo callers are all busy")

// PlaceCall begins a call; how it goes is seen on the screen.
func (d *demoCaller) PlaceCall(ctx context.Context, from, to string) error {
	order := simulateCall{From: from, To: to, Target: d.target, Seconds: demoSeconds, RingTime: demoRings}
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case d.orders <- order:
		return nil
	case <-timer.C:
		return &crm.Error{Code: crm.CodeUnavailable, Message: errDemoBusy.Error()}
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Run carries out orders until ctx ends, and waits for their calls.
func (d *demoCaller) Run(ctx context.Context) error {
	var callers sync.WaitGroup
	defer callers.Wait()
	for range demoCalls {
		callers.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case order := <-d.orders:
					if err := order.Run(ctx, io.Discard); err != nil {
						d.logger.InfoContext(ctx, "demo call ended", slog.Any("error", err))
					}
				}
			}
		})
	}
	return nil
}

// hashPassword hashes one password for an admin command.
func hashPassword(ctx context.Context, password string) (string, error) {
	hash, err := crm.NewPasswordHasher(1).Hash(ctx, password)
	if err != nil {
		return "", fmt.Errorf("hash the password: %w", err)
	}
	return hash, nil
}
