package callsvc

import (
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

// trunkLoads counts the lines of each trunk that are in use on this node.
type trunkLoads struct {
	mu    sync.Mutex
	lines map[id.Trunk]int
}

// take occupies a line; false when the trunk has no more.
func (t *trunkLoads) take(trunk Trunk) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if trunk.MaxCalls > 0 && t.lines[trunk.ID] >= int(trunk.MaxCalls) {
		return false
	}
	if t.lines == nil {
		t.lines = map[id.Trunk]int{}
	}
	t.lines[trunk.ID]++
	return true
}

// release gives back the line that a call holds, once.
func (t *trunkLoads) release(l *liveCall) {
	if l.line != nil {
		t.free(*l.line)
		l.line = nil
	}
}

func (t *trunkLoads) free(trunk id.Trunk) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines[trunk]--; t.lines[trunk] <= 0 {
		delete(t.lines, trunk)
	}
}

func (t *trunkLoads) count(trunk id.Trunk) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lines[trunk]
}

// lineOut occupies a line of the first trunk that has one; spare are those after it.
func (s *Service) lineOut(trunks []Trunk) (trunk Trunk, spare []Trunk, err error) {
	if len(trunks) == 0 {
		return Trunk{}, nil, refuse(CodeNoTrunk, "no enabled trunk leads out")
	}
	for i, trunk := range trunks {
		if s.loads.take(trunk) {
			return trunk, trunks[i+1:], nil
		}
	}
	return Trunk{}, nil, refuse(CodeNoTrunk, "all lines of the trunks are in use")
}

// failOver sends a call out through the next trunk when the one that it left
// through cannot take it and nothing was heard from there; false leaves it to end.
func (l *liveCall) failOver(cause sip.Cause) bool {
	if l.call.Direction != Outbound || l.state != stateDialling || l.early || !trunkFailed(cause) || len(l.spare) == 0 {
		return false
	}
	trunk, spare, err := l.service.lineOut(l.spare)
	if err != nil {
		return false
	}
	l.logger.WarnContext(l.ctx, "trunk failed, trying the next", slog.Any("trunk_id", l.target.trunk.ID), slog.Any("next_id", trunk.ID), slog.Int("sip", cause.SIP))
	l.service.loads.release(l)
	l.line, l.spare, l.target.trunk, l.call.TrunkID, l.leg = &trunk.ID, spare, trunk, &trunk.ID, nil
	l.call.From.Number = e164.ParseCaller(trunk.callerFor(l.call.To.Number), l.region)
	l.trunk.EndedAt, l.trunk.State = now(), string(sip.StateEnded)
	l.trunk.Cause = Cause{SIP: cause.SIP, Q850: cause.Q850, Text: cause.Text}
	if err := l.rtp.Close(); err != nil {
		l.logger.WarnContext(l.ctx, "rtp stream not closed", slog.Any("error", err))
	}
	if offer, ok := l.offerSound(); ok {
		l.invite("rerouted", offer)
	}
	return true
}

// trunkFailed says that the fault is the trunk's and not the called party's.
func trunkFailed(cause sip.Cause) bool {
	switch cause.SIP {
	case 500, 502, 503, 504:
		return true
	case 408: // not one who let it ring
		return cause.Q850 != sip.CauseNoAnswer().Q850
	}
	return false
}

// callerFor is the number shown to the called.
func (t Trunk) callerFor(called e164.Number) string {
	if number := t.CallerIDs[called.Region]; number != "" {
		return number
	}
	return t.CallerID
}

// read puts the "+" before numbers that the carrier sends without it.
func (t Trunk) read(invite sip.Invite) sip.Invite {
	if t.BareE164 {
		invite.From, invite.Asserted = withPlus(invite.From), withPlus(invite.Asserted)
	}
	return invite
}

func withPlus(user string) string {
	const fewest = 8 // shorter ones are extensions and short codes
	if len(user) < fewest || user[0] == '0' || strings.Trim(user, "0123456789") != "" {
		return user
	}
	return "+" + user
}

// TrunkState is how a trunk stands on this node.
type TrunkState struct {
	TrunkID id.Trunk
	// Registration is "trying", "active", "failed" or "unregistered"; empty where none is wanted.
	Registration string
	// RegisteredUntil is when the registration runs out; zero while there is none.
	RegisteredUntil time.Time
	// AnsweredAt is when the proxy answered OPTIONS last; zero where it is not asked or never did.
	AnsweredAt time.Time
	// RoundTrip is how long that answer took.
	RoundTrip time.Duration
	// LastError says in words what is wrong; empty when nothing is.
	LastError string
	// Calls is the number of calls on it now.
	Calls int
}

// TrunkStates says how the organisation's trunks stand on this node.
func (s *Service) TrunkStates(org id.Org) []TrunkState {
	directory := s.directory.Load()
	if directory == nil || s.deps.SIP == nil {
		return nil
	}
	registrations, healths := map[string]sip.RegistrationState{}, map[string]sip.TrunkHealth{}
	for _, state := range s.deps.SIP.Registrations() {
		registrations[state.TrunkID] = state
	}
	for _, state := range s.deps.SIP.TrunkHealths() {
		healths[state.TrunkID] = state
	}
	var states []TrunkState
	for _, trunk := range directory.snapshot.Trunks {
		if trunk.Org != org {
			continue
		}
		registration, health := registrations[trunk.ID.String()], healths[trunk.ID.String()]
		state := TrunkState{
			TrunkID: trunk.ID, Registration: string(registration.State), RegisteredUntil: registration.Expires,
			AnsweredAt: health.AnsweredAt, RoundTrip: health.RoundTrip, LastError: registration.LastError, Calls: s.loads.count(trunk.ID),
		}
		if state.LastError == "" {
			state.LastError = health.LastError
		}
		states = append(states, state)
	}
	return states
}
