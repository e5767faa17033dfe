package sip

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	defaultSession         = 1800 * time.Second
	statusIntervalTooSmall = 422 // RFC 4028
)

// sessionTimer notices calls whose far end is gone (RFC 4028). An interval of zero means no timer.
type sessionTimer struct {
	interval time.Duration
	minimum  time.Duration
	ours     bool // we refresh
	require  bool // the far side must know the extension, since it refreshes
	timer    *time.Timer
}

func wholeSeconds(d time.Duration) string {
	return strconv.Itoa(max(1, int((d+time.Second-1)/time.Second)))
}

// negotiate reads what an INVITE asks; the refusal is 422 for too short an interval.
func (s *sessionTimer) negotiate(invite *gosip.Request, timers Timers, ours time.Duration) *refusal {
	s.minimum = timers.MinSession
	if ours <= 0 {
		ours = defaultSession
	}
	knows := false
	for _, tag := range options(invite, "Supported", "k") {
		knows = knows || tag == supported
	}
	value := headerValue(invite, "Session-Expires", "x")
	asked, given := seconds(value)
	if !given {
		if knows {
			s.interval, s.require = max(ours, s.minimum), true
		}
		return nil
	}
	wanted := time.Duration(asked) * time.Second
	if wanted < s.minimum && knows {
		return &refusal{status: 422, headers: []gosip.Header{gosip.NewHeader("Min-SE", wholeSeconds(s.minimum))}}
	}
	s.interval = max(wanted, s.minimum)
	refresher := refresherOf(value)
	s.ours = refresher == "uas" || !knows
	s.require = !s.ours
	return nil
}

func refresherOf(value string) string {
	for _, part := range strings.Split(value, ";")[1:] {
		if key, val, _ := strings.Cut(part, "="); trimLower(key) == "refresher" {
			return trimLower(val)
		}
	}
	return ""
}

func trimLower(text string) string { return strings.ToLower(strings.TrimSpace(text)) }

// announce says in our 200 what was agreed.
func (s *sessionTimer) announce(response *gosip.Response) {
	if s.interval == 0 {
		return
	}
	refresher := "uac"
	if s.ours {
		refresher = "uas"
	}
	response.AppendHeader(gosip.NewHeader("Session-Expires", wholeSeconds(s.interval)+";refresher="+refresher))
	if s.require {
		response.AppendHeader(gosip.NewHeader("Require", supported))
	}
}

// propose sets what our own INVITE asks for.
func (s *sessionTimer) propose(interval time.Duration, timers Timers) {
	if interval <= 0 {
		interval = defaultSession
	}
	s.minimum = timers.MinSession
	s.interval = max(interval, s.minimum)
}

// request writes the interval into a request of ours, over what stood there.
func (s *sessionTimer) request(request *gosip.Request) {
	for _, name := range []string{"Session-Expires", "Min-SE"} {
		for request.RemoveHeader(name) {
		}
	}
	if s.interval == 0 {
		return
	}
	request.AppendHeader(gosip.NewHeader("Session-Expires", wholeSeconds(s.interval)))
	request.AppendHeader(gosip.NewHeader("Min-SE", wholeSeconds(s.minimum)))
}

// raise follows a 422; false when it does not ask for more.
func (s *sessionTimer) raise(response *gosip.Response) bool {
	minimum, ok := seconds(headerValue(response, "Min-SE"))
	wanted := time.Duration(minimum) * time.Second
	if !ok || wanted <= s.interval {
		return false
	}
	s.interval, s.minimum = wanted, wanted
	return true
}

// accepted reads what the 2xx to a request of ours agreed, and starts the timer.
func (s *sessionTimer) accepted(l *Leg, response *gosip.Response) {
	value := headerValue(response, "Session-Expires", "x")
	agreed, ok := seconds(value)
	if !ok || agreed == 0 {
		s.interval = 0
		s.stop()
		return
	}
	s.interval = max(time.Duration(agreed)*time.Second, min(s.minimum, time.Second))
	s.ours = refresherOf(value) != "uas"
	s.start(l)
}

// refreshed starts the interval anew after a request of the far side.
func (s *sessionTimer) refreshed(l *Leg, request *gosip.Request, response *gosip.Response) {
	value := headerValue(request, "Session-Expires", "x")
	if asked, ok := seconds(value); ok {
		s.interval = max(time.Duration(asked)*time.Second, s.minimum)
		s.ours = refresherOf(value) == "uas"
		s.require = !s.ours
	}
	s.announce(response)
	s.start(l)
}

// start begins an interval: halfway through we refresh, or near its end we stop waiting for their refresh.
func (s *sessionTimer) start(l *Leg) {
	s.stop()
	if s.interval == 0 {
		return
	}
	if s.ours {
		s.timer = l.after(s.interval/2, l.refreshSession)
		return
	}
	s.timer = l.after(s.interval-min(32*time.Second, s.interval/3), func() {
		l.log.Info("session not refreshed by the far side")
		l.sendBye(Cause{SIP: 408, Q850: 102, Text: "session timer expired"})
	})
}

func (s *sessionTimer) stop() {
	stopTimer(s.timer)
	s.timer = nil
}

// refreshSession sends UPDATE where the far side takes it, else a re-INVITE with what we last described.
func (l *Leg) refreshSession() {
	if l.State() != StateConfirmed {
		l.session.timer = l.after(l.session.interval/8, l.refreshSession)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), l.session.interval/2)
	if !l.dialog.peerUpdates {
		sdp := l.localSDP
		l.agent.spawn(func() {
			defer cancel()
			if _, err := l.Reinvite(ctx, sdp); err != nil {
				l.post(func() { l.refreshFailed(err) })
			}
		})
		return
	}
	l.transact(gosip.UPDATE, func(update *gosip.Request) { l.session.request(update); l.markRefresher(update) },
		func(response *gosip.Response, err error) {
			cancel()
			if err == nil && response.IsSuccess() {
				l.dialog.updateTarget(response)
				l.session.accepted(l, response)
				return
			}
			if err == nil {
				err = &StatusError{Status: response.StatusCode}
			}
			l.refreshFailed(err)
		})
}

// markRefresher keeps the role: in a request of ours uac is us.
func (l *Leg) markRefresher(request *gosip.Request) {
	if l.session.interval == 0 {
		return
	}
	for request.RemoveHeader("Session-Expires") {
	}
	role := ";refresher=uas"
	if l.session.ours {
		role = ";refresher=uac"
	}
	request.AppendHeader(gosip.NewHeader("Session-Expires", wholeSeconds(l.session.interval)+role))
}

// refreshFailed lets a refresh be tried once more before the interval ends; a dialog that is gone ends at once.
func (l *Leg) refreshFailed(err error) {
	if l.ended || l.session.interval == 0 {
		return
	}
	l.log.Info("session not refreshed", slog.Any("error", err))
	l.session.stop()
	l.session.timer = l.after(l.session.interval/3, func() {
		l.sendBye(Cause{SIP: 408, Q850: 102, Text: "session timer expired"})
	})
}
