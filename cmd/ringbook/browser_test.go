package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/pion/webrtc/v4"
	"github.com/stretchr/testify/require"
)

// endpoints is where a service under test listens.
type endpoints struct{ url, sip string }

func readEndpoints(t *testing.T, line string) endpoints {
	t.Helper()
	match := regexp.MustCompile(`serves (http://\S+) sip udp://(\S+) media (\S+)`).FindStringSubmatch(line)
	require.NotNil(t, match, line)
	return endpoints{url: match[1], sip: match[2]}
}

// callArgs is a simulated call to the service from a number.
func (e endpoints) callArgs(from string) []string {
	return []string{"simulate", "call", "--target", "sip:" + e.sip, "--from", from, "--seconds", "50", "--ring-seconds", "20"}
}

// callRow is what a test reads of GET /calls/{id}.
type callRow struct {
	Status, Outcome, HangupBy      string
	StartedAt, AnsweredAt, EndedAt *time.Time
	Cause                          struct{ Text string }
}

// browser is a logged-in user.
type browser struct {
	at     endpoints
	client *http.Client
}

func logIn(t *testing.T, at endpoints, email, password string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	b := &browser{at: at, client: &http.Client{Jar: jar, Timeout: 10 * time.Second}}
	body, err := json.Marshal(map[string]string{"email": email, "password": password})
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at.url+"/api/v1/session", bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Ringbook", "1")
	answer, err := b.client.Do(request)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode, "log in as %s", email)
	return b
}

// get reads a path of the API into target.
func (b *browser) get(t *testing.T, path string, target any) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.at.url+"/api/v1"+path, nil)
	require.NoError(t, err)
	answer, err := b.client.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	if answer.StatusCode == http.StatusOK {
		require.NoError(t, json.NewDecoder(answer.Body).Decode(target))
	}
	return answer.StatusCode
}

func (b *browser) call(t *testing.T, call string) (row callRow) {
	t.Helper()
	require.Equal(t, http.StatusOK, b.get(t, "/calls/"+call, &row))
	return row
}

// awaitCall reads a call's row until it is as wanted.
func (b *browser) awaitCall(t *testing.T, call string, wanted func(callRow) bool) (row callRow) {
	t.Helper()
	require.Eventually(t, func() bool {
		row = callRow{}
		return b.get(t, "/calls/"+call, &row) == http.StatusOK && wanted(row)
	}, 15*time.Second, 50*time.Millisecond, "call %s", call)
	return row
}

// softphone is a browser's live connection.
type softphone struct {
	conn *websocket.Conn
	next int
}

func (b *browser) connect(t *testing.T) *softphone {
	t.Helper()
	header := http.Header{"Origin": {b.at.url}}
	dialer := websocket.Dialer{Jar: b.client.Jar, HandshakeTimeout: 5 * time.Second}
	conn, answer, err := dialer.DialContext(t.Context(), strings.Replace(b.at.url, "http", "ws", 1)+"/api/v1/ws", header)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	t.Cleanup(func() { _ = conn.Close() })
	phone := &softphone{conn: conn}
	phone.await(t, "hello", nil)
	return phone
}

type serverMessage struct {
	Type, ID, Code, Detail string
	Data                   json.RawMessage
}

// await skips messages up to one of the type wanted.
func (p *softphone) await(t *testing.T, kind string, data any) {
	t.Helper()
	require.NoError(t, p.conn.SetReadDeadline(time.Now().Add(20*time.Second)))
	for {
		var message serverMessage
		require.NoError(t, p.conn.ReadJSON(&message), "waiting for %s", kind)
		require.NotEqual(t, "error", message.Type, "%s: %s", message.Code, message.Detail)
		if message.Type != kind {
			continue
		}
		if data != nil {
			require.NoError(t, json.Unmarshal(message.Data, data))
		}
		return
	}
}

func (p *softphone) send(t *testing.T, kind string, data any) {
	t.Helper()
	p.next++
	require.NoError(t, p.conn.WriteJSON(map[string]any{"type": kind, "id": strconv.Itoa(p.next), "data": data}))
}

// openSound offers a peer connection that hears and stays silent.
func (p *softphone) openSound(t *testing.T) {
	t.Helper()
	peer, err := webrtc.NewPeerConnection(webrtc.Configuration{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = peer.Close() })
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypePCMU}, "microphone", "agent")
	require.NoError(t, err)
	_, err = peer.AddTrack(track)
	require.NoError(t, err)
	offer, err := peer.CreateOffer(nil)
	require.NoError(t, err)
	gathered := webrtc.GatheringCompletePromise(peer)
	require.NoError(t, peer.SetLocalDescription(offer))
	<-gathered
	p.send(t, "rtc.offer", map[string]string{"sdp": peer.LocalDescription().SDP})
	var answer struct{ SDP string }
	p.await(t, "rtc.answer", &answer)
	require.NoError(t, peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer.SDP}))
}

// answerNext takes the next call offered and returns its id.
func (p *softphone) answerNext(t *testing.T) string {
	t.Helper()
	var offered struct{ Call struct{ ID string } }
	p.await(t, "call.offered", &offered)
	p.send(t, "call.answer", map[string]any{"callId": offered.Call.ID})
	return offered.Call.ID
}
