package callsvc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/callsvc/id"
)

const (
	commandTimeout = 5 * time.Second
	maxCommand     = 4 << 10
	maxDigits      = 64
)

// commandPayload is a command on the bus.
type commandPayload struct {
	Org     id.Org
	User    id.User
	Role    string
	Command Command
}

// commandReply answers it; an empty code means done.
type commandReply struct {
	Code   string
	Detail string
}

// Command asks something of a call, through the bus, of the node that owns it.
func (s *Service) Command(ctx context.Context, org id.Org, user id.User, role string, call id.Call, command Command) error {
	if err := command.validate(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	answer, err := s.deps.Bus.Request(ctx, callSubject(call), commandPayload{Org: org, User: user, Role: role, Command: command})
	if err != nil && s.recent.ended(org, call) {
		return refuse(CodeCallEnded, "the call has ended")
	}
	if errors.Is(err, bus.ErrNoResponders) {
		return refuse(CodeNotFound, "no such call is alive")
	}
	if err != nil {
		return fmt.Errorf("command call: %w", errors.Join(&Error{Code: CodeUnavailable, Detail: "the call does not respond"}, err))
	}
	var reply commandReply
	if err := answer.Decode(&reply); err != nil {
		return fmt.Errorf("command call: %w", err)
	}
	if reply.Code != "" {
		return &Error{Code: reply.Code, Detail: reply.Detail}
	}
	return nil
}

func (c Command) validate() error {
	switch c.Name {
	case CommandAnswer, CommandReject, CommandHangup, CommandHold, CommandResume, CommandMute, CommandSkipDigits, CommandTransferCancel:
		return nil
	case CommandTransfer:
		if c.To == (id.User{}) {
			return refuse(CodeInvalid, "the colleague is missing")
		}
		return nil
	case CommandDTMF:
		return validDigits(c.Digits)
	case CommandRecord:
		switch c.Action {
		case RecordStart, RecordStop, RecordPause, RecordResume:
			return nil
		}
		return refuse(CodeInvalid, "a recording is started, stopped, paused or resumed")
	}
	return refuse(CodeInvalid, "there is no such command")
}

func validDigits(digits string) error {
	if digits == "" || len(digits) > maxDigits {
		return refuse(CodeInvalid, "digits must be 1 to 64 characters")
	}
	for _, digit := range []byte(digits) {
		if !bytes.ContainsRune([]byte("0123456789*#ABCDabcd,"), rune(digit)) {
			return refuse(CodeInvalid, "digits are 0-9, *, #, A-D and comma")
		}
	}
	return nil
}

// readCommand reads what came over the bus, which other nodes share.
func readCommand(data []byte) (commandPayload, error) {
	var payload commandPayload
	if len(data) > maxCommand {
		return payload, refuse(CodeInvalid, "the command is too long")
	}
	if err := json.Unmarshal(data, &payload); err != nil {
		return payload, refuse(CodeInvalid, "the command is not readable")
	}
	return payload, payload.Command.validate()
}

// commanded answers one command; it runs on the bus's goroutine.
func (l *liveCall) commanded(message bus.Message) commandReply {
	payload, err := readCommand(message.Data)
	if err != nil {
		return replyOf(err)
	}
	result := make(chan error, 1)
	if err := l.mailbox.post(func(l *liveCall) { result <- l.obey(payload) }, false); err != nil {
		return replyOf(err)
	}
	select {
	case err := <-result:
		return replyOf(err)
	case <-l.done:
	}
	select {
	case err := <-result:
		return replyOf(err)
	default:
		return commandReply{Code: CodeCallEnded, Detail: "the call has ended"}
	}
}

func replyOf(err error) commandReply {
	var known *Error
	switch {
	case err == nil:
		return commandReply{}
	case errors.As(err, &known):
		return commandReply{Code: known.Code, Detail: known.Detail}
	}
	return commandReply{Code: CodeUnavailable, Detail: "the command went wrong"}
}

func isEnded(err error) bool { return errors.Is(err, &Error{Code: CodeCallEnded}) }

// obey carries out a command, if the user may give it.
func (l *liveCall) obey(payload commandPayload) error {
	user, command := payload.User, payload.Command
	switch {
	case payload.Org != l.call.Org:
		return refuse(CodeNotFound, "no such call is alive")
	case l.state == stateEnded:
		return refuse(CodeCallEnded, "the call has ended")
	}
	mine := l.call.UserID != nil && *l.call.UserID == user
	supervises := payload.Role == "supervisor" || payload.Role == "admin"
	switch command.Name {
	case CommandAnswer:
		return l.answer(user)
	case CommandReject:
		return l.reject(user)
	case CommandHangup:
		if !mine && !supervises && l.ringing[user] == nil {
			return refuse(CodeForbidden, "the call is another user's")
		}
		return l.hangup(user)
	}
	if !mine {
		return refuse(CodeForbidden, "the call is another user's")
	}
	switch command.Name {
	case CommandHold:
		return l.turn(l.hold, stateHeld)
	case CommandResume:
		return l.turn(l.resume, stateConnected)
	case CommandMute:
		l.mute(command.Muted)
		return nil
	case CommandTransfer:
		return l.transfer(command.To)
	case CommandTransferCancel:
		return l.cancelTransfer()
	case CommandRecord:
		return l.recordAs(command.Action)
	case CommandSkipDigits:
		return l.skipDigits()
	default:
		return l.dial(command.Digits)
	}
}

// turn holds or resumes; doing it twice is no mistake.
func (l *liveCall) turn(do func(), want state) error {
	if l.state != want {
		do()
	}
	if l.state != want {
		return refuse(CodeConflict, "the call is not connected")
	}
	return nil
}
