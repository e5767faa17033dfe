package media

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/sdp/v3"
)

const (
	// eventFormat is the payload type under which we offer telephone-event.
	eventFormat    = 101
	reportInterval = 5 * time.Second
)

// RTPConfig says how an RTP stream is opened.
type RTPConfig struct {
	Ports *Ports
	// PublicIP is what our descriptions name; zero: the pool's own address.
	PublicIP netip.Addr
	// Logger is slog.Default when nil.
	Logger *slog.Logger
	// Codecs in our order of preference; empty: PCMU, PCMA.
	Codecs []Codec

	reportEvery time.Duration // tests shorten it
}

// RTPStream is the sound of a trunk or a phone: plain RTP on a port pair of the
// pool. It answers to where the far sound comes from, since a device behind NAT
// cannot name its own address.
type RTPStream struct {
	inlet
	tapped
	floor floor

	ports    *Ports
	pair     *portPair
	publicIP netip.Addr
	v4       bool
	codecs   []Codec
	logger   *slog.Logger
	every    time.Duration

	closed    chan struct{}
	closeOnce sync.Once
	closeErr  error
	running   sync.WaitGroup
	heard     atomic.Int64 // unix nanoseconds

	// Locks are taken in this order when two are held: negotiating, hearing,
	// speaking.
	negotiating sync.Mutex
	session     session
	hearing     sync.Mutex
	ear         ear
	speaking    sync.Mutex
	mouth       mouth
}

// session is the state of offer and answer.
type session struct {
	id, version uint64
	last        string // our last media lines, to know when the version moves on
	hold        bool   // agreed
	wantHold    bool   // offered
	offered     way
	remote      audioLine
	agreed      bool
	remoteHold  atomic.Bool
}

// NewRTPStream opens a port pair and listens on it.
func NewRTPStream(cfg RTPConfig) (*RTPStream, error) {
	if cfg.Ports == nil {
		return nil, errors.New("open rtp stream: no port pool")
	}
	pair, err := cfg.Ports.open()
	if err != nil {
		return nil, fmt.Errorf("open rtp stream: %w", err)
	}
	stream := &RTPStream{
		floor: newFloor(), ports: cfg.Ports, pair: pair,
		publicIP: cfg.PublicIP.Unmap(), v4: cfg.Ports.ip.Is4(), codecs: cfg.Codecs, logger: cfg.Logger, every: cfg.reportEvery,
		closed:  make(chan struct{}),
		session: session{id: rand.Uint64() >> 2, version: 1},
		mouth:   mouth{line: newTimeline()},
	}
	if !stream.publicIP.IsValid() {
		stream.publicIP = cfg.Ports.ip
	}
	if len(stream.codecs) == 0 {
		stream.codecs = []Codec{PCMU, PCMA}
	}
	if stream.logger == nil {
		stream.logger = slog.Default()
	}
	if stream.every == 0 {
		stream.every = reportInterval
	}
	stream.running.Go(stream.readMedia)
	stream.running.Go(stream.runControl)
	return stream, nil
}

// LocalAddr is where our descriptions ask for sound.
func (s *RTPStream) LocalAddr() netip.AddrPort {
	return netip.AddrPortFrom(s.publicIP, s.pair.port)
}

// Offer is our description of all that we can do.
func (s *RTPStream) Offer() ([]byte, error) {
	s.negotiating.Lock()
	defer s.negotiating.Unlock()
	return s.offer(s.session.hold)
}

// Hold is the offer for a re-INVITE that holds the far party, or takes it back.
// It holds once the answer is set; a refused offer changes nothing.
func (s *RTPStream) Hold(on bool) ([]byte, error) {
	s.negotiating.Lock()
	defer s.negotiating.Unlock()
	return s.offer(on)
}

func (s *RTPStream) offer(hold bool) ([]byte, error) {
	body := audioBody{address: s.LocalAddr(), events: eventFormat, hasEvents: true, mux: s.session.remote.mux, way: way{send: true, receive: !hold}}
	for _, codec := range s.codecs {
		body.codecs = append(body.codecs, codecFormat{codec: codec, kind: uint8(codec)})
	}
	// What was agreed keeps its numbers and comes first (RFC 3264 section 8.3.2).
	if s.session.agreed {
		body.keep(s.session.remote)
	}
	lines := []*sdp.MediaDescription{body.media()}
	if s.session.agreed && s.session.remote.index > 0 {
		// The far offer had lines before ours; a later offer keeps their places.
		refused := make([]*sdp.MediaDescription, s.session.remote.index)
		for i := range refused {
			refused[i] = &sdp.MediaDescription{MediaName: sdp.MediaName{
				Media: "audio", Protos: []string{"RTP", "AVP"}, Formats: []string{"0"},
			}}
		}
		lines = append(refused, lines...)
	}
	raw, err := s.describe(lines)
	if err != nil {
		return nil, err
	}
	s.session.wantHold, s.session.offered = hold, body.way
	s.hear(body)
	return raw, nil
}

// keep puts the codec that the far party was told first, under its number.
func (b *audioBody) keep(remote audioLine) {
	if remote.hasEvents {
		b.events = remote.events
	}
	for i, format := range b.codecs {
		if format.codec == remote.codecs[0].codec {
			b.codecs[i] = b.codecs[0]
			b.codecs[0] = remote.codecs[0]
			return
		}
	}
}

