package callsvc

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// Voicemail is a message that a caller left, as a WAV file in the Storage.
type Voicemail struct {
	ID id.Voicemail
	// QueueID or UserID is whose it is.
	QueueID *id.Queue
	UserID  *id.User
	Path    string
	Length  time.Duration
	At      time.Time
}

const (
	// shortestMessage is what counts as a message; less is a caller who hung up at the tone.
	shortestMessage = time.Second
	// toneHz and toneFor are the tone after which to speak.
	toneHz  = 1400
	toneFor = 400 * time.Millisecond
)

// message is a message being left.
type message struct {
	voicemail Voicemail
	file      StoredFile
	recorder  *media.Recorder
}

// takeMessage greets the caller and records after the tone.
func (l *liveCall) takeMessage(to Destination) {
	if l.service.deps.Storage == nil {
		l.logger.ErrorContext(l.ctx, "no storage for messages")
		l.sendAway()
		return
	}
	if !l.addressed() || !l.move(triggerMessage) {
		return
	}
	l.way.message = &message{voicemail: Voicemail{ID: id.New[id.Voicemail](), QueueID: to.QueueID, UserID: to.UserID}}
	l.call.QueueID = to.QueueID
	if to.UserID != nil {
		// The row must be found among the calls of the user it was for.
		l.addBrowserLeg(*to.UserID, "missed")
	}
	l.record("message", nil)
	greeting := l.sound(to.GreetingID, voicemailTones)
	l.say(media.Sequence(media.Pause(300*time.Millisecond), greeting, media.Beep(toneHz, toneFor)), (*liveCall).recordMessage)
}

// voicemailTones stand for a greeting that nobody has spoken yet.
func voicemailTones() media.Source {
	const note = 150 * time.Millisecond
	return media.Sequence(media.Beep(784, note), media.Beep(659, note), media.Beep(523, 2*note), media.Pause(2*note))
}

// recordMessage begins to record.
func (l *liveCall) recordMessage() {
	m := l.way.message
	m.voicemail.Path = "voicemail/" + l.call.Org.String() + "/" + m.voicemail.ID.String() + ".wav"
	file, err := l.service.deps.Storage.Create(l.ctx, m.voicemail.Path)
	if err == nil {
		m.recorder, err = media.NewRecorder(file, media.RecorderConfig{
			Channels: 1, Most: l.service.cfg.VoicemailMost, Silence: l.service.cfg.VoicemailSilence,
		})
		m.file = file
	}
	if err != nil {
		l.logger.ErrorContext(l.ctx, "message not recorded", slog.Any("error", err))
		l.end(triggerRefused, ending{outcome: OutcomeFailed, by: bySystem, cause: sip.CauseTemporaryFailure()})
		return
	}
	m.voicemail.At = time.Now().UTC()
	hear, keys := m.recorder.Channel(0), l.keys()
	l.rtp.Receive(func(packet *media.Packet) {
		hear(packet)
		keys(packet)
	})
	ctx := l.ctx
	l.tasks.Go(func() {
		select {
		case <-m.recorder.Full():
			l.tell((*liveCall).messageFull)
		case <-ctx.Done():
		}
	})
}

// messageFull ends a call whose caller has said everything.
func (l *liveCall) messageFull() {
	l.end(triggerMessageLeft, ending{outcome: l.unansweredOutcome(), by: bySystem, cause: sip.CauseNormal()})
}

// keepMessage completes the message of a call that ends; a call with one has
// the outcome voicemail, whoever ended it.
func (l *liveCall) keepMessage() {
	m := l.way.message
	if m == nil || m.file == nil {
		return
	}
	l.way.message = nil
	l.rtp.Receive(nil)
	var length time.Duration
	var err error
	if m.recorder != nil {
		length, err = m.recorder.Close()
	}
	if closing := m.file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		l.logger.ErrorContext(l.ctx, "message not kept", slog.Any("error", err))
	}
	if err != nil || length < shortestMessage {
		l.discard(m.voicemail.Path)
		return
	}
	m.voicemail.Length = length
	l.way.left = &m.voicemail
	l.call.Outcome = OutcomeVoicemail
}

// discard deletes a file that is not worth keeping.
func (l *liveCall) discard(path string) {
	if err := l.service.deps.Storage.Delete(context.WithoutCancel(l.ctx), path); err != nil {
		l.logger.WarnContext(l.ctx, "file not deleted", slog.String("path", path), slog.Any("error", err))
	}
}

// EventRecordUpdated tells an organisation's browsers that a record is not what it was.
const EventRecordUpdated = "record.updated"

// messageLeft tells the organisation's browsers of the message.
func (l *liveCall) messageLeft() []func() {
	if l.way.left == nil {
		return nil
	}
	data, err := json.Marshal(map[string]any{"noun": "voicemail", "id": l.way.left.ID.String(), "contactId": l.call.ContactID})
	if err != nil {
		return nil
	}
	ctx, subject := context.WithoutCancel(l.ctx), orgSubject(l.call.Org)
	event := UserEvent{Type: EventRecordUpdated, At: time.Now().UTC(), Data: data}
	return []func(){func() { l.service.publish(ctx, subject, event) }}
}
