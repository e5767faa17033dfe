package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// simulateCall is one call to the service.
type simulateCall struct {
	From     string `help:"Caller's number." default:"+447700900123"`
	To       string `help:"Number to call." default:"+442079460000"`
	Say      string `help:"WAV file to play over and over. Empty: something like speech." type:"existingfile" placeholder:"FILE.wav"`
	Target   string `help:"SIP address of the service." default:"sip:127.0.0.1:5060"`
	Seconds  int    `help:"Hang up after so many seconds of talk; 0 leaves it to the agent." default:"60"`
	RingTime int    `name:"ring-seconds" help:"Give up after so many seconds of ringing." default:"60"`
	Record   string `help:"Keep what the caller hears." hidden:"" type:"path"`
}

// Run places the call and tells its progress. It fails with the cause when the
// call was not answered.
func (c *simulateCall) Run(ctx context.Context, stdout io.Writer) error {
	proxy, err := target(c.Target)
	if err != nil {
		return err
	}
	local, err := localTowards(ctx, proxy)
	if err != nil {
		return err
	}
	phone, err := newSimulator(local, proxy, nobody{})
	if err != nil {
		return err
	}
	voice := babble()
	if c.Say != "" {
		if voice, err = readWAV(c.Say); err != nil {
			return err
		}
	}
	// The agent outlives ctx by the goodbye that ctx's end makes us say.
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	group, serving := errgroup.WithContext(serving)
	group.Go(func() error { return phone.agent.Run(serving) })
	group.Go(func() error {
		defer stop()
		return c.place(ctx, phone, voice, stdout)
	})
	return group.Wait()
}

// place dials, waits for the answer and talks.
func (c *simulateCall) place(ctx context.Context, phone *simulator, voice media.Source, stdout io.Writer) error {
	stream, err := media.NewRTPStream(media.RTPConfig{Ports: phone.ports})
	if err != nil {
		return fmt.Errorf("open the caller's sound: %w", err)
	}
	defer func() { _ = stream.Close() }() // the call is over
	offer, err := stream.Offer()
	if err != nil {
		return fmt.Errorf("offer sound: %w", err)
	}
	events := make(chan sip.LegEvent, 64)
	leg, err := phone.agent.Dial(ctx, sip.DialRequest{
		TrunkID: simulatorTrunk, To: c.To, From: c.From, FromName: "", Offer: offer,
		RingTimeout: time.Duration(c.RingTime) * time.Second,
		Listener:    forward(events),
	})
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	leg.OnOffer(stream.Answer)
	say := func(format string, values ...any) { _, _ = fmt.Fprintf(stdout, format+"\n", values...) }
	say("calling %s from %s", c.To, c.From)
	if err := c.awaitAnswer(ctx, leg, stream, events, say); err != nil {
		return err
	}
	say("answered")
	hearing := &ear{keep: c.Record != ""}
	call := &answeredCall{leg: leg, stream: stream, events: events}
	end, err := call.talk(ctx, voice, hearing, time.Duration(c.Seconds)*time.Second, func(dBFS float64) {
		say("hearing %.0f dBFS", dBFS)
	})
	if err != nil {
		return err
	}
	if end.ByRemote {
		say("the agent hung up")
	} else {
		say("hung up")
	}
	if c.Record != "" {
		return hearing.save(c.Record)
	}
	return nil
}

var errCancelled = errors.New("cancelled before the answer")

// awaitAnswer follows the leg's events up to its answer.
func (c *simulateCall) awaitAnswer(ctx context.Context, leg *sip.Leg, stream *media.RTPStream, events <-chan sip.LegEvent, say func(string, ...any)) error {
	for {
		select {
		case event := <-events:
			switch event.Kind {
			case sip.LegRinging:
				say("ringing")
			case sip.LegAnswered:
				if err := stream.SetAnswer(event.SDP); err != nil {
					return errors.Join(fmt.Errorf("take the answer: %w", err), leg.Hangup(sip.CauseNormal()))
				}
				return nil
			case sip.LegEnded:
				return notAnswered(event)
			case sip.LegEarly, sip.LegConfirmed, sip.LegReoffered, sip.LegDigits:
			}
		case <-ctx.Done():
			if _, err := hangup(leg, events); err != nil {
				return err
			}
			return errCancelled
		}
	}
}

func notAnswered(event sip.LegEvent) error {
	status := event.Status
	if status == 0 {
		status = event.Cause.SIP
	}
	if status == 0 {
		return fmt.Errorf("not answered: %s", event.Cause.Text)
	}
	return fmt.Errorf("not answered: %d %s", status, event.Cause.Text)
}
