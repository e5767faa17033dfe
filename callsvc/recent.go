package callsvc

import (
	"sync"

	"github.com/ringbook/ringbook/callsvc/id"
)

// recentSize is how many ended calls are remembered, so that a late command
// hears "ended" and not "no such call".
const recentSize = 4096

type recentCalls struct {
	mu   sync.Mutex
	ring []id.Call
	next int
	orgs map[id.Call]id.Org
}

func newRecentCalls() *recentCalls {
	return &recentCalls{ring: make([]id.Call, recentSize), orgs: make(map[id.Call]id.Org, recentSize)}
}

func (r *recentCalls) add(org id.Org, call id.Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.orgs, r.ring[r.next])
	r.ring[r.next] = call
	r.next = (r.next + 1) % recentSize
	r.orgs[call] = org
}

func (r *recentCalls) ended(org id.Org, call id.Call) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	of, known := r.orgs[call]
	return known && of == org
}
