package callsvc

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

// LegMessage is one SIP message of a leg, redacted, as people read it.
type LegMessage struct {
	Leg id.Leg
	// Sequence counts the leg's messages from 1.
	Sequence int
	At       time.Time
	Outgoing bool
	// Transport is udp, tcp, tls or ws; Remote is the other side's host:port.
	Transport, Remote string
	StartLine, Text   string
}

const (
	// ladderWait bounds how long a leg's last messages are waited for.
	ladderWait = 3 * time.Second
	// ladderLate is how long the acknowledgement of an end may take.
	ladderLate = 200 * time.Millisecond
)

// keepLadder hands the SIP messages of the network's leg to the log, once the leg
// is over and what ends it was said. The call is not held up by it.
func (l *liveCall) keepLadder() {
	leg := l.leg
	if leg == nil {
		leg = l.outgoing.Load()
	}
	if leg == nil || l.trunk == nil {
		return
	}
	call, of := l.call, *l.trunk
	l.service.tasks.Go(func() {
		l.service.await(leg.Done(), ladderWait)
		l.service.await(nil, ladderLate)
		if messages := legMessages(of.ID, leg.Messages()); len(messages) > 0 {
			l.service.journal.enqueue(call.ID, &CallRecord{Call: call, Legs: []Leg{of}, Messages: messages})
		}
	})
}

// await waits for done, for so long at most, and no longer than the service runs.
func (s *Service) await(done <-chan struct{}, most time.Duration) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-s.stopping:
	}
}

func legMessages(leg id.Leg, messages []sip.Message) []LegMessage {
	kept := make([]LegMessage, len(messages))
	for i, m := range messages {
		kept[i] = LegMessage{
			Leg: leg, Sequence: i + 1, At: m.At.Truncate(time.Microsecond), Outgoing: m.Outgoing,
			Transport: m.Transport, Remote: m.Remote, StartLine: m.StartLine, Text: m.Text,
		}
	}
	return kept
}
