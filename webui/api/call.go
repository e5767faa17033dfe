package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Call is one call.
type Call struct {
	ID           id.Call           `json:"id" format:"uuid"`
	Direction    callsvc.Direction `json:"direction" enum:"inbound,outbound,internal"`
	Status       callsvc.Status    `json:"status" enum:"ringing,connected,held,ended"`
	Outcome      *callsvc.Outcome  `json:"outcome" enum:"answered,missed,busy,rejected,failed,cancelled,abandoned,voicemail"`
	From         Party             `json:"from"`
	To           Party             `json:"to"`
	ContactID    *id.Contact       `json:"contactId" format:"uuid"`
	Contact      Nullable[Named]   `json:"contact"`
	ContactName  string            `json:"contactName"`
	CustomerID   *id.Customer      `json:"customerId" format:"uuid"`
	CustomerName string            `json:"customerName"`
	UserID       *id.User          `json:"userId" format:"uuid"`
	UserName     string            `json:"userName"`
	QueueID      *id.Queue         `json:"queueId" format:"uuid"`
	QueueName    string            `json:"queueName"`
	Line         string            `json:"line" doc:"The label of the organisation's number, or the number."`
	StartedAt    time.Time         `json:"startedAt"`
	RingingAt    *time.Time        `json:"ringingAt"`
	AnsweredAt   *time.Time        `json:"answeredAt"`
	EndedAt      *time.Time        `json:"endedAt"`
	TalkSeconds  int64             `json:"talkSeconds" doc:"From answer to end, without hold."`
	WaitSeconds  int64             `json:"waitSeconds" doc:"From start to answer or end."`
	HoldSeconds  int64             `json:"holdSeconds"`
	HangupBy     *string           `json:"hangupBy" enum:"caller,agent,callee,network,system"`
	Cause        Cause             `json:"cause"`
	Disposition  string            `json:"disposition"`
	Notes        string            `json:"notes"`
	Recordings   []id.Recording    `json:"recordings" nullable:"false"`
	Quality      Nullable[Quality] `json:"quality"`
}

// Party is one end of a call as the network named it.
type Party struct {
	Raw  string  `json:"raw"`
	E164 *string `json:"e164"`
	Name string  `json:"name"`
}

// Cause is the network's verdict on why a call ended.
type Cause struct {
	Q850 *int   `json:"q850"`
	SIP  *int   `json:"sip"`
	Text string `json:"text"`
}

// Quality is what the far end's sound was like.
type Quality struct {
	MOS         float64 `json:"mos"`
	LossPercent float64 `json:"lossPercent"`
	JitterMS    float64 `json:"jitterMs"`
}

// CallDetail is a call with its legs and events.
type CallDetail struct {
	Call
	Legs   []Leg       `json:"legs" nullable:"false"`
	Events []CallEvent `json:"events" nullable:"false"`
}

// Leg is one dialog of a call with one party.
type Leg struct {
	ID         id.Leg            `json:"id" format:"uuid"`
	Kind       string            `json:"kind"`
	UserID     *id.User          `json:"userId" format:"uuid"`
	Party      Party             `json:"party"`
	State      string            `json:"state"`
	StartedAt  time.Time         `json:"startedAt"`
	RingingAt  *time.Time        `json:"ringingAt"`
	AnsweredAt *time.Time        `json:"answeredAt"`
	EndedAt    *time.Time        `json:"endedAt"`
	Cause      Cause             `json:"cause"`
	Quality    Nullable[Quality] `json:"quality"`
}

// CallEvent is one transition of a call.
type CallEvent struct {
	Sequence int64          `json:"sequence"`
	At       time.Time      `json:"at"`
	Name     string         `json:"name"`
	Detail   map[string]any `json:"detail"`
}

