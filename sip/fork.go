package sip

import (
	"context"
	"log/slog"
	"sync"

	gosip "github.com/emiago/sipgo/sip"
)

// forks remembers the ACK of each 2xx by its tag. It outlives the leg: a 2xx may be repeated when the leg is over.
type forks struct {
	mu   sync.Mutex
	acks map[string]*gosip.Request
	// accepted is the tag of the 2xx that the leg took; empty before.
	accepted string
}

func (f *forks) accept(tag string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.accepted = tag
}

// lateSuccess takes each 2xx after the first, on sipgo's goroutine. It needs nothing of the leg's goroutine,
// which may be over by then.
func (l *Leg) lateSuccess(response *gosip.Response) {
	defer l.agent.recovered("late 2xx")
	tag := toTag(response)
	l.out.forks.mu.Lock()
	ack, known := l.out.forks.acks[tag]
	accepted := l.out.forks.accepted
	l.out.forks.mu.Unlock()
	switch {
	case known && ack != nil:
		l.write(ack)
	case known || tag == accepted:
	case accepted != "" || isDone(l.done):
		l.endFork(response)
	default:
		// A busy leg has not come to its first 2xx yet, and this may be the same one repeated: to end it as a
		// fork would end the call. Whoever sent it repeats it until our ACK.
	}
}

func isDone(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// endFork ends a branch of a forked INVITE that answered beside the one we talk to: ACK with its own tag, then BYE.
func (l *Leg) endFork(response *gosip.Response) {
	tag := toTag(response)
	l.out.forks.mu.Lock()
	if ack, known := l.out.forks.acks[tag]; known || len(l.out.forks.acks) > 64 {
		l.out.forks.mu.Unlock()
		if ack != nil {
			l.write(ack)
		}
		return
	}
	d := dialog{
		callID: l.dialog.callID, localTag: l.dialog.localTag, remoteTag: tag, local: l.dialog.local, remote: l.dialog.remote,
		target: l.dialog.remote.Address, transport: response.Transport(), routes: recordRoutes(response, true),
	}
	d.updateTarget(response)
	seq := response.CSeq().SeqNo
	ack := l.ackFor(&d, seq, nil, l.out.request)
	l.out.forks.acks[tag] = ack
	l.out.forks.mu.Unlock()
	l.write(ack)
	bye := l.agent.request(&d, gosip.BYE, seq+1)
	bye.AppendHeader(gosip.NewHeader("Reason", CauseElsewhere().reason()))
	l.agent.spawn(func() {
		ctx, cancel := context.WithTimeout(context.Background(), sendTimeout)
		defer cancel()
		tx, err := l.agent.transmit(ctx, bye)
		if err != nil {
			l.log.Debug("fork not ended", slog.Any("error", err))
			return
		}
		l.agent.exchange(tx, l.agent.cfg.Timers.transaction(), func(*gosip.Response) {}, func(error) {})
	})
}

// strayResponse takes a response that no transaction waits for: a 2xx of a fork that came late.
func (a *Agent) strayResponse(response *gosip.Response) {
	defer a.recovered("stray response")
	cseq := response.CSeq()
	if cseq == nil || cseq.MethodName != gosip.INVITE || !response.IsSuccess() {
		return
	}
	if leg := a.legs.find(callIDOf(response), fromTag(response), toTag(response)); leg != nil && leg.outbound {
		leg.lateSuccess(response)
	}
}
