package callsvc

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

const (
	journalWorkers = 4
	// publishAfter is how long an event waits for its row: people come before paper.
	publishAfter = 300 * time.Millisecond
	// writeTimeout bounds one attempt to write.
	writeTimeout = 5 * time.Second
	// retryFirst and retryLast bound the wait between attempts while the log cannot be written.
	retryFirst = 100 * time.Millisecond
	retryLast  = 5 * time.Second
	// flushTimeout bounds what is written at shutdown.
	flushTimeout = 10 * time.Second
	// journalCalls bounds the calls whose records wait in memory; records of one call are merged.
	journalCalls = 50_000
	// journalEvents bounds the events of one call that wait; the oldest go first.
	journalEvents = 1000
)

// journal writes call records in order for each call, and publishes the events
// that belong to them after the row is there, so that who reads after an event
// finds it. While the log cannot be written, events go out at once and records
// wait, merged to one for each call.
type journal struct {
	log    CallLog
	logger *slog.Logger

	mu      sync.Mutex
	entries map[id.Call]*journalEntry
	ready   []*journalEntry
	wake    chan struct{}
	stop    chan struct{}
	down    bool
	closing bool
	cut     bool
}

type journalEntry struct {
	call     id.Call
	pending  *CallRecord
	queued   bool
	busy     bool
	attempts int
	// version counts what was enqueued, written what is known to be in the log.
	version, written int
	publications     []publication
	timer            *time.Timer
	// publishing keeps the order of this call's events; it is taken before journal.mu.
	publishing sync.Mutex
}

type publication struct {
	needs int
	send  func()
}

func newJournal(log CallLog, logger *slog.Logger) *journal {
	return &journal{
		log: log, logger: logger,
		entries: map[id.Call]*journalEntry{},
		wake:    make(chan struct{}, journalWorkers),
		stop:    make(chan struct{}),
	}
}

// enqueue takes a record (nil when nothing is new) and what to publish once it is written.
func (j *journal) enqueue(call id.Call, record *CallRecord, sends ...func()) {
	j.mu.Lock()
	entry, known := j.entries[call]
	if !known {
		entry = &journalEntry{call: call}
		j.entries[call] = entry
	}
	if record != nil {
		entry.version++
		entry.pending = merge(entry.pending, *record)
		if !known && len(j.entries) > journalCalls {
			delete(j.entries, call)
			entry.pending = nil
			j.logger.ErrorContext(context.Background(), "call record dropped: too many wait to be written", slog.Any("call_id", call))
		}
	}
	for _, send := range sends {
		entry.publications = append(entry.publications, publication{needs: entry.version, send: send})
	}
	now := j.down || entry.pending == nil && !entry.busy
	if !now && len(sends) > 0 && entry.timer == nil {
		entry.timer = time.AfterFunc(publishAfter, func() { j.publish(entry, true) })
	}
	j.pushLocked(entry)
	j.mu.Unlock()
	if now {
		j.publish(entry, true)
	}
}

// merge puts a newer record over an older one that was not written yet.
func merge(older *CallRecord, newer CallRecord) *CallRecord {
	if older == nil {
		return &newer
	}
	merged := CallRecord{Call: newer.Call, Events: append(slices.Clip(older.Events), newer.Events...)}
	if merged.Voicemail = newer.Voicemail; merged.Voicemail == nil {
		merged.Voicemail = older.Voicemail
	}
	if merged.Recordings = newer.Recordings; len(older.Recordings) > len(newer.Recordings) {
		merged.Recordings = older.Recordings
	}
	if older.Call.Sequence > newer.Call.Sequence {
		merged.Call = older.Call
	}
	if len(merged.Events) > journalEvents {
		merged.Events = merged.Events[len(merged.Events)-journalEvents:]
	}
	fresh := make(map[id.Leg]bool, len(newer.Legs))
	for _, leg := range newer.Legs {
		fresh[leg.ID] = true
	}
	for _, leg := range older.Legs {
		if !fresh[leg.ID] {
			merged.Legs = append(merged.Legs, leg)
		}
	}
	merged.Legs = append(merged.Legs, newer.Legs...)
	merged.Messages = append(slices.Clip(older.Messages), newer.Messages...)
	return &merged
}

