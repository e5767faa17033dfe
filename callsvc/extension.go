package callsvc

import (
	"context"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/sip/media"
)

// CommandSkipDigits keeps an extension that is about to be sent from being sent.
const CommandSkipDigits = "skip_digits"

// extension is what is keyed for the agent after the answer: a number such as
// +44 20 7946 0000 x123 reaches a switchboard that asks for 123.
type extension struct {
	digits string
	cancel context.CancelFunc
}

// dialExtension sends the extension of the number called after a short pause, in
// which whoever answers begins to listen and the agent may think better of it.
func (l *liveCall) dialExtension() {
	digits := l.call.To.Number.Extension
	if validDigits(digits) != nil || l.state != stateConnected {
		return
	}
	ctx, cancel := context.WithCancel(l.ctx)
	sending := &extension{digits: digits, cancel: cancel}
	l.extension = sending
	l.record("extension", map[string]any{"count": len(digits)}, l.updated()...)
	rtp, pause := l.rtp, l.service.cfg.ExtensionPause
	l.tasks.Go(func() {
		defer cancel()
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
		err := media.SendDigits(ctx, rtp, digits)
		if err != nil && ctx.Err() == nil {
			l.logger.WarnContext(ctx, "extension not sent", slog.Any("error", err))
		}
		l.tell(func(l *liveCall) {
			if l.extension == sending {
				l.extension = nil
				l.record("extension_sent", nil, l.updated()...)
			}
		})
	})
}

// skipDigits stops an extension that is not sent yet. Doing it twice is no mistake.
func (l *liveCall) skipDigits() error {
	if l.extension == nil {
		return nil
	}
	l.extension.cancel()
	l.extension = nil
	l.record("extension_skipped", nil, l.updated()...)
	return nil
}

// sendingDigits is the extension that is being sent; empty when none is.
func (l *liveCall) sendingDigits() string {
	if l.extension == nil || l.state == stateEnded {
		return ""
	}
	return l.extension.digits
}
