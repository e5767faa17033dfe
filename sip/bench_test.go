package sip

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emiago/sipgo"
	gosip "github.com/emiago/sipgo/sip"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

const benchCallers = 32

// BenchmarkInboundCall is a whole call, from INVITE to the answer of BYE, beside the same call answered by bare
// sipgo in the same run. It reports ours and theirs in calls a second, and their ratio.
func BenchmarkInboundCall(b *testing.B) {
	quietLog := slog.New(slog.DiscardHandler)
	agent := newRigWith(b, func(c *Config) { c.Logger = quietLog; c.Timers = Timers{} },
		handlerFunc(func(_ context.Context, leg *Leg) { _ = leg.Answer([]byte(siptest.SDP)) }))
	bare := bareAnswerer(b)
	load(b, agent.ListenAddr("udp"), 500) // both warm
	load(b, bare, 500)
	// In turns, so that what else the machine does meets both alike.
	const rounds = 5
	var ours, theirs time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	calls := max(1, b.N/rounds)
	for range rounds {
		start := time.Now()
		load(b, agent.ListenAddr("udp"), calls)
		ours += time.Since(start)
		b.StopTimer()
		start = time.Now()
		load(b, bare, calls)
		theirs += time.Since(start)
		b.StartTimer()
	}
	b.StopTimer()
	total := float64(rounds * calls)
	b.ReportMetric(total/ours.Seconds(), "calls/s")
	b.ReportMetric(total/theirs.Seconds(), "bare-calls/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
	b.ReportMetric(0, "ns/op")
}

// bareAnswerer is the least that sipgo needs to answer a call.
func bareAnswerer(b *testing.B) netip.AddrPort {
	b.Helper()
	ua, err := sipgo.NewUA()
	require.NoError(b, err)
	server, err := sipgo.NewServer(ua, sipgo.WithServerLogger(slog.New(slog.DiscardHandler)))
	require.NoError(b, err)
	server.OnInvite(func(request *gosip.Request, tx gosip.ServerTransaction) {
		response := gosip.NewSDPResponseFromRequest(request, []byte(siptest.SDP))
		response.AppendHeader(&gosip.ContactHeader{Address: gosip.Uri{Scheme: "sip", Host: "127.0.0.1"}})
		_ = tx.Respond(response)
	})
	server.OnAck(func(*gosip.Request, gosip.ServerTransaction) {})
	server.OnBye(func(request *gosip.Request, tx gosip.ServerTransaction) {
		_ = tx.Respond(gosip.NewResponseFromRequest(request, 200, "OK", nil))
	})
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(b, err)
	require.NoError(b, conn.SetReadBuffer(4<<20))
	done := make(chan struct{})
	go func() { defer close(done); _ = server.ServeUDP(conn) }()
	b.Cleanup(func() {
		_ = conn.Close()
		<-done
		_ = ua.Close()
	})
	return conn.LocalAddr().(*net.UDPAddr).AddrPort()
}

// load makes calls from several phones at once.
func load(b *testing.B, target netip.AddrPort, calls int) {
	b.Helper()
	var next atomic.Int64
	var wait sync.WaitGroup
	for range benchCallers {
		wait.Go(func() {
			conn, err := net.DialUDP("udp4", nil, net.UDPAddrFromAddrPort(target))
			if err != nil {
				b.Error(err)
				return
			}
			defer func() { _ = conn.Close() }()
			buffer := make([]byte, 8192)
			for next.Add(1) <= int64(calls) {
				if !benchCall(conn, buffer) {
					b.Error("a call failed")
					return
				}
			}
		})
	}
	wait.Wait()
}

func benchCall(conn *net.UDPConn, buffer []byte) bool {
	id := siptest.Token()
	address := conn.LocalAddr().String()
	message := func(method string, seq int, to, body string) []byte {
		var out strings.Builder
		out.Grow(1024)
		for _, part := range []string{
			method, " sip:1@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP ", address, ";branch=z9hG4bK", id, method, "\r\nMax-Forwards: 70\r\nFrom: <sip:a@x>;tag=", id,
			"\r\nTo: ", to, "\r\nCall-ID: ", id, "\r\nCSeq: ", strconv.Itoa(seq), " ", method, "\r\nContact: <sip:a@", address,
			">\r\nContent-Type: application/sdp\r\nContent-Length: ", strconv.Itoa(len(body)), "\r\n\r\n", body,
		} {
			out.WriteString(part)
		}
		return []byte(out.String())
	}
	answer := func(method string) []byte {
		for {
			_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
			n, err := conn.Read(buffer)
			if err != nil {
				return nil
			}
			if bytes.HasPrefix(buffer[:n], []byte("SIP/2.0 200")) && bytes.Contains(buffer[:n], []byte(method+"\r\n")) &&
				bytes.Contains(buffer[:n], []byte(id)) {
				return buffer[:n]
			}
		}
	}
	_, _ = conn.Write(message("INVITE", 1, "<sip:1@127.0.0.1>", siptest.SDP))
	ok := answer(" INVITE")
	_, rest, found := bytes.Cut(ok, []byte("\r\nTo: "))
	if !found {
		return false
	}
	to, _, _ := bytes.Cut(rest, []byte("\r\n"))
	remote := string(to)
	_, _ = conn.Write(message("ACK", 1, remote, ""))
	_, _ = conn.Write(message("BYE", 2, remote, ""))
	return answer(" BYE") != nil
}
