package media

import (
	"encoding/binary"
	"time"
)

const (
	clockRate     = 8000
	frameSamples  = 160 // 20 ms, the packet time that everyone speaks
	rtpHeaderSize = 12
	maxPayload    = 1400
	maxDatagram   = 1500
)

// rtpHeader is the part of RFC 3550 section 5.1 that a G.711 leg needs.
type rtpHeader struct {
	marker      bool
	payloadType uint8
	sequence    uint16
	timestamp   uint32
	ssrc        uint32
}

// parseRTP reads a datagram without allocating; payload is a part of it.
func parseRTP(datagram []byte) (header rtpHeader, payload []byte, ok bool) {
	if len(datagram) < rtpHeaderSize || datagram[0]>>6 != 2 {
		return header, nil, false
	}
	header = rtpHeader{
		marker:      datagram[1]&0x80 != 0,
		payloadType: datagram[1] & 0x7f,
		sequence:    binary.BigEndian.Uint16(datagram[2:]),
		timestamp:   binary.BigEndian.Uint32(datagram[4:]),
		ssrc:        binary.BigEndian.Uint32(datagram[8:]),
	}
	start := rtpHeaderSize + 4*int(datagram[0]&0x0f)
	if datagram[0]&0x10 != 0 {
		if len(datagram) < start+4 {
			return header, nil, false
		}
		start += 4 + 4*int(binary.BigEndian.Uint16(datagram[start+2:]))
	}
	end := len(datagram)
	if start > end {
		return header, nil, false
	}
	if datagram[0]&0x20 != 0 {
		padding := int(datagram[end-1])
		if padding == 0 || padding > end-start {
			return header, nil, false
		}
		end -= padding
	}
	return header, datagram[start:end], true
}

// putRTP writes a header without extensions into the first 12 bytes.
func putRTP(datagram []byte, header rtpHeader) {
	datagram[0] = 0x80
	datagram[1] = header.payloadType & 0x7f
	if header.marker {
		datagram[1] |= 0x80
	}
	binary.BigEndian.PutUint16(datagram[2:], header.sequence)
	binary.BigEndian.PutUint32(datagram[4:], header.timestamp)
	binary.BigEndian.PutUint32(datagram[8:], header.ssrc)
}

// isRTCP tells control from media on a shared port (RFC 5761 section 4).
func isRTCP(datagram []byte) bool {
	return len(datagram) >= 8 && datagram[0]>>6 == 2 && datagram[1] >= 192 && datagram[1] <= 223
}

// sequenceStep is how far one sequence number is ahead of another, around the
// wrap.
func sequenceStep(from, to uint16) int {
	return int(int16(to - from)) //nolint:gosec // modulo 2^16 is the point
}

// timestampStep is how far one timestamp is ahead of another, around the wrap.
func timestampStep(from, to uint32) int {
	return int(int32(to - from)) //nolint:gosec // modulo 2^32 is the point
}

// samplesTime is how long some samples last.
func samplesTime(samples int) time.Duration {
	return time.Duration(samples) * time.Second / clockRate
}

// low16 is the lower half of an extended sequence number.
func low16(extended uint32) uint16 {
	return uint16(extended & 0xffff)
}
