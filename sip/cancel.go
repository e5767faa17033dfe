package sip

import (
	"context"
	"log/slog"

	gosip "github.com/emiago/sipgo/sip"
)

// sendCancel cancels an INVITE of ours that got a provisional response.
func (a *Agent) sendCancel(invite *gosip.Request, cause Cause) {
	cancel := gosip.NewRequest(gosip.CANCEL, *invite.Recipient.Clone())
	cancel.AppendHeader(invite.Via().Clone())
	for _, name := range []string{"Route", "From", "To", "Call-ID"} {
		gosip.CopyHeaders(name, invite, cancel)
	}
	forwards := gosip.MaxForwardsHeader(maxForwards)
	cancel.AppendHeader(&forwards)
	cancel.AppendHeader(&gosip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: gosip.CANCEL})
	cancel.AppendHeader(gosip.NewHeader("User-Agent", a.cfg.UserAgent))
	if reason := cause.reason(); reason != "" {
		cancel.AppendHeader(gosip.NewHeader("Reason", reason))
	}
	cancel.SetBody(nil)
	cancel.SetTransport(invite.Transport())
	cancel.SetDestination(invite.Destination())
	cancel.Laddr = invite.Laddr
	ctx, stop := context.WithTimeout(context.Background(), sendTimeout)
	defer stop()
	tx, err := a.begin(ctx, cancel)
	if err != nil {
		a.log.Debug("cancel not sent", slog.Any("error", err))
		return
	}
	a.exchange(tx, a.cfg.Timers.transaction(), func(*gosip.Response) {}, func(error) {})
}
