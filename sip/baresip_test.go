package sip

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

// deskPhone is a baresip of its own that answers every call and can be told to dial.
type deskPhone struct {
	addr    string
	control net.Conn
	read    *bufio.Reader
}

const baresipConfig = `sip_listen %s
net_interface 127.0.0.1
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module_tmp uuid.so
module_tmp account.so
module_app contact.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen %s
audio_source aubridge,nil2
audio_player aubridge,nil
ausrc_srate 8000
auplay_srate 8000
`

func newDeskPhone(t *testing.T, outbound string) *deskPhone {
	t.Helper()
	return newDeskPhoneWith(t, outbound, "bob", "regint=0")
}

// newDeskPhoneWith is a phone of a user with more parameters of its account.
func newDeskPhoneWith(t *testing.T, outbound, user, more string) *deskPhone {
	t.Helper()
	program, err := exec.LookPath("baresip")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("baresip is not installed")
		}
		t.Skip("baresip is not installed")
	}
	phone := &deskPhone{addr: "127.0.0.1:" + freePort(t)}
	control := "127.0.0.1:" + freePort(t)
	dir := t.TempDir()
	account := fmt.Sprintf("<sip:%s@127.0.0.1;transport=udp>;%s;outbound=\"sip:%s;transport=udp\";audio_codecs=PCMU/8000/1;answermode=auto\n", user, more, outbound)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "config"), fmt.Appendf(nil, baresipConfig, phone.addr, control), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "accounts"), []byte(account), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "contacts"), nil, 0o600))
	cmd := exec.CommandContext(context.Background(), program, "-4", "-f", dir)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		if phone.control != nil {
			_ = phone.control.Close()
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(out.String())
		}
	})
	require.Eventually(t, func() bool {
		phone.control, err = net.Dial("tcp", control)
		return err == nil
	}, 10*time.Second, 20*time.Millisecond)
	phone.read = bufio.NewReader(phone.control)
	return phone
}

// tell sends a command as a netstring of JSON.
func (d *deskPhone) tell(t *testing.T, command, params string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"command": command, "params": params, "token": "t"})
	require.NoError(t, err)
	_, err = fmt.Fprintf(d.control, "%d:%s,", len(body), body)
	require.NoError(t, err)
}

// await waits for an event of a kind.
func (d *deskPhone) await(t *testing.T, kind string) {
	t.Helper()
	require.NoError(t, d.control.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		var size int
		_, err := fmt.Fscanf(d.read, "%d:", &size)
		require.NoError(t, err, "waiting for %s", kind)
		body := make([]byte, size+1)
		_, err = io.ReadFull(d.read, body)
		require.NoError(t, err)
		if strings.Contains(string(body), `"type":"`+kind+`"`) {
			return
		}
	}
}

func TestBaresipIsCalled(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	phone := newDeskPhone(t, r.ListenAddr("udp").String())
	r.SetTrunks([]Trunk{{ID: "trunk", Addresses: loopback(), Proxy: phone.addr}})
	leg, err := r.Dial(t.Context(), DialRequest{TrunkID: "trunk", To: "bob", From: "+442079460000", FromName: "Ringbook", Offer: []byte(siptest.SDP)})
	require.NoError(t, err)
	leg.OnOffer(func([]byte) ([]byte, error) { return []byte(siptest.SDP), nil })
	events := listen(leg)
	require.Contains(t, string(expectEvent(t, events, LegAnswered).SDP), "m=audio")
	expectEvent(t, events, LegConfirmed)
	phone.await(t, "CALL_ESTABLISHED")
	held, err := leg.Reinvite(t.Context(), []byte(siptest.SDP+"a=sendonly\r\n"))
	require.NoError(t, err)
	require.Contains(t, string(held), "a=recvonly")
	phone.tell(t, "hold", "")
	require.Contains(t, string(expectEvent(t, events, LegReoffered).SDP), "m=audio")
	require.NoError(t, leg.Hangup(CauseNormal()))
	phone.await(t, "CALL_CLOSED")
	expectEvent(t, events, LegEnded)
}

func TestBaresipCalls(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	phone := newDeskPhone(t, r.ListenAddr("udp").String())
	phone.tell(t, "dial", "sip:442079460000@127.0.0.1")
	leg := r.leg(t)
	events := listen(leg)
	require.Equal(t, "442079460000", leg.Invite().CalledUser)
	require.Contains(t, string(leg.RemoteOffer()), "PCMU")
	require.NoError(t, leg.Ring())
	phone.await(t, "CALL_RINGING")
	require.NoError(t, leg.Answer([]byte(siptest.SDP)))
	expectEvent(t, events, LegConfirmed)
	phone.await(t, "CALL_ESTABLISHED")
	phone.tell(t, "hangup", "")
	require.True(t, expectEvent(t, events, LegEnded).ByRemote)
}

func TestBaresipRegisters(t *testing.T) {
	t.Parallel()
	r := newPhoneRig(t)
	phone := newDeskPhoneWith(t, r.ListenAddr("udp").String(), "alice", "auth_user=alice;auth_pass=secret;regint=600")
	require.Eventually(t, func() bool { return len(r.Phones()) == 1 }, 10*time.Second, 10*time.Millisecond)
	registered := r.Phones()[0]
	require.Equal(t, "alice", registered.User)
	require.Contains(t, registered.UserAgent, "baresip")

	leg, err := r.Dial(t.Context(), DialRequest{Phone: registered.ID, From: "+442079460000", Offer: []byte(siptest.SDP)})
	require.NoError(t, err)
	events := listen(leg)
	expectEvent(t, events, LegConfirmed)
	phone.await(t, "CALL_ESTABLISHED")
	require.NoError(t, leg.Hangup(CauseNormal()))
	phone.await(t, "CALL_CLOSED")
	expectEvent(t, events, LegEnded)

	phone.tell(t, "dial", "sip:202@127.0.0.1")
	leg = r.leg(t)
	require.Equal(t, "alice", leg.Invite().Phone, "it proved its password")
	require.Equal(t, "202", leg.Invite().CalledUser)
	require.NoError(t, leg.Reject(CauseBusy()))
	phone.await(t, "CALL_CLOSED")
}
