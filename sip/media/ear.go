package media

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"time"
)

const (
	// learnFor is how long after an offer the far party may turn up at another
	// address, and handover how long the known address must have been silent.
	learnFor = 10 * time.Second
	handover = 100 * time.Millisecond
	// stay is how long the known source goes on after the description moved
	// before it is believed rather than the description.
	stay = time.Second
)

// hearable is what a payload type means when received.
type hearable uint8

const (
	unknownSound hearable = iota
	ulawSound
	alawSound
	eventSound
)

// ear is the receiving half of an RTP stream. It accepts sound from one source
// only: the described address, or the first that speaks sensibly.
type ear struct {
	listening bool
	open      bool // we want to hear
	sounds    [128]hearable
	source    netip.AddrPort
	described netip.AddrPort
	sourceAt  time.Time
	movedAt   time.Time // when the description named another address
	learnTill time.Time
	refused   uint64 // packets of wrong sources
	ignored   uint16 // packets of the source passed over, to close their gaps
	ssrc      uint32
	highest   uint16
	reception reception
	control   control
}

// expect lets in the payload types of a description.
func (e *ear) expect(codecs []codecFormat, events uint8, hasEvents bool) {
	for _, format := range codecs {
		e.sounds[format.kind] = ulawSound
		if format.codec == PCMA {
			e.sounds[format.kind] = alawSound
		}
	}
	if hasEvents {
		e.sounds[events] = eventSound
	}
}

// learn takes the far description: its payload types, and that it may from now
// on speak from elsewhere. It tells whether to send to the described address,
// rather than to where the sound has come from.
func (e *ear) learn(line audioLine, receive bool, now time.Time) (redirect bool) {
	e.open = receive
	e.expect(line.codecs, line.events, line.hasEvents)
	e.learnTill = now.Add(learnFor)
	e.control.learn(line)
	if !line.address.IsValid() {
		return false
	}
	moved := e.described.IsValid() && e.described != line.address
	e.described = line.address
	if moved {
		e.movedAt = now
	}
	return moved || !e.source.IsValid()
}

// admits says whether to believe a source, and whether to send there from now on.
func (e *ear) admits(source netip.AddrPort, now time.Time) (ok, latched bool) {
	switch {
	case source == e.source:
		e.sourceAt = now
		// The description moved but the sound did not: a device behind NAT.
		if latched = !e.movedAt.IsZero() && now.Sub(e.movedAt) > stay; latched {
			e.movedAt = time.Time{}
		}
		return true, latched
	case source == e.described, !e.source.IsValid():
	case now.Before(e.learnTill) && now.Sub(e.sourceAt) >= handover:
	default:
		e.refused++
		return false, false
	}
	e.source, e.sourceAt, e.movedAt = source, now, time.Time{}
	return true, true
}

// hear judges one datagram and fills in what it says; false when nothing is to
// be passed on.
func (e *ear) hear(datagram []byte, source netip.AddrPort, now time.Time, packet *Packet) (pass, known, latched bool) {
	header, payload, ok := parseRTP(datagram)
	if !ok || !e.listening {
		return false, false, false
	}
	sound := e.sounds[header.payloadType]
	if sound == unknownSound && source != e.source {
		return false, false, false
	}
	if ok, latched = e.admits(source, now); !ok {
		return false, false, false
	}
	kind := Audio
	if sound == eventSound {
		kind = TelephoneEvent
	}
	e.reception.packet(header, kind, now)
	pass = e.fill(packet, header, payload, sound)
	return pass && e.open, true, latched
}

// fill makes the packet of what was heard. Comfort noise and the like are
// passed over, and their sequence numbers closed up.
func (e *ear) fill(packet *Packet, header rtpHeader, payload []byte, sound hearable) bool {
	if header.ssrc != e.ssrc {
		e.ssrc, e.highest, e.ignored = header.ssrc, header.sequence-1, 0
	}
	newer := sequenceStep(e.highest, header.sequence) > 0
	if newer {
		e.highest = header.sequence
	}
	if sound == unknownSound || len(payload) == 0 {
		if newer {
			e.ignored++
		}
		return false
	}
	*packet = Packet{
		Kind: Audio, Codec: PCMU, Marker: header.marker, Sequence: header.sequence - e.ignored,
		Timestamp: header.timestamp, SSRC: header.ssrc, Payload: payload,
	}
	switch sound {
	case alawSound:
		packet.Codec = PCMA
	case eventSound:
		packet.Kind = TelephoneEvent
	case unknownSound, ulawSound:
	}
	return true
}

// readMedia reads the RTP port until the stream closes.
func (s *RTPStream) readMedia() {
	var (
		datagram [maxDatagram]byte
		packet   Packet
	)
	for {
		n, source, err := s.pair.rtp.ReadFromUDPAddrPort(datagram[:])
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue // an ICMP error of something we sent
		}
		s.handleMedia(datagram[:n], netip.AddrPortFrom(source.Addr().Unmap(), source.Port()), &packet)
	}
}

func (s *RTPStream) handleMedia(datagram []byte, source netip.AddrPort, packet *Packet) {
	defer s.survive()
	now := time.Now()
	if isRTCP(datagram) {
		s.handleControl(datagram, source, now)
		return
	}
	s.hearing.Lock()
	pass, known, latched := s.ear.hear(datagram, source, now, packet)
	if latched {
		// Under the lock of hearing, so that a re-offer is not overtaken.
		s.speaking.Lock()
		s.mouth.target = source
		s.speaking.Unlock()
	}
	s.hearing.Unlock()
	if known {
		s.heard.Store(now.UnixNano())
	}
	if pass {
		s.tapHeard(packet)
		s.deliver(packet)
	}
}

// survive keeps one bad packet, or one bad receiver, from ending the service.
func (s *RTPStream) survive() {
	if reason := recover(); reason != nil {
		s.logger.LogAttrs(context.Background(), slog.LevelError, "rtp handler panicked", slog.Any("reason", reason))
	}
}
