package callsvc

import (
	"log/slog"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip/media"
)

// RecordingMode says when calls are recorded.
type RecordingMode string

// The modes.
const (
	// RecordingOff calls are never recorded.
	RecordingOff RecordingMode = "off"
	// RecordingManual calls are recorded when the agent wants it.
	RecordingManual RecordingMode = "manual"
	// RecordingAlways calls are recorded from their answer on; agents may pause, not stop.
	RecordingAlways RecordingMode = "always"
)

// RecordingRule says how the calls of a number, a queue or a trunk are recorded,
// or with none of them those of the whole organisation.
type RecordingRule struct {
	Org      id.Org
	NumberID *id.Number
	QueueID  *id.Queue
	TrunkID  *id.Trunk
	Mode     RecordingMode
	// Beep tells the far party by a tone that the recording begins, or goes on.
	Beep bool
	// Keep is how long a recording is kept; 0: until somebody deletes it.
	Keep time.Duration
}

// Recording is a stretch of a call that was recorded: a WAV file in the Storage
// with what the far party heard on the left and what they said on the right.
type Recording struct {
	ID        id.Recording
	Path      string
	StartedAt time.Time
	Length    time.Duration
	// Peaks are the loudest moments, left and right in turns, evenly over the
	// length, from 0 to 255, for a drawing.
	Peaks []byte
	// DeleteAt is when the rule wants it gone; nil never.
	DeleteAt *time.Time
}

// States of the recording of a call, as CallUpdated has them; "" is none.
const (
	RecordingOn     = "on"
	RecordingPaused = "paused"
)

const (
	// recordingMost ends a recording; who talks longer begins another one.
	recordingMost = 4 * time.Hour
	// shortestRecording is what is worth keeping.
	shortestRecording = time.Second
	beepHz, beepFor   = 1400, 250 * time.Millisecond
)

// tape is what a call records and has recorded.
type tape struct {
	running *taping
	done    []Recording
}

// taping is a recording under way.
type taping struct {
	recording Recording
	file      StoredFile
	recorder  *media.Recorder
	peaks     *peaks
	paused    bool
}

// recordingRule is the rule of this call: of its number before that of its
// queue, its trunk and the organisation.
func (d *directory) recordingRule(call Call, number *id.Number) RecordingRule {
	best, rank := RecordingRule{Mode: RecordingOff}, 0
	same := func(rule RecordingRule) int {
		switch {
		case rule.NumberID != nil:
			return yes(number != nil && *rule.NumberID == *number, 4)
		case rule.QueueID != nil:
			return yes(call.QueueID != nil && *rule.QueueID == *call.QueueID, 3)
		case rule.TrunkID != nil:
			return yes(call.TrunkID != nil && *rule.TrunkID == *call.TrunkID, 2)
		}
		return 1
	}
	for _, rule := range d.snapshot.Recording {
		if rule.Org != call.Org {
			continue
		}
		if found := same(rule); found > rank {
			best, rank = rule, found
		}
	}
	return best
}

func yes(on bool, rank int) int {
	if on {
		return rank
	}
	return 0
}

func (l *liveCall) recordingRule() RecordingRule {
	directory := l.service.directory.Load()
	if directory == nil || l.service.deps.Storage == nil {
		return RecordingRule{Mode: RecordingOff}
	}
	var number *id.Number
	if l.target.found {
		number = &l.target.did.ID
	}
	return directory.recordingRule(l.call, number)
}

// recordConnected begins to record a call that is always recorded.
func (l *liveCall) recordConnected() {
	if rule := l.recordingRule(); rule.Mode == RecordingAlways && l.tape.running == nil {
		if err := l.startRecording(rule); err != nil {
			l.logger.ErrorContext(l.ctx, "call not recorded", slog.Any("error", err))
		}
	}
}

// recordAs carries out what the agent asks of the recording.
func (l *liveCall) recordAs(action string) error {
	if l.state != stateConnected && l.state != stateHeld {
		return refuse(CodeConflict, "the call is not connected")
	}
	rule := l.recordingRule()
	switch {
	case rule.Mode == RecordingOff && l.tape.running == nil:
		return refuse(CodeForbidden, "calls of this line are not recorded")
	case action == RecordStart && l.tape.running == nil:
		return l.startRecording(rule)
	case action == RecordStart:
		return nil
	case l.tape.running == nil:
		return refuse(CodeConflict, "the call is not being recorded")
	case action == RecordStop && rule.Mode == RecordingAlways:
		return refuse(CodeForbidden, "calls of this line are always recorded; pause instead")
	case action == RecordStop:
		l.stopRecording()
		l.record("recording_stopped", nil, l.updated()...)
	default:
		l.pauseRecording(action == RecordPause, rule)
	}
	return nil
}

