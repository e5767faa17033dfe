package sip

import (
	"strconv"
	"strings"

	gosip "github.com/emiago/sipgo/sip"
)

// Cause is why a leg ended, in the words of SIP and of Q.850.
type Cause struct {
	// SIP is the status code; zero when the leg ended by BYE or CANCEL without one.
	SIP int
	// Q850 is the ISDN cause value; zero when none is known.
	Q850 int
	// Text is the reason in words.
	Text string
}

// The causes that have a name. They are functions so that nobody can change them.

// CauseNormal is the plain end of a call.
func CauseNormal() Cause { return Cause{Q850: 16, Text: "normal call clearing"} }

// CauseBusy is a called party who is talking.
func CauseBusy() Cause { return Cause{SIP: 486, Q850: 17, Text: "user busy"} }

// CauseNoAnswer is a phone that rang in vain.
func CauseNoAnswer() Cause { return Cause{SIP: 480, Q850: 19, Text: "no answer"} }

// CauseUnavailable is a called party who cannot be reached now.
func CauseUnavailable() Cause { return Cause{SIP: 480, Q850: 18, Text: "no user responding"} }

// CauseRejected is a call that the called party declined.
func CauseRejected() Cause { return Cause{SIP: 603, Q850: 21, Text: "call rejected"} }

// CauseUnallocated is a number that nobody has.
func CauseUnallocated() Cause { return Cause{SIP: 404, Q850: 1, Text: "unallocated number"} }

// CauseTemporaryFailure is a fault on our side or in the network.
func CauseTemporaryFailure() Cause { return Cause{SIP: 500, Q850: 41, Text: "temporary failure"} }

// CauseCongestion is a refusal because too much is going on.
func CauseCongestion() Cause { return Cause{SIP: 503, Q850: 42, Text: "congestion"} }

// CauseMediaTimeout is a call whose sound stopped.
func CauseMediaTimeout() Cause { return Cause{Q850: 31, Text: "media timeout"} }

// CauseCancelled is a caller who gave up before the answer.
func CauseCancelled() Cause { return Cause{SIP: 487, Q850: 16, Text: "cancelled by the caller"} }

// CauseElsewhere is a phone that stops ringing because another took the call.
func CauseElsewhere() Cause { return Cause{SIP: 200, Q850: 26, Text: "Call completed elsewhere"} }

// CauseTimer is a session or request that ran out of time.
func CauseTimer() Cause { return Cause{SIP: 408, Q850: 102, Text: "recovery on timer expiry"} }

// CauseNotAcceptable is a session description that cannot be answered.
func CauseNotAcceptable() Cause { return Cause{SIP: 488, Q850: 88, Text: "not acceptable here"} }

// CauseFromStatus gives the cause of a final status (RFC 3398 8.2.6.1).
func CauseFromStatus(status int) Cause {
	q850 := 31
	switch status {
	case 400, 401, 402, 403, 407, 433, 603:
		q850 = 21
	case 404, 604:
		q850 = 1
	case 405:
		q850 = 63
	case 406, 415, 488, 606:
		q850 = 88
	case 408, 504:
		q850 = 102
	case 410:
		q850 = 22
	case 413, 414, 416, 420, 421, 423, 505, 513:
		q850 = 127
	case 480:
		q850 = 18
	case 481, 500:
		q850 = 41
	case 482, 483:
		q850 = 25
	case 484:
		q850 = 28
	case 485:
		q850 = 1
	case 486, 600:
		q850 = 17
	case 487:
		q850 = 16
	case 501:
		q850 = 79
	case 502:
		q850 = 38
	case 503:
		q850 = 41
	}
	return Cause{SIP: status, Q850: q850, Text: reasonPhrase(status)}
}

// StatusFromQ850 gives the final status that tells a cause before the answer (RFC 3398 7.2.4.1).
func StatusFromQ850(q850 int) int {
	switch q850 {
	case 1, 2, 3:
		return 404
	case 17:
		return 486
	case 16, 18, 19, 20, 31:
		return 480
	case 21:
		return 603
	case 22:
		return 410
	case 23:
		return 410
	case 26:
		return 480
	case 27:
		return 502
	case 28:
		return 484
	case 29, 79:
		return 501
	case 34, 38, 41, 42, 44, 47:
		return 503
	case 55, 57:
		return 403
	case 58, 63:
		return 503
	case 65, 70, 88:
		return 488
	case 87:
		return 403
	case 102:
		return 504
	case 111, 127:
		return 500
	default:
		return 480
	}
}

