package callsvc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

const (
	// mostHops ends a route that leads in a circle.
	mostHops = 20
	// busyFor is how long a caller who was picked up hears the busy tone.
	busyFor = 3 * time.Second
	// mostSoundBytes bounds a sound in memory: ten minutes at 48 kHz in stereo.
	mostSoundBytes = 120 << 20
)

// way is where an inbound call stands on its route. The call's owner owns it.
type way struct {
	hops int
	// at is the queue in which the call is, when it is in one.
	at *Queue
	// pickedUp says that our 200 is out although no agent has the call: who speaks
	// to a caller must answer first. Early media would cost the caller nothing, but
	// carriers cut it off after a minute or two and pass no digits in it.
	pickedUp bool
	// speech is what the caller hears.
	speech *media.Playback
	// round counts the ringings, so that the timers of earlier ones do nothing.
	round   int
	queued  *queued
	menu    *choosing
	message *message
	left    *Voicemail
}

// begin takes the first step of the number's route.
func (l *liveCall) begin() {
	entry := l.service.directory.Load().entry(l.target.did, time.Now())
	if entry.State != StateOpen && entry.State != StateNoHours {
		l.call.QueueID = nil
		l.record("closed", map[string]any{"hours": entry.Hours, "holiday": entry.Holiday, "to": string(entry.To.Kind)})
	}
	l.proceed(entry.To)
}

// proceed goes on to a destination, from wherever the call stands.
func (l *liveCall) proceed(to Destination) {
	l.quiet()
	l.way.queued, l.way.menu, l.way.at = nil, nil, nil
	directory := l.service.directory.Load()
	if l.way.hops++; l.way.hops > mostHops {
		l.logger.WarnContext(l.ctx, "route leads in a circle")
		to = Destination{Kind: ToBusy}
	}
	switch {
	case to.Kind == ToQueue && to.QueueID != nil:
		if queue, known := directory.queues[*to.QueueID]; known {
			l.enter(directory, queue)
			return
		}
	case to.Kind == ToUser && to.UserID != nil:
		directory.aim(&l.target, nil, to.UserID)
		l.call.QueueID = nil
		l.ringGroup()
		return
	case to.Kind == ToMenu && to.MenuID != nil:
		if menu, known := directory.menus[*to.MenuID]; known {
			l.openMenu(menu)
			return
		}
	case to.Kind == ToVoicemail:
		l.takeMessage(to)
		return
	}
	l.sendAway()
}

// enter brings the call into a queue.
func (l *liveCall) enter(directory *directory, queue Queue) {
	directory.aim(&l.target, &queue.ID, nil)
	l.way.at, l.call.QueueID = &queue, &queue.ID
	if queue.plain() {
		l.ringGroup()
		return
	}
	l.standInLine(queue)
}

// ringGroup rings whoever is there at once.
func (l *liveCall) ringGroup() {
	agents := l.availableAgents()
	if len(agents) == 0 {
		if l.overflow("no_agent") {
			return
		}
		if l.target.userID != nil {
			// The row must be found among the calls of the user who missed it.
			l.addBrowserLeg(*l.target.userID, "missed")
		}
		cause := sip.CauseUnavailable()
		cause.Text = "no agent available"
		l.end(triggerNoAgent, ending{outcome: OutcomeMissed, by: bySystem, cause: cause})
		return
	}
	if l.takeOffer() {
		l.ring(agents)
	}
}

// takeOffer opens the sound towards the caller once, or ends the call.
func (l *liveCall) takeOffer() bool {
	if l.rtp != nil {
		return true
	}
	err := l.receiveOffer()
	if err == nil {
		return true
	}
	l.logger.WarnContext(l.ctx, "offer refused", slog.Any("error", err))
	cause := sip.CauseTemporaryFailure()
	if errors.Is(err, media.ErrNotAcceptable) {
		cause = sip.CauseNotAcceptable()
	}
	l.end(triggerRefused, ending{outcome: OutcomeFailed, by: bySystem, cause: cause})
	return false
}

// pickUp sends our 200, unless it is out.
func (l *liveCall) pickUp() error {
	if l.way.pickedUp {
		return nil
	}
	if err := l.leg.Answer(l.ourSDP); err != nil {
		return fmt.Errorf("pick up: %w", err)
	}
	l.leg.OnOffer(l.rtp.Answer)
	l.way.pickedUp = true
	l.trunk.AnsweredAt, l.trunk.State = now(), string(sip.StateAnswered)
	return nil
}