func (l *liveCall) startRecording(rule RecordingRule) error {
	r := &taping{recording: Recording{ID: id.New[id.Recording](), StartedAt: time.Now().UTC()}, peaks: &peaks{begun: time.Now()}}
	r.recording.Path = "recording/" + l.call.Org.String() + "/" + r.recording.ID.String() + ".wav"
	if rule.Keep > 0 {
		gone := r.recording.StartedAt.Add(rule.Keep)
		r.recording.DeleteAt = &gone
	}
	file, err := l.service.deps.Storage.Create(l.ctx, r.recording.Path)
	if err == nil {
		r.file = file
		r.recorder, err = media.NewRecorder(file, media.RecorderConfig{Channels: 2, Most: recordingMost})
	}
	if err != nil {
		l.logger.ErrorContext(l.ctx, "recording not begun", slog.Any("error", err))
		return refuse(CodeUnavailable, "the recording cannot be written")
	}
	l.tape.running = r
	l.rtp.Tap(r.tap())
	l.beep(rule)
	full, ctx := r.recorder.Full(), l.ctx
	l.tasks.Go(func() {
		select {
		case <-full:
			l.tell(func(l *liveCall) {
				if l.tape.running == r {
					l.stopRecording()
					l.record("recording_stopped", map[string]any{"why": "full"}, l.updated()...)
				}
			})
		case <-ctx.Done():
		}
	})
	l.record("recording_started", nil, l.updated()...)
	return nil
}

// tap brings both directions to their channel and to the drawing.
func (r *taping) tap() *media.Tap {
	said, heard := r.recorder.Channel(0), r.recorder.Channel(1)
	return &media.Tap{
		Said:  func(packet *media.Packet) { said(packet); r.peaks.add(0, packet) },
		Heard: func(packet *media.Packet) { heard(packet); r.peaks.add(1, packet) },
	}
}

// pauseRecording leaves out what must not be kept, such as the number of a card:
// silence stands in its place, so that moments stay where they were.
func (l *liveCall) pauseRecording(on bool, rule RecordingRule) {
	r := l.tape.running
	if r.paused == on {
		return
	}
	r.paused = on
	name := "recording_paused"
	if on {
		l.rtp.Tap(nil)
	} else {
		name = "recording_resumed"
		l.rtp.Tap(r.tap())
		l.beep(rule)
	}
	l.record(name, nil, l.updated()...)
}

func (l *liveCall) beep(rule RecordingRule) {
	if rule.Beep && l.state == stateConnected {
		media.Play(l.rtp, media.Beep(beepHz, beepFor))
	}
}

// stopRecording completes the file; what is too short to be of use goes.
func (l *liveCall) stopRecording() {
	r := l.tape.running
	if r == nil {
		return
	}
	l.tape.running = nil
	l.rtp.Tap(nil)
	length := time.Since(r.recording.StartedAt)
	_, err := r.recorder.Close()
	if closing := r.file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		l.logger.ErrorContext(l.ctx, "recording not kept", slog.Any("error", err))
	}
	if err != nil || length < shortestRecording {
		l.discard(r.recording.Path)
		return
	}
	r.recording.Length, r.recording.Peaks = length, r.peaks.drawing(length)
	l.tape.done = append(l.tape.done, r.recording)
}

// recordingState is how the recording stands, for the agent's screen.
func (l *liveCall) recordingState() string {
	switch r := l.tape.running; {
	case r == nil:
		return ""
	case r.paused:
		return RecordingPaused
	}
	return RecordingOn
}

// peakEvery is how long one bar is while a recording runs; drawn is how many are kept.
const (
	peakEvery = 100 * time.Millisecond
	drawn     = 400
)

// peaks collects how loud either side was.
type peaks struct {
	begun time.Time
	mu    sync.Mutex
	bars  [2][]byte
}

func (p *peaks) add(channel int, packet *media.Packet) {
	if packet.Kind != media.Audio {
		return
	}
	at := int(time.Since(p.begun) / peakEvery)
	if at < 0 || at > int(recordingMost/peakEvery) {
		return
	}
	loud := media.Loudness(packet)
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.bars[channel]) <= at {
		p.bars[channel] = append(p.bars[channel], 0)
	}
	p.bars[channel][at] = max(p.bars[channel][at], loud)
}

// drawing brings the bars to a number that is the same for every length.
func (p *peaks) drawing(length time.Duration) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	count := max(int(length/peakEvery), 1)
	out := make([]byte, 2*min(count, drawn))
	for channel, bars := range p.bars {
		for at, bar := range bars[:min(len(bars), count)] {
			place := 2*(at*(len(out)/2)/count) + channel
			out[place] = max(out[place], bar)
		}
	}
	return out
}
