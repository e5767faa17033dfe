package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

const (
	// calleeTune is how much of the tune is played before the echo begins.
	calleeTune = 4 * sampleRate
	// calleeCalls bounds the calls at once.
	calleeCalls = 200
)

// simulateCallee answers what the service dials.
type simulateCallee struct {
	Listen string `help:"Address to listen on, UDP." default:"127.0.0.1:5090" placeholder:"HOST:PORT"`
	Rings  int    `name:"ring-ms" help:"How long to ring, in milliseconds." default:"2000" hidden:""`
	Say    string `help:"WAV file to play over and over. Empty: a tune, then an echo." type:"existingfile" placeholder:"FILE.wav"`
}

// Run answers calls until ctx ends.
func (c *simulateCallee) Run(ctx context.Context, stdout io.Writer) error {
	answering := &callee{stdout: stdout, rings: time.Duration(c.Rings) * time.Millisecond, free: make(chan struct{}, calleeCalls)}
	if c.Say != "" {
		voice, err := readWAV(c.Say)
		if err != nil {
			return err
		}
		answering.voice = voice
	}
	phone, err := newSimulator(c.Listen, "", answering)
	if err != nil {
		return err
	}
	answering.ports = phone.ports
	answering.say("answering on %s", phone.agent.ListenAddr("udp"))
	return phone.agent.Run(ctx)
}

// callee is a phone that answers by itself.
type callee struct {
	ports *media.Ports
	rings time.Duration
	voice *loop
	free  chan struct{}

	mu     sync.Mutex // guards stdout
	stdout io.Writer
}

func (c *callee) say(format string, values ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = fmt.Fprintf(c.stdout, format+"\n", values...) // progress for people
}

// Invited implements sip.Handler.
func (c *callee) Invited(ctx context.Context, leg *sip.Leg) {
	select {
	case c.free <- struct{}{}:
		defer func() { <-c.free }()
	default:
		_ = leg.Reject(sip.Cause{SIP: 486, Q850: 17, Text: "busy"}) // it ends either way
		return
	}
	if err := c.answer(ctx, leg); err != nil {
		c.say("call from %s: %v", leg.Invite().From, err)
		_ = leg.Hangup(sip.CauseNormal()) // already told what went wrong
	}
}

func (c *callee) answer(ctx context.Context, leg *sip.Leg) error {
	events := make(chan sip.LegEvent, 64)
	leg.Listen(forward(events))
	stream, err := media.NewRTPStream(media.RTPConfig{Ports: c.ports})
	if err != nil {
		return fmt.Errorf("open the sound: %w", err)
	}
	defer func() { _ = stream.Close() }() // the call is over
	leg.OnOffer(stream.Answer)
	if err := leg.Ring(); err != nil {
		return fmt.Errorf("ring: %w", err)
	}
	from := leg.Invite().From
	c.say("%s rings", from)
	if err := c.ringOut(ctx, events); err != nil {
		return err
	}
	if err := c.accept(leg, stream); err != nil {
		return err
	}
	c.say("%s answered", from)
	return c.converse(ctx, &answeredCall{leg: leg, stream: stream, events: events}, from)
}

var errGaveUp = errors.New("gave up")

// ringOut lets the phone ring for its time.
func (c *callee) ringOut(ctx context.Context, events <-chan sip.LegEvent) error {
	timer := time.NewTimer(c.rings)
	defer timer.Stop()
	for {
		select {
		case event := <-events:
			if event.Kind == sip.LegEnded {
				return errGaveUp
			}
		case <-ctx.Done(): // the leg's own, or the whole agent's
			return errGaveUp
		case <-timer.C:
			return nil
		}
	}
}

// accept answers the INVITE's offer. One without an offer is refused: the
// service always sends one.
func (c *callee) accept(leg *sip.Leg, stream *media.RTPStream) error {
	answer, err := stream.Answer(leg.RemoteOffer())
	if err != nil {
		return fmt.Errorf("answer the offer: %w", err)
	}
	if err := leg.Answer(answer); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}

func (c *callee) converse(ctx context.Context, call *answeredCall, from string) error {
	hearing := &ear{}
	var voice media.Source
	if c.voice != nil {
		voice = &loop{samples: c.voice.samples}
	} else {
		hearing.echo = newEcho(media.HoldTone(), calleeTune)
		voice = hearing.echo
	}
	_, err := call.talk(ctx, voice, hearing, 0, func(dBFS float64) {
		c.say("%s is heard at %.0f dBFS", from, dBFS)
	})
	if err != nil {
		return err
	}
	c.say("%s hung up", from)
	return nil
}
