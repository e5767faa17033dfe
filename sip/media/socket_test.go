package media_test

import (
	"encoding/binary"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/stretchr/testify/require"
)

// offerOf is the offer of a bare socket; extra lines go to its audio line.
func offerOf(conn *net.UDPConn, extra string) []byte {
	port := conn.LocalAddr().(*net.UDPAddr).Port
	return fmt.Appendf(nil, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"+
		"m=audio %d RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000\r\n%s", port, extra)
}

func rawPacket(kind uint8, sequence uint16, timestamp, ssrc uint32, payload []byte) []byte {
	raw := make([]byte, 12, 12+len(payload))
	raw[0], raw[1] = 0x80, kind
	binary.BigEndian.PutUint16(raw[2:], sequence)
	binary.BigEndian.PutUint32(raw[4:], timestamp)
	binary.BigEndian.PutUint32(raw[8:], ssrc)
	return append(raw, payload...)
}

func receive(tb testing.TB, conn *net.UDPConn) rtp.Packet {
	tb.Helper()
	var packet rtp.Packet
	require.NoError(tb, packet.Unmarshal(datagram(tb, conn)))
	return packet
}

func datagram(tb testing.TB, conn *net.UDPConn) []byte {
	tb.Helper()
	require.NoError(tb, conn.SetReadDeadline(time.Now().Add(patience)))
	buffer := make([]byte, 1500)
	n, _, err := conn.ReadFromUDPAddrPort(buffer)
	require.NoError(tb, err)
	return buffer[:n]
}
