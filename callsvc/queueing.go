package callsvc

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// waitingRoom holds the calls of this node that wait for an agent, and matches
// them with agents who become free: the caller who has waited longest first,
// whatever the queue. Its lock is taken before a desk's, never while one is held.
type waitingRoom struct {
	service *Service
	wake    chan struct{}

	mu      sync.Mutex
	waiters []*waiter // the oldest first
	// turns is whom each queue rang last.
	turns map[id.Queue]id.User
	// reserved agents are about to ring for a call.
	reserved map[id.User]*liveCall
}

// waiter is one call in the room. The room's lock guards it.
type waiter struct {
	call  *liveCall
	queue Queue
	since time.Time
	// refused is when agents were rung for it in vain.
	refused          map[id.User]time.Time
	lastAgent, owner *id.User
}

func newWaitingRoom(s *Service) *waitingRoom {
	return &waitingRoom{
		service: s, wake: make(chan struct{}, 1), turns: map[id.Queue]id.User{}, reserved: map[id.User]*liveCall{},
	}
}

// kick has the room look for free agents soon. It never blocks and may be
// called under any lock.
func (r *waitingRoom) kick() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// run matches whenever somebody may have become free, until ctx ends.
func (r *waitingRoom) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
			r.mu.Lock()
			r.matchLocked()
			r.mu.Unlock()
		}
	}
}

// enter puts a call into the room and says whether agents were found for it at
// once; then liveCall.offerTo is on its way.
func (r *waitingRoom) enter(w *waiter) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.removeLocked(w.call)
	at, _ := slices.BinarySearchFunc(r.waiters, w.since, func(other *waiter, since time.Time) int {
		if other.since.After(since) {
			return 1
		}
		return -1
	})
	r.waiters = slices.Insert(r.waiters, at, w)
	r.matchLocked()
	return !slices.Contains(r.waiters, w)
}

// leave takes a call out of the room and gives back the agents kept for it.
func (r *waitingRoom) leave(call *liveCall) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.removeLocked(call)
	if r.releaseLocked(call) {
		r.kick()
	}
}

// release gives back the agents that were kept for a call.
func (r *waitingRoom) release(call *liveCall) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.releaseLocked(call) {
		r.kick()
	}
}

func (r *waitingRoom) releaseLocked(call *liveCall) (released bool) {
	for user, holder := range r.reserved {
		if holder == call {
			delete(r.reserved, user)
			released = true
		}
	}
	return released
}

func (r *waitingRoom) removeLocked(call *liveCall) {
	r.waiters = slices.DeleteFunc(r.waiters, func(w *waiter) bool { return w.call == call })
}

// waiting is how many calls wait in a queue.
func (r *waitingRoom) waiting(queue id.Queue) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, w := range r.waiters {
		if w.queue.ID == queue {
			n++
		}
	}
	return n
}

// place is a call's place in its queue, from 1; 0 when it does not wait.
func (r *waitingRoom) place(call *liveCall) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := slices.IndexFunc(r.waiters, func(w *waiter) bool { return w.call == call })
	if at < 0 {
		return 0
	}
	n := 0
	for _, w := range r.waiters[:at+1] {
		if w.queue.ID == r.waiters[at].queue.ID {
			n++
		}
	}
	return n
}

// matchLocked gives each call, the oldest first, the agents that its queue wants to ring.
func (r *waitingRoom) matchLocked() {
	directory := r.service.directory.Load()
	if directory == nil {
		return
	}
	kept := r.waiters[:0:0]
	for _, w := range r.waiters {
		if today, known := directory.queues[w.queue.ID]; known {
			w.queue = today
		}
		users := r.chooseLocked(directory, w)
		if len(users) == 0 {
			kept = append(kept, w)
			continue
		}
		for _, user := range users {
			r.reserved[user] = w.call
		}
		r.turns[w.queue.ID] = users[len(users)-1]
		w.call.tell(func(l *liveCall) { l.offerTo(users) })
	}
	r.waiters = kept
}

// freeAgent is somebody who may be rung.
type freeAgent struct {
	user id.User
	idle time.Time
}

func (r *waitingRoom) chooseLocked(directory *directory, w *waiter) []id.User {
	var free []freeAgent
	for _, member := range w.queue.Members {
		if agent, ok := r.freeLocked(directory, w, member); ok {
			free = append(free, agent)
		}
	}
	prefer := w.lastAgent
	if w.queue.Strategy == StrategyOwner {
		prefer = w.owner
		if prefer != nil && !slices.Contains(w.queue.Members, *prefer) {
			// Who knows the caller need not be of the queue.
			if agent, ok := r.freeLocked(directory, w, *prefer); ok {
				free = append(free, agent)
			}
		}
	}
	return choose(w.queue, free, prefer, r.turns[w.queue.ID])
}

func (r *waitingRoom) freeLocked(directory *directory, w *waiter, user id.User) (freeAgent, bool) {
	agent := directory.agents[user]
	if !agent.Active || agent.Org != w.queue.Org || r.reserved[user] != nil {
		return freeAgent{}, false
	}
	if at, refused := w.refused[user]; refused && (w.queue.MaxWait == 0 || time.Since(at) < r.service.cfg.RingAgain) {
		return freeAgent{}, false
	}
	idle, free := r.service.desk(agent.Org, user).free()
	return freeAgent{user: user, idle: idle}, free
}

// choose picks whom to ring among the free agents of a queue, given in the
// queue's order. It is pure.
func choose(queue Queue, free []freeAgent, prefer *id.User, last id.User) []id.User {
	if len(free) == 0 {
		return nil
	}
	switch queue.Strategy {
	case StrategyAll, "":
		users := make([]id.User, len(free))
		for i, agent := range free {
			users[i] = agent.user
		}
		return users
	case StrategyRoundRobin:
		turn := slices.Index(queue.Members, last)
		for i := range queue.Members {
			next := queue.Members[(turn+1+i)%len(queue.Members)]
			if slices.ContainsFunc(free, func(agent freeAgent) bool { return agent.user == next }) {
				return []id.User{next}
			}
		}
	case StrategyLastAgent, StrategyOwner:
		if prefer != nil && slices.ContainsFunc(free, func(agent freeAgent) bool { return agent.user == *prefer }) {
			return []id.User{*prefer}
		}
	case StrategyLongestIdle:
	}
	longest := slices.MinFunc(free, func(a, b freeAgent) int { return a.idle.Compare(b.idle) })
	return []id.User{longest.user}
}
