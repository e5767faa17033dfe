package api

import (
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// CallDraft is a call to be placed: to a number, or to a contact's primary
// number or the one given by phone.
type CallDraft struct {
	To        string      `json:"to,omitempty" maxLength:"64"`
	ContactID *id.Contact `json:"contactId,omitempty" format:"uuid"`
	Phone     string      `json:"phone,omitempty" maxLength:"64" doc:"Which of the contact's numbers, raw or E.164."`
	Device    string      `json:"device,omitempty" enum:"browser" doc:"Where the agent takes it."`
}

// CallPlaced names the call that was begun.
type CallPlaced struct {
	CallID id.Call `json:"callId" format:"uuid"`
}

// CallPatch is what people correct on a call.
type CallPatch struct {
	ContactID   Optional[id.Contact] `json:"contactId,omitzero" format:"uuid" doc:"Null: of no contact."`
	Disposition Optional[string]     `json:"disposition,omitzero" maxLength:"100"`
	Notes       Optional[string]     `json:"notes,omitzero" maxLength:"20000"`
}

// Record is the patch as crm takes it.
func (p CallPatch) Record() crm.CallChange {
	return crm.CallChange{
		ContactID: pointerOf(p.ContactID), Disposition: valueOf(p.Disposition), Notes: valueOf(p.Notes),
	}
}

// Mute is the wish of POST /calls/{id}/mute.
type Mute struct {
	Muted bool `json:"muted"`
}

// DTMF are the keys of POST /calls/{id}/dtmf.
type DTMF struct {
	Digits string `json:"digits" minLength:"1" maxLength:"32" pattern:"^[0-9*#A-D,]+$" doc:"0-9, *, #, A-D, and comma for a pause."`
}

// Transfer says to which colleague a call goes.
type Transfer struct {
	UserID id.User `json:"userId" format:"uuid" doc:"A colleague who takes calls now."`
	Mode   string  `json:"mode,omitempty" enum:"blind" doc:"It rings there at once; unanswered, the call comes back."`
}
