package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// BrowserState is how the connection to a browser stands.
type BrowserState string

// The states of a browser stream, as RTCPeerConnection names them.
const (
	BrowserNew          BrowserState = "new"
	BrowserConnected    BrowserState = "connected"
	BrowserDisconnected BrowserState = "disconnected"
	BrowserFailed       BrowserState = "failed"
	BrowserClosed       BrowserState = "closed"
)

const (
	maxOffer      = 64 << 10
	maxCandidate  = 2 << 10
	maxCandidates = 128
	gatherTimeout = 2 * time.Second
)

// BrowserStream is the sound of one agent's browser. It outlives the browser's
// own connection: an offer of another tab, or of a reloaded one, takes over.
type BrowserStream struct {
	inlet
	floor floor

	port        *WebRTC
	onCandidate func(json.RawMessage)
	onState     func(BrowserState)

	closed    chan struct{}
	closeOnce sync.Once
	closeErr  error
	spawning  sync.Mutex
	ended     bool
	running   sync.WaitGroup
	heard     atomic.Int64
	roundTrip atomic.Int64
	current   atomic.Pointer[browserPeer]

	// Locks are taken in this order when two are held: negotiating, hearing,
	// speaking.
	negotiating sync.Mutex
	early       []webrtc.ICECandidateInit // candidates of an offer not seen yet
	candidates  int
	hearing     sync.Mutex
	ear         ear
	speaking    sync.Mutex
	mouth       mouth
	header      rtp.Header
}

// NewBrowserStream makes the stream of one browser, which then makes an offer.
// onCandidate is given candidates that turn up after an answer, onState each
// change of the connection; either may be nil, and neither may block.
func (w *WebRTC) NewBrowserStream(onCandidate func(json.RawMessage), onState func(BrowserState)) (*BrowserStream, error) {
	if onCandidate == nil {
		onCandidate = func(json.RawMessage) {}
	}
	if onState == nil {
		onState = func(BrowserState) {}
	}
	return &BrowserStream{
		floor: newFloor(), port: w, onCandidate: onCandidate, onState: onState,
		closed: make(chan struct{}), mouth: mouth{line: newTimeline()}, ear: ear{listening: true, open: true},
	}, nil
}

// Answer takes the browser's offer and returns our answer, with all our
// candidates in it. It may be called again: to renegotiate, to restart ICE, and
// for a new connection of the browser, which replaces the old one.
func (b *BrowserStream) Answer(ctx context.Context, offer string) (answer string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			answer, err = "", fmt.Errorf("answer browser: panic: %v", reason)
		}
	}()
	identity, err := readBrowserOffer(offer)
	if err != nil {
		return "", fmt.Errorf("answer browser: %w", err)
	}
	answer, peer, err := b.answer(ctx, identity, offer)
	if err != nil {
		return "", fmt.Errorf("answer browser: %w", err)
	}
	// Without the lock, since onState may close the stream.
	peer.announce(peer.conn.ConnectionState())
	return answer, nil
}

func (b *BrowserStream) answer(ctx context.Context, identity browserIdentity, offer string) (string, *browserPeer, error) {
	b.negotiating.Lock()
	defer b.negotiating.Unlock()
	if isClosed(b.closed) {
		return "", nil, ErrClosed
	}
	peer := b.current.Load()
	if peer != nil && peer.identity.fingerprint == identity.fingerprint && !peer.dead() {
		answer, err := b.negotiate(ctx, peer, identity, offer)
		return answer, peer, err
	}
	peer, err := b.newPeer(identity)
	if err != nil {
		return "", nil, err
	}
	answer, err := b.negotiate(ctx, peer, identity, offer)
	if err != nil {
		return "", nil, errors.Join(err, peer.conn.Close())
	}
	if before := b.current.Swap(peer); before != nil {
		if err := before.conn.Close(); err != nil {
			b.port.logger.LogAttrs(ctx, slog.LevelDebug, "former browser connection closed badly", slog.Any("error", err))
		}
	}
	return answer, peer, nil
}

