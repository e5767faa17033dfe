package media

import (
	"math/rand/v2"
	"time"
)

// timeline gives all that is sent to one party a single run of sequence
// numbers and timestamps, whoever speaks: the other leg, a playback, digits.
type timeline struct {
	ssrc      uint32
	sequence  uint16 // the highest sent
	timestamp uint32 // the highest sent
	stampedAt time.Time

	started         bool
	source          uint32
	sequenceOffset  uint16
	timestampOffset uint32
}

func newTimeline() timeline {
	return timeline{ssrc: rand.Uint32(), sequence: low16(rand.Uint32()), timestamp: rand.Uint32()}
}

// place returns where the packet belongs. When another source begins to speak
// its clock is moved on by the wall-clock gap, and the marker is set, so that
// the far jitter buffer starts anew instead of waiting for ages.
func (t *timeline) place(packet *Packet, now time.Time) rtpHeader {
	marker := packet.Marker
	if !t.started || packet.SSRC != t.source {
		t.sequenceOffset = t.sequence + 1 - packet.Sequence
		t.timestampOffset = t.timestamp + t.gap(now) - packet.Timestamp
		t.started, t.source, marker = true, packet.SSRC, true
	}
	header := rtpHeader{
		marker:    marker,
		sequence:  packet.Sequence + t.sequenceOffset,
		timestamp: packet.Timestamp + t.timestampOffset,
		ssrc:      t.ssrc,
	}
	if sequenceStep(t.sequence, header.sequence) > 0 {
		t.sequence = header.sequence
	}
	// An event keeps its timestamp while it lasts, so the time counts from the
	// first packet that bore it.
	if t.stampedAt.IsZero() || timestampStep(t.timestamp, header.timestamp) > 0 {
		t.timestamp, t.stampedAt = header.timestamp, now
	}
	return header
}

func (t *timeline) gap(now time.Time) uint32 {
	if t.stampedAt.IsZero() {
		return frameSamples
	}
	return max(t.elapsed(now), frameSamples)
}

// elapsed is the time since the highest timestamp first went out.
func (t *timeline) elapsed(now time.Time) uint32 {
	return uint32(now.Sub(t.stampedAt) * clockRate / time.Second) //nolint:gosec // wraps after six days, as RTP does
}

// skip closes the gap of a packet that is not sent on, so that it does not
// look lost.
func (t *timeline) skip(packet *Packet) {
	if t.started && packet.SSRC == t.source {
		t.sequenceOffset--
	}
}
