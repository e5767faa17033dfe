package media

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const sdpHead = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"

func openStream(tb testing.TB) *RTPStream {
	tb.Helper()
	ports, err := NewPorts(netip.MustParseAddr("127.0.0.1"), 1024, 65000, time.Millisecond)
	require.NoError(tb, err)
	stream, err := NewRTPStream(RTPConfig{Ports: ports})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, stream.Close()) })
	return stream
}

func TestAnswersToOffers(t *testing.T) {
	t.Parallel()
	stream := openStream(t)
	port := stream.LocalAddr().Port()
	for name, tt := range map[string]struct {
		lines string // after the session's head
		want  []string
		never []string
	}{
		"static types without maps": {
			lines: "m=audio 4000 RTP/AVP 18 8 0\r\n",
			want:  []string{fmt.Sprintf("m=audio %d RTP/AVP 8\r\n", port), "a=rtpmap:8 PCMA/8000", "a=ptime:20", "a=sendrecv"},
			never: []string{"telephone-event", "G729"},
		},
		"dynamic types": {
			lines: "m=audio 4000 RTP/AVP 111 97 100\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:97 pcmu/8000/1\r\na=rtpmap:100 telephone-event/8000\r\na=rtpmap:101 telephone-event/48000\r\n",
			want:  []string{"RTP/AVP 97 100\r\n", "a=rtpmap:97 PCMU/8000", "a=fmtp:100 0-16"},
		},
		"every line answered": {
			lines: "m=video 5000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\nm=audio 4000 RTP/AVP 0\r\nm=application 9 UDP/BFCP *\r\nm=audio 4002 RTP/SAVP 0\r\n",
			want:  []string{"m=video 0 RTP/AVP 96\r\n", fmt.Sprintf("m=audio %d RTP/AVP 0\r\n", port), "m=application 0 UDP/BFCP *\r\n", "m=audio 0 RTP/SAVP 0\r\n"},
		},
		"second audio line when the first is encrypted": {
			lines: "m=audio 4002 RTP/SAVP 0\r\nm=audio 4000 RTP/AVP 0\r\n",
			want:  []string{"m=audio 0 RTP/SAVP 0\r\n", fmt.Sprintf("m=audio %d RTP/AVP 0\r\n", port)},
		},
		"fax beside speech": {
			lines: "m=image 5000 udptl t38\r\na=T38FaxVersion:0\r\nm=audio 4000 RTP/AVP 0\r\nb=X-YZ:1\r\n",
			want:  []string{"m=image 0 udptl t38\r\n", fmt.Sprintf("m=audio %d RTP/AVP 0\r\n", port)},
		},
		"lines out of order": {
			lines: "m=audio 4000 RTP/AVP 0\r\na=sendonly\r\nc=IN IP4 127.0.0.3\r\ni=speech\r\n",
			want:  []string{"a=recvonly"},
		},
		"feedback profile echoed": {
			lines: "m=audio 4000 RTP/AVPF 0\r\n",
			want:  []string{fmt.Sprintf("m=audio %d RTP/AVPF 0\r\n", port)},
		},
		"sendonly":            {lines: "m=audio 4000 RTP/AVP 0\r\na=sendonly\r\n", want: []string{"a=recvonly"}},
		"recvonly":            {lines: "m=audio 4000 RTP/AVP 0\r\na=recvonly\r\n", want: []string{"a=sendonly"}},
		"inactive":            {lines: "m=audio 4000 RTP/AVP 0\r\na=inactive\r\n", want: []string{"a=inactive"}},
		"session direction":   {lines: "a=sendonly\r\nm=audio 4000 RTP/AVP 0\r\n", want: []string{"a=recvonly"}},
		"hold of RFC 2543":    {lines: "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n", want: []string{"a=recvonly"}},
		"multiplexed":         {lines: "m=audio 4000 RTP/AVP 0\r\na=rtcp-mux\r\n", want: []string{"a=rtcp-mux"}, never: []string{"a=rtcp:"}},
		"not multiplexed":     {lines: "m=audio 4000 RTP/AVP 0\r\n", want: []string{fmt.Sprintf("a=rtcp:%d", port+1)}, never: []string{"rtcp-mux"}},
		"connection of media": {lines: "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 127.0.0.2\r\n", want: []string{"a=sendrecv"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, err := stream.Answer([]byte(sdpHead + tt.lines))
			require.NoError(t, err)
			for _, want := range tt.want {
				assert.Contains(t, string(answer), want)
			}
			for _, never := range tt.never {
				assert.NotContains(t, string(answer), never)
			}
			assert.Equal(t, strings.Count(tt.lines, "m="), strings.Count(string(answer), "\nm="))
		})
	}
}

