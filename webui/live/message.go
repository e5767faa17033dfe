package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"unicode/utf8"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// Codes of error replies beside those of crm and callsvc.
const (
	codeMalformed   = "malformed"
	codeUnknownType = "unknown_type"
	codeRateLimited = "rate_limited"
	codeInternal    = "internal"
)

// The most of each text that a client message may hold.
const (
	messageIDMost = 64
	candidateMost = 2 << 10
	digitsMost    = 32
	reasonMost    = 100
	numberMost    = 64
)

// clientMessage is what every client message looks like.
type clientMessage struct {
	Type string          `json:"type"`
	ID   string          `json:"id"`
	Data json.RawMessage `json:"data"`
}

// refusal is an error with the code for the client.
type refusal struct{ code, detail string }

// Error implements error.
func (r *refusal) Error() string { return r.code + ": " + r.detail }

func refuse(code, detail string) error { return &refusal{code: code, detail: detail} }

// decodeMessage reads one client message strictly: a misspelt field is told
// and not ignored.
func decodeMessage(text []byte) (clientMessage, error) {
	message, err := decode[clientMessage](text)
	if err != nil {
		return clientMessage{}, err
	}
	if len(message.ID) > messageIDMost {
		return clientMessage{}, refuse(codeMalformed, "The id is too long.")
	}
	if message.Type == "" {
		return clientMessage{ID: message.ID}, refuse(codeMalformed, "The type is missing.")
	}
	return message, nil
}

func decode[T any](text []byte) (T, error) {
	var value, none T
	if len(text) == 0 {
		return none, refuse(codeMalformed, "The data is missing.")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return none, refuse(codeMalformed, "The message cannot be read: "+err.Error())
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return none, refuse(codeMalformed, "There is text after the message.")
	}
	return value, nil
}

// receive carries out one message and answers it, whatever happens.
func (c *conn) receive(ctx context.Context, text []byte) {
	var message clientMessage
	defer func() {
		if reason := recover(); reason != nil {
			c.panicked(ctx, message.Type, reason)
			c.answer(reply{id: message.ID, code: codeInternal, detail: "Something went wrong on our side."})
		}
	}()
	message, err := decodeMessage(text)
	if err == nil && !c.limiter.Allow() {
		err = refuse(codeRateLimited, "There were too many messages.")
	}
	var done result
	if err == nil {
		handling, cancel := context.WithTimeout(ctx, handleTimeout)
		defer cancel()
		done, err = c.dispatch(handling, message)
	}
	if err != nil {
		code, detail := c.explain(ctx, err)
		c.answer(reply{id: message.ID, code: code, detail: detail})
		return
	}
	c.answer(reply{id: message.ID, data: done.data})
	if done.then != nil {
		c.enqueue(outgoing{event: done.then})
	}
}

func (c *conn) answer(answer reply) { c.enqueue(outgoing{reply: &answer}) }

// result is what carrying out a message gave: data for the reply, and a
// message that follows it.
type result struct {
	data json.RawMessage
	then *callsvc.UserEvent
}

// dispatch is the table of client messages.
func (c *conn) dispatch(ctx context.Context, message clientMessage) (result, error) {
	switch message.Type {
	case "rtc.offer":
		return c.offer(ctx, message.Data)
	case "rtc.candidate":
		return result{}, c.candidate(message.Data)
	case "call.dial":
		return c.dial(ctx, message.Data)
	case "call.answer":
		return result{}, c.command(ctx, message.Data, callsvc.CommandAnswer)
	case "call.reject":
		return result{}, c.command(ctx, message.Data, callsvc.CommandReject)
	case "call.hangup":
		return result{}, c.command(ctx, message.Data, callsvc.CommandHangup)
	case "call.hold":
		return result{}, c.command(ctx, message.Data, callsvc.CommandHold)
	case "call.resume":
		return result{}, c.command(ctx, message.Data, callsvc.CommandResume)
	case "call.skip_digits":
		return result{}, c.command(ctx, message.Data, callsvc.CommandSkipDigits)
	case "call.mute":
		return result{}, c.mute(ctx, message.Data)
	case "call.dtmf":
		return result{}, c.dtmf(ctx, message.Data)
	case "call.transfer":
		return result{}, c.transfer(ctx, message.Data)
	case "call.transfer.cancel":
		return result{}, c.command(ctx, message.Data, callsvc.CommandTransferCancel)
	case "presence.set":
		return result{}, c.setPresence(ctx, message.Data)
	}
	return result{}, refuse(codeUnknownType, "There is no such message type.")
}

func (c *conn) offer(ctx context.Context, data json.RawMessage) (result, error) {
	offer, err := decode[api.SDP](data)
	if err != nil {
		return result{}, err
	}
	answer, err := c.phone.Offer(ctx, offer.SDP)
	if err != nil {
		return result{}, fmt.Errorf("offer: %w", err)
	}
	encoded, err := json.Marshal(api.SDP{SDP: answer})
	if err != nil {
		return result{}, fmt.Errorf("encode answer: %w", err)
	}
	return result{then: &callsvc.UserEvent{Type: eventRTCAnswer, At: c.hub.deps.Now(), Data: encoded}}, nil
}

