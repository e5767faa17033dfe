package callsvc

import (
	"context"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// A test call rings and plays no longer than somebody waits for the page's answer.
const (
	testRing = 15 * time.Second
	testTune = 4 * time.Second
)

// TrunkTest is what became of a test call.
type TrunkTest struct {
	// Answered says that somebody took the call.
	Answered bool
	// Heard says that sound arrived from there.
	Heard bool
	// RangAfter and AnsweredAfter count from the INVITE; zero when it did not come to that.
	RangAfter, AnsweredAfter time.Duration
	// Codec is what was agreed on, such as PCMA; empty without an answer.
	Codec string
	// Cause is why the call ended.
	Cause Cause
}

// TestTrunk calls number through one trunk, plays the tune for some seconds and
// says what happened. The call is in no log: it is the administrator's own.
func (s *Service) TestTrunk(ctx context.Context, org id.Org, trunk id.Trunk, number e164.Number) (TrunkTest, error) {
	directory := s.directory.Load()
	if directory == nil || s.draining() {
		return TrunkTest{}, refuse(CodeUnavailable, "the service takes no new calls")
	}
	way, known := directory.trunks[trunk.String()]
	switch {
	case !known || way.Org != org:
		return TrunkTest{}, refuse(CodeNotFound, "the trunk is not known")
	case !way.Enabled || way.Proxy == "":
		return TrunkTest{}, refuse(CodeNoTrunk, "the trunk is off or leads nowhere")
	case number.Kind != e164.Dialable:
		return TrunkTest{}, refuse(CodeInvalid, "the number cannot be dialled")
	case !s.loads.take(way):
		return TrunkTest{}, refuse(CodeNoTrunk, "all lines of the trunks are in use")
	}
	defer s.loads.free(trunk)
	rtp, err := media.NewRTPStream(media.RTPConfig{Ports: s.deps.Ports, PublicIP: s.cfg.PublicIP, Logger: s.cfg.Logger})
	if err != nil {
		s.cfg.Logger.ErrorContext(ctx, "no sound for a test call", slog.Any("error", err))
		return TrunkTest{}, refuse(CodeUnavailable, "no port is free for the sound")
	}
	defer func() {
		if err := rtp.Close(); err != nil {
			s.cfg.Logger.WarnContext(ctx, "rtp stream not closed", slog.Any("error", err))
		}
	}()
	return s.testCall(ctx, way, directory.orgs[org].Name, number, rtp)
}

func (s *Service) testCall(ctx context.Context, trunk Trunk, name string, number e164.Number, rtp *media.RTPStream) (TrunkTest, error) {
	offer, err := rtp.Offer()
	if err != nil {
		return TrunkTest{}, refuse(CodeUnavailable, "no sound can be offered")
	}
	begun := time.Now()
	events := make(chan sip.LegEvent, 64)
	leg, err := s.deps.SIP.Dial(ctx, sip.DialRequest{
		TrunkID: trunk.ID.String(), To: number.E164, From: trunk.callerFor(number), FromName: name, Private: trunk.Withhold,
		Offer: offer, RingTimeout: testRing,
		Listener: func(event sip.LegEvent) {
			select {
			case events <- event:
			default: // nobody needs the 65th event of a test
			}
		},
	})
	if err != nil {
		return TrunkTest{Cause: Cause{SIP: 503, Q850: 38, Text: err.Error()}}, nil
	}
	leg.OnOffer(rtp.Answer)
	defer func() { _ = leg.Hangup(sip.CauseNormal()) }()
	return followTest(ctx, leg, rtp, events, begun), nil
}

// followTest reads the events of a test call to its end.
func followTest(ctx context.Context, leg *sip.Leg, rtp *media.RTPStream, events <-chan sip.LegEvent, begun time.Time) TrunkTest {
	var test TrunkTest
	var played <-chan time.Time
	limit := time.NewTimer(testRing + 2*testTune)
	defer limit.Stop()
	for {
		select {
		case event := <-events:
			switch event.Kind { //nolint:exhaustive // the rest changes nothing here
			case sip.LegRinging:
				test.RangAfter = time.Since(begun)
			case sip.LegAnswered:
				test.Answered, test.AnsweredAfter = true, time.Since(begun)
				if len(event.SDP) > 0 && rtp.SetAnswer(event.SDP) == nil {
					media.Play(rtp, media.HoldTone())
					test.Codec = rtp.Codec().String()
				}
				played = time.After(testTune)
			case sip.LegEnded:
				test.Heard = !rtp.LastPacket().IsZero()
				test.Cause = Cause{SIP: event.Cause.SIP, Q850: event.Cause.Q850, Text: event.Cause.Text}
				return test
			}
		case <-played:
			played = nil
			_ = leg.Hangup(sip.CauseNormal())
		case <-limit.C:
			test.Cause = Cause{SIP: 408, Q850: 102, Text: "recovery on timer expiry"}
			return test
		case <-ctx.Done():
			return test
		}
	}
}
