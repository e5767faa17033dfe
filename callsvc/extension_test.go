package callsvc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

func (b *tab) dialWithExtension() id.Call {
	b.t.Helper()
	call, err := b.r.svc.Dial(b.t.Context(), b.r.org.ID, b.user.ID, DialRequest{To: e164.Parse("+44 20 7946 0999 x123", "GB")})
	require.NoError(b.t, err)
	return call
}

func TestExtensionIsSentAfterTheAnswer(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.ExtensionPause = 100 * time.Millisecond })
	ann := r.tab(r.ann)
	ann.sound(440)
	call := ann.dialWithExtension()
	far := r.called()
	require.Equal(t, "+442079460999", far.leg.Invite().CalledUser, "the extension is no part of what is dialled")
	far.pickUp()
	require.Equal(t, "123", ann.updated(func(u CallUpdated) bool { return u.SendingDigits != "" }).SendingDigits)
	ann.updated(func(u CallUpdated) bool { return u.SendingDigits == "" })
	require.Eventually(t, func() bool { return far.heard.Digits() == "123" }, patience, 5*time.Millisecond)
	ann.do(call, CommandHangup)
	require.Subset(t, r.paper.names(r.row(call).ID), []string{"extension", "extension_sent"})
	r.idle()
}

func TestExtensionIsSkipped(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(cfg *Config, _ *rig) { cfg.ExtensionPause = time.Minute })
	ann := r.tab(r.ann)
	ann.sound(440)
	call := ann.dialWithExtension()
	far := r.called()
	far.pickUp()
	ann.updated(func(u CallUpdated) bool { return u.SendingDigits == "123" })
	ann.do(call, CommandSkipDigits)
	ann.updated(func(u CallUpdated) bool { return u.SendingDigits == "" })
	ann.do(call, CommandSkipDigits)
	far.hears(440)
	require.NoError(t, far.leg.Hangup(sip.CauseNormal()))
	require.Subset(t, r.paper.names(r.row(call).ID), []string{"extension", "extension_skipped"})
	require.Empty(t, far.heard.Digits())
	r.idle()
}