func (c *conn) candidate(data json.RawMessage) error {
	candidate, err := decode[api.ICECandidate](data)
	if err != nil {
		return err
	}
	if len(candidate.Candidate) > candidateMost {
		return refuse(codeMalformed, "The candidate is too long.")
	}
	if err := c.phone.AddCandidate(data); err != nil {
		return fmt.Errorf("add candidate: %w", err)
	}
	return nil
}

func (c *conn) dial(ctx context.Context, data json.RawMessage) (result, error) {
	draft, err := decode[api.CallDraft](data)
	if err != nil {
		return result{}, err
	}
	if len(draft.To) > numberMost || len(draft.Phone) > numberMost {
		return result{}, refuse(string(crm.CodeInvalidPhone), "The number is too long.")
	}
	call, err := c.hub.deps.Dial(ctx, c.actor, draft)
	if err != nil {
		return result{}, fmt.Errorf("dial: %w", err)
	}
	encoded, err := json.Marshal(api.CallPlaced{CallID: call})
	if err != nil {
		return result{}, fmt.Errorf("encode call: %w", err)
	}
	return result{data: encoded}, nil
}

func (c *conn) command(ctx context.Context, data json.RawMessage, name string) error {
	asked, err := decode[api.CallCommand](data)
	if err != nil {
		return err
	}
	return c.carryOut(ctx, asked.CallID, callsvc.Command{Name: name})
}

func (c *conn) mute(ctx context.Context, data json.RawMessage) error {
	asked, err := decode[api.CallMute](data)
	if err != nil {
		return err
	}
	return c.carryOut(ctx, asked.CallID, callsvc.Command{Name: callsvc.CommandMute, Muted: asked.Muted})
}

func (c *conn) dtmf(ctx context.Context, data json.RawMessage) error {
	asked, err := decode[api.CallDTMF](data)
	if err != nil {
		return err
	}
	if asked.Digits == "" || len(asked.Digits) > digitsMost {
		return refuse(string(crm.CodeInvalid), "Give 1 to 32 keys.")
	}
	return c.carryOut(ctx, asked.CallID, callsvc.Command{Name: callsvc.CommandDTMF, Digits: asked.Digits})
}

func (c *conn) transfer(ctx context.Context, data json.RawMessage) error {
	asked, err := decode[api.CallTransfer](data)
	if err != nil {
		return err
	}
	if asked.Mode != "" && asked.Mode != "blind" {
		return refuse(string(crm.CodeInvalid), "There is no such mode.")
	}
	return c.carryOut(ctx, asked.CallID, callsvc.Command{Name: callsvc.CommandTransfer, To: asked.UserID})
}

func (c *conn) carryOut(ctx context.Context, call id.Call, command callsvc.Command) error {
	if call == (id.Call{}) {
		return refuse(string(crm.CodeInvalid), "The callId is missing.")
	}
	if err := c.hub.deps.Calls.Command(ctx, c.actor.Org, c.actor.User, string(c.actor.Role), call, command); err != nil {
		return fmt.Errorf("command %s: %w", command.Name, err)
	}
	return nil
}

func (c *conn) setPresence(ctx context.Context, data json.RawMessage) error {
	asked, err := decode[api.PresenceSet](data)
	if err != nil {
		return err
	}
	switch asked.Status {
	case callsvc.PresenceAvailable, callsvc.PresenceBusy, callsvc.PresenceAway,
		callsvc.PresenceWrapup, callsvc.PresenceOffline:
	default:
		return refuse(string(crm.CodeInvalid), "There is no such status.")
	}
	if utf8.RuneCountInString(asked.Reason) > reasonMost {
		return refuse(string(crm.CodeInvalid), "The reason is too long.")
	}
	if err := c.hub.deps.Calls.SetPresence(ctx, c.actor.Org, c.actor.User, asked.Status, asked.Reason); err != nil {
		return fmt.Errorf("set presence: %w", err)
	}
	return nil
}

// explain is what the client is told of an error. Where the error is ours the
// log is told more.
func (c *conn) explain(ctx context.Context, err error) (code, detail string) {
	var (
		ours   *refusal
		call   *callsvc.Error
		record *crm.Error
	)
	switch {
	case errors.As(err, &ours):
		return ours.code, ours.detail
	case errors.As(err, &call):
		return call.Code, call.Detail
	case errors.As(err, &record):
		return string(record.Code), record.Message
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return string(crm.CodeUnavailable), "The service took too long to answer."
	}
	c.hub.logger.ErrorContext(ctx, "websocket message failed", slog.Any("error", err))
	return codeInternal, "Something went wrong on our side."
}
