package callsvc

import (
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/siptest"
)

func TestAnotherNodeCommandsTheCall(t *testing.T) {
	t.Parallel()
	shared, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true})
	require.NoError(t, err)
	shared.Start()
	t.Cleanup(func() { shared.Shutdown(); shared.WaitForShutdown() })
	require.True(t, shared.ReadyForConnections(patience))
	r := newRig(t, func(_ *Config, r *rig) { r.busURL = shared.ClientURL() })
	ann := r.tab(r.ann)

	remoteBus, err := bus.Open(t.Context(), bus.Config{URL: shared.ClientURL(), Node: "two"})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, remoteBus.Close()) })
	remote, err := New(Config{Node: "two"}, Deps{
		Ports: r.svc.deps.Ports, WebRTC: r.svc.deps.WebRTC, Bus: remoteBus, Lookup: r.paper, CallLog: r.paper, Directory: r.paper,
	})
	require.NoError(t, err)
	heard := make(chan UserEvent, 100)
	there, err := remote.Connect(t.Context(), r.org.ID, r.ann.ID, func(event UserEvent) { heard <- event })
	require.NoError(t, err)
	t.Cleanup(there.Close)
	require.NoError(t, remoteBus.Ready(t.Context()))

	caller := r.callIn("+447700900123", "+442079460001")
	call := ann.offered().Call.ID
	command := func(name string) error {
		return remote.Command(t.Context(), r.org.ID, r.ann.ID, "agent", call, Command{Name: name})
	}
	require.NoError(t, command(CommandAnswer))
	caller.await(sip.LegConfirmed)
	require.NoError(t, command(CommandHangup))
	caller.await(sip.LegEnded)
	require.Equal(t, byAgent, r.row(call).HangupBy)
	require.Eventually(t, func() bool { return len(heard) >= 3 }, patience, 5*time.Millisecond, "events reach browsers on other nodes")
	require.ErrorIs(t, remote.Command(t.Context(), r.org.ID, r.ann.ID, "agent", id.New[id.Call](), Command{Name: CommandHangup}), &Error{Code: CodeNotFound})
}

func TestCallerWithoutAnOffer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	mic := ann.sound(440)
	caller := r.callWithout("+447700900123", "+442079460001")
	call := ann.offered().Call.ID
	ann.do(call, CommandAnswer)
	caller.await(sip.LegConfirmed)
	caller.hears(440)
	hears(t, mic.heard, 1000)
	ann.do(call, CommandHangup)
	require.Equal(t, OutcomeAnswered, r.row(call).Outcome)
	r.idle()
}

func TestSoundThatNobodySpeaksIsRefusedBeforeItRings(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	leg, err := r.carrier.agent.Dial(t.Context(), sip.DialRequest{
		TrunkID: "ringbook", To: "+442079460001", From: "+447700900123",
		Offer: []byte("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 18\r\na=rtpmap:18 G729/8000\r\n"),
	})
	require.NoError(t, err)
	end := make(chan sip.LegEvent, 1)
	leg.Listen(func(event sip.LegEvent) {
		if event.Kind == sip.LegEnded {
			end <- event
		}
	})
	require.Equal(t, 488, (<-end).Cause.SIP)
	row := r.onlyRow()
	require.Equal(t, OutcomeFailed, row.Outcome)
	require.Equal(t, bySystem, row.HangupBy)
	r.idle()
	ann.nothing(EventCallOffered)
}

func TestCallerWhoNeverAcknowledgesFailed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ann := r.tab(r.ann)
	phone := siptest.NewPeer(t)
	phone.Target(r.agent.ListenAddr("udp"))
	phone.Invite("+442079460001", siptest.SDP)
	call := ann.offered().Call.ID
	ann.do(call, CommandAnswer)
	end := ann.ended()
	require.Equal(t, call, end.Call.ID)
	row := r.row(call)
	require.Equal(t, OutcomeFailed, row.Outcome)
	require.Equal(t, byNetwork, row.HangupBy)
}
