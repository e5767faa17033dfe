package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"strings"
	"time"
)

// patience bounds the wait for one message on loopback.
const patience = 5 * time.Second

// caller is a scripted phone, far cheaper than what it measures: one socket,
// one call at a time, no retransmission, since loopback loses nothing.
type caller struct {
	conn   *net.UDPConn
	target netip.AddrPort
	buffer []byte
	sdp    []byte
}

func newCaller(target netip.AddrPort) (*caller, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return &caller{conn: conn, target: target, buffer: make([]byte, 8192), sdp: offerOf(addrOf(conn).Port())}, nil
}

func (c *caller) close() { _ = c.conn.Close() } // nothing is left in it

// dialog is one call of a caller.
type dialog struct {
	*caller
	from, to, key string
	// toHeader is the answer's, with its tag.
	toHeader string
	// invited is the Via of the INVITE, which a CANCEL repeats.
	invited string
	cseq    int
}

func (c *caller) dial(from, to string) (*dialog, error) {
	d := &dialog{caller: c, from: from, to: to, key: fmt.Sprintf("%016x", rand.Uint64()), cseq: 1}
	d.toHeader = "<sip:" + to + "@" + c.target.String() + ">"
	d.invited = d.via()
	return d, d.send("INVITE", d.invited, d.sdp)
}

func (d *dialog) via() string {
	return fmt.Sprintf("SIP/2.0/UDP %s;rport;branch=z9hG4bK%016x", d.conn.LocalAddr(), rand.Uint64())
}

func (d *dialog) send(method, via string, body []byte) error {
	var m bytes.Buffer
	local := d.conn.LocalAddr().String()
	fmt.Fprintf(&m, "%s sip:%s@%s SIP/2.0\r\nVia: %s\r\nMax-Forwards: 70\r\n", method, d.to, d.target, via)
	fmt.Fprintf(&m, "From: <sip:%s@%s>;tag=%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d %s\r\nContact: <sip:bench@%s>\r\n",
		d.from, local, d.key, d.toHeader, d.key, d.cseq, method, local)
	if body != nil {
		m.WriteString("Content-Type: application/sdp\r\n")
	}
	fmt.Fprintf(&m, "Content-Length: %d\r\n\r\n", len(body))
	m.Write(body)
	if _, err := d.conn.WriteToUDPAddrPort(m.Bytes(), d.target); err != nil {
		return fmt.Errorf("send %s: %w", method, err)
	}
	return nil
}

var errUnexpected = errors.New("unexpected answer")

// await reads until the final answer to method and keeps the dialog's To.
func (d *dialog) await(ctx context.Context, method string) (status string, err error) {
	if err := d.conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return "", fmt.Errorf("set the deadline: %w", err)
	}
	for ctx.Err() == nil {
		n, _, err := d.conn.ReadFromUDPAddrPort(d.buffer)
		if err != nil {
			return "", fmt.Errorf("await the answer to %s: %w", method, err)
		}
		message := string(d.buffer[:n])
		if !strings.HasPrefix(message, "SIP/2.0 ") || message[8] == '1' || header(message, "Call-ID") != d.key ||
			header(message, "CSeq") != fmt.Sprintf("%d %s", d.cseq, method) {
			continue
		}
		if method == "INVITE" {
			d.toHeader = header(message, "To")
		}
		return message[8:11], nil
	}
	return "", ctx.Err()
}

func header(message, name string) string {
	_, rest, found := strings.Cut(message, "\r\n"+name+": ")
	if !found {
		return ""
	}
	value, _, _ := strings.Cut(rest, "\r\n")
	return value
}

// call is answered, acknowledged and ended at once.
func (c *caller) call(ctx context.Context, from, to string) error {
	d, err := c.dial(from, to)
	if err != nil {
		return err
	}
	status, err := d.await(ctx, "INVITE")
	if err != nil {
		return err
	}
	if err := d.send("ACK", d.ackVia(status), nil); err != nil {
		return err
	}
	if status != "200" {
		return fmt.Errorf("%w: %s", errUnexpected, status)
	}
	d.cseq++
	if err := d.send("BYE", d.via(), nil); err != nil {
		return err
	}
	if status, err = d.await(ctx, "BYE"); err == nil && status != "200" {
		err = fmt.Errorf("%w to BYE: %s", errUnexpected, status)
	}
	return err
}

// ackVia is a transaction of its own only for a 2xx (RFC 3261 17.1.1.3).
func (d *dialog) ackVia(status string) string {
	if status == "200" {
		return d.via()
	}
	return d.invited
}

// cancel takes back an INVITE that rings.
func (d *dialog) cancel(ctx context.Context) error {
	if err := d.send("CANCEL", d.invited, nil); err != nil {
		return err
	}
	status, err := d.await(ctx, "INVITE")
	if err != nil {
		return err
	}
	return d.send("ACK", d.ackVia(status), nil)
}
