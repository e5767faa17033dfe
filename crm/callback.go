package crm

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

// CallbackState is where a callback stands.
type CallbackState string

// The states of a callback.
const (
	// CallbackOpen waits for somebody to call.
	CallbackOpen CallbackState = "open"
	// CallbackDone was closed by a conversation with the caller, or by hand.
	CallbackDone CallbackState = "done"
	// CallbackDismissed is not called back, for a reason.
	CallbackDismissed CallbackState = "dismissed"
)

// Callback is somebody who is to be called back. A caller has one open at a
// time, however often the caller rang.
type Callback struct {
	ID   id.Callback
	E164 string
	// Name is what the network called the caller.
	Name         string
	ContactID    *id.Contact
	ContactName  string
	CustomerName string
	// QueueID is the queue in which the caller rang last.
	QueueID   *id.Queue
	QueueName string
	// OwnerID is who took it; nil: anybody may.
	OwnerID   *id.User
	OwnerName string
	State     CallbackState
	// Count is how often the caller rang in vain; 0 where people asked for it.
	Count int32
	// FirstAt and LastAt are when the caller rang first and last.
	FirstAt, LastAt time.Time
	// DueAt is when to call, where a time was agreed.
	DueAt        *time.Time
	Note         string
	LastCallID   *id.Call
	ClosedAt     *time.Time
	ClosedByID   *id.User
	ClosedByName string
	// ClosedCallID is the call that reached the caller; nil where it was closed by hand.
	ClosedCallID *id.Call
	// Reason is why it was dismissed.
	Reason  string
	Version int64
}

// Who is the caller's best name, or the number.
func (c Callback) Who() string {
	for _, name := range []string{c.ContactName, c.Name} {
		if name != "" {
			return name
		}
	}
	return c.E164
}

// CallbackDraft asks for a callback. To is read in the organisation's country.
type CallbackDraft struct {
	To        string
	ContactID *id.Contact
	OwnerID   *id.User
	DueAt     *time.Time
	Note      string
}

// Prepare returns the draft cleaned, and the number in full form.
func (d CallbackDraft) Prepare(country string) (CallbackDraft, error) {
	var r review
	if d.To = r.dialable("to", d.To, country); d.To == "" && len(r.fields) == 0 {
		r.wrong("to", "This is required.")
	}
	r.due(d.DueAt)
	d.Note = r.body("note", d.Note, maxCallbackNote)
	return d, r.err()
}

// maxCallbackNote bounds what is written on a callback, in bytes.
const maxCallbackNote = 2000

// CallbackChange is any subset of what people decide on a callback.
type CallbackChange struct {
	OwnerID Optional[*id.User]
	DueAt   Optional[*time.Time]
	Note    Optional[string]
	State   Optional[CallbackState]
	// Reason is needed to dismiss.
	Reason Optional[string]
	// AskedAt is when a later call was agreed: the conversation in which it was does not close it.
	AskedAt time.Time
}

// Prepare returns the change with every field that is set cleaned.
func (c CallbackChange) Prepare() (CallbackChange, error) {
	var r review
	set(&c.Note, func(v string) string { return r.body("note", v, maxCallbackNote) })
	set(&c.Reason, func(v string) string { return r.line("reason", v, maxShort) })
	if c.DueAt.Set {
		r.due(c.DueAt.Value)
	}
	if c.State.Set {
		switch c.State.Value {
		case CallbackDone:
		case CallbackDismissed:
			if c.Reason.Value == "" {
				r.wrong("reason", "Say why nobody calls back.")
			}
		case CallbackOpen:
			fallthrough
		default:
			r.wrong("state", "One of done, dismissed.")
		}
	}
	return c, r.err()
}

// Change returns the callback with a prepared change applied by a user at a
// time. One that is closed stays as it is.
func (c Callback) Change(change CallbackChange, by id.User, at time.Time) (Callback, error) {
	if c.State != CallbackOpen {
		return c, &Error{Code: CodeConflict, Message: "This callback is closed already."}
	}
	take(&c.OwnerID, change.OwnerID)
	take(&c.DueAt, change.DueAt)
	take(&c.Note, change.Note)
	take(&c.State, change.State)
	take(&c.Reason, change.Reason)
	if change.AskedAt.After(c.LastAt) {
		c.LastAt = change.AskedAt
	}
	if c.State != CallbackOpen {
		c.ClosedAt, c.ClosedByID = &at, &by
	}
	return c, nil
}

// CallbackFilter narrows the list of callbacks; zero fields do not.
type CallbackFilter struct {
	State     CallbackState
	OwnerID   *id.User
	Unowned   bool
	QueueID   *id.Queue
	ContactID *id.Contact
	// Due keeps those without a time and those whose time has come.
	Due bool
}

// RangInVain says that an ended call leaves a caller who wants to be called back.
func RangInVain(call callsvc.Call) bool {
	if call.Status != callsvc.StatusEnded || call.Direction != callsvc.Inbound || call.From.Number.Kind != e164.Dialable {
		return false
	}
	return call.Outcome == callsvc.OutcomeMissed || call.Outcome == callsvc.OutcomeAbandoned || call.Outcome == callsvc.OutcomeVoicemail
}

// CallbackChanged is the change that an action made to a callback.
func CallbackChanged(action string, before, after Callback) Change {
	var d diff
	d.text("ownerId", ref(before.OwnerID), ref(after.OwnerID))
	d.time("dueAt", before.DueAt, after.DueAt)
	d.long("body", before.Note, after.Note)
	d.text("status", string(before.State), string(after.State))
	d.text("closedReason", before.Reason, after.Reason)
	return Change{Action: action, Noun: "callback", Record: after.ID.UUID, Name: after.Who(), ContactID: after.ContactID, Fields: d, State: after}
}
