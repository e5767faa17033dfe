package sip

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

// ladder is the direction and the essence of each message of a leg.
func ladder(leg *Leg) []string {
	var lines []string
	for _, message := range leg.Messages() {
		words := strings.Fields(message.StartLine)
		line := "< "
		if message.Outgoing {
			line = "> "
		}
		if strings.HasPrefix(words[0], "SIP/") {
			lines = append(lines, line+words[1])
			continue
		}
		lines = append(lines, line+words[0])
	}
	return lines
}

func TestLadderOfARefusedCall(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	call := r.phone.Invite("442079460000", siptest.SDP, `Authorization: Digest username="u", response="secretsecret"`)
	r.phone.Expect("100 INVITE")
	leg := r.leg(t)
	events := listen(leg)
	require.NoError(t, leg.Ring())
	call.Expect("180 INVITE")
	require.NoError(t, leg.Reject(CauseBusy()))
	call.Expect("486 INVITE")
	for event := range events {
		if event.Kind == LegEnded {
			break
		}
	}
	<-leg.Done()
	assert.Equal(t, []string{"< INVITE", "> 100", "> 180", "> 486"}, ladder(leg)[:4])
	messages := leg.Messages()
	assert.Equal(t, "udp", messages[0].Transport)
	assert.NotEmpty(t, messages[0].Remote)
	assert.NotEmpty(t, messages[3].Remote)
	assert.Contains(t, messages[0].Text, "m=audio")
	assert.Contains(t, messages[0].Text, "Authorization: (redacted)")
	assert.NotContains(t, messages[0].Text, "secretsecret")
	assert.NotContains(t, strings.SplitN(messages[0].Text, "To:", 2)[1][:60], "tag=", "our tag was not in what came")
}

func TestRedact(t *testing.T) {
	t.Parallel()
	got := redact("INFO sip:a@b SIP/2.0\r\nproxy-AUTHORIZATION: Digest a=\"b\",\r\n response=\"hush\"\r\nSubject: fine\r\n\r\n" +
		"v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:a2V5a2V5|2^20\r\nk=base64:hush\r\nSignal=5\r\nDuration=160\r\n\x00\xff")
	assert.NotContains(t, got, "hush")
	assert.NotContains(t, got, "a2V5")
	assert.NotContains(t, got, "Signal=5")
	assert.Contains(t, got, "Subject: fine\n")
	assert.Contains(t, got, "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:(redacted)\n")
	assert.NotContains(t, got, "\x00")
	assert.LessOrEqual(t, len(redact("INVITE sip:a SIP/2.0\r\n\r\n"+strings.Repeat("x", 1<<16))), traceMessage)
}

func TestTracesAreBounded(t *testing.T) {
	t.Parallel()
	kept := newTraces()
	one := kept.open("a")
	for range 3 * traceMessages {
		kept.note("a", Message{}, func() string { return "OPTIONS sip:a SIP/2.0\r\n\r\n" })
		kept.note("stranger", Message{}, func() string { return "never asked for" })
	}
	assert.Len(t, kept.messages(one), traceMessages)
	assert.Len(t, kept.byCall, 1)
	for i := range 2 * traceDialogs {
		kept.open(strings.Repeat("x", i))
	}
	assert.Len(t, kept.byCall, traceDialogs)
	large := newTraces()
	other := large.open("a")
	for range traceMessages {
		large.note("a", Message{}, func() string { return strings.Repeat("y", 2*traceMessage) })
	}
	assert.LessOrEqual(t, len(large.messages(other)), traceBytes/traceMessage)
}
