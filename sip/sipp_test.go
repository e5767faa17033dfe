package sip

import (
	"context"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

// sipp prepares a run of a scenario; start it with Start or Run. It waits for its end within the test.
func sipp(t *testing.T, scenario string, args ...string) *exec.Cmd {
	t.Helper()
	program, err := exec.LookPath("sipp")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("sipp is not installed")
		}
		t.Skip("sipp is not installed")
	}
	path, err := filepath.Abs(filepath.Join("testdata", scenario))
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, program, append([]string{
		"-sf", path, "-i", "127.0.0.1", "-nostdin", "-timeout", "30", "-timeout_error", "-recv_timeout", "10000",
	}, args...)...)
	cmd.Dir = t.TempDir()
	return cmd
}

func runSipp(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// freePort finds a port that is free now for UDP and for TCP. It lies below
// the range from which the system gives ports to whoever names none: else a
// connection of another test may take the port before its program does.
func freePort(t *testing.T) string {
	t.Helper()
	const lowest, count, tries = 20_000, 12_000, 100
	for range tries {
		port := lowest + rand.IntN(count)
		datagrams, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		if err != nil {
			continue
		}
		streams, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		_ = datagrams.Close()
		if err != nil {
			continue
		}
		_ = streams.Close()
		return strconv.Itoa(port)
	}
	require.FailNow(t, "no port is free for UDP and TCP")
	return ""
}

func answering() Handler {
	return handlerFunc(func(_ context.Context, leg *Leg) {
		switch leg.Invite().CalledUser {
		case "busy":
			_ = leg.Reject(CauseBusy())
		case "ringing":
			_ = leg.Ring()
		default:
			_ = leg.Ring()
			_ = leg.Answer([]byte(siptest.SDP))
		}
	})
}

func sippRig(t *testing.T) (*rig, string) {
	t.Helper()
	r := newRigWith(t, nil, answering())
	return r, r.ListenAddr("udp").String()
}

func TestSippCallers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		scenario string
		args     []string
	}{
		"answered and ended":   {"uac_call.xml", []string{"-m", "1"}},
		"cancel":               {"uac_cancel.xml", []string{"-m", "1", "-s", "ringing"}},
		"busy":                 {"uac_busy.xml", []string{"-m", "1", "-s", "busy"}},
		"fifty at once":        {"uac_call.xml", []string{"-m", "50", "-r", "1000", "-l", "50"}},
		"one in ten lost":      {"uac_call.xml", []string{"-m", "30", "-r", "100", "-lost", "10"}},
		"a caller without ack": {"uac_noack.xml", []string{"-m", "1", "-nr"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, addr := sippRig(t)
			runSipp(t, sipp(t, test.scenario, append(test.args, addr)...))
			require.Eventually(t, func() bool { return r.LegCount() == 0 }, 10*time.Second, time.Millisecond)
		})
	}
}

// sippCallee starts a scenario that waits for our call, and gives a leg of that call.
func sippCallee(t *testing.T, scenario string) (leg *Leg, events chan LegEvent, wait func()) {
	t.Helper()
	r := newRig(t, func(c *Config) { c.Timers.T1 = 300 * time.Millisecond }) // sipp takes its time to start
	port := freePort(t)
	cmd := sipp(t, scenario, "-m", "1", "-p", port)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	r.SetTrunks([]Trunk{{
		ID: "trunk", Addresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Proxy: "127.0.0.1:" + port,
		Username: "alice", Password: "secret",
	}})
	leg, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "callee", From: "us", Offer: []byte(siptest.SDP)})
	require.NoError(t, err)
	t.Cleanup(func() {
		if t.Failed() && cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			t.Log(out.String())
		}
	})
	return leg, listen(leg), func() { require.NoError(t, cmd.Wait(), "%s", &out) }
}

func TestSippForkedAnswer(t *testing.T) {
	t.Parallel()
	leg, events, wait := sippCallee(t, "uas_fork.xml")
	expectEvent(t, events, LegConfirmed)
	go func() {
		<-time.After(300 * time.Millisecond) // the fork's BYE comes first in the scenario
		_ = leg.Hangup(CauseNormal())
	}()
	expectEvent(t, events, LegEnded)
	wait()
}

func TestSippDigest(t *testing.T) {
	t.Parallel()
	leg, events, wait := sippCallee(t, "uas_digest.xml")
	expectEvent(t, events, LegConfirmed)
	require.NoError(t, leg.Hangup(CauseNormal()))
	expectEvent(t, events, LegEnded)
	wait()
}
