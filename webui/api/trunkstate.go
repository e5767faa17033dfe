package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// TrunkState is how a trunk stands on the node that answers.
type TrunkState struct {
	TrunkID         id.Trunk   `json:"trunkId" format:"uuid"`
	Registration    string     `json:"registration" enum:"none,trying,active,failed,unregistered"`
	RegisteredUntil *time.Time `json:"registeredUntil"`
	AnsweredAt      *time.Time `json:"answeredAt" doc:"When the proxy answered OPTIONS last."`
	RoundTripMS     int64      `json:"roundTripMs"`
	LastError       string     `json:"lastError" doc:"Empty when nothing is wrong."`
	Calls           int        `json:"calls" doc:"On it now."`
}

// TrunkStateOf is the wire form of a trunk's state.
func TrunkStateOf(state callsvc.TrunkState) TrunkState {
	registration := state.Registration
	if registration == "" {
		registration = "none"
	}
	return TrunkState{
		TrunkID: state.TrunkID, Registration: registration, RegisteredUntil: sometime(state.RegisteredUntil),
		AnsweredAt: sometime(state.AnsweredAt), RoundTripMS: state.RoundTrip.Milliseconds(), LastError: state.LastError, Calls: state.Calls,
	}
}

func sometime(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// TrunkTestDraft says whom a test call goes to.
type TrunkTestDraft struct {
	To string `json:"to" minLength:"1" maxLength:"60"`
}

// TrunkTest is what became of a test call. Times are milliseconds from its start.
type TrunkTest struct {
	Answered      bool   `json:"answered"`
	Heard         bool   `json:"heard" doc:"Sound arrived from there."`
	RangAfter     int64  `json:"rangAfterMs"`
	AnsweredAfter int64  `json:"answeredAfterMs"`
	Codec         string `json:"codec"`
	SIP           int    `json:"sip"`
	Q850          int    `json:"q850"`
	Text          string `json:"text"`
}

// TrunkTestOf is the wire form of a test call.
func TrunkTestOf(test callsvc.TrunkTest) TrunkTest {
	return TrunkTest{
		Answered: test.Answered, Heard: test.Heard, RangAfter: test.RangAfter.Milliseconds(),
		AnsweredAfter: test.AnsweredAfter.Milliseconds(), Codec: test.Codec,
		SIP: test.Cause.SIP, Q850: test.Cause.Q850, Text: test.Cause.Text,
	}
}
