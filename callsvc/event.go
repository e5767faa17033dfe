package callsvc

import (
	"encoding/json"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Types of UserEvent.
const (
	EventCallOffered     = "call.offered"
	EventCallUpdated     = "call.updated"
	EventCallEnded       = "call.ended"
	EventPresenceUpdated = "presence.updated"
	EventRTCCandidate    = "rtc.candidate"
	// EventBoardUpdated says on the organisation's subject that a call changed.
	// It carries nothing: who may read the board reads it anew.
	EventBoardUpdated = "board.updated"
)

// Problems that CallUpdated may report while a call is connected.
const (
	ProblemNoAudioFromBrowser = "no_audio_from_browser"
	ProblemNoAudioFromCaller  = "no_audio_from_caller"
	ProblemNoAudioFromCallee  = "no_audio_from_callee"
)

// UserEvent is what a user's browsers are told. Data is one of the structs
// below, as JSON; events that other parts publish on the organisation's
// subject pass through unchanged.
type UserEvent struct {
	Type string
	At   time.Time
	Data json.RawMessage
}

// OfferedEvent is the screen pop: somebody calls and the user may answer.
type OfferedEvent struct {
	Call    Call
	Matches []Match
	// LookupUnavailable says that who is calling could not be asked in time.
	LookupUnavailable bool
	// Line is the label of the number called, or the number.
	Line      string
	QueueName string
	TimeoutAt time.Time
	// TransferredBy is the colleague who sends the call, nil when none does.
	TransferredBy     *id.User
	TransferredByName string
}

// CallUpdated tells how a call of the user stands now.
type CallUpdated struct {
	Call    Call
	Matches []Match
	// Problem is one of the Problem constants; empty when all is well.
	Problem        string
	AnsweredBy     *id.User
	AnsweredByName string
	Muted          bool
	// Ringback says that the far phone rings and the agent hears it.
	Ringback bool
	// Recording is one of the Recording states, empty for none; RecordingMode says what
	// the agent may ask.
	Recording     string
	RecordingMode RecordingMode
	// SendingDigits is the extension that is being keyed for the agent; empty when none is.
	SendingDigits string
	// AudioOwner is the ID of the connection whose browser carries the sound.
	AudioOwner string
	// TransferTo is the colleague for whom the call rings now, nil when for none.
	TransferTo     *id.User
	TransferToName string
	// TransferProblem is one of the Transfer constants after a transfer that came
	// to nothing, else empty.
	TransferProblem string
}

// CallEnded tells that a call is over for the user. AnsweredBy is set when it
// goes on with a colleague.
type CallEnded struct {
	Call           Call
	AnsweredBy     *id.User
	AnsweredByName string
}