// LoggedCallOf is the wire form of a call from the log, as of now.
func LoggedCallOf(call crm.LoggedCall, now time.Time) Call {
	wire := CallOf(call.Call, now)
	wire.ContactName, wire.CustomerName = call.ContactName, call.CustomerName
	wire.Contact = contactName(call.ContactID, call.ContactName)
	wire.UserName, wire.QueueName = call.UserName, call.QueueName
	if call.Line != "" {
		wire.Line = call.Line
	}
	wire.Disposition, wire.Notes = call.Disposition, call.Notes
	wire.Recordings = append(wire.Recordings, call.Recordings...)
	return wire
}

// CallOf is the wire form of a live call, as of now.
func CallOf(call callsvc.Call, now time.Time) Call {
	wire := Call{
		ID: call.ID, Direction: call.Direction, Status: call.Status, Outcome: orNull(call.Outcome),
		From: partyOf(call.From), To: partyOf(call.To), ContactID: call.ContactID,
		Contact: contactName(call.ContactID, ""), CustomerID: call.CustomerID,
		UserID: call.UserID, QueueID: call.QueueID,
		StartedAt: call.StartedAt.UTC(), RingingAt: utc(call.RingingAt), AnsweredAt: utc(call.AnsweredAt),
		EndedAt: utc(call.EndedAt), HoldSeconds: seconds(call.HeldFor),
		HangupBy: orNull(call.HangupBy), Cause: causeOf(call.Cause), Recordings: []id.Recording{},
		Quality: qualityOf(call.Quality),
	}
	end := now
	if call.EndedAt != nil {
		end = *call.EndedAt
	}
	waited := end
	if call.AnsweredAt != nil {
		waited = *call.AnsweredAt
		wire.TalkSeconds = seconds(end.Sub(*call.AnsweredAt) - call.HeldFor)
	}
	wire.WaitSeconds = seconds(waited.Sub(call.StartedAt))
	if call.Direction == callsvc.Inbound {
		wire.Line = lineOf(call.To)
	}
	return wire
}

// CallDetailOf is the wire form of a call with its legs and events.
func CallDetailOf(call crm.CallDetail, now time.Time) CallDetail {
	return CallDetail{
		Call:   LoggedCallOf(call.LoggedCall, now),
		Legs:   convertAll(call.Legs, legOf),
		Events: convertAll(call.Events, eventOf),
	}
}

func legOf(leg callsvc.Leg) Leg {
	return Leg{
		ID: leg.ID, Kind: leg.Kind, UserID: leg.UserID, Party: partyOf(leg.Party), State: leg.State,
		StartedAt: leg.StartedAt.UTC(), RingingAt: utc(leg.RingingAt), AnsweredAt: utc(leg.AnsweredAt),
		EndedAt: utc(leg.EndedAt), Cause: causeOf(leg.Cause), Quality: qualityOf(leg.Quality),
	}
}

func eventOf(event callsvc.CallEvent) CallEvent {
	detail := event.Detail
	if detail == nil {
		detail = map[string]any{}
	}
	return CallEvent{Sequence: event.Sequence, At: event.At.UTC(), Name: event.Name, Detail: detail}
}

func partyOf(party callsvc.Party) Party {
	return Party{Raw: party.Number.Raw, E164: orNull(party.Number.E164), Name: party.Name}
}

func causeOf(cause callsvc.Cause) Cause {
	return Cause{Q850: positive(cause.Q850), SIP: positive(cause.SIP), Text: cause.Text}
}

func qualityOf(quality *callsvc.Quality) Nullable[Quality] {
	if quality == nil {
		return Nullable[Quality]{}
	}
	wire := Quality(*quality)
	return Nullable[Quality]{Value: &wire}
}

func lineOf(party callsvc.Party) string {
	if party.Number.E164 != "" {
		return party.Number.E164
	}
	return party.Number.Raw
}

func positive(number int) *int {
	if number <= 0 {
		return nil
	}
	return &number
}

// seconds are whole ones; clocks that step back give none.
func seconds(span time.Duration) int64 { return max(0, int64(span/time.Second)) }
