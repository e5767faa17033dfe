package callsvc

import (
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

// Names of Command.
const (
	CommandAnswer = "answer"
	CommandReject = "reject"
	CommandHangup = "hangup"
	CommandHold   = "hold"
	CommandResume = "resume"
	CommandMute   = "mute"
	CommandDTMF   = "dtmf"
	// CommandTransfer sends the call to a colleague, CommandTransferCancel takes it
	// back before it is answered there.
	CommandTransfer       = "transfer"
	CommandTransferCancel = "transfer_cancel"
	CommandRecord         = "record"
)

// What CommandRecord may ask.
const (
	RecordStart  = "start"
	RecordStop   = "stop"
	RecordPause  = "pause"
	RecordResume = "resume"
)

// Command is what a user asks of a call.
type Command struct {
	Name string
	// Muted is the wish of CommandMute.
	Muted bool
	// Digits are those of CommandDTMF: 0-9, *, #, A-D, and comma for a pause.
	Digits string
	// To is the colleague of CommandTransfer.
	To id.User
	// Action is what CommandRecord asks: one of the Record constants.
	Action string
}

// DialRequest is a click on a number.
type DialRequest struct {
	To e164.Number
	// ContactID and CustomerID are whose number was clicked, when known.
	ContactID  *id.Contact
	CustomerID *id.Customer
	// Name is shown for the called party.
	Name string
}
