package callsvc

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
)

// far is a party at the carrier's end: a leg with sound.
type far struct {
	t      testing.TB
	leg    *sip.Leg
	sound  *media.RTPStream
	heard  *media.Captured
	events chan sip.LegEvent
}

func (r *rig) newSound() *media.RTPStream {
	r.t.Helper()
	sound, err := media.NewRTPStream(media.RTPConfig{Ports: r.carrier.ports, Logger: testLogger()})
	require.NoError(r.t, err)
	r.t.Cleanup(func() { require.NoError(r.t, sound.Close()) })
	return sound
}

// callIn places a call from the outside; the caller says a tone of 1000 Hz.
func (r *rig) callIn(from, to string) *far {
	r.t.Helper()
	sound := r.newSound()
	offer, err := sound.Offer()
	require.NoError(r.t, err)
	f := &far{t: r.t, sound: sound, heard: media.Capture(sound), events: make(chan sip.LegEvent, 64)}
	f.leg, err = r.carrier.agent.Dial(context.Background(), sip.DialRequest{TrunkID: "ringbook", To: to, From: from, FromName: "Carol Caller", Offer: offer})
	require.NoError(r.t, err)
	f.listen()
	return f
}

func (f *far) listen() {
	f.leg.OnOffer(f.sound.Answer)
	f.leg.Listen(func(event sip.LegEvent) {
		if f.leg.Outbound() && event.Kind == sip.LegAnswered {
			if err := f.sound.SetAnswer(event.SDP); err != nil {
				f.t.Error(err)
			}
			media.Play(f.sound, media.Tone(1000))
		}
		if event.Kind == sip.LegEnded {
			_ = f.sound.Close() // closed again at the end of the test
		}
		f.events <- event
	})
}

// called waits for a call to the outside.
func (r *rig) called() *far {
	r.t.Helper()
	select {
	case leg := <-r.carrier.legs:
		sound := r.newSound()
		f := &far{t: r.t, leg: leg, sound: sound, heard: media.Capture(sound), events: make(chan sip.LegEvent, 64)}
		f.listen()
		return f
	case <-time.After(patience):
		r.t.Fatal("nobody was called")
		return nil
	}
}

// pickUp answers a call to the outside and says a tone of 1000 Hz.
func (f *far) pickUp() {
	f.t.Helper()
	answer, err := f.sound.Answer(f.leg.RemoteOffer())
	require.NoError(f.t, err)
	require.NoError(f.t, f.leg.Answer(answer))
	media.Play(f.sound, media.Tone(1000))
}

// await waits for an event of the far leg.
func (f *far) await(kind sip.LegEventKind) sip.LegEvent {
	f.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case event := <-f.events:
			if event.Kind == kind {
				return event
			}
			if event.Kind == sip.LegEnded {
				f.t.Fatalf("waited for %s, but the leg ended: %s", kind, event.Cause)
			}
		case <-timeout:
			f.t.Fatalf("waited for %s of %s", kind, f.leg.ID())
		}
	}
}

func (f *far) hears(hz float64) {
	f.t.Helper()
	hears(f.t, f.heard.Samples, hz)
}

// hears waits until the newest fifth of a second is one tone.
func hears(tb testing.TB, samples func() []int16, hz float64) {
	tb.Helper()
	before := len(samples())
	require.Eventually(tb, func() bool {
		all := samples()
		return len(all) >= before+1600 && media.GoertzelShare(all[len(all)-1600:], 8000, hz) > 0.9
	}, patience, 10*time.Millisecond, "no tone of %v Hz", hz)
}

// tab is a browser tab of an agent.
type tab struct {
	t      testing.TB
	r      *rig
	user   Agent
	conn   *Connection
	events chan UserEvent
}

func (r *rig) tab(user Agent) *tab {
	r.t.Helper()
	b := &tab{t: r.t, r: r, user: user, events: make(chan UserEvent, 1000)}
	conn, err := r.svc.Connect(r.t.Context(), r.org.ID, user.ID, func(event UserEvent) { b.events <- event })
	require.NoError(r.t, err)
	b.conn = conn
	r.t.Cleanup(conn.Close)
	return b
}

// expect waits for an event of a type that satisfies want.
func expect[T any](b *tab, kind string, want func(T) bool) T {
	b.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case event := <-b.events:
			if event.Type != kind {
				continue
			}
			var data T
			require.NoError(b.t, json.Unmarshal(event.Data, &data))
			if want == nil || want(data) {
				return data
			}
		case <-timeout:
			b.t.Fatalf("%s waited for %s", b.user.Name, kind)
		}
	}
}

func (b *tab) offered() OfferedEvent {
	b.t.Helper()
	return expect[OfferedEvent](b, EventCallOffered, nil)
}

func (b *tab) updated(want func(CallUpdated) bool) CallUpdated {
	b.t.Helper()
	return expect(b, EventCallUpdated, want)
}

func (b *tab) ended() CallEnded {
	b.t.Helper()
	return expect[CallEnded](b, EventCallEnded, nil)
}

func (b *tab) command(call id.Call, command Command) error {
	return b.r.svc.Command(b.t.Context(), b.r.org.ID, b.user.ID, "agent", call, command)
}

func (b *tab) do(call id.Call, name string) {
	b.t.Helper()
	require.NoError(b.t, b.command(call, Command{Name: name}), "%s %s", name, call)
}

func (b *tab) dial(to string) id.Call {
	b.t.Helper()
	call, err := b.r.svc.Dial(b.t.Context(), b.r.org.ID, b.user.ID, DialRequest{To: e164.Parse(to, "GB"), Name: "Carol"})
	require.NoError(b.t, err)
	return call
}

// callWithout places a call from the outside whose INVITE carries no offer.
func (r *rig) callWithout(from, to string) *far {
	r.t.Helper()
	sound := r.newSound()
	f := &far{t: r.t, sound: sound, heard: media.Capture(sound), events: make(chan sip.LegEvent, 64)}
	leg, err := r.carrier.agent.Dial(context.Background(), sip.DialRequest{TrunkID: "ringbook", To: to, From: from})
	require.NoError(r.t, err)
	f.leg = leg
	leg.OnOffer(sound.Answer)
	leg.Listen(func(event sip.LegEvent) {
		if event.Kind == sip.LegConfirmed {
			media.Play(sound, media.Tone(1000))
		}
		f.events <- event
	})
	return f
}