// SetAnswer takes the far answer to our last offer, early or final. A later
// answer replaces an earlier one.
func (s *RTPStream) SetAnswer(answer []byte) error {
	description, err := parseDescription(answer)
	if err != nil {
		return err
	}
	line, err := findAudio(description, s.codecs, s.v4)
	if err != nil {
		return fmt.Errorf("set answer: %w", err)
	}
	s.negotiating.Lock()
	defer s.negotiating.Unlock()
	if s.session.offered == (way{}) {
		return errors.New("set answer: nothing was offered")
	}
	s.session.hold = s.session.wantHold
	s.agree(line, s.session.offered.against(line.way))
	return nil
}

// Answer takes a far offer, the first or a later one, and returns our answer.
// The error is ErrNotAcceptable when nothing offered can be carried; then the
// stream stays as it was.
func (s *RTPStream) Answer(offer []byte) ([]byte, error) {
	description, err := parseDescription(offer)
	if err != nil {
		return nil, err
	}
	line, err := findAudio(description, s.codecs, s.v4)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	s.negotiating.Lock()
	defer s.negotiating.Unlock()
	ours := way{send: true, receive: !s.session.hold}.against(line.way)
	body := audioBody{
		address: s.LocalAddr(), codecs: line.codecs[:1], events: line.events, hasEvents: line.hasEvents, mux: line.mux, way: ours,
	}
	lines := make([]*sdp.MediaDescription, len(description.MediaDescriptions))
	for i, media := range description.MediaDescriptions {
		if i == line.index {
			lines[i] = body.media()
			lines[i].MediaName.Protos = media.MediaName.Protos
			continue
		}
		lines[i] = refuse(media)
	}
	raw, err := s.describe(lines)
	if err != nil {
		return nil, err
	}
	s.hear(body)
	s.agree(line, ours)
	return raw, nil
}

// describe writes our description; its version moves on when it differs from
// the last (RFC 3264 section 8).
func (s *RTPStream) describe(lines []*sdp.MediaDescription) ([]byte, error) {
	raw, err := describe(s.publicIP, s.session.id, s.session.version, lines...)
	if err != nil {
		return nil, err
	}
	if s.session.last != "" && s.session.last != string(raw) {
		s.session.version++
		if raw, err = describe(s.publicIP, s.session.id, s.session.version, lines...); err != nil {
			return nil, err
		}
	}
	s.session.last = string(raw)
	return raw, nil
}

// agree puts what was negotiated to work.
func (s *RTPStream) agree(line audioLine, ours way) {
	s.session.remote, s.session.agreed = line, true
	s.session.remoteHold.Store(!line.way.receive)

	s.hearing.Lock()
	defer s.hearing.Unlock()
	redirect := s.ear.learn(line, ours.receive, time.Now())
	s.speaking.Lock()
	defer s.speaking.Unlock()
	s.mouth.agree(line, ours.send)
	if redirect {
		s.mouth.target = line.address
	}
}

// hear lets in the payload types that we have described.
func (s *RTPStream) hear(body audioBody) {
	s.hearing.Lock()
	defer s.hearing.Unlock()
	s.ear.expect(body.codecs, body.events, body.hasEvents)
	s.ear.listening = true
}

// RemoteHold tells whether the far party holds us.
func (s *RTPStream) RemoteHold() bool { return s.session.remoteHold.Load() }

// Codec is the variant the far party wants to be sent.
func (s *RTPStream) Codec() Codec {
	s.speaking.Lock()
	defer s.speaking.Unlock()
	if !s.mouth.agreed {
		return s.codecs[0]
	}
	return s.mouth.codec.codec
}

// LastPacket is when the far party was last heard; zero when never.
func (s *RTPStream) LastPacket() time.Time { return heardAt(&s.heard) }

func heardAt(heard *atomic.Int64) time.Time {
	if nanoseconds := heard.Load(); nanoseconds != 0 {
		return time.Unix(0, nanoseconds)
	}
	return time.Time{}
}

// Quality is what has been measured so far.
func (s *RTPStream) Quality() Quality {
	s.hearing.Lock()
	defer s.hearing.Unlock()
	s.speaking.Lock()
	defer s.speaking.Unlock()
	return s.ear.reception.quality(s.mouth.packets, s.ear.control.roundTrip)
}

// Close frees the ports, which then rest. It may be called twice, but not from
// a receiver.
func (s *RTPStream) Close() error {
	s.closeOnce.Do(func() {
		close(s.closed)
		s.closeErr = s.ports.close(s.pair)
		s.inlet.receiver.Store(nil)
		s.tap.Store(nil)
		s.running.Wait()
	})
	return s.closeErr
}

func (s *RTPStream) speakers() *floor         { return &s.floor }
func (s *RTPStream) closing() <-chan struct{} { return s.closed }

// Refused is how many packets came from sources that this stream does not
// listen to.
func (s *RTPStream) Refused() uint64 {
	s.hearing.Lock()
	defer s.hearing.Unlock()
	return s.ear.refused
}
