package sip

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	defaultExpiry = time.Hour
	shortestStay  = 10 * time.Second // a registrar that grants less is asked no more often
)

// registration keeps one trunk registered (RFC 3261 10.2).
type registration struct {
	trunk  *trunk
	dialog dialog
	expiry time.Duration
	quit   chan struct{}
	once   sync.Once

	mu    sync.Mutex
	state RegistrationState
}

func newRegistration(t *trunk) *registration {
	r := &registration{trunk: t, expiry: t.Expiry, quit: make(chan struct{})}
	if r.expiry <= 0 {
		r.expiry = defaultExpiry
	}
	host, port := t.domain()
	address := gosip.Uri{Scheme: "sip", User: escapeUser(t.Username), Host: host, Port: port}
	r.dialog = dialog{
		callID: token(), localTag: token(), transport: t.network(), contactUser: t.Username,
		local:  gosip.FromHeader{Address: address, Params: gosip.NewParams()},
		remote: gosip.ToHeader{Address: address, Params: gosip.NewParams()},
		target: gosip.Uri{Scheme: "sip", Host: host, Port: port},
	}
	r.dialog.local.Params.Add("tag", r.dialog.localTag)
	r.state = RegistrationState{TrunkID: t.ID, State: RegistrationTrying}
	return r
}

func (r *registration) current() RegistrationState {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state
}

func (r *registration) abandon() { r.once.Do(func() { close(r.quit) }) }

// run registers and refreshes until ctx ends, then unregisters.
func (r *registration) run(ctx context.Context) {
	timers := r.trunk.agent.cfg.Timers
	retry := timers.Retry
	active := false
	for {
		granted, err := r.register(ctx, r.expiry)
		if ctx.Err() != nil {
			break
		}
		wait := granted * 3 / 4
		if err != nil {
			// Some at random, so that all trunks of a provider do not come back at once.
			wait = retry + time.Duration(rand.Int64N(int64(retry/4)+1))
			retry = min(2*retry, timers.RetryMax)
			r.failed(err, wait)
			r.trunk.agent.log.WarnContext(ctx, "trunk not registered", slog.String("trunk_id", r.trunk.ID), slog.Any("error", err))
		} else {
			retry, active = timers.Retry, true
			r.registered(granted, wait)
		}
		if !pause(ctx, wait) {
			break
		}
	}
	if active {
		r.unregister()
	}
}

func (r *registration) registered(granted, wait time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	r.state = RegistrationState{
		TrunkID: r.trunk.ID, State: RegistrationActive, Expires: now.Add(granted), NextAttempt: now.Add(wait),
	}
}

func (r *registration) failed(err error, wait time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	r.state.LastError, r.state.NextAttempt = r.words(err), now.Add(wait)
	if r.state.Expires.Before(now) {
		r.state.State, r.state.Expires = RegistrationFailed, time.Time{}
	}
}

// words says for people why a registration failed.
func (r *registration) words(err error) string {
	var status *StatusError
	switch {
	case errors.Is(err, errWrongPassword), errors.As(err, &status) && status.Status == 403:
		return "The provider refused the user name or password."
	case errors.Is(err, errNoCredentials):
		return "The provider asks for a password, and none is set."
	case errors.Is(err, errNoAlgorithm):
		return "The provider asks for a kind of log-in that is not supported."
	case errors.As(err, &status) && status.Status == 404:
		return "The provider does not know this user name."
	case errors.As(err, &status):
		return fmt.Sprintf("The provider answered %d %s.", status.Status, reasonPhrase(status.Status))
	case errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded):
		return "No answer from " + r.trunk.Proxy + "."
	default:
		return r.trunk.Proxy + " cannot be reached: " + err.Error()
	}
}

func (r *registration) unregister() {
	ctx, cancel := context.WithTimeout(context.Background(), r.trunk.agent.cfg.Timers.Goodbye)
	defer cancel()
	if _, err := r.register(ctx, 0); err != nil {
		r.trunk.agent.log.InfoContext(ctx, "trunk not unregistered", slog.String("trunk_id", r.trunk.ID), slog.Any("error", err))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state = RegistrationState{TrunkID: r.trunk.ID, State: RegistrationUnregister}
}

// register sends REGISTER, through challenges and 423, and gives the lifetime granted.
func (r *registration) register(ctx context.Context, expiry time.Duration) (time.Duration, error) {
	if err := r.trunk.resolve(ctx); err != nil && r.trunk.resolved.Load() == nil {
		return 0, err
	}
	hop, err := r.trunk.hop(ctx)
	if err != nil {
		return 0, err
	}
	r.dialog.peer = hop.String()
	auth := r.trunk.authenticator()
	var challenge *gosip.Response
	for range maxAttempts {
		response, err := r.attempt(ctx, expiry, auth, challenge)
		if err != nil {
			return 0, err
		}
		switch {
		case response.IsSuccess():
			return grantedBy(response, r.dialog.contactUser, expiry), nil
		case challenged(response):
			challenge = response
		case response.StatusCode == gosip.StatusIntervalToBrief:
			minimum, ok := seconds(headerValue(response, "Min-Expires"))
			if !ok || time.Duration(minimum)*time.Second <= expiry {
				return 0, &StatusError{Status: 423}
			}
			expiry = time.Duration(minimum) * time.Second
			r.expiry = expiry
		default:
			return 0, &StatusError{Status: response.StatusCode}
		}
	}
	return 0, errWrongPassword
}

func (r *registration) attempt(ctx context.Context, expiry time.Duration, auth *authenticator, challenge *gosip.Response) (*gosip.Response, error) {
	a := r.trunk.agent
	r.dialog.localSeq++
	request := a.request(&r.dialog, gosip.REGISTER, r.dialog.localSeq)
	request.SetTransport(r.dialog.transport)
	request.SetDestination(r.dialog.peer)
	a.address(request, r.dialog.transport)
	request.AppendHeader(a.contact(r.dialog.contactUser, r.dialog.transport, r.dialog.peer))
	request.AppendHeader(gosip.NewHeader("Expires", strconv.Itoa(int(expiry/time.Second))))
	request.AppendHeader(gosip.NewHeader("Allow", allowed))
	if challenge != nil {
		if err := auth.answer(request, challenge); err != nil {
			return nil, err
		}
	}
	tx, err := a.transmit(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("send register: %w", err)
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
		return nil, fmt.Errorf("register: %w", ctx.Err())
	case <-r.quit:
		tx.Terminate()
		return nil, ErrEnded
	}
}

// grantedBy reads the lifetime from our Contact, else from Expires, else takes what we asked.
func grantedBy(response *gosip.Response, user string, asked time.Duration) time.Duration {
	granted := asked
	if n, ok := seconds(headerValue(response, "Expires")); ok {
		granted = time.Duration(n) * time.Second
	}
	for _, header := range response.GetHeaders("Contact") {
		contact, ok := header.(*gosip.ContactHeader)
		if !ok || contact.Address.User != escapeUser(user) {
			continue
		}
		if text, found := contact.Params.Get("expires"); found {
			if n, ok := seconds(text); ok {
				granted = time.Duration(n) * time.Second
			}
		}
	}
	return max(granted, shortestStay)
}
