package siptest

import (
	"crypto/rand"
	"fmt"
	"strings"
)

// Call is a call that the phone makes or takes.
type Call struct {
	Peer      *Peer
	To        string
	CallID    string
	LocalTag  string
	RemoteTag string
	RemoteURI string
	CSeq      int
	Branch    string   // of the last INVITE
	Lines     []string // header lines added to each request
	local     string   // From of our requests, without tag
	remote    string   // To of our requests, without tag
	inviteSeq int
}

// Token is a fresh word for tags and branches.
func Token() string { return strings.ToLower(rand.Text()) }

// NewCall prepares a call to a user part without sending anything.
func (p *Peer) NewCall(to string) *Call {
	return &Call{
		Peer: p, To: to, CallID: Token(), LocalTag: Token(), RemoteURI: fmt.Sprintf("sip:%s@%s", to, p.target),
		local:  fmt.Sprintf(`"Alice" <sip:+447700900123@%s>`, p.Addr()),
		remote: fmt.Sprintf("<sip:%s@%s>", to, p.target), CSeq: 0,
	}
}

// Invite prepares a call and sends its INVITE. more are header lines.
func (p *Peer) Invite(to, sdp string, more ...string) *Call {
	p.t.Helper()
	call := p.NewCall(to)
	call.Invite(sdp, more...)
	return call
}

// Invite sends an INVITE: the first, or a re-INVITE once the far tag is known.
func (c *Call) Invite(sdp string, more ...string) {
	c.Peer.t.Helper()
	c.CSeq++
	c.Branch = "z9hG4bK" + Token()
	c.inviteSeq = c.CSeq
	c.Peer.Send(c.request("INVITE", c.CSeq, c.Branch, sdp, more...))
}

// Text is the INVITE as it was sent last, to send again or change.
func (c *Call) Text(sdp string, more ...string) string {
	return c.request("INVITE", c.inviteSeq, c.Branch, sdp, more...)
}

// Request sends any request of the call with the next CSeq.
func (c *Call) Request(method, body string, more ...string) {
	c.Peer.t.Helper()
	c.CSeq++
	c.Peer.Send(c.request(method, c.CSeq, "z9hG4bK"+Token(), body, more...))
}

// Ack acknowledges the last 2xx of an INVITE.
func (c *Call) Ack(sdp string) {
	c.Peer.t.Helper()
	c.Peer.Send(c.request("ACK", c.inviteSeq, "z9hG4bK"+Token(), sdp))
}

// AckFailure acknowledges a final failure of the last INVITE, which belongs to its transaction.
func (c *Call) AckFailure() {
	c.Peer.t.Helper()
	c.Peer.Send(c.request("ACK", c.inviteSeq, c.Branch, ""))
}

// Cancel cancels the INVITE.
func (c *Call) Cancel(more ...string) {
	c.Peer.t.Helper()
	tag := c.RemoteTag
	c.RemoteTag = ""
	c.Peer.Send(c.request("CANCEL", c.inviteSeq, c.Branch, "", more...))
	c.RemoteTag = tag
}

// Bye ends the call.
func (c *Call) Bye(more ...string) {
	c.Peer.t.Helper()
	c.Request("BYE", "", more...)
}

// Expect waits for a message of the call's phone and learns the far tag from responses.
func (c *Call) Expect(what string) *Message {
	c.Peer.t.Helper()
	message := c.Peer.Expect(what)
	c.Learn(message)
	return message
}

// Learn takes the far tag and target from a response.
func (c *Call) Learn(message *Message) {
	if message.Response == nil || message.Response.StatusCode < 180 || message.Response.StatusCode > 299 {
		return
	}
	if tag := message.Tag(); tag != "" {
		c.RemoteTag = tag
	}
	if contact := message.Response.Contact(); contact != nil {
		c.RemoteURI = contact.Address.String()
	}
}

func (c *Call) request(method string, seq int, branch, body string, more ...string) string {
	var out strings.Builder
	to := c.remote
	if c.RemoteTag != "" {
		to += ";tag=" + c.RemoteTag
	}
	fmt.Fprintf(&out, "%s %s SIP/2.0\nVia: SIP/2.0/UDP %s;branch=%s;rport\nMax-Forwards: 70\nFrom: %s;tag=%s\nTo: %s\nCall-ID: %s\nCSeq: %d %s\nContact: <sip:phone@%s>\n",
		method, c.RemoteURI, c.Peer.Addr(), branch, c.local, c.LocalTag, to, c.CallID, seq, method, c.Peer.Addr())
	for _, line := range append(c.Lines, more...) {
		out.WriteString(line + "\n")
	}
	if body != "" && !strings.Contains(strings.Join(more, "\n"), "Content-Type:") {
		out.WriteString("Content-Type: application/sdp\n")
	}
	return out.String() + "\n" + body
}

// Accept waits for an INVITE from the far side and gives the call that it begins. Answer it with Peer.Reply.
func (p *Peer) Accept() (*Call, *Message) {
	p.t.Helper()
	invite := p.Expect("INVITE")
	strip := func(address string) string {
		before, _, _ := strings.Cut(address, ";tag=")
		return before
	}
	call := &Call{
		Peer: p, CallID: invite.Header("Call-ID"), LocalTag: Token(), RemoteTag: invite.FromTag(),
		local: strip(invite.Header("To")), remote: strip(invite.Header("From")), CSeq: 100,
	}
	if invite.Request != nil && invite.Request.Contact() != nil {
		call.RemoteURI = invite.Request.Contact().Address.String()
	}
	p.target = invite.From
	return call, invite
}