// negotiate runs one offer and answer; negotiating is held.
func (b *BrowserStream) negotiate(ctx context.Context, peer *browserPeer, identity browserIdentity, offer string) (string, error) {
	if err := peer.conn.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return "", fmt.Errorf("set offer: %w", err)
	}
	peer.identity = identity
	b.addEarly(peer)
	answer, err := peer.conn.CreateAnswer(nil)
	if err != nil {
		return "", fmt.Errorf("create answer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(peer.conn)
	if err := peer.conn.SetLocalDescription(answer); err != nil {
		return "", fmt.Errorf("set answer: %w", err)
	}
	timer := time.NewTimer(gatherTimeout)
	defer timer.Stop()
	select {
	case <-gathered:
	case <-timer.C: // the rest follows through onCandidate
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case <-b.closed:
		return "", ErrClosed
	}
	b.hearing.Lock()
	b.ear.sounds = peer.sounds()
	b.hearing.Unlock()
	peer.answered.Store(true)
	return peer.conn.LocalDescription().SDP, nil
}

// AddCandidate takes an RTCIceCandidateInit. Candidates that overtake their
// offer wait for it.
func (b *BrowserStream) AddCandidate(candidate json.RawMessage) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("add candidate: panic: %v", reason)
		}
	}()
	if len(candidate) > maxCandidate {
		return fmt.Errorf("add candidate: %d bytes are too many", len(candidate))
	}
	var init webrtc.ICECandidateInit
	if err := json.Unmarshal(candidate, &init); err != nil {
		return fmt.Errorf("add candidate: %w", err)
	}
	b.negotiating.Lock()
	defer b.negotiating.Unlock()
	if isClosed(b.closed) {
		return fmt.Errorf("add candidate: %w", ErrClosed)
	}
	if b.candidates++; b.candidates > maxCandidates {
		return errors.New("add candidate: too many since the last offer")
	}
	peer := b.current.Load()
	if peer == nil || !peer.identity.covers(init) {
		b.early = append(b.early, init)
		return nil
	}
	if err := peer.conn.AddICECandidate(init); err != nil {
		return fmt.Errorf("add candidate: %w", err)
	}
	return nil
}

// addEarly hands over what was waiting for this offer; negotiating is held.
func (b *BrowserStream) addEarly(peer *browserPeer) {
	early := b.early
	b.early, b.candidates = nil, 0
	for _, init := range early {
		if !peer.identity.covers(init) {
			continue
		}
		if err := peer.conn.AddICECandidate(init); err != nil {
			b.port.logger.LogAttrs(context.Background(), slog.LevelDebug, "browser candidate refused", slog.Any("error", err))
		}
	}
}

// Send hands one packet of the relay to the browser, unless a playback or
// digits are being sent.
func (b *BrowserStream) Send(packet *Packet) { b.sendAs(relayed, packet) }

func (b *BrowserStream) sendAs(r rank, packet *Packet) {
	peer := b.current.Load()
	if peer == nil {
		return
	}
	bound := peer.track.binding.Load()
	if bound == nil || !b.floor.admits(r) {
		return
	}
	b.speaking.Lock()
	defer b.speaking.Unlock()
	m := &b.mouth
	m.codec, m.events, m.hasEvents = bound.codec, bound.events, bound.hasEvents
	header, payload := m.prepare(packet, time.Now())
	if payload == nil {
		return
	}
	// Before the connection stands, and after it broke, packets go nowhere.
	if err := bound.write(&b.header, header, payload); err == nil {
		m.packets++
	}
}

// Codec is the variant that the browser wants to be sent.
func (b *BrowserStream) Codec() Codec {
	if peer := b.current.Load(); peer != nil {
		if bound := peer.track.binding.Load(); bound != nil {
			return bound.codec.codec
		}
	}
	return PCMU
}

// LastPacket is when the browser was last heard; zero when never.
func (b *BrowserStream) LastPacket() time.Time { return heardAt(&b.heard) }

// Quality is what has been measured so far.
func (b *BrowserStream) Quality() Quality {
	b.hearing.Lock()
	defer b.hearing.Unlock()
	b.speaking.Lock()
	defer b.speaking.Unlock()
	return b.ear.reception.quality(b.mouth.packets, time.Duration(b.roundTrip.Load()))
}

// Close ends the connection. It may be called twice, and from onState, but not
// from a receiver.
func (b *BrowserStream) Close() error {
	b.closeOnce.Do(func() {
		close(b.closed)
		b.negotiating.Lock()
		defer b.negotiating.Unlock()
		b.inlet.receiver.Store(nil)
		if peer := b.current.Load(); peer != nil {
			b.closeErr = peer.conn.Close()
		}
		b.spawning.Lock()
		b.ended = true
		b.spawning.Unlock()
		b.running.Wait()
	})
	return b.closeErr
}

// spawn starts a goroutine that Close waits for.
func (b *BrowserStream) spawn(run func()) {
	b.spawning.Lock()
	defer b.spawning.Unlock()
	if !b.ended {
		b.running.Go(run)
	}
}

func (b *BrowserStream) speakers() *floor         { return &b.floor }
func (b *BrowserStream) closing() <-chan struct{} { return b.closed }

func isClosed(closed <-chan struct{}) bool {
	select {
	case <-closed:
		return true
	default:
		return false
	}
}