// addressed picks up so that the caller can be spoken to. Where it cannot, the
// caller is gone and the leg's end is on its way.
func (l *liveCall) addressed() bool {
	if !l.takeOffer() {
		return false
	}
	if err := l.pickUp(); err != nil {
		l.logger.DebugContext(l.ctx, "caller was gone before being spoken to", slog.Any("error", err))
		l.after(time.Second, func(l *liveCall) {
			l.end(triggerFarGone, ending{outcome: OutcomeMissed, by: byCaller, cause: sip.CauseCancelled()})
		})
		return false
	}
	return true
}

// overflow goes on to where the queue's callers go whom it cannot serve, or the
// number's. It reports false when there is no such place.
func (l *liveCall) overflow(why string) bool {
	to := l.target.did.Unanswered
	if l.way.at != nil && l.way.at.Overflow.Kind != ToNowhere {
		to = l.way.at.Overflow
	}
	if to.Kind == ToNowhere || l.call.Direction != Inbound || l.way.hops > mostHops {
		return false
	}
	l.record("overflow", map[string]any{"queue": l.target.queueName, "why": why, "to": string(to.Kind)})
	l.proceed(to)
	return true
}

// goesOn takes a call that nobody answered further, where its route does.
func (l *liveCall) goesOn(why string) bool {
	if l.state != stateOffering || l.call.Direction != Inbound {
		return false
	}
	leads := l.target.did.Unanswered.Kind != ToNowhere || l.way.at != nil && l.way.at.Overflow.Kind != ToNowhere
	if l.way.queued == nil && !leads {
		return false
	}
	rung := make([]id.User, 0, len(l.ringing))
	var sends []func()
	for user := range l.ringing {
		rung = append(rung, user)
		l.stopRinging(user, sip.CauseNoAnswer())
		sends = append(sends, l.toUser(user, EventCallEnded, CallEnded{Call: l.call}))
	}
	l.way.round++
	if len(rung) > 0 {
		l.record("rang_out", map[string]any{"agents": len(rung)}, sends...)
	}
	if l.way.queued != nil {
		l.standAgain(rung)
		return true
	}
	return l.overflow(why)
}

// sendAway ends a call that leads nowhere: busy, in words or as a tone.
func (l *liveCall) sendAway() {
	cause := sip.CauseBusy()
	e := ending{outcome: OutcomeMissed, by: bySystem, cause: cause}
	if !l.way.pickedUp {
		l.end(triggerTurnedAway, e)
		return
	}
	l.say(media.Limit(media.BusyTone(l.region), busyFor), func(l *liveCall) { l.end(triggerTurnedAway, e) })
}

// say plays something to the caller, and goes on when it is over unless
// something else was said meanwhile.
func (l *liveCall) say(source media.Source, then func(*liveCall)) {
	l.quiet()
	speech := media.Play(l.rtp, source)
	l.way.speech = speech
	ctx := l.ctx
	l.tasks.Go(func() {
		select {
		case <-speech.Done():
		case <-ctx.Done():
			return
		}
		l.tell(func(l *liveCall) {
			if l.way.speech == speech && then != nil {
				l.way.speech = nil
				then(l)
			}
		})
	})
}

// quiet ends what the caller hears.
func (l *liveCall) quiet() {
	if l.way.speech != nil {
		l.way.speech.Stop()
		l.way.speech = nil
	}
}

// sound gives an uploaded sound, or what stands for it when there is none.
func (l *liveCall) sound(sound *id.Sound, otherwise func() media.Source) media.Source {
	if sound == nil {
		return otherwise()
	}
	data, err := l.service.soundBytes(l.ctx, *sound)
	if err == nil {
		var source media.Source
		if source, err = media.WAV(bytes.NewReader(data)); err == nil {
			return source
		}
	}
	l.logger.ErrorContext(l.ctx, "sound not played", slog.Any("sound_id", *sound), slog.Any("error", err))
	return otherwise()
}

// soundBytes reads an uploaded sound.
func (s *Service) soundBytes(ctx context.Context, sound id.Sound) ([]byte, error) {
	known, found := s.directory.Load().sounds[sound]
	if !found || s.deps.Storage == nil {
		return nil, errors.New("there is no such sound")
	}
	file, err := s.deps.Storage.Open(ctx, known.Path)
	if err != nil {
		return nil, fmt.Errorf("read sound: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(file, mostSoundBytes))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("read sound: %w", err)
	}
	return data, nil
}

// unansweredOutcome is how a call in is over that no agent answered.
func (l *liveCall) unansweredOutcome() Outcome {
	if l.way.pickedUp {
		return OutcomeAbandoned
	}
	return OutcomeMissed
}
