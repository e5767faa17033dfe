package media

import "time"

// maxDropout is how far a sequence number may jump before it counts as a new
// start (RFC 3550 appendix A.1).
const maxDropout = 3000

// reception counts what arrived from one party, as RFC 3550 appendices A.3 and
// A.8 say. It lives through changes of SSRC.
type reception struct {
	started  bool
	ssrc     uint32
	base     uint32 // extended sequence number of the first packet
	highest  uint32 // extended sequence number
	received uint64
	transit  uint32
	jitter   float64 // in timestamp units

	epoch           time.Time
	pastReceived    uint64
	pastExpected    uint64
	reportedExpect  uint64
	reportedReceive uint64
}

// packet counts one packet. Digits count for loss, but their timestamps stand
// still and say nothing about jitter.
func (r *reception) packet(header rtpHeader, kind PacketKind, now time.Time) {
	if r.epoch.IsZero() {
		r.epoch = now
	}
	jump := sequenceStep(low16(r.highest), header.sequence)
	fresh := !r.started || header.ssrc != r.ssrc || jump > maxDropout || jump < -maxDropout
	switch {
	case fresh:
		r.restart(header)
	case jump > 0:
		r.highest += uint32(jump) //nolint:gosec // positive, see above
	}
	r.received++
	if kind != Audio {
		return
	}
	arrival := uint32(now.Sub(r.epoch) * clockRate / time.Second) //nolint:gosec // wraps, as timestamps do
	transit := arrival - header.timestamp
	if !fresh && r.transit != 0 {
		difference := float64(timestampStep(r.transit, transit))
		// A source that jumps in time is no jitter of the network.
		if difference = max(difference, -difference); difference < 10*clockRate {
			r.jitter += (difference - r.jitter) / 16
		}
	}
	r.transit = transit
}

func (r *reception) restart(header rtpHeader) {
	r.pastExpected, r.pastReceived = r.expected(), r.pastReceived+r.received
	r.started, r.ssrc, r.received, r.transit = true, header.ssrc, 0, 0
	// One cycle above zero, so that a late packet before the base stays positive.
	r.base = 1<<16 | uint32(header.sequence)
	r.highest = r.base
}

func (r *reception) expected() uint64 {
	if !r.started {
		return 0
	}
	return r.pastExpected + uint64(r.highest-r.base) + 1
}

func (r *reception) total() uint64 { return r.pastReceived + r.received }

// lost is never negative: duplicates do not make up for loss.
func (r *reception) lost() uint64 {
	expected, total := r.expected(), r.total()
	if total >= expected {
		return 0
	}
	return expected - total
}

// fractionLost is the loss since the last report in 256ths.
func (r *reception) fractionLost() uint8 {
	expected, total := r.expected(), r.total()
	expectedNow, receivedNow := expected-r.reportedExpect, total-r.reportedReceive
	r.reportedExpect, r.reportedReceive = expected, total
	if expectedNow == 0 || receivedNow >= expectedNow {
		return 0
	}
	return uint8(min((expectedNow-receivedNow)<<8/expectedNow, 255))
}

func (r *reception) jitterTime() time.Duration {
	return time.Duration(r.jitter * float64(time.Second) / clockRate)
}

// quality is the account of the leg so far.
func (r *reception) quality(sent uint64, roundTrip time.Duration) Quality {
	quality := Quality{
		PacketsSent:     sent,
		PacketsReceived: r.total(),
		PacketsLost:     r.lost(),
		Jitter:          r.jitterTime(),
		RoundTrip:       roundTrip,
	}
	if expected := r.expected(); expected > 0 {
		quality.LossPercent = 100 * float64(quality.PacketsLost) / float64(expected)
		quality.MOS = meanOpinion(roundTrip, quality.Jitter, quality.LossPercent)
	}
	return quality
}

// meanOpinion estimates how people would rate the sound, by a short form of
// the E-model (ITU-T G.107).
func meanOpinion(roundTrip, jitter time.Duration, lossPercent float64) float64 {
	latency := float64(roundTrip+2*jitter)/float64(time.Millisecond) + 10
	r := 93.2 - latency/40
	if latency >= 160 {
		r = 93.2 - (latency-120)/10
	}
	r = min(max(r-2.5*lossPercent, 0), 100)
	return max(1+0.035*r+7e-6*r*(r-60)*(100-r), 1)
}
