package callsvc

import (
	"encoding/binary"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/callsvc/storage"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// recordingAs is a service that keeps sound, with rules.
func recordingAs(t *testing.T, rules ...RecordingRule) *rig {
	t.Helper()
	files, err := storage.Open(t.TempDir())
	require.NoError(t, err)
	r := newRig(t, func(_ *Config, r *rig) {
		r.storage = files
		for _, rule := range rules {
			rule.Org = r.org.ID
			r.paper.directory.Recording = append(r.paper.directory.Recording, rule)
		}
	})
	t.Cleanup(func() {
		r.stop()
		require.NoError(t, files.Close())
	})
	return r
}

// recordings waits until so many are in the log.
func (r *rig) recordings(count int) []Recording {
	r.t.Helper()
	var done []Recording
	require.Eventually(r.t, func() bool {
		r.paper.mu.Lock()
		defer r.paper.mu.Unlock()
		done = r.paper.recorded
		return len(done) >= count
	}, patience, 5*time.Millisecond)
	require.Len(r.t, done, count)
	return done
}

// channels are the two sides of a recording.
func (r *rig) channels(recording Recording) (said, heard []int16) {
	r.t.Helper()
	file, err := r.storage.Open(r.t.Context(), recording.Path)
	require.NoError(r.t, err)
	raw, err := io.ReadAll(file)
	require.NoError(r.t, err)
	require.NoError(r.t, file.Close())
	require.Greater(r.t, len(raw), 44)
	require.EqualValues(r.t, len(raw)-44, binary.LittleEndian.Uint32(raw[40:]), "the header says how long it is")
	for frame := raw[44:]; len(frame) >= 4; frame = frame[4:] {
		said = append(said, int16(binary.LittleEndian.Uint16(frame)))
		heard = append(heard, int16(binary.LittleEndian.Uint16(frame[2:])))
	}
	return said, heard
}

// share is how much of the middle of a recording is a tone.
func share(samples []int16, hz float64) float64 {
	return media.GoertzelShare(samples[len(samples)/2:len(samples)/2+1600], 8000, hz)
}

func (b *tab) recordAs(call id.Call, action string) error {
	return b.command(call, Command{Name: CommandRecord, Action: action})
}

func TestCallIsAlwaysRecordedInStereo(t *testing.T) {
	t.Parallel()
	r := recordingAs(t, RecordingRule{Mode: RecordingAlways, Keep: 24 * time.Hour})
	ann, mic, call, caller := r.talking()
	ann.updated(func(u CallUpdated) bool { return u.Recording == RecordingOn && u.RecordingMode == RecordingAlways })
	<-time.After(1500 * time.Millisecond) // what is recorded is time itself
	caller.hears(440)
	hears(t, mic.heard, 1000)
	err := ann.recordAs(call, RecordStop)
	require.ErrorIs(t, err, &Error{Code: CodeForbidden})
	ann.do(call, CommandHangup)
	caller.await(sip.LegEnded)
	r.row(call)
	done := r.recordings(1)[0]
	require.Greater(t, done.Length, time.Second)
	require.WithinDuration(t, done.StartedAt.Add(24*time.Hour), *done.DeleteAt, time.Second)
	said, heard := r.channels(done)
	require.InDelta(t, done.Length.Seconds(), float64(len(said))/8000, 0.5)
	require.Greater(t, share(said, 440), 0.9, "the agent is on the left")
	require.Greater(t, share(heard, 1000), 0.9, "the caller on the right")
	require.Len(t, done.Peaks, 2*int(done.Length/peakEvery))
	middle := len(done.Peaks) / 4 * 2
	require.Greater(t, done.Peaks[middle], byte(100))
	require.Greater(t, done.Peaks[middle+1], byte(100))
	require.Subset(t, r.paper.names(call), []string{"recording_started", "ended"})
	r.idle()
}

func TestAgentRecordsAndPauses(t *testing.T) {
	t.Parallel()
	r := recordingAs(t, RecordingRule{Mode: RecordingManual, Beep: true})
	ann, _, call, caller := r.talking()
	require.Error(t, ann.recordAs(call, RecordStop), "nothing is recorded yet")
	require.Error(t, ann.recordAs(call, "erase"))
	require.NoError(t, ann.recordAs(call, RecordStart))
	require.NoError(t, ann.recordAs(call, RecordStart), "twice is no mistake")
	caller.hears(beepHz)
	caller.hears(440)
	require.NoError(t, ann.recordAs(call, RecordPause))
	ann.updated(func(u CallUpdated) bool { return u.Recording == RecordingPaused })
	<-time.After(1500 * time.Millisecond) // what must not be kept
	caller.hears(440)
	require.NoError(t, ann.recordAs(call, RecordStop))
	ann.updated(func(u CallUpdated) bool { return u.Recording == "" })
	first := r.recordings(1)[0]
	said, heard := r.channels(first)
	for _, sample := range append(said[len(said)-4800:], heard[len(heard)-4800:]...) {
		require.Zero(t, sample, "a pause is silence")
	}
	require.NoError(t, ann.recordAs(call, RecordStart))
	<-time.After(1200 * time.Millisecond)
	ann.do(call, CommandHangup)
	caller.await(sip.LegEnded)
	require.NotEqual(t, first.ID, r.recordings(2)[1].ID)
	r.idle()
}

func TestCallsAreNotRecordedWithoutARule(t *testing.T) {
	t.Parallel()
	r := recordingAs(t)
	ann, _, call, caller := r.talking()
	err := ann.recordAs(call, RecordStart)
	require.ErrorIs(t, err, &Error{Code: CodeForbidden})
	ann.do(call, CommandHangup)
	caller.await(sip.LegEnded)
	r.row(call)
	r.recordings(0)
}

func TestRecordingRuleOfTheNearest(t *testing.T) {
	t.Parallel()
	org, number, queue, trunk := id.New[id.Org](), id.New[id.Number](), id.New[id.Queue](), id.New[id.Trunk]()
	other := id.New[id.Queue]()
	d := newDirectory(DirectorySnapshot{Recording: []RecordingRule{
		{Org: org, Mode: RecordingManual},
		{Org: org, QueueID: &queue, Mode: RecordingAlways},
		{Org: org, NumberID: &number, Mode: RecordingOff},
		{Org: org, TrunkID: &trunk, Mode: RecordingManual, Beep: true},
		{Org: id.New[id.Org](), QueueID: &other, Mode: RecordingAlways},
	}})
	call := Call{Org: org}
	require.Equal(t, RecordingManual, d.recordingRule(call, nil).Mode)
	call.TrunkID = &trunk
	require.True(t, d.recordingRule(call, nil).Beep)
	call.QueueID = &queue
	require.Equal(t, RecordingAlways, d.recordingRule(call, nil).Mode)
	require.Equal(t, RecordingOff, d.recordingRule(call, &number).Mode)
	call.QueueID = &other
	require.Equal(t, RecordingManual, d.recordingRule(call, nil).Mode, "another organisation's rule is none")
	require.Equal(t, RecordingOff, d.recordingRule(Call{Org: id.New[id.Org]()}, nil).Mode)
}
