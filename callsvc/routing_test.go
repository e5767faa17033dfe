package callsvc

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/callsvc/storage"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

var _ Storage = (*storage.Directory)(nil)

// routed is a rig with storage and short times; change turns its directory.
func routed(t *testing.T, change func(*rig, *DirectorySnapshot)) *rig {
	t.Helper()
	files, err := storage.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, files.Close()) })
	r := newRig(t, func(cfg *Config, r *rig) {
		cfg.VoicemailSilence, cfg.AnnounceEvery = time.Second, time.Minute
		cfg.RingAgain = 50 * time.Millisecond
		r.storage = files
		change(r, &r.paper.directory)
	})
	return r
}

// never are hours that are never open.
func never(snapshot *DirectorySnapshot, org id.Org) *id.Hours {
	hours := Hours{ID: id.New[id.Hours](), Org: org, Name: "Never", TimeZone: "Europe/London"}
	snapshot.Hours = append(snapshot.Hours, hours)
	return &hours.ID
}

// recorded reads a message's samples.
func (r *rig) recorded(message *Voicemail) []int16 {
	r.t.Helper()
	file, err := r.storage.Open(context.Background(), message.Path)
	require.NoError(r.t, err)
	data, err := io.ReadAll(file)
	require.NoError(r.t, err)
	require.NoError(r.t, file.Close())
	source, err := media.WAV(bytes.NewReader(data))
	require.NoError(r.t, err)
	var samples []int16
	for {
		var frame [160]int16
		n, err := source.ReadFrame(frame[:])
		samples = append(samples, frame[:n]...)
		if err != nil {
			return samples
		}
	}
}

func TestClosedNumberTakesAMessage(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		s.Numbers[0].HoursID = never(s, r.org.ID)
		s.Numbers[0].Closed = Destination{Kind: ToVoicemail, QueueID: &r.queue.ID}
	})
	r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079460000")
	caller.await(sip.LegAnswered)
	caller.hears(toneHz)
	// The caller's tone of 1000 Hz is the message.
	time.Sleep(1500 * time.Millisecond) //nolint:forbidigo // the length of the message is what is measured
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	row := r.onlyRow()
	require.Equal(t, OutcomeVoicemail, row.Outcome)
	require.Nil(t, row.AnsweredAt, "no agent has answered")
	require.Equal(t, byCaller, row.HangupBy)
	require.Equal(t, r.queue.ID, *row.QueueID)
	message := r.paper.message()
	require.NotNil(t, message)
	require.GreaterOrEqual(t, message.Length, time.Second)
	samples := r.recorded(message)
	middle := samples[len(samples)/2:]
	require.Greater(t, media.GoertzelShare(middle[:1600], 8000, 1000), 0.9, "the message is what the caller said")
	require.Equal(t, []string{"closed", "message", "ended"}, r.paper.names(row.ID))
	r.idle()
}

func TestSilenceEndsAMessage(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		s.Numbers[1].HoursID = never(s, r.org.ID)
		s.Numbers[1].Closed = Destination{Kind: ToVoicemail, UserID: &r.ann.ID}
	})
	caller := r.callIn("+447700900123", "+442079460001")
	caller.await(sip.LegAnswered)
	caller.hears(toneHz)
	media.Play(caller.sound, media.Sequence(media.Beep(1000, 1300*time.Millisecond), media.Pause(time.Minute)))
	require.True(t, caller.await(sip.LegEnded).ByRemote)
	row := r.onlyRow()
	require.Equal(t, OutcomeVoicemail, row.Outcome)
	require.Equal(t, bySystem, row.HangupBy)
	require.Equal(t, r.ann.ID, *r.paper.message().UserID)
	require.Less(t, r.paper.message().Length, 3*time.Second, "the silence at the end is no part of the length")
}

func TestHangingUpAtTheToneLeavesNoMessage(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		s.Numbers[0].HoursID = never(s, r.org.ID)
		s.Numbers[0].Closed = Destination{Kind: ToVoicemail, QueueID: &r.queue.ID}
	})
	caller := r.callIn("+447700900123", "+442079460000")
	caller.await(sip.LegAnswered)
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	require.Equal(t, OutcomeAbandoned, r.onlyRow().Outcome)
	require.Nil(t, r.paper.message())
}

func TestClosedNumberIsBusyWithoutAnswering(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) { s.Numbers[0].HoursID = never(s, r.org.ID) })
	r.tab(r.ann)
	caller := r.callIn("+447700900123", "+442079460000")
	timeout := time.After(patience)
	for {
		select {
		case event := <-caller.events:
			require.NotEqual(t, sip.LegAnswered, event.Kind, "nobody pays for a busy tone")
			if event.Kind != sip.LegEnded {
				continue
			}
			require.Equal(t, 486, event.Cause.SIP)
			require.Equal(t, OutcomeMissed, r.onlyRow().Outcome)
			return
		case <-timeout:
			t.Fatal("the call does not end")
		}
	}
}

