package siptest

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// Patience is how long Expect waits before the test fails.
const Patience = 5 * time.Second

// SDP is a session description that any phone takes.
const SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"

// Peer is one scripted phone with a socket of its own.
type Peer struct {
	t      testing.TB
	conn   *net.UDPConn
	target netip.AddrPort

	mu       sync.Mutex
	received []*Message
	arrived  chan struct{}
	done     chan struct{}
}

// Message is one message that came in.
type Message struct {
	Raw  string
	From netip.AddrPort
	At   time.Time

	Request  *gosip.Request  // nil when it is a response
	Response *gosip.Response // nil when it is a request
}

// NewPeer opens a phone on a free loopback port; it closes with the test.
func NewPeer(tb testing.TB) *Peer {
	tb.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		tb.Fatalf("open a phone: %v", err)
	}
	if err := conn.SetReadBuffer(4 << 20); err != nil {
		tb.Fatalf("size the phone's buffer: %v", err)
	}
	p := &Peer{t: tb, conn: conn, arrived: make(chan struct{}), done: make(chan struct{})}
	go p.read()
	tb.Cleanup(func() {
		_ = conn.Close()
		<-p.done
	})
	return p
}

// Addr is where the phone listens.
func (p *Peer) Addr() netip.AddrPort {
	addr, _ := p.conn.LocalAddr().(*net.UDPAddr)
	return netip.AddrPortFrom(addr.AddrPort().Addr().Unmap(), addr.AddrPort().Port())
}

// Target sets whom the phone talks to.
func (p *Peer) Target(addr netip.AddrPort) { p.target = addr }

// Attach sets the test that failures belong to; a fuzz target has a new one for each input.
func (p *Peer) Attach(tb testing.TB) {
	tb.Helper()
	p.t = tb
}

// SendRaw sends bytes as they are.
func (p *Peer) SendRaw(data []byte) {
	p.t.Helper()
	if _, err := p.conn.WriteToUDPAddrPort(data, p.target); err != nil {
		p.t.Fatalf("send: %v", err)
	}
}

// Send sends a message written with plain line ends. Content-Length is added when it is missing.
func (p *Peer) Send(message string) {
	p.t.Helper()
	p.SendRaw([]byte(Wire(message)))
}

// Wire turns a message with plain line ends into what goes over the wire.
func Wire(message string) string {
	message = strings.ReplaceAll(strings.ReplaceAll(message, "\r\n", "\n"), "\n", "\r\n")
	head, body, found := strings.Cut(message, "\r\n\r\n")
	if !found {
		head = strings.TrimSuffix(head, "\r\n")
	}
	if !strings.Contains(strings.ToLower(head), "\r\ncontent-length:") {
		head += "\r\nContent-Length: " + strconv.Itoa(len(body))
	}
	return head + "\r\n\r\n" + body
}

func (p *Peer) read() {
	defer close(p.done)
	buffer := make([]byte, 64<<10)
	for {
		n, from, err := p.conn.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return
		}
		message := &Message{
			Raw: string(buffer[:n]), At: time.Now(), From: netip.AddrPortFrom(from.Addr().Unmap(), from.Port()),
		}
		if parsed, err := gosip.ParseMessage([]byte(message.Raw)); err == nil {
			message.Request, _ = parsed.(*gosip.Request)
			message.Response, _ = parsed.(*gosip.Response)
		}
		p.mu.Lock()
		p.received = append(p.received, message)
		close(p.arrived)
		p.arrived = make(chan struct{})
		p.mu.Unlock()
	}
}

// Expect waits for a message and takes it out of what came in: a method ("BYE"), a status ("200") or a status
// to a method ("200 BYE"). What came before it stays for later.
func (p *Peer) Expect(what string) *Message {
	p.t.Helper()
	message := p.Await(what, Patience)
	if message == nil {
		p.t.Fatalf("waited for %q, have:\n%s", what, p.unread())
	}
	return message
}

// Await is Expect that gives nil when nothing comes in time.
func (p *Peer) Await(what string, patience time.Duration) *Message {
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for {
		p.mu.Lock()
		for i, message := range p.received {
			if message.is(what) {
				p.received = append(p.received[:i:i], p.received[i+1:]...)
				p.mu.Unlock()
				return message
			}
		}
		arrived := p.arrived
		p.mu.Unlock()
		select {
		case <-arrived:
		case <-timeout.C:
			return nil
		case <-p.done:
			return nil
		}
	}
}

// Refuse fails the test when a message of this kind is there or comes within d.
func (p *Peer) Refuse(what string, d time.Duration) {
	p.t.Helper()
	if message := p.Await(what, d); message != nil {
		p.t.Fatalf("did not want %q, got:\n%s", what, message.Raw)
	}
}

func (p *Peer) unread() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var lines []string
	for _, message := range p.received {
		line, _, _ := strings.Cut(message.Raw, "\r\n")
		lines = append(lines, "  "+line)
	}
	return strings.Join(lines, "\n")
}

func (m *Message) is(what string) bool {
	first, second, both := strings.Cut(what, " ")
	switch {
	case m.Request != nil:
		return !both && string(m.Request.Method) == first
	case m.Response != nil && m.Response.CSeq() != nil:
		return strconv.Itoa(m.Response.StatusCode) == first && (!both || string(m.Response.CSeq().MethodName) == second)
	default:
		return false
	}
}

// Header gives a header's value, empty when it is missing.
func (m *Message) Header(name string) string {
	var header gosip.Header
	if m.Request != nil {
		header = m.Request.GetHeader(name)
	} else if m.Response != nil {
		header = m.Response.GetHeader(name)
	}
	if header == nil {
		return ""
	}
	return header.Value()
}

// Headers gives all values of a header.
func (m *Message) Headers(name string) []string {
	var values []string
	var headers []gosip.Header
	if m.Request != nil {
		headers = m.Request.GetHeaders(name)
	} else if m.Response != nil {
		headers = m.Response.GetHeaders(name)
	}
	for _, header := range headers {
		values = append(values, header.Value())
	}
	return values
}

// Body is what follows the headers.
func (m *Message) Body() string {
	_, body, _ := strings.Cut(m.Raw, "\r\n\r\n")
	return body
}

// Tag is the To tag.
func (m *Message) Tag() string { return tagOf(m.Header("To")) }

// FromTag is the From tag.
func (m *Message) FromTag() string { return tagOf(m.Header("From")) }

func tagOf(address string) string {
	_, tag, _ := strings.Cut(address, ";tag=")
	tag, _, _ = strings.Cut(tag, ";")
	return tag
}

// Reply answers a request. tag becomes the To tag when there is none; more are header lines; a body is SDP.
func (p *Peer) Reply(request *Message, status int, tag, body string, more ...string) {
	p.t.Helper()
	var out strings.Builder
	fmt.Fprintf(&out, "SIP/2.0 %d Status\n", status)
	for _, name := range []string{"Via", "Record-Route", "From", "To", "Call-ID", "CSeq"} {
		for _, value := range request.Headers(name) {
			if name == "To" && tag != "" && !strings.Contains(value, ";tag=") {
				value += ";tag=" + tag
			}
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	fmt.Fprintf(&out, "Contact: <sip:phone@%s>\n", p.Addr())
	for _, line := range more {
		out.WriteString(line + "\n")
	}
	if body != "" {
		out.WriteString("Content-Type: application/sdp\n")
	}
	to := p.target
	p.target = request.From
	p.Send(out.String() + "\n" + body)
	p.target = to
}
