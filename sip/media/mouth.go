package media

import (
	"net/netip"
	"time"
)

// mouth is the sending half of an RTP stream.
type mouth struct {
	line      timeline
	agreed    bool
	open      bool // the far party wants to hear
	target    netip.AddrPort
	codec     codecFormat
	events    uint8
	hasEvents bool
	packets   uint64
	octets    uint64
	datagram  [rtpHeaderSize + maxPayload]byte
}

// agree takes what was negotiated.
func (m *mouth) agree(line audioLine, send bool) {
	m.agreed, m.codec, m.events, m.hasEvents = true, line.codecs[0], line.events, line.hasEvents
	m.open = send && line.address.IsValid()
}

// Send hands one packet of the relay to the far party, unless a playback or
// digits are being sent.
func (s *RTPStream) Send(packet *Packet) { s.sendAs(relayed, packet) }

func (s *RTPStream) sendAs(r rank, packet *Packet) {
	s.speaking.Lock()
	defer s.speaking.Unlock()
	m := &s.mouth
	if !m.open || !m.target.IsValid() || !s.floor.admits(r) {
		return
	}
	header, payload := m.prepare(packet, time.Now())
	if payload == nil {
		return
	}
	s.tapSaid(packet)
	putRTP(m.datagram[:], header)
	// An error here is a full buffer or an unreachable host; the packet is lost,
	// as on any network, and the media timeout ends a dead call.
	if _, err := s.pair.rtp.WriteToUDPAddrPort(m.datagram[:rtpHeaderSize+len(payload)], m.target); err == nil {
		m.packets++
		m.octets += uint64(len(payload))
	}
}

// prepare makes header and payload, the latter inside datagram, as the far
// party wants them; nil when the packet cannot be carried.
func (m *mouth) prepare(packet *Packet, now time.Time) (rtpHeader, []byte) {
	if len(packet.Payload) == 0 || len(packet.Payload) > maxPayload {
		return rtpHeader{}, nil
	}
	kind, payload := m.codec.kind, m.datagram[rtpHeaderSize:]
	switch {
	case packet.Kind == TelephoneEvent && !m.hasEvents:
		m.line.skip(packet)
		return rtpHeader{}, nil
	case packet.Kind == TelephoneEvent:
		kind = m.events
		payload = payload[:copy(payload, packet.Payload)]
	case packet.Codec != m.codec.codec:
		payload = recode(payload, packet.Payload, packet.Codec)
	default:
		payload = payload[:copy(payload, packet.Payload)]
	}
	header := m.line.place(packet, now)
	header.payloadType = kind
	return header, payload
}
