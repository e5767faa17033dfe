package callsvc

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// boardEvery is how often supervisors of one organisation are told that calls
// changed: a busy minute has hundreds of changes, and eyes follow one a second.
const boardEvery = time.Second

// boards tells of changed calls, one organisation at a time and no more often
// than every so long. The first change is told at once, the last one always.
type boards struct {
	every time.Duration
	tell  func(id.Org)

	mu     sync.Mutex
	timers map[id.Org]*time.Timer
	again  map[id.Org]bool
	closed bool
}

func newBoards(every time.Duration, tell func(id.Org)) *boards {
	return &boards{every: every, tell: tell, timers: map[id.Org]*time.Timer{}, again: map[id.Org]bool{}}
}

// changed notes a change of org. It does not block.
func (b *boards) changed(org id.Org) {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return
	}
	_, waiting := b.timers[org]
	if waiting {
		b.again[org] = true
	} else {
		b.timers[org] = time.AfterFunc(b.every, func() { b.rested(org) })
	}
	b.mu.Unlock()
	if !waiting {
		b.tell(org)
	}
}

// rested lets org be told again, and tells what came meanwhile.
func (b *boards) rested(org id.Org) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.timers, org)
	if b.closed || !b.again[org] {
		return
	}
	delete(b.again, org)
	b.timers[org] = time.AfterFunc(b.every, func() { b.rested(org) })
	// Under the lock, so that close waits for it.
	b.tell(org)
}

// close stops the timers; nothing is told afterwards.
func (b *boards) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	for _, timer := range b.timers {
		timer.Stop()
	}
}

// tellBoard publishes that a call of an organisation changed.
func tellBoard(cfg Config, deps Deps) func(id.Org) {
	return func(org id.Org) {
		event := UserEvent{Type: EventBoardUpdated, At: time.Now().UTC(), Data: json.RawMessage("{}")}
		if err := deps.Bus.Publish(context.Background(), orgSubject(org), event); err != nil {
			cfg.Logger.ErrorContext(context.Background(), "event not published", slog.String("type", event.Type), slog.Any("error", err))
		}
	}
}
