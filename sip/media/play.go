package media

import (
	"math/rand/v2"
	"sync"
	"time"
)

const (
	frameTime = frameSamples * time.Second / clockRate
	// maxLate is how far a playback may fall behind, on a stalled machine,
	// before it skips ahead rather than send a burst.
	maxLate = 5 * frameTime
)

// Source is sound to play: 8 kHz, one channel. ReadFrame fills the frame and
// says how many samples it wrote; io.EOF ends.
type Source interface {
	ReadFrame(frame []int16) (n int, err error)
}

// Playback is sound on its way into a stream.
type Playback struct {
	stream   Stream
	source   Source
	stop     chan struct{}
	stopOnce sync.Once
	done     chan struct{}
}

// Play sends a source to the far party of a stream until it ends, is stopped,
// another playback replaces it, or the stream closes. Meanwhile nothing that a
// bridge relays reaches that party; the other direction goes on.
func Play(s Stream, src Source) *Playback {
	playback := &Playback{stream: s, source: src, stop: make(chan struct{}), done: make(chan struct{})}
	if own, ok := s.(speaker); ok {
		if before := own.speakers().playback.Swap(playback); before != nil {
			before.interrupt()
		}
	}
	go playback.run()
	return playback
}

// Stop ends the playback and waits until it has. It may be called twice.
func (p *Playback) Stop() {
	p.interrupt()
	<-p.done
}

// Done is closed when the playback has ended.
func (p *Playback) Done() <-chan struct{} { return p.done }

func (p *Playback) interrupt() { p.stopOnce.Do(func() { close(p.stop) }) }

func (p *Playback) run() {
	defer close(p.done)
	var closing <-chan struct{}
	send := p.stream.Send
	if own, ok := p.stream.(speaker); ok {
		defer own.speakers().playback.CompareAndSwap(p, nil)
		closing = own.closing()
		send = func(packet *Packet) {
			if own.speakers().playback.Load() == p {
				own.sendAs(played, packet)
			}
		}
	}
	clock := newFrameClock()
	defer clock.stop()
	packet := Packet{Marker: true, SSRC: rand.Uint32()}
	for p.frame(&packet, send) {
		skipped := clock.next()
		packet.Timestamp += uint32(skipped) * frameSamples //nolint:gosec // bounded by the call's length
		packet.Marker = skipped > 0
		select {
		case <-clock.timer.C:
		case <-p.stop:
			return
		case <-closing:
			return
		}
	}
}

// frame sends one frame and tells whether more may follow.
func (p *Playback) frame(packet *Packet, send func(*Packet)) bool {
	var (
		samples [frameSamples]int16
		payload [frameSamples]byte
	)
	n, err := p.source.ReadFrame(samples[:])
	if n <= 0 || n > frameSamples {
		return false
	}
	// A source that ends in mid-frame leaves the rest silent.
	packet.Codec = p.stream.Codec()
	encode(payload[:], samples[:], packet.Codec)
	packet.Payload = payload[:]
	send(packet)
	packet.Sequence++
	packet.Timestamp += frameSamples
	return err == nil
}

// frameClock ticks every 20 ms by the wall clock, so that delays of single
// ticks do not add up.
type frameClock struct {
	due   time.Time
	timer *time.Timer
}

func newFrameClock() *frameClock {
	timer := time.NewTimer(time.Hour)
	return &frameClock{due: time.Now(), timer: timer}
}

// next arms the timer for the coming frame and says how many frames were
// skipped because the machine stood still.
func (c *frameClock) next() (skipped int) {
	c.due = c.due.Add(frameTime)
	wait := time.Until(c.due)
	if wait < -maxLate {
		skipped = int(-wait / frameTime)
		c.due = c.due.Add(time.Duration(skipped) * frameTime)
		wait = 0
	}
	c.timer.Reset(max(wait, 0))
	return skipped
}

func (c *frameClock) stop() { c.timer.Stop() }
