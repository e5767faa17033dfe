package callsvc

import "sync"

const (
	// mailboxLimit is past which commands and minor events are refused.
	mailboxLimit = 128
	// mailboxReserve is kept for what a call must not miss: a leg's answer and end, timers.
	mailboxReserve = 128
)

// mailbox is the bounded queue of what a call's owner has yet to do. Posting
// never blocks, so that a leg's goroutine that posts and an owner that waits
// for that leg cannot stop each other.
type mailbox struct {
	mu     sync.Mutex
	queue  []func(*liveCall)
	wake   chan struct{}
	closed bool
}

func newMailbox() *mailbox { return &mailbox{wake: make(chan struct{}, 1)} }

// post queues work for the owner. Vital work has room that other work cannot take.
func (m *mailbox) post(work func(*liveCall), vital bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	limit := mailboxLimit
	if vital {
		limit += mailboxReserve
	}
	switch {
	case m.closed:
		return refuse(CodeCallEnded, "the call has ended")
	case len(m.queue) >= limit:
		return refuse(CodeUnavailable, "the call is busy")
	}
	m.queue = append(m.queue, work)
	select {
	case m.wake <- struct{}{}:
	default:
	}
	return nil
}

// take empties the queue.
func (m *mailbox) take() []func(*liveCall) {
	m.mu.Lock()
	defer m.mu.Unlock()
	work := m.queue
	m.queue = nil
	return work
}

func (m *mailbox) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed, m.queue = true, nil
}
