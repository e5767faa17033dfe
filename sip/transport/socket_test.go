package transport

import (
	"io"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPacketConnScreens(t *testing.T) {
	t.Parallel()
	screen := func(data []byte, _ netip.AddrPort) (bool, []byte) {
		if string(data) == "ask" {
			return false, []byte("answer")
		}
		return string(data) != "drop", nil
	}
	conn, err := ListenUDP(t.Context(), "127.0.0.1:0", NewGuard(Filter{}, nil), screen)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()
	phone, err := net.Dial("udp", conn.LocalAddr().String())
	require.NoError(t, err)
	defer func() { _ = phone.Close() }()
	for _, text := range []string{"drop", "ask", "pass"} {
		_, err = phone.Write([]byte(text))
		require.NoError(t, err)
	}
	buffer := make([]byte, 100)
	n, source, err := conn.ReadFrom(buffer)
	require.NoError(t, err)
	require.Equal(t, "pass", string(buffer[:n]))
	require.Equal(t, phone.LocalAddr().String(), source.String())
	require.NoError(t, phone.SetReadDeadline(time.Now().Add(5*time.Second)))
	n, err = phone.Read(buffer)
	require.NoError(t, err)
	require.Equal(t, "answer", string(buffer[:n]))
	select {
	case <-conn.Ready():
	default:
		t.Fatal("a socket that reads is ready")
	}
}

func TestListenerAdmitsAndLimits(t *testing.T) {
	t.Parallel()
	deny := NewGuard(Filter{Deny: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, nil)
	strict := NewGuard(Filter{Rate: 0.001, Burst: 1}, nil)
	for name, guard := range map[string]*Guard{"denied": deny, "too fast": strict} {
		listener, err := ListenTCP(t.Context(), "127.0.0.1:0", guard)
		require.NoError(t, err)
		served := make(chan struct{})
		go func() {
			defer close(served)
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = io.Copy(io.Discard, conn)
			}
		}()
		phone, err := net.Dial("tcp", listener.Addr().String())
		require.NoError(t, err, name)
		require.NoError(t, phone.SetDeadline(time.Now().Add(5*time.Second)))
		for range 3 {
			if _, err = phone.Write([]byte("x")); err != nil {
				break
			}
			_ = phone.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
			if _, err = phone.Read(make([]byte, 1)); err != nil && !isTimeout(err) {
				break
			}
		}
		require.Error(t, err, name)
		require.False(t, isTimeout(err), name)
		_ = phone.Close()
		require.NoError(t, listener.Close())
		<-served
	}
}

func isTimeout(err error) bool {
	timeout, ok := err.(net.Error) //nolint:errorlint // net gives it bare
	return ok && timeout.Timeout()
}
