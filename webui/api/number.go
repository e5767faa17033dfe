package api

import (
	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// Number is a number that the organisation owns, and where its calls go.
type Number struct {
	ID         id.Number   `json:"id" format:"uuid"`
	E164       string      `json:"e164"`
	Label      string      `json:"label"`
	QueueID    *id.Queue   `json:"queueId" format:"uuid"`
	UserID     *id.User    `json:"userId" format:"uuid"`
	MenuID     *id.Menu    `json:"menuId" format:"uuid"`
	HoursID    *id.Hours   `json:"hoursId" format:"uuid" doc:"When it is open; null is always."`
	Closed     Destination `json:"closed" doc:"Where calls go while it is not open; none is busy."`
	Unanswered Destination `json:"unanswered" doc:"Where calls go that nobody answers, unless their queue says; none: they are missed."`
}

// NumberOf is the wire form of a number.
func NumberOf(number callsvc.DID) Number {
	return Number{
		ID: number.ID, E164: number.E164, Label: number.Label, QueueID: number.QueueID, UserID: number.UserID, MenuID: number.MenuID,
		HoursID: number.HoursID, Closed: DestinationOf(number.Closed), Unanswered: DestinationOf(number.Unanswered),
	}
}

// NumberDraft is a number to be added. Exactly one of queueId, userId and menuId is given.
type NumberDraft struct {
	E164       string       `json:"e164" pattern:"^\\+[1-9][0-9]{1,14}$"`
	Label      string       `json:"label,omitempty" maxLength:"100"`
	QueueID    *id.Queue    `json:"queueId,omitempty" format:"uuid"`
	UserID     *id.User     `json:"userId,omitempty" format:"uuid"`
	MenuID     *id.Menu     `json:"menuId,omitempty" format:"uuid"`
	HoursID    *id.Hours    `json:"hoursId,omitempty" format:"uuid"`
	Closed     *Destination `json:"closed,omitempty"`
	Unanswered *Destination `json:"unanswered,omitempty"`
}

// Record is the draft as callsvc takes it.
func (d NumberDraft) Record() callsvc.DID {
	return callsvc.DID{
		E164: d.E164, Label: d.Label, QueueID: d.QueueID, UserID: d.UserID, MenuID: d.MenuID, HoursID: d.HoursID,
		Closed: d.Closed.Record(), Unanswered: d.Unanswered.Record(),
	}
}

// NumberPatch is any subset of a number's fields. Naming a queue takes the
// number from its user, and the other way round.
type NumberPatch struct {
	E164       *string            `json:"e164,omitempty" pattern:"^\\+[1-9][0-9]{1,14}$"`
	Label      *string            `json:"label,omitempty" maxLength:"100"`
	QueueID    *id.Queue          `json:"queueId,omitempty" format:"uuid"`
	UserID     *id.User           `json:"userId,omitempty" format:"uuid"`
	MenuID     *id.Menu           `json:"menuId,omitempty" format:"uuid"`
	HoursID    Optional[id.Hours] `json:"hoursId,omitzero" format:"uuid"`
	Closed     *Destination       `json:"closed,omitempty"`
	Unanswered *Destination       `json:"unanswered,omitempty"`
}

// Apply is number with the patch's fields.
func (p NumberPatch) Apply(number callsvc.DID) callsvc.DID {
	replace(&number.E164, p.E164)
	replace(&number.Label, p.Label)
	if p.QueueID != nil || p.UserID != nil || p.MenuID != nil {
		number.QueueID, number.UserID, number.MenuID = p.QueueID, p.UserID, p.MenuID
	}
	if p.HoursID.Set {
		number.HoursID = nil
		if !p.HoursID.Null {
			number.HoursID = &p.HoursID.Value
		}
	}
	redirect(&number.Closed, p.Closed)
	redirect(&number.Unanswered, p.Unanswered)
	return number
}