func (j *journal) pushLocked(entry *journalEntry) {
	if entry.pending == nil || entry.queued || entry.busy {
		return
	}
	entry.queued = true
	j.ready = append(j.ready, entry)
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// publish sends the events whose record is written, or all of them.
func (j *journal) publish(entry *journalEntry, all bool) {
	entry.publishing.Lock()
	defer entry.publishing.Unlock()
	j.mu.Lock()
	n := 0
	for n < len(entry.publications) && (all || entry.publications[n].needs <= entry.written) {
		n++
	}
	due := entry.publications[:n:n]
	entry.publications = entry.publications[n:]
	if len(entry.publications) == 0 && entry.timer != nil {
		entry.timer.Stop()
		entry.timer = nil
	}
	j.forgetLocked(entry)
	j.mu.Unlock()
	for _, publication := range due {
		publication.send()
	}
}

func (j *journal) forgetLocked(entry *journalEntry) {
	if entry.pending == nil && !entry.busy && len(entry.publications) == 0 && j.entries[entry.call] == entry {
		delete(j.entries, entry.call)
	}
}

// run writes until close was called and everything is written, or ctx ends.
func (j *journal) run(ctx context.Context) {
	var workers sync.WaitGroup
	for range journalWorkers {
		workers.Go(func() { j.work(ctx) })
	}
	workers.Wait()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.cut = true
	lost := 0
	for _, entry := range j.entries {
		if entry.timer != nil {
			entry.timer.Stop()
		}
		if entry.pending != nil {
			lost++
		}
	}
	if lost > 0 {
		j.logger.ErrorContext(ctx, "call records not written at shutdown", slog.Int("calls", lost))
	}
}

func (j *journal) work(ctx context.Context) {
	idle := time.NewTicker(50 * time.Millisecond)
	defer idle.Stop()
	for {
		entry, record, version, done := j.next()
		if entry != nil {
			j.write(ctx, entry, record, version)
		}
		if done || ctx.Err() != nil {
			return
		}
		if entry != nil {
			continue
		}
		stop, tick := j.stop, idle.C
		if j.isClosing() {
			stop = nil
		} else {
			tick = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-j.wake:
		case <-stop:
		case <-tick:
		}
	}
}

func (j *journal) isClosing() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.closing
}

func (j *journal) next() (entry *journalEntry, record CallRecord, version int, done bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.ready) == 0 {
		return nil, CallRecord{}, 0, j.closing && !j.unwrittenLocked()
	}
	entry = j.ready[0]
	j.ready = j.ready[1:]
	if len(j.ready) > 0 {
		select {
		case j.wake <- struct{}{}:
		default:
		}
	}
	record, version = *entry.pending, entry.version
	entry.pending, entry.queued, entry.busy = nil, false, true
	return entry, record, version, false
}

func (j *journal) unwrittenLocked() bool {
	for _, entry := range j.entries {
		if entry.pending != nil || entry.busy {
			return true
		}
	}
	return false
}

func (j *journal) write(ctx context.Context, entry *journalEntry, record CallRecord, version int) {
	attempt, cancel := context.WithTimeout(ctx, writeTimeout)
	err := j.log.RecordCall(attempt, record)
	cancel()
	j.mu.Lock()
	entry.busy = false
	if wasDown := j.down; wasDown != (err != nil) {
		j.down = err != nil
		if j.down {
			j.logger.ErrorContext(ctx, "call log cannot be written", slog.Any("call_id", entry.call), slog.Any("error", err))
		} else {
			j.logger.InfoContext(ctx, "call log is written again")
		}
	}
	if err == nil {
		entry.written, entry.attempts = version, 0
		j.pushLocked(entry)
		j.mu.Unlock()
		j.publish(entry, false)
		return
	}
	if newer := entry.pending; newer != nil {
		entry.pending = merge(&record, *newer)
	} else {
		entry.pending = &record
	}
	wait := min(retryFirst<<min(entry.attempts, 10), retryLast)
	if j.closing {
		wait = retryFirst
	}
	entry.attempts++
	// queued keeps others from pushing the entry before its time.
	entry.queued = true
	time.AfterFunc(wait, func() { j.retry(entry) })
	j.mu.Unlock()
	j.publish(entry, true)
}

func (j *journal) retry(entry *journalEntry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	entry.queued = false
	if !j.cut {
		j.pushLocked(entry)
	}
}

// close lets run end once everything is written.
func (j *journal) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closing {
		j.closing = true
		close(j.stop)
	}
}

// waiting counts the calls that are not written yet.
func (j *journal) waiting() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	n := 0
	for _, entry := range j.entries {
		if entry.pending != nil || entry.busy {
			n++
		}
	}
	return n
}
