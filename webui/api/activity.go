package api

import (
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Activity is something to do or done.
type Activity struct {
	ID               id.Activity      `json:"id" format:"uuid"`
	Kind             crm.ActivityKind `json:"kind" enum:"call,email,meeting,task"`
	Subject          string           `json:"subject"`
	Body             string           `json:"body" doc:"Markdown."`
	ContactID        *id.Contact      `json:"contactId" format:"uuid"`
	ContactName      string           `json:"contactName"`
	ContactPhone     string           `json:"contactPhone" doc:"The contact's primary number as typed, or empty."`
	ContactE164      string           `json:"contactE164"`
	ContactExtension string           `json:"contactExtension"`
	CustomerID       *id.Customer     `json:"customerId" format:"uuid"`
	CustomerName     string           `json:"customerName"`
	DealID           *id.Deal         `json:"dealId" format:"uuid"`
	TicketID         *id.Ticket       `json:"ticketId" format:"uuid"`
	AssigneeID       *id.User         `json:"assigneeId" format:"uuid"`
	AssigneeName     string           `json:"assigneeName"`
	DueAt            *time.Time       `json:"dueAt"`
	Minutes          int32            `json:"minutes"`
	RemindAt         *time.Time       `json:"remindAt" doc:"When the assignee is reminded on screen."`
	DoneAt           *time.Time       `json:"doneAt"`
	Overdue          bool             `json:"overdue"`
	CreatedByID      *id.User         `json:"createdById" format:"uuid"`
	CreatedAt        time.Time        `json:"createdAt"`
	UpdatedAt        time.Time        `json:"updatedAt"`
	Version          int64            `json:"version" doc:"For If-Match."`
	CallID           *id.Call         `json:"callId" format:"uuid" doc:"Set where this is a call of the log; it is then read only here."`
}

// ActivityOf is the wire form of an activity.
func ActivityOf(activity crm.Activity) Activity {
	wire := Activity(activity)
	wire.DueAt, wire.DoneAt, wire.RemindAt = utc(activity.DueAt), utc(activity.DoneAt), utc(activity.RemindAt)
	wire.CreatedAt, wire.UpdatedAt = activity.CreatedAt.UTC(), activity.UpdatedAt.UTC()
	return wire
}

// ActivityDraft is an activity to be made.
type ActivityDraft struct {
	Kind       crm.ActivityKind `json:"kind" enum:"call,email,meeting,task"`
	Subject    string           `json:"subject" minLength:"1" maxLength:"300"`
	Body       string           `json:"body,omitempty" maxLength:"20000" doc:"Markdown."`
	ContactID  *id.Contact      `json:"contactId,omitempty" format:"uuid"`
	CustomerID *id.Customer     `json:"customerId,omitempty" format:"uuid" doc:"The contact's when left out."`
	DealID     *id.Deal         `json:"dealId,omitempty" format:"uuid"`
	TicketID   *id.Ticket       `json:"ticketId,omitempty" format:"uuid"`
	AssigneeID *id.User         `json:"assigneeId,omitempty" format:"uuid" doc:"Who makes it when left out."`
	DueAt      *time.Time       `json:"dueAt,omitempty"`
	Minutes    int32            `json:"minutes,omitempty" minimum:"0" maximum:"10080"`
	RemindAt   *time.Time       `json:"remindAt,omitempty" doc:"When the assignee is reminded on screen; never when left out."`
	DoneAt     *time.Time       `json:"doneAt,omitempty"`
}

// Record is the draft as crm takes it.
func (d ActivityDraft) Record() crm.ActivityDraft { return crm.ActivityDraft(d) }

// ActivityPatch is any subset of an activity's fields. Null clears a field that
// may be empty.
type ActivityPatch struct {
	Kind       Optional[crm.ActivityKind] `json:"kind,omitzero" nullable:"false" enum:"call,email,meeting,task"`
	Subject    Optional[string]           `json:"subject,omitzero" nullable:"false" minLength:"1" maxLength:"300"`
	Body       Optional[string]           `json:"body,omitzero" maxLength:"20000"`
	ContactID  Optional[id.Contact]       `json:"contactId,omitzero" format:"uuid" doc:"Another contact brings its customer along unless customerId is given."`
	CustomerID Optional[id.Customer]      `json:"customerId,omitzero" format:"uuid"`
	DealID     Optional[id.Deal]          `json:"dealId,omitzero" format:"uuid"`
	TicketID   Optional[id.Ticket]        `json:"ticketId,omitzero" format:"uuid"`
	AssigneeID Optional[id.User]          `json:"assigneeId,omitzero" format:"uuid"`
	DueAt      Optional[time.Time]        `json:"dueAt,omitzero"`
	Minutes    Optional[int32]            `json:"minutes,omitzero" minimum:"0" maximum:"10080"`
	RemindAt   Optional[time.Time]        `json:"remindAt,omitzero" doc:"Another time reminds anew, null not at all."`
	DoneAt     Optional[time.Time]        `json:"doneAt,omitzero" doc:"Null takes up again what was done."`
}

// Record is the patch as crm takes it.
func (p ActivityPatch) Record() (crm.ActivityChange, error) {
	if err := refuseNull(map[string]bool{"kind": p.Kind.Null, "subject": p.Subject.Null}); err != nil {
		return crm.ActivityChange{}, err
	}
	return crm.ActivityChange{
		Kind: valueOf(p.Kind), Subject: valueOf(p.Subject), Body: valueOf(p.Body), ContactID: pointerOf(p.ContactID),
		CustomerID: pointerOf(p.CustomerID), DealID: pointerOf(p.DealID), TicketID: pointerOf(p.TicketID),
		AssigneeID: pointerOf(p.AssigneeID), DueAt: pointerOf(p.DueAt), Minutes: valueOf(p.Minutes), RemindAt: pointerOf(p.RemindAt), DoneAt: pointerOf(p.DoneAt),
	}, nil
}

// TimelineEntry is one thing that happened with a contact.
type TimelineEntry struct {
	ID       uuid.UUID `json:"id" format:"uuid" doc:"Of the record that noun names."`
	Noun     string    `json:"noun" enum:"note,ticket,deal,activity,call"`
	At       time.Time `json:"at"`
	Title    string    `json:"title"`
	Body     string    `json:"body" doc:"Markdown."`
	Status   string    `json:"status"`
	UserName string    `json:"userName"`
}

// TimelineEntryOf is the wire form of an entry.
func TimelineEntryOf(entry crm.TimelineEntry) TimelineEntry {
	wire := TimelineEntry(entry)
	wire.At = entry.At.UTC()
	return wire
}
