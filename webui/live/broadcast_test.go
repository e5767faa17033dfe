package live

import (
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/webui/api"
)

// benchConns is how many browsers a broadcast reaches in the benchmarks.
const benchConns = 200

// BenchmarkBroadcast measures telling every browser of an organisation that a
// contact changed, until the last one has read it. Compare it with
// BenchmarkBroadcastRaw, the same bytes written to bare sockets.
func BenchmarkBroadcast(b *testing.B) {
	f := newFixture(b, Config{PingEvery: time.Hour})
	browsers := make([]*browser, benchConns)
	for i := range browsers {
		browsers[i] = f.browse(b)
	}
	phones := append([]*phone{}, f.phones...)
	told := event(b, EventContactUpdated, api.ContactUpdated{ContactID: id.New[id.Contact](), Version: 3, Change: "updated"})
	b.ReportAllocs()
	var reading, running sync.WaitGroup
	for _, browser := range browsers {
		require.NoError(b, browser.SetReadDeadline(time.Time{}))
	}
	ticks := make([]chan struct{}, benchConns)
	for i := range ticks {
		ticks[i] = make(chan struct{}, 1)
		running.Go(func() {
			buffer := make([]byte, 1024)
			for range ticks[i] {
				if err := browsers[i].skip(buffer); err != nil {
					b.Error(err)
				}
				reading.Done()
			}
		})
	}
	for b.Loop() {
		reading.Add(benchConns)
		for i := range phones {
			phones[i].deliver(told)
		}
		for i := range ticks {
			ticks[i] <- struct{}{}
		}
		reading.Wait()
	}
	for i := range ticks {
		close(ticks[i])
	}
	running.Wait()
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/benchConns, "us/browser")
}

// skip reads one message and forgets it, so that the client costs little.
func (b *browser) skip(buffer []byte) error {
	_, reader, err := b.NextReader()
	for err == nil {
		_, err = reader.Read(buffer)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// BenchmarkBroadcastRaw is the floor: as many bytes as one message has, to as
// many TCP sockets, each with a goroutine that writes and one that reads.
func BenchmarkBroadcastRaw(b *testing.B) {
	const size = 180
	var config net.ListenConfig
	listener, err := config.Listen(b.Context(), "tcp", "127.0.0.1:0")
	require.NoError(b, err)
	defer func() { require.NoError(b, listener.Close()) }()
	var running, reading sync.WaitGroup
	writes, ticks := make([]chan []byte, benchConns), make([]chan struct{}, benchConns)
	for i := range benchConns {
		near, far := pair(b, listener)
		writes[i], ticks[i] = make(chan []byte, queueSlots), make(chan struct{}, 1)
		running.Go(func() {
			for text := range writes[i] {
				if _, err := near.Write(text); err != nil {
					b.Error(err)
				}
			}
			_ = near.Close()
		})
		running.Go(func() {
			buffer := make([]byte, size)
			for range ticks[i] {
				if _, err := io.ReadFull(far, buffer); err != nil {
					b.Error(err)
				}
				reading.Done()
			}
			_ = far.Close()
		})
	}
	text := make([]byte, size)
	b.ReportAllocs()
	for b.Loop() {
		reading.Add(benchConns)
		for i := range writes {
			writes[i] <- text
		}
		for i := range ticks {
			ticks[i] <- struct{}{}
		}
		reading.Wait()
	}
	for i := range writes {
		close(writes[i])
		close(ticks[i])
	}
	running.Wait()
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/benchConns, "us/browser")
}

func pair(b *testing.B, listener net.Listener) (near, far net.Conn) {
	b.Helper()
	var dialer net.Dialer
	far, err := dialer.DialContext(b.Context(), "tcp", listener.Addr().String())
	require.NoError(b, err)
	near, err = listener.Accept()
	require.NoError(b, err)
	return near, far
}
