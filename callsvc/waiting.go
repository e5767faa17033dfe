package callsvc

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// mostBeeps bounds how long a caller is told of a place far behind.
const mostBeeps = 9

// queued is a call that waits for an agent of a queue, or is offered to one.
type queued struct {
	queue            Queue
	since            time.Time
	refused          map[id.User]time.Time
	lastAgent, owner *id.User
	music            []byte
	// aloud says that the caller hears music.
	aloud bool
}

// standInLine begins to wait in a queue.
func (l *liveCall) standInLine(queue Queue) {
	if queue.MaxWaiting > 0 && l.service.room.waiting(queue.ID) >= queue.MaxWaiting {
		l.giveUpQueue("full")
		return
	}
	if !l.takeOffer() || !l.move(triggerWaits) {
		return
	}
	q := &queued{queue: queue, since: time.Now(), refused: map[id.User]time.Time{}}
	l.way.queued = q
	l.record("queued", map[string]any{"queue": queue.Name})
	if queue.MaxWait > 0 {
		l.after(queue.MaxWait, func(l *liveCall) {
			if l.way.queued == q && l.state == stateWaiting {
				l.giveUpQueue("max_wait")
			}
		})
	}
	if queue.Strategy == StrategyLastAgent || queue.Strategy == StrategyOwner {
		l.askHints(q)
		return
	}
	l.stand()
}

// askHints asks who the caller should rather talk to, but not for long.
func (l *liveCall) askHints(q *queued) {
	number := l.call.From.Number
	if l.service.deps.Hints == nil || number.Kind != e164.Dialable {
		l.stand()
		return
	}
	contact, org := l.call.ContactID, l.call.Org
	ctx := l.ctx
	l.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, l.service.cfg.LookupWait)
		defer cancel()
		lastAgent, owner, err := l.service.hints(ctx, org, number, contact)
		if err != nil {
			l.logger.WarnContext(ctx, "nobody is preferred: the records do not answer", slog.Any("error", err))
		}
		l.tell(func(l *liveCall) {
			if l.way.queued == q && l.state == stateWaiting {
				q.lastAgent, q.owner = lastAgent, owner
				l.stand()
			}
		})
	})
}

// hints finds whom the caller knows.
func (s *Service) hints(ctx context.Context, org id.Org, number e164.Number, contact *id.Contact) (lastAgent, owner *id.User, err error) {
	if contact == nil {
		matches, err := s.lookup(ctx, org, number)
		if err != nil {
			return nil, nil, err
		}
		if match, found := attributed(matches); found {
			contact = &match.ContactID
		}
	}
	return s.deps.Hints.RouteHints(ctx, org, number, contact) //nolint:wrapcheck // logged where it is called
}

// stand asks for agents, and lets the caller wait when there are none.
func (l *liveCall) stand() {
	q := l.way.queued
	found := l.service.room.enter(&waiter{
		call: l, queue: q.queue, since: q.since, refused: q.refused, lastAgent: q.lastAgent, owner: q.owner,
	})
	switch {
	case found:
	case q.queue.MaxWait == 0:
		l.giveUpQueue("no_agent")
	case !q.aloud:
		l.waitAloud()
	}
}

// waitAloud picks up and plays music.
func (l *liveCall) waitAloud() {
	q := l.way.queued
	if !l.addressed() {
		return
	}
	q.aloud = true
	if q.queue.MusicID != nil {
		var err error
		if q.music, err = l.service.soundBytes(l.ctx, *q.queue.MusicID); err != nil {
			l.logger.ErrorContext(l.ctx, "music not played", slog.Any("error", err))
		}
	}
	l.record("waiting", map[string]any{"queue": q.queue.Name, "place": l.service.room.place(l)})
	l.announcePlace(q)
}

// announcePlace tells the caller how many are before, where the queue does, and
// goes on with the music.
func (l *liveCall) announcePlace(q *queued) {
	if l.way.queued != q || l.state != stateWaiting {
		return
	}
	sources := []media.Source{}
	if q.queue.Announce {
		for range min(l.service.room.place(l), mostBeeps) {
			sources = append(sources, media.Pause(150*time.Millisecond), media.Beep(900, 150*time.Millisecond))
		}
		sources = append(sources, media.Pause(400*time.Millisecond))
		l.after(l.service.cfg.AnnounceEvery, func(l *liveCall) { l.announcePlace(q) })
	}
	l.say(media.Sequence(append(sources, q.melody())...), nil)
}

func (q *queued) melody() media.Source {
	if q.music == nil {
		return media.HoldTone()
	}
	return media.Loop(func() (media.Source, error) {
		return media.WAV(bytes.NewReader(q.music)) //nolint:wrapcheck // ends the music
	})
}

// offerTo rings agents whom the room has kept for this call.
func (l *liveCall) offerTo(users []id.User) {
	if l.state != stateWaiting || l.way.queued == nil {
		l.service.room.release(l)
		return
	}
	var there []id.User
	for _, user := range users {
		if l.service.desk(l.call.Org, user).available() {
			there = append(there, user)
		}
	}
	if len(there) == 0 {
		l.service.room.release(l)
		l.stand()
		return
	}
	// Only once they ring are they given back: then their desks say that they are busy.
	l.ring(there)
	l.service.room.release(l)
}

// standAgain goes back to the place in the queue after agents did not answer.
func (l *liveCall) standAgain(rung []id.User) {
	q := l.way.queued
	for _, user := range rung {
		l.refusedBy(user)
	}
	if !l.move(triggerWaits) {
		return
	}
	if q.queue.MaxWait > 0 {
		if time.Since(q.since) >= q.queue.MaxWait {
			l.giveUpQueue("max_wait")
			return
		}
		l.after(l.service.cfg.RingAgain+10*time.Millisecond, func(l *liveCall) { l.service.room.kick() })
	}
	l.stand()
}

// refusedBy notes that an agent did not take the call, so that another is rung.
// The room reads the map under its lock, so it gets a new one.
func (l *liveCall) refusedBy(user id.User) {
	q := l.way.queued
	if q == nil {
		return
	}
	refused := make(map[id.User]time.Time, len(q.refused)+1)
	maps.Copy(refused, q.refused)
	refused[user] = time.Now()
	q.refused = refused
}

// giveUpQueue ends the waiting.
func (l *liveCall) giveUpQueue(why string) {
	l.service.room.leave(l)
	l.way.queued = nil
	if l.overflow(why) {
		return
	}
	if l.target.userID != nil {
		l.addBrowserLeg(*l.target.userID, "missed")
	}
	cause := sip.CauseNoAnswer()
	if why == "full" {
		cause = sip.CauseBusy()
	}
	l.end(triggerTurnedAway, ending{outcome: OutcomeMissed, by: bySystem, cause: cause})
}
