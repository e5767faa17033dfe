package sip

import (
	"bytes"
	"strings"
	"sync"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

// The bounds of what is kept of each dialog for people to read.
const (
	traceMessages = 64
	traceMessage  = 4 << 10
	traceBytes    = 64 << 10
	traceDialogs  = 2000
	// traceLinger is how long a dialog's late messages are still taken, such as
	// the ACK of a refusal.
	traceLinger = 5 * time.Second
)

const redacted = "(redacted)"

// Message is one SIP message of a leg as people read it: what would let them in
// or decrypt is redacted, and its length is bounded.
type Message struct {
	At       time.Time
	Outgoing bool
	// Transport is udp, tcp, tls or ws.
	Transport string
	// Remote is the other side's host:port.
	Remote string
	// StartLine is the first line, such as "INVITE sip:100@example.com SIP/2.0".
	StartLine string
	// Text is the message, 4 kB of it at most.
	Text string
}

// traces keeps the messages of the dialogs that live, by Call-ID. Only legs open
// one: what strangers send costs nothing here.
type traces struct {
	mu     sync.Mutex
	byCall map[string]*trace
	ended  []endedTrace // oldest first
}

type trace struct {
	messages []Message
	bytes    int
}

type endedTrace struct {
	callID string
	trace  *trace
	at     time.Time
}

func newTraces() *traces { return &traces{byCall: map[string]*trace{}} }

// open begins to keep the messages of a dialog; nil when too many are kept.
func (t *traces) open(callID string) *trace {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forgetLocked(time.Now())
	if known, found := t.byCall[callID]; found {
		return known
	}
	if len(t.byCall) >= traceDialogs {
		return nil
	}
	made := &trace{}
	t.byCall[callID] = made
	return made
}

// end lets late messages come for a while.
func (t *traces) end(callID string, of *trace) {
	if of == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	t.forgetLocked(now)
	t.ended = append(t.ended, endedTrace{callID: callID, trace: of, at: now})
}

func (t *traces) forgetLocked(now time.Time) {
	for len(t.ended) > 0 && now.Sub(t.ended[0].at) > traceLinger {
		if gone := t.ended[0]; t.byCall[gone.callID] == gone.trace {
			delete(t.byCall, gone.callID)
		}
		t.ended = t.ended[1:]
	}
}

// began keeps the messages of a call that came, beginning with its INVITE as it
// was: our tag was put into it before it was known to begin a call.
func (t *traces) began(leg *Leg, invite *gosip.Request) {
	leg.trace = t.open(leg.dialog.callID)
	first := Message{Transport: strings.ToLower(invite.Transport()), Remote: invite.Source()}
	t.note(leg.dialog.callID, first, func() string {
		return strings.Replace(invite.String(), ";tag="+toTag(invite), "", 1)
	})
}

// messages is a copy of what a trace holds.
func (t *traces) messages(of *trace) []Message {
	if of == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Message(nil), of.messages...)
}

// note keeps a message of a dialog that is traced.
func (t *traces) note(callID string, message Message, text func() string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.byCall[callID]
	if of == nil || len(of.messages) >= traceMessages || of.bytes >= traceBytes {
		return
	}
	message.At = time.Now().UTC()
	message.Text = redact(text())
	message.StartLine, _, _ = strings.Cut(message.Text, "\n")
	message.StartLine = strings.TrimSpace(message.StartLine)
	of.messages = append(of.messages, message)
	of.bytes += len(message.Text)
}

// came keeps a message that arrived.
func (t *traces) came(message gosip.Message) {
	t.note(callIDOf(message), Message{Transport: strings.ToLower(message.Transport()), Remote: message.Source()}, message.String)
}

// left keeps a message that was sent over a stream; datagrams are seen where they leave.
func (t *traces) left(message gosip.Message) {
	if network := strings.ToLower(message.Transport()); network != "udp" {
		t.note(callIDOf(message), Message{Outgoing: true, Transport: network, Remote: message.Destination()}, message.String)
	}
}

// leftUDP keeps a datagram that was sent, whoever made it.
func (t *traces) leftUDP(data []byte, to string) {
	if callID := rawCallID(data); callID != "" {
		t.note(callID, Message{Outgoing: true, Transport: "udp", Remote: to}, func() string { return string(data) })
	}
}

// rawCallID is the Call-ID of a message that we wrote ourselves.
func rawCallID(data []byte) string {
	for line := range bytes.Lines(data) {
		if len(bytes.TrimSpace(line)) == 0 {
			return ""
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		if found && (bytes.EqualFold(name, []byte("Call-ID")) || bytes.EqualFold(name, []byte("i"))) {
			return string(bytes.TrimSpace(value))
		}
	}
	return ""
}

// redact takes out of a message what gives access: credentials, keys of media,
// and the digits that somebody pressed. What is left is bounded and valid text.
func redact(text string) string {
	head, body, _ := strings.Cut(text, "\r\n\r\n")
	var out strings.Builder
	hidden := false
	for line := range strings.SplitSeq(head, "\r\n") {
		if line != "" && (line[0] == ' ' || line[0] == '\t') && hidden {
			continue // the folded rest of a header that is hidden
		}
		name, _, _ := strings.Cut(line, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "authorization", "proxy-authorization":
			hidden = true
			out.WriteString(name + ": " + redacted + "\n")
			continue
		}
		hidden = false
		out.WriteString(line + "\n")
	}
	if body != "" {
		out.WriteString("\n")
	}
	for line := range strings.Lines(strings.ReplaceAll(body, "\r\n", "\n")) {
		out.WriteString(redactBody(line))
	}
	return cut(out.String())
}

func redactBody(line string) string {
	folded := strings.ToLower(line)
	switch {
	case strings.HasPrefix(folded, "a=crypto:"):
		if at := strings.Index(folded, "inline:"); at >= 0 {
			return line[:at] + "inline:" + redacted + "\n"
		}
		return "a=crypto:" + redacted + "\n"
	case strings.HasPrefix(folded, "k="):
		return "k=" + redacted + "\n"
	case strings.HasPrefix(folded, "signal="):
		return "Signal=" + redacted + "\n"
	}
	return line
}

func cut(text string) string {
	if len(text) > traceMessage {
		text = text[:traceMessage]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}

// Messages are the SIP messages of the leg so far, 64 at most.
func (l *Leg) Messages() []Message { return l.agent.traces.messages(l.trace) }

// Done is closed when the leg is over.
func (l *Leg) Done() <-chan struct{} { return l.done }
