package sip

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// TrunkHealth is how the proxy of one trunk answers OPTIONS.
type TrunkHealth struct {
	TrunkID string
	// AnsweredAt is when it answered last; zero when it never has.
	AnsweredAt time.Time
	// RoundTrip is how long the last answer took.
	RoundTrip time.Duration
	// LastError says in words why the last request failed; empty after an answer and before the first request.
	LastError string
}

type trunkHealth struct {
	mu    sync.Mutex
	state TrunkHealth
}

func (b *trunkBook) healths() []TrunkHealth {
	var states []TrunkHealth
	for _, t := range b.all() {
		if t.OptionsEvery > 0 && t.Proxy != "" {
			t.health.mu.Lock()
			state := t.health.state
			t.health.mu.Unlock()
			state.TrunkID = t.ID
			states = append(states, state)
		}
	}
	return states
}

// keepAsking sends OPTIONS until ctx ends.
func (t *trunk) keepAsking(ctx context.Context) {
	defer t.agent.recovered("options")
	for {
		begun := time.Now()
		err := t.askHealth(ctx)
		if ctx.Err() != nil {
			return
		}
		t.health.mu.Lock()
		if err != nil {
			t.health.state.LastError = t.words(err)
		} else {
			t.health.state.AnsweredAt, t.health.state.RoundTrip, t.health.state.LastError = time.Now(), time.Since(begun), ""
		}
		t.health.mu.Unlock()
		if !pause(ctx, t.OptionsEvery) {
			return
		}
	}
}

// askHealth sends one OPTIONS. Any answer but 503 shows that the proxy lives: many refuse the method itself.
func (t *trunk) askHealth(ctx context.Context) error {
	hop, err := t.hop(ctx)
	if err != nil {
		return err
	}
	response, err := t.agent.ask(ctx, t.optionsRequest(hop.String()))
	if err != nil {
		return err
	}
	if response.StatusCode == gosip.StatusServiceUnavailable {
		return &StatusError{Status: response.StatusCode}
	}
	return nil
}

func (t *trunk) optionsRequest(peer string) *gosip.Request {
	host, port := t.domain()
	address := gosip.Uri{Scheme: "sip", User: escapeUser(t.Username), Host: host, Port: port}
	d := dialog{
		callID: token(), localTag: token(), transport: t.network(), contactUser: t.Username, peer: peer,
		local:  gosip.FromHeader{Address: address, Params: gosip.NewParams()},
		remote: gosip.ToHeader{Address: gosip.Uri{Scheme: "sip", Host: host, Port: port}, Params: gosip.NewParams()},
		target: gosip.Uri{Scheme: "sip", Host: host, Port: port},
	}
	d.local.Params.Add("tag", d.localTag)
	request := t.agent.request(&d, gosip.OPTIONS, 1)
	request.SetTransport(d.transport)
	request.SetDestination(peer)
	t.agent.address(request, d.transport)
	request.AppendHeader(t.agent.contact(d.contactUser, d.transport, peer))
	request.AppendHeader(gosip.NewHeader("Accept", typeSDP))
	return request
}

// ask sends a request outside of any dialog and waits for its final response.
func (a *Agent) ask(ctx context.Context, request *gosip.Request) (*gosip.Response, error) {
	limited, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	tx, err := a.transmit(limited, request)
	if err != nil {
		return nil, fmt.Errorf("send %s: %w", request.Method, err)
	}
	type outcome struct {
		response *gosip.Response
		err      error
	}
	result := make(chan outcome, 1)
	a.exchange(tx, a.cfg.Timers.transaction(), func(response *gosip.Response) {
		if !response.IsProvisional() {
			result <- outcome{response: response}
		}
	}, func(err error) { result <- outcome{err: err} })
	select {
	case got := <-result:
		return got.response, got.err
	case <-ctx.Done():
		tx.Terminate()
		return nil, fmt.Errorf("ask: %w", ctx.Err())
	}
}

// words says for people why the proxy did not answer.
func (t *trunk) words(err error) string {
	var status *StatusError
	switch {
	case errors.As(err, &status):
		return fmt.Sprintf("The provider answered %d %s.", status.Status, reasonPhrase(status.Status))
	case errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded):
		return "No answer from " + t.Proxy + "."
	default:
		return t.Proxy + " cannot be reached: " + err.Error()
	}
}
