package sip

import (
	"sync"
	"time"
)

// legTable finds legs by their dialog, and remembers which INVITEs were seen so that none is answered twice.
type legTable struct {
	mu    sync.Mutex
	legs  map[string]*Leg         // by local tag
	calls map[string]int          // live legs by Call-ID
	seen  map[invitation]*seenLeg // by what makes an INVITE the same
	queue []*seenLeg              // ended, oldest first
}

// invitation is what stays the same when one INVITE arrives on several ways or again.
type invitation struct{ callID, fromTag string }

type seenLeg struct {
	key      invitation
	cseq     uint32
	branch   string
	leg      *Leg
	answered bool
	forgetAt time.Time
}

func newLegTable() *legTable {
	return &legTable{legs: make(map[string]*Leg), calls: make(map[string]int), seen: make(map[invitation]*seenLeg)}
}

// add takes a leg in unless limit is reached.
func (t *legTable) add(leg *Leg, limit int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if limit > 0 && len(t.legs) >= limit {
		return false
	}
	t.legs[leg.dialog.localTag] = leg
	t.calls[leg.dialog.callID]++
	return true
}

// invite takes an inbound leg in. merged says that its INVITE has been here before (RFC 3261 8.2.2.2).
func (t *legTable) invite(leg *Leg, cseq uint32, branch string, limit int) (full, merged bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	t.forget(now)
	key := invitation{leg.dialog.callID, leg.dialog.remoteTag}
	if before := t.seen[key]; before != nil {
		ended := !before.forgetAt.IsZero()
		if !ended || before.answered || cseq <= before.cseq {
			return false, true
		}
	}
	if limit > 0 && len(t.legs) >= limit {
		return true, false
	}
	t.seen[key] = &seenLeg{key: key, cseq: cseq, branch: branch, leg: leg}
	t.legs[leg.dialog.localTag] = leg
	t.calls[leg.dialog.callID]++
	return false, false
}

// remove ends a leg; its INVITE is remembered for linger.
func (t *legTable) remove(leg *Leg, answered bool, linger time.Duration) {
	leg.agent.traces.end(leg.dialog.callID, leg.trace)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.legs[leg.dialog.localTag] != leg {
		return
	}
	delete(t.legs, leg.dialog.localTag)
	if t.calls[leg.dialog.callID]--; t.calls[leg.dialog.callID] <= 0 {
		delete(t.calls, leg.dialog.callID)
	}
	if leg.outbound {
		return
	}
	entry := t.seen[invitation{leg.dialog.callID, leg.invite.fromTag}]
	if entry == nil || entry.leg != leg {
		return
	}
	entry.leg, entry.answered, entry.forgetAt = nil, answered, time.Now().Add(linger)
	t.queue = append(t.queue, entry)
}

func (t *legTable) forget(now time.Time) {
	n := 0
	for n < len(t.queue) && t.queue[n].forgetAt.Before(now) {
		if t.seen[t.queue[n].key] == t.queue[n] {
			delete(t.seen, t.queue[n].key)
		}
		t.queue[n] = nil
		n++
	}
	t.queue = t.queue[n:]
}

// find gives the leg of a dialog; nil when there is none.
func (t *legTable) find(callID, localTag, remoteTag string) *Leg {
	t.mu.Lock()
	defer t.mu.Unlock()
	leg := t.legs[localTag]
	if leg == nil || leg.dialog.callID != callID {
		return nil
	}
	if known := leg.peerTag(); known != "" && known != remoteTag {
		return nil
	}
	return leg
}

// invited gives the leg whose INVITE a CANCEL names; nil when there is none.
func (t *legTable) invited(callID, fromTag, branch string) *Leg {
	t.mu.Lock()
	defer t.mu.Unlock()
	if entry := t.seen[invitation{callID, fromTag}]; entry != nil && entry.branch == branch {
		return entry.leg
	}
	return nil
}

// hasCall says whether some leg has this Call-ID.
func (t *legTable) hasCall(callID string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.calls[callID] > 0
}

func (t *legTable) all() []*Leg {
	t.mu.Lock()
	defer t.mu.Unlock()
	legs := make([]*Leg, 0, len(t.legs))
	for _, leg := range t.legs {
		legs = append(legs, leg)
	}
	return legs
}

func (t *legTable) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.legs)
}
