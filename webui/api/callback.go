package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Callback is somebody who is to be called back. A caller has one open at a
// time, however often the caller rang.
type Callback struct {
	ID           id.Callback       `json:"id" format:"uuid"`
	E164         string            `json:"e164"`
	Name         string            `json:"name" doc:"What the network called the caller."`
	ContactID    *id.Contact       `json:"contactId" format:"uuid"`
	ContactName  string            `json:"contactName"`
	CustomerName string            `json:"customerName"`
	QueueID      *id.Queue         `json:"queueId" format:"uuid" doc:"The queue in which the caller rang last."`
	QueueName    string            `json:"queueName"`
	OwnerID      *id.User          `json:"ownerId" format:"uuid" doc:"Who took it; null: anybody may."`
	OwnerName    string            `json:"ownerName"`
	State        crm.CallbackState `json:"state" enum:"open,done,dismissed"`
	Count        int32             `json:"count" doc:"How often the caller rang in vain; 0 where people asked for it."`
	FirstAt      time.Time         `json:"firstAt"`
	LastAt       time.Time         `json:"lastAt"`
	DueAt        *time.Time        `json:"dueAt" doc:"When to call, where a time was agreed."`
	Note         string            `json:"note"`
	LastCallID   *id.Call          `json:"lastCallId" format:"uuid"`
	ClosedAt     *time.Time        `json:"closedAt"`
	ClosedByID   *id.User          `json:"closedById" format:"uuid"`
	ClosedByName string            `json:"closedByName"`
	ClosedCallID *id.Call          `json:"closedCallId" format:"uuid" doc:"The call that reached the caller; null where it was closed by hand."`
	Reason       string            `json:"reason" doc:"Why it was dismissed."`
	Version      int64             `json:"version"`
}

// CallbackOf is the wire form of a callback.
func CallbackOf(c crm.Callback) Callback {
	wire := Callback(c)
	wire.FirstAt, wire.LastAt = c.FirstAt.UTC(), c.LastAt.UTC()
	wire.DueAt, wire.ClosedAt = utc(c.DueAt), utc(c.ClosedAt)
	return wire
}

// CallbackDraft asks for a callback.
type CallbackDraft struct {
	To        string      `json:"to" minLength:"1" maxLength:"100" doc:"A number, as people write it in the organisation's country."`
	ContactID *id.Contact `json:"contactId,omitempty" format:"uuid"`
	OwnerID   *id.User    `json:"ownerId,omitempty" format:"uuid" doc:"Anybody when left out."`
	DueAt     *time.Time  `json:"dueAt,omitempty" doc:"At once when left out."`
	Note      string      `json:"note,omitempty" maxLength:"2000"`
}

// Record is the draft as crm takes it.
func (d CallbackDraft) Record() crm.CallbackDraft { return crm.CallbackDraft(d) }

// CallbackPatch is any subset of what people decide on a callback.
type CallbackPatch struct {
	OwnerID Optional[id.User]           `json:"ownerId,omitzero" format:"uuid" doc:"null gives it back."`
	DueAt   Optional[time.Time]         `json:"dueAt,omitzero"`
	Note    Optional[string]            `json:"note,omitzero" maxLength:"2000"`
	State   Optional[crm.CallbackState] `json:"state,omitzero" nullable:"false" enum:"done,dismissed" doc:"A conversation with the caller closes it by itself."`
	Reason  Optional[string]            `json:"reason,omitzero" maxLength:"100" doc:"Needed to dismiss."`
}

// Record is the patch as crm takes it.
func (p CallbackPatch) Record() (crm.CallbackChange, error) {
	if err := refuseNull(map[string]bool{"state": p.State.Null}); err != nil {
		return crm.CallbackChange{}, err
	}
	return crm.CallbackChange{
		OwnerID: pointerOf(p.OwnerID), DueAt: pointerOf(p.DueAt), Note: valueOf(p.Note), State: valueOf(p.State), Reason: valueOf(p.Reason),
	}, nil
}

// CallbackCount is how many callbacks are open and due.
type CallbackCount struct {
	Waiting int64 `json:"waiting" doc:"To a thousand."`
}