func TestRefusedOffers(t *testing.T) {
	t.Parallel()
	stream := openStream(t)
	for name, tt := range map[string]struct {
		offer  string
		syntax bool // whether the refusal is about syntax, not 488
	}{
		"no media":            {offer: sdpHead},
		"no common codec":     {offer: sdpHead + "m=audio 4000 RTP/AVP 18 3\r\n"},
		"only events":         {offer: sdpHead + "m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n"},
		"static type renamed": {offer: sdpHead + "m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 opus/48000\r\n"},
		"only srtp":           {offer: sdpHead + "m=audio 4000 RTP/SAVP 0\r\n"},
		"only video":          {offer: sdpHead + "m=video 4000 RTP/AVP 96\r\n"},
		"only fax":            {offer: sdpHead + "m=image 4000 udptl t38\r\n"},
		"short line":          {offer: sdpHead + "m=audio 4000\r\n", syntax: true},
		"port 0":              {offer: sdpHead + "m=audio 0 RTP/AVP 0\r\n"},
		"other ip version":    {offer: sdpHead + "m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n"},
		"multicast":           {offer: sdpHead + "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 224.2.1.1/127\r\n"},
		"broadcast":           {offer: sdpHead + "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 255.255.255.255\r\n"},
		"host name":           {offer: sdpHead + "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 phone.example.com\r\n"},
		"no connection":       {offer: "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"},
		"many formats":        {offer: sdpHead + "m=audio 4000 RTP/AVP 0" + strings.Repeat(" 18", 200) + "\r\n"},
		"empty":               {offer: "", syntax: true},
		"not sdp":             {offer: "hello", syntax: true},
		"many lines":          {offer: sdpHead + strings.Repeat("m=audio 4000 RTP/AVP 0\r\n", 200), syntax: true},
		"huge":                {offer: sdpHead + "m=audio 4000 RTP/AVP 0\r\n" + strings.Repeat("a=x:"+strings.Repeat("y", 100)+"\r\n", 1000), syntax: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := stream.Answer([]byte(tt.offer))
			require.Error(t, err)
			assert.Equal(t, !tt.syntax, errors.Is(err, ErrNotAcceptable), err)
			assert.Error(t, stream.SetAnswer([]byte(tt.offer)))
		})
	}
}

func TestVersionMovesOnlyWithTheDescription(t *testing.T) {
	t.Parallel()
	stream := openStream(t)
	first, err := stream.Offer()
	require.NoError(t, err)
	again, err := stream.Offer()
	require.NoError(t, err)
	assert.Equal(t, string(first), string(again))
	held, err := stream.Hold(true)
	require.NoError(t, err)
	assert.NotEqual(t, originOf(string(first)), originOf(string(held)))
}

func TestLaterOffersKeepTheAgreedNumbers(t *testing.T) {
	t.Parallel()
	stream := openStream(t)
	_, err := stream.Answer([]byte(sdpHead + "m=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8 97\r\na=rtpmap:97 telephone-event/8000\r\n"))
	require.NoError(t, err)
	offer, err := stream.Hold(true)
	require.NoError(t, err)
	assert.Contains(t, string(offer), "RTP/AVP 8 0 97\r\n")
	assert.Equal(t, 2, strings.Count(string(offer), "\nm="), "the refused line keeps its place")
}

func TestAnswerAfterAnEarlyAnswerReplacesIt(t *testing.T) {
	t.Parallel()
	stream := openStream(t)
	require.Error(t, stream.SetAnswer([]byte(sdpHead+"m=audio 4000 RTP/AVP 8\r\n")), "nothing was offered")
	_, err := stream.Offer()
	require.NoError(t, err)
	require.NoError(t, stream.SetAnswer([]byte(sdpHead+"m=audio 4000 RTP/AVP 8\r\n")))
	assert.Equal(t, PCMA, stream.Codec())
	require.NoError(t, stream.SetAnswer([]byte(sdpHead+"m=audio 4002 RTP/AVP 0\r\na=sendonly\r\n")))
	assert.Equal(t, PCMU, stream.Codec())
	assert.True(t, stream.RemoteHold())
}

func TestAnyOfferGetsAnAnswerForEveryLine(t *testing.T) {
	t.Parallel()
	stream := openStream(t)
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{
			"m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n", "m=audio 0 RTP/AVP 0\r\n",
			"m=audio 4000 RTP/AVP 18\r\na=inactive\r\n", "m=video 9 RTP/AVP 96\r\n", "m=image 9 udptl t38\r\n",
			"m=audio 4004 RTP/AVP 8\r\na=sendonly\r\n",
		}), 0, 12).Draw(t, "lines")
		answer, err := stream.Answer([]byte(sdpHead + strings.Join(lines, "")))
		if err != nil {
			if !errors.Is(err, ErrNotAcceptable) {
				t.Fatal(err)
			}
			return
		}
		open := 0
		answered := strings.Split(string(answer), "\nm=")[1:]
		for _, line := range answered {
			if fields := strings.Fields(line); fields[1] != "0" {
				open++
			}
		}
		if len(answered) != len(lines) || open != 1 {
			t.Fatalf("%d lines, %d answered, %d open", len(lines), len(answered), open)
		}
	})
}

func originOf(description string) string {
	_, after, _ := strings.Cut(description, "o=")
	origin, _, _ := strings.Cut(after, "\r\n")
	return origin
}

func FuzzDescription(f *testing.F) {
	f.Add(sdpHead + "m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=rtcp:4001\r\na=sendonly\r\n")
	f.Add(sdpHead + "m=video 5000/2 RTP/AVP 96\r\nm=audio 4000 RTP/AVPF 96\r\na=rtpmap:96 PCMA/8000/1\r\na=rtcp-mux\r\nc=IN IP4 0.0.0.0\r\n")
	f.Add("v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nt=0 0\r\nm=audio 1 RTP/AVP 0\r\nc=IN IP6 ::1\r\n")
	stream := openStream(f)
	f.Fuzz(func(t *testing.T, raw string) {
		answer, err := stream.Answer([]byte(raw))
		if err == nil {
			if _, err := parseDescription(answer); err != nil {
				t.Fatalf("our answer does not parse: %v\n%s", err, answer)
			}
		}
		_ = stream.SetAnswer([]byte(raw))
		if offer, err := stream.Hold(len(raw)%2 == 0); err != nil {
			t.Fatalf("offer: %v", err)
		} else if _, err := parseDescription(offer); err != nil {
			t.Fatalf("our offer does not parse: %v\n%s", err, offer)
		}
		_, _ = readBrowserOffer(raw)
	})
}
