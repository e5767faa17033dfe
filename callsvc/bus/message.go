package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/nats-io/nats.go"
)

// errorHeader carries a responder's error in words.
const errorHeader = "Ringbook-Error"

// Message is what arrived.
type Message struct {
	Subject string
	// Data is JSON as its sender wrote it: to be judged, not trusted.
	Data []byte
}

// Decode reads the message's JSON into v.
func (m Message) Decode(v any) error {
	if err := json.Unmarshal(m.Data, v); err != nil {
		return fmt.Errorf("decode message on %s: %w", m.Subject, err)
	}
	return nil
}

// RemoteError is what a responder answered instead of a value.
type RemoteError struct{ Text string }

// Error gives the responder's words.
func (e *RemoteError) Error() string { return e.Text }

// Subscription is an interest in a subject; Close ends it.
type Subscription struct {
	inner *nats.Subscription
	end   func() error
}

// Close ends the subscription. Events that were not handled yet are dropped;
// requests that have arrived are still answered, since somebody waits for
// them. It may be called twice, and after the bus was closed.
func (s *Subscription) Close() error {
	err := s.end()
	if err == nil || errors.Is(err, nats.ErrBadSubscription) || errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, nats.ErrConnectionDraining) {
		return nil
	}
	return fmt.Errorf("unsubscribe from %s: %w", s.inner.Subject, err)
}

// Subscribe calls handler for each message on subject ("*" stands for one
// word), one at a time and in order. A handler that is too slow loses
// messages, which is logged; it never holds up the others.
func (b *Bus) Subscribe(subject string, handler func(context.Context, Message)) (*Subscription, error) {
	subscription, err := b.subscribe(subject, func(ctx context.Context, inner *nats.Msg) {
		handler(ctx, Message{Subject: inner.Subject, Data: inner.Data})
	})
	if err != nil {
		return nil, err
	}
	subscription.end = subscription.inner.Unsubscribe
	return subscription, nil
}

// Respond answers the requests on subject, one at a time and in order.
func (b *Bus) Respond(subject string, handler func(context.Context, Message) (any, error)) (*Subscription, error) {
	subscription, err := b.subscribe(subject, func(ctx context.Context, inner *nats.Msg) {
		if inner.Reply == "" {
			return
		}
		answer := nats.NewMsg(inner.Reply)
		value, err := handler(ctx, Message{Subject: inner.Subject, Data: inner.Data})
		if err == nil {
			answer.Data, err = encode(value)
		}
		if err != nil {
			answer.Header.Set(errorHeader, err.Error())
		}
		if err := b.conn.PublishMsg(answer); err != nil {
			b.logger.ErrorContext(ctx, "bus answer not sent", slog.String("subject", inner.Subject), slog.Any("error", err))
		}
	})
	if err != nil {
		return nil, err
	}
	subscription.end = subscription.inner.Drain
	return subscription, nil
}

func (b *Bus) subscribe(subject string, handler func(context.Context, *nats.Msg)) (*Subscription, error) {
	ctx := context.Background()
	inner, err := b.conn.Subscribe(subject, func(message *nats.Msg) {
		defer func() {
			if cause := recover(); cause != nil {
				b.logger.ErrorContext(ctx, "bus handler panicked", slog.String("subject", message.Subject), slog.Any("panic", cause), slog.String("stack", string(debug.Stack())))
			}
		}()
		handler(ctx, message)
	})
	if err != nil {
		return nil, fmt.Errorf("subscribe to %s: %w", subject, err)
	}
	if err := inner.SetPendingLimits(pendingMessages, pendingBytes); err != nil {
		return nil, errors.Join(fmt.Errorf("bound subscription to %s: %w", subject, err), inner.Unsubscribe())
	}
	return &Subscription{inner: inner}, nil
}

// Request sends v on subject and waits for the answer until ctx ends. It gives
// ErrNoResponders at once when nobody serves the subject, and a *RemoteError
// when the responder refused.
func (b *Bus) Request(ctx context.Context, subject string, v any) (Message, error) {
	payload, err := encode(v)
	if err != nil {
		return Message{}, fmt.Errorf("request on %s: %w", subject, err)
	}
	answer, err := b.conn.RequestWithContext(ctx, subject, payload)
	if errors.Is(err, nats.ErrNoResponders) {
		return Message{}, fmt.Errorf("request on %s: %w", subject, ErrNoResponders)
	}
	if err != nil {
		return Message{}, fmt.Errorf("request on %s: %w", subject, err)
	}
	if text := answer.Header.Get(errorHeader); text != "" {
		return Message{}, &RemoteError{Text: text}
	}
	return Message{Subject: subject, Data: answer.Data}, nil
}