func menuOf(r *rig, s *DirectorySnapshot, options []MenuOption, otherwise Destination) {
	menu := Menu{
		ID: id.New[id.Menu](), Org: r.org.ID, Name: "Main", Wait: 300 * time.Millisecond, Tries: 2, Options: options, Otherwise: otherwise,
	}
	s.Menus = append(s.Menus, menu)
	s.Numbers[0].QueueID, s.Numbers[0].MenuID = nil, &menu.ID
}

func TestMenuIsChosenByKey(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		menuOf(r, s, []MenuOption{{Key: "1", To: Destination{Kind: ToQueue, QueueID: &r.queue.ID}}}, Destination{})
		s.Menus[0].Wait = 10 * time.Second
	})
	ann := r.tab(r.ann)
	ann.sound(440)
	caller := r.callIn("+447700900123", "+442079460000")
	caller.await(sip.LegConfirmed)
	caller.hears(784)
	require.NoError(t, media.SendDigits(t.Context(), caller.sound, "7"))
	caller.hears(350)
	require.NoError(t, media.SendDigits(t.Context(), caller.sound, "1"))
	pop := ann.offered()
	require.Equal(t, "Sales", pop.QueueName)
	ann.do(pop.Call.ID, CommandAnswer)
	caller.hears(440)
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	row := r.row(pop.Call.ID)
	require.Equal(t, OutcomeAnswered, row.Outcome)
	require.Subset(t, r.paper.names(row.ID), []string{"menu", "wrong_key", "chosen", "offered", "answered"})
	r.idle()
}

func TestMenuWithoutAKeyGoesOn(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		menuOf(r, s, []MenuOption{{Key: "1", To: Destination{Kind: ToBusy}}}, Destination{Kind: ToUser, UserID: &r.bob.ID})
	})
	bob := r.tab(r.bob)
	caller := r.callIn("+447700900123", "+442079460000")
	caller.await(sip.LegAnswered)
	pop := bob.offered()
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	require.Equal(t, OutcomeAbandoned, r.row(pop.Call.ID).Outcome)
}

// waitingQueue makes the rig's queue one in which callers wait.
func waitingQueue(s *DirectorySnapshot, strategy Strategy, change func(*Queue)) {
	queue := &s.Queues[0]
	queue.Strategy, queue.MaxWait, queue.RingTimeout = strategy, time.Minute, 10*time.Second
	if change != nil {
		change(queue)
	}
}

func TestOldestCallerGetsTheAgentWhoBecomesFree(t *testing.T) {
	t.Parallel()
	r := routed(t, func(_ *rig, s *DirectorySnapshot) { waitingQueue(s, StrategyLongestIdle, nil) })
	ann := r.tab(r.ann)
	ann.sound(440)
	require.NoError(t, r.svc.SetPresence(t.Context(), r.org.ID, r.ann.ID, PresenceAway, ""))
	first := r.callIn("+447700900001", "+442079460000")
	first.await(sip.LegAnswered)
	second := r.callIn("+447700900002", "+442079460000")
	second.await(sip.LegAnswered)
	require.Eventually(t, func() bool { return loud(second.heard.Samples()) }, patience, 10*time.Millisecond, "music plays")
	require.Equal(t, 2, r.svc.room.waiting(r.queue.ID))

	require.NoError(t, r.svc.SetPresence(t.Context(), r.org.ID, r.ann.ID, PresenceAvailable, ""))
	pop := ann.offered()
	require.Equal(t, "+447700900001", pop.Call.From.Number.E164)
	require.Equal(t, 1, r.svc.room.waiting(r.queue.ID), "who rings is offered no second call")
	ann.do(pop.Call.ID, CommandAnswer)
	first.hears(440)
	require.NoError(t, first.leg.Hangup(sip.CauseNormal()))
	pop = ann.offered()
	require.Equal(t, "+447700900002", pop.Call.From.Number.E164)
	require.NoError(t, second.leg.Hangup(sip.CauseNormal()))
	require.Equal(t, OutcomeAbandoned, r.row(pop.Call.ID).Outcome)
	r.idle()
}

func TestAgentsRingOneAfterTheOther(t *testing.T) {
	t.Parallel()
	r := routed(t, func(_ *rig, s *DirectorySnapshot) {
		waitingQueue(s, StrategyRoundRobin, func(q *Queue) { q.RingTimeout = 100 * time.Millisecond })
	})
	ann, bob := r.tab(r.ann), r.tab(r.bob)
	caller := r.callIn("+447700900001", "+442079460000")
	ann.offered()
	ann.ended()
	pop := bob.offered()
	require.NoError(t, bob.command(pop.Call.ID, Command{Name: CommandReject}))
	pop = ann.offered()
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	r.row(pop.Call.ID)
	r.idle()
}