// String gives the cause for a log line.
func (c Cause) String() string {
	return "sip " + strconv.Itoa(c.SIP) + ", q850 " + strconv.Itoa(c.Q850) + ": " + c.Text
}

// status is the final failure that tells the cause before an answer.
func (c Cause) status() int {
	if c.SIP >= 300 && c.SIP <= 699 {
		return c.SIP
	}
	return StatusFromQ850(c.Q850)
}

// reason is the Reason header (RFC 3326); empty when there is nothing to say.
func (c Cause) reason() string {
	text := displayName(c.Text)
	switch {
	case c == CauseElsewhere():
		return `SIP;cause=200;text="Call completed elsewhere"`
	case c.Q850 > 0:
		return "Q.850;cause=" + strconv.Itoa(c.Q850) + `;text="` + text + `"`
	case c.SIP > 0:
		return "SIP;cause=" + strconv.Itoa(c.SIP) + `;text="` + text + `"`
	default:
		return ""
	}
}

// causeIn reads the Reason headers of a message over what is known otherwise.
func causeIn(message gosip.Message, otherwise Cause) Cause {
	cause := otherwise
	for _, header := range message.GetHeaders("Reason") {
		for _, value := range splitQuoted(header.Value(), ',') {
			cause = readReason(value, cause)
		}
	}
	return cause
}

func readReason(value string, cause Cause) Cause {
	parts := splitQuoted(value, ';')
	code, text := 0, ""
	for _, part := range parts[1:] {
		key, val, _ := strings.Cut(strings.TrimSpace(part), "=")
		val = strings.Trim(strings.TrimSpace(val), `"`)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "cause":
			if n, err := strconv.Atoi(val); err == nil && n > 0 && n < 1000 {
				code = n
			}
		case "text":
			text = displayName(val)
		}
	}
	if code == 0 {
		return cause
	}
	switch strings.ToUpper(strings.TrimSpace(parts[0])) {
	case "Q.850":
		cause.Q850 = min(code, 127)
	case "SIP":
		cause.SIP = code
		if code == 200 {
			cause.Q850 = CauseElsewhere().Q850
		}
	default:
		return cause
	}
	if text != "" {
		cause.Text = text
	}
	return cause
}

// splitQuoted splits at a separator outside of quotes; it always gives at least one part.
func splitQuoted(value string, separator byte) []string {
	var parts []string
	quoted, start := false, 0
	for i := 0; i < len(value); i++ {
		switch {
		case value[i] == '\\' && quoted:
			i++
		case value[i] == '"':
			quoted = !quoted
		case value[i] == separator && !quoted:
			parts = append(parts, value[start:i])
			start = i + 1
		}
	}
	return append(parts, value[start:])
}

func reasonPhrase(status int) string {
	switch status { // the common ones do without the table
	case 100:
		return "Trying"
	case 180:
		return "Ringing"
	case 200:
		return "OK"
	case 503:
		return "Service Unavailable"
	}
	if phrase, known := phrases()[status]; known {
		return phrase
	}
	return "Status " + strconv.Itoa(status)
}

func phrases() map[int]string {
	return map[int]string{
		100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK",
		400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
		405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout",
		410: "Gone", 413: "Request Entity Too Large", 415: "Unsupported Media Type", 416: "Unsupported URI Scheme",
		420: "Bad Extension", 422: "Session Interval Too Small", 423: "Interval Too Brief",
		480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 482: "Loop Detected",
		483: "Too Many Hops", 484: "Address Incomplete", 485: "Ambiguous", 486: "Busy Here", 487: "Request Terminated",
		488: "Not Acceptable Here", 491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented",
		502: "Bad Gateway", 503: "Service Unavailable", 504: "Server Time-out", 505: "Version Not Supported",
		513: "Message Too Large", 600: "Busy Everywhere", 603: "Decline", 604: "Does Not Exist Anywhere", 606: "Not Acceptable",
	}
}
