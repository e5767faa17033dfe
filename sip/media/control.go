package media

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"time"

	"github.com/pion/rtcp"
)

// sentReports is how many of our sender reports are remembered, to believe only
// an echo of one that we sent.
const sentReports = 4

// control is what RTCP knows of the far party (RFC 3550 section 6).
type control struct {
	target    netip.AddrPort
	mux       bool
	echo      echo
	heardNTP  uint32 // middle bits of the far party's last report
	heardAt   time.Time
	roundTrip time.Duration
}

// echo turns reports about us into a round trip.
type echo struct {
	sent [sentReports]uint32
	next int
}

func (e *echo) remember(middle uint32) {
	e.sent[e.next] = middle
	e.next = (e.next + 1) % sentReports
}

// roundTrip is the time that a report took, if it echoes one of ours.
func (e *echo) roundTrip(report rtcp.ReceptionReport, now time.Time) (time.Duration, bool) {
	if report.LastSenderReport == 0 {
		return 0, false
	}
	for _, sent := range e.sent {
		if sent == report.LastSenderReport {
			return roundTripOf(report, now)
		}
	}
	return 0, false
}

func roundTripOf(report rtcp.ReceptionReport, now time.Time) (time.Duration, bool) {
	if report.LastSenderReport == 0 {
		return 0, false
	}
	units := timestampStep(report.LastSenderReport+report.Delay, middleNTP(now))
	elapsed := time.Duration(units) * time.Second / 65536
	if elapsed < -time.Second || elapsed > time.Minute {
		return 0, false
	}
	return max(elapsed, 0), true
}

// learn takes the far description.
func (c *control) learn(line audioLine) {
	c.mux = line.mux
	if line.control.IsValid() {
		c.target = line.control
	}
}

// ntpTime is the format of RFC 3550 section 4: seconds since 1900 and fractions.
func ntpTime(at time.Time) uint64 {
	const from1900 = 2208988800
	seconds := uint64(at.Unix()+from1900) & 0xffffffff              //nolint:gosec // masked
	fraction := uint64(at.Nanosecond()) << 32 / uint64(time.Second) //nolint:gosec // never negative
	return seconds<<32 | fraction
}

func middleNTP(at time.Time) uint32 { return uint32(ntpTime(at) >> 16) } //nolint:gosec // the middle 32 bits

// runControl reads the RTCP port and reports every few seconds until the
// stream closes. One goroutine does both, woken by a read deadline.
func (s *RTPStream) runControl() {
	var datagram [maxDatagram]byte
	next := time.Now().Add(s.every)
	for {
		if err := s.pair.rtcp.SetReadDeadline(next); err != nil {
			return
		}
		n, source, err := s.pair.rtcp.ReadFromUDPAddrPort(datagram[:])
		now := time.Now()
		switch {
		case err == nil:
			s.handleControlSafely(datagram[:n], netip.AddrPortFrom(source.Addr().Unmap(), source.Port()), now)
		case errors.Is(err, net.ErrClosed):
			return
		case !errors.Is(err, os.ErrDeadlineExceeded):
			continue // an ICMP error of something we sent
		}
		// A flood of reports must not hold up ours.
		if !now.Before(next) {
			s.report(now)
			next = now.Add(s.every)
		}
	}
}

func (s *RTPStream) handleControlSafely(datagram []byte, source netip.AddrPort, now time.Time) {
	defer s.survive()
	if isRTCP(datagram) {
		s.handleControl(datagram, source, now)
	}
}

// handleControl believes reports from the host that speaks, or that was described.
func (s *RTPStream) handleControl(datagram []byte, source netip.AddrPort, now time.Time) {
	packets, err := rtcp.Unmarshal(datagram)
	if err != nil {
		return
	}
	s.hearing.Lock()
	defer s.hearing.Unlock()
	if ip := source.Addr(); ip != s.ear.source.Addr() && ip != s.ear.described.Addr() {
		return
	}
	c := &s.ear.control
	c.target = source
	for _, packet := range packets {
		switch report := packet.(type) {
		case *rtcp.SenderReport:
			c.heardNTP, c.heardAt = uint32(report.NTPTime>>16), now //nolint:gosec // the middle 32 bits
			s.believe(report.Reports, now)
		case *rtcp.ReceiverReport:
			s.believe(report.Reports, now)
		}
	}
}

// believe reads what the far party reports of our sound; hearing is held.
func (s *RTPStream) believe(reports []rtcp.ReceptionReport, now time.Time) {
	for _, report := range reports {
		if report.SSRC != s.mouth.line.ssrc {
			continue
		}
		if roundTrip, ok := s.ear.control.echo.roundTrip(report, now); ok {
			s.ear.control.roundTrip = roundTrip
		}
	}
}

// report sends a sender report, or a receiver report while we are silent.
func (s *RTPStream) report(now time.Time) {
	s.hearing.Lock()
	defer s.hearing.Unlock()
	c := &s.ear.control
	if !c.target.IsValid() {
		return
	}
	s.speaking.Lock()
	first := s.summary(now)
	s.speaking.Unlock()
	source := rtcp.NewCNAMESourceDescription(s.mouth.line.ssrc, strconv.FormatUint(s.session.id, 36)+"@ringbook")
	raw, err := rtcp.Marshal([]rtcp.Packet{first, source})
	if err != nil {
		return
	}
	conn := s.pair.rtcp
	if c.mux {
		conn = s.pair.rtp
	}
	// Lost reports are made good by the next one.
	_, _ = conn.WriteToUDPAddrPort(raw, c.target)
}

// summary is the first packet of our report; hearing and speaking are held.
func (s *RTPStream) summary(now time.Time) rtcp.Packet {
	reports := s.ear.report(now)
	m := &s.mouth
	if m.packets == 0 {
		return &rtcp.ReceiverReport{SSRC: m.line.ssrc, Reports: reports}
	}
	ntp := ntpTime(now)
	s.ear.control.echo.remember(uint32(ntp >> 16)) //nolint:gosec // the middle 32 bits
	return &rtcp.SenderReport{
		SSRC: m.line.ssrc, NTPTime: ntp, RTPTime: m.line.timestamp + m.line.elapsed(now),
		PacketCount: uint32(m.packets), OctetCount: uint32(m.octets), Reports: reports, //nolint:gosec // both wrap, as RFC 3550 has it
	}
}

// report is what we say of the far party's sound.
func (e *ear) report(now time.Time) []rtcp.ReceptionReport {
	r := &e.reception
	if !r.started {
		return nil
	}
	report := rtcp.ReceptionReport{
		SSRC:               r.ssrc,
		FractionLost:       r.fractionLost(),
		TotalLost:          uint32(min(r.lost(), 1<<23-1)),
		LastSequenceNumber: r.highest - 1<<16,
		Jitter:             uint32(r.jitter),
	}
	if !e.control.heardAt.IsZero() {
		report.LastSenderReport = e.control.heardNTP
		report.Delay = uint32(now.Sub(e.control.heardAt) * 65536 / time.Second) //nolint:gosec // seconds, far below the limit
	}
	return []rtcp.ReceptionReport{report}
}