func TestFullQueueOverflows(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		waitingQueue(s, StrategyAll, func(q *Queue) {
			q.MaxWaiting, q.Overflow = 1, Destination{Kind: ToUser, UserID: &r.bob.ID}
			q.Members = []id.User{r.ann.ID}
		})
	})
	bob := r.tab(r.bob)
	first := r.callIn("+447700900001", "+442079460000")
	first.await(sip.LegAnswered)
	second := r.callIn("+447700900002", "+442079460000")
	pop := bob.offered()
	require.Equal(t, "+447700900002", pop.Call.From.Number.E164)
	require.NoError(t, first.leg.Hangup(sip.CauseNormal()))
	require.NoError(t, second.leg.Hangup(sip.CauseNormal()))
	r.idle()
}

func TestWaitEndsInVoicemail(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		waitingQueue(s, StrategyLongestIdle, func(q *Queue) {
			q.MaxWait, q.Overflow, q.Announce = 300*time.Millisecond, Destination{Kind: ToVoicemail, QueueID: &r.queue.ID}, true
		})
	})
	caller := r.callIn("+447700900001", "+442079460000")
	caller.await(sip.LegAnswered)
	caller.hears(toneHz)
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	row := r.onlyRow()
	require.Equal(t, []string{"queued", "waiting", "overflow", "message", "ended"}, r.paper.names(row.ID))
	r.idle()
}

func TestUnansweredNumberGoesOn(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		s.Queues[0].RingTimeout = 100 * time.Millisecond
		s.Queues[0].Members = []id.User{r.ann.ID}
		s.Numbers[0].Unanswered = Destination{Kind: ToUser, UserID: &r.bob.ID}
	})
	ann, bob := r.tab(r.ann), r.tab(r.bob)
	caller := r.callIn("+447700900001", "+442079460000")
	ann.offered()
	ann.ended()
	pop := bob.offered()
	bob.do(pop.Call.ID, CommandAnswer)
	caller.await(sip.LegAnswered)
	require.NoError(t, caller.leg.Hangup(sip.CauseNormal()))
	require.Equal(t, r.bob.ID, *r.row(pop.Call.ID).UserID)
	r.idle()
}

func TestRouteInACircleEnds(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		other := Queue{ID: id.New[id.Queue](), Org: r.org.ID, Name: "Other"}
		s.Queues[0].Overflow = Destination{Kind: ToQueue, QueueID: &other.ID}
		other.Overflow = Destination{Kind: ToQueue, QueueID: &r.queue.ID}
		s.Queues = append(s.Queues, other)
	})
	caller := r.callIn("+447700900001", "+442079460000")
	require.Eventually(t, func() bool {
		select {
		case event := <-caller.events:
			return event.Kind == sip.LegEnded
		default:
			return false
		}
	}, patience, time.Millisecond)
	require.Equal(t, OutcomeMissed, r.onlyRow().Outcome)
}

func TestTheTesterSaysWhatHappens(t *testing.T) {
	t.Parallel()
	r := routed(t, func(r *rig, s *DirectorySnapshot) {
		waitingQueue(s, StrategyRoundRobin, func(q *Queue) { q.Overflow = Destination{Kind: ToVoicemail, QueueID: &r.queue.ID} })
		menuOf(r, s, []MenuOption{{Key: "1", To: Destination{Kind: ToQueue, QueueID: &r.queue.ID}}}, Destination{})
		s.Numbers[0].HoursID = never(s, r.org.ID)
		s.Hours[0].Weekly = []OpenTime{{Day: time.Monday, Opens: 540, Closes: 1020}}
		s.Numbers[0].Closed = Destination{Kind: ToVoicemail, UserID: &r.bob.ID}
	})
	r.tab(r.ann)
	number := r.paper.directory.Numbers[0].ID
	at := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	steps, err := r.svc.TestRoute(t.Context(), r.org.ID, number, at, e164.Parse("+447700900123", "GB"))
	require.NoError(t, err)
	var said []string
	for _, step := range steps {
		said = append(said, step.When+" "+step.Key+">"+step.Kind+" "+step.Name)
	}
	require.Equal(t, []string{
		"always >caller +44 7700 900123", "always >hours Never", "open >menu Main", "key 1>queue Sales", "overflow >voicemail Sales", "otherwise >busy ",
	}, said)
	require.Equal(t, []string{"Ann"}, steps[3].Agents)
	steps, err = r.svc.TestRoute(t.Context(), r.org.ID, number, at.Add(12*time.Hour), e164.Number{})
	require.NoError(t, err)
	require.Len(t, steps, 2)
	require.Equal(t, "voicemail", steps[1].Kind)
	require.Equal(t, "Bob", steps[1].Name)
	_, err = r.svc.TestRoute(t.Context(), id.New[id.Org](), number, at, e164.Number{})
	require.ErrorIs(t, err, &Error{Code: CodeNotFound})
}
