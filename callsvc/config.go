package callsvc

import (
	"errors"
	"log/slog"
	"net/netip"
	"time"

	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// Config says how the Service behaves. Only Node is needed.
type Config struct {
	// Node names this process's place in the cluster; it stays the same over restarts.
	Node string
	// Boot names this run of it; empty makes one.
	Boot string
	// RingTimeout is how long agents ring when their queue does not say (30 s).
	RingTimeout time.Duration
	// NoAudioAfter is how long a connected call may stay silent before the agent is told (10 s).
	NoAudioAfter time.Duration
	// MediaTimeout ends a call whose far side sends nothing although it should (60 s).
	MediaTimeout time.Duration
	// StreamWait is how long click-to-dial waits for the agent's browser (10 s).
	StreamWait time.Duration
	// LookupWait bounds how long the screen pop waits for who is calling (300 ms).
	LookupWait time.Duration
	// OfflineGrace is how long a user without a connection stays present (5 s): a reload is no leaving.
	OfflineGrace time.Duration
	// BrowserGrace is how long a live call waits for its browser to come back (30 s).
	BrowserGrace time.Duration
	// HeartbeatEvery, ReapEvery and Lease keep watch over the calls of nodes that died (5 s, 15 s, 20 s).
	HeartbeatEvery, ReapEvery, Lease time.Duration
	// VoicemailMost and VoicemailSilence end a message (3 min, 8 s).
	VoicemailMost, VoicemailSilence time.Duration
	// RingAgain is how long an agent who did not take a waiting call is not rung for it (20 s).
	RingAgain time.Duration
	// AnnounceEvery is how often a waiting caller is told the place (30 s).
	AnnounceEvery time.Duration
	// ExtensionPause is how long after the answer an extension is keyed (1.5 s).
	ExtensionPause time.Duration
	// Region is the country of numbers and tones where an organisation names none; empty means GB.
	Region string
	// Logger takes what the service has to say; nil means slog's default.
	Logger *slog.Logger
	// PublicIP is what trunks are told to send sound to; zero means the port pool's.
	PublicIP netip.Addr
}

func (c Config) withDefaults() Config {
	set := func(field *time.Duration, value time.Duration) {
		if *field <= 0 {
			*field = value
		}
	}
	set(&c.RingTimeout, 30*time.Second)
	set(&c.NoAudioAfter, 10*time.Second)
	set(&c.MediaTimeout, time.Minute)
	set(&c.StreamWait, 10*time.Second)
	set(&c.LookupWait, 300*time.Millisecond)
	set(&c.OfflineGrace, 5*time.Second)
	set(&c.BrowserGrace, 30*time.Second)
	set(&c.HeartbeatEvery, 5*time.Second)
	set(&c.ReapEvery, 15*time.Second)
	set(&c.Lease, 20*time.Second)
	set(&c.VoicemailMost, 3*time.Minute)
	set(&c.VoicemailSilence, 8*time.Second)
	set(&c.RingAgain, 20*time.Second)
	set(&c.ExtensionPause, 1500*time.Millisecond)
	set(&c.AnnounceEvery, 30*time.Second)
	if c.Region == "" {
		c.Region = "GB"
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	return c
}

// Deps are the parts that the Service joins. SIP is set later with UseSIP,
// because the agent needs the Service as its handler.
type Deps struct {
	SIP       *sip.Agent
	Ports     *media.Ports
	WebRTC    *media.WebRTC
	Bus       *bus.Bus
	Lookup    Lookup
	CallLog   CallLog
	Directory Directory
	// Hints may be nil: then no agent is better than another.
	Hints Hints
	// Storage may be nil: then no messages are taken and no sounds played.
	Storage Storage
}

func (d Deps) validate() error {
	switch {
	case d.Ports == nil:
		return errors.New("callsvc needs RTP ports")
	case d.WebRTC == nil:
		return errors.New("callsvc needs WebRTC")
	case d.Bus == nil:
		return errors.New("callsvc needs a bus")
	case d.Lookup == nil, d.CallLog == nil, d.Directory == nil:
		return errors.New("callsvc needs Lookup, CallLog and Directory")
	}
	return nil
}
