package crm

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
)

// ActivityKind says what is done.
type ActivityKind string

// The kinds of activity.
const (
	ActivityCall    ActivityKind = "call"
	ActivityEmail   ActivityKind = "email"
	ActivityMeeting ActivityKind = "meeting"
	ActivityTask    ActivityKind = "task"
)

// mostMinutes is a week: longer is a slip of the finger.
const mostMinutes = 7 * 24 * 60

// Known reports whether the kind is one of those declared.
func (k ActivityKind) Known() bool {
	return slices.Contains([]ActivityKind{ActivityCall, ActivityEmail, ActivityMeeting, ActivityTask}, k)
}

// Activity is something to do or done: a call, an email, a meeting or a task.
type Activity struct {
	ID          id.Activity
	Kind        ActivityKind
	Subject     string
	Body        string
	ContactID   *id.Contact
	ContactName string
	// ContactPhone is the contact's primary number as typed, so that a list of
	// activities can be worked down on the phone.
	ContactPhone     string
	ContactE164      string
	ContactExtension string
	CustomerID       *id.Customer
	CustomerName     string
	DealID           *id.Deal
	TicketID         *id.Ticket
	AssigneeID       *id.User
	AssigneeName     string
	DueAt            *time.Time
	Minutes          int32
	// RemindAt is when the assignee is reminded.
	RemindAt *time.Time
	DoneAt   *time.Time
	// Overdue is an activity that is not done and whose time has passed.
	Overdue     bool
	CreatedByID *id.User
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Version     int64
	// CallID is set where this is a call of the log, which nobody edits here.
	CallID *id.Call
}

// ActivityDraft is an activity to be made. Its customer is the contact's and
// its assignee the maker unless the draft says otherwise.
type ActivityDraft struct {
	Kind       ActivityKind
	Subject    string
	Body       string
	ContactID  *id.Contact
	CustomerID *id.Customer
	DealID     *id.Deal
	TicketID   *id.Ticket
	AssigneeID *id.User
	DueAt      *time.Time
	Minutes    int32
	RemindAt   *time.Time
	DoneAt     *time.Time
}

// ActivityChange is any subset of an activity's fields. A new contact brings
// its customer along unless the change names one.
type ActivityChange struct {
	Kind       Optional[ActivityKind]
	Subject    Optional[string]
	Body       Optional[string]
	ContactID  Optional[*id.Contact]
	CustomerID Optional[*id.Customer]
	DealID     Optional[*id.Deal]
	TicketID   Optional[*id.Ticket]
	AssigneeID Optional[*id.User]
	DueAt      Optional[*time.Time]
	Minutes    Optional[int32]
	RemindAt   Optional[*time.Time]
	DoneAt     Optional[*time.Time]
}

// ActivityFilter narrows the list of activities; zero fields do not.
type ActivityFilter struct {
	Query      string
	Kind       ActivityKind
	ContactID  *id.Contact
	CustomerID *id.Customer
	DealID     *id.Deal
	TicketID   *id.Ticket
	AssigneeID *id.User
	Done       *bool
	DoneAfter  time.Time
	DueBefore  time.Time
	DueAfter   time.Time
	// Undated are those that are due at no time.
	Undated bool
}

// ContactActivityFilter narrows a contact's activities and calls; zero fields do
// not. Calls of the log count as done.
type ContactActivityFilter struct {
	Kind ActivityKind
	Done *bool
}

// TimelineEntry is one thing that happened with a contact.
type TimelineEntry struct {
	ID       uuid.UUID
	Noun     string
	At       time.Time
	Title    string
	Body     string
	Status   string
	UserName string
}

// Prepare returns the draft cleaned.
func (d ActivityDraft) Prepare() (ActivityDraft, error) {
	var r review
	d.Kind = r.activityKind(d.Kind)
	d.Subject = r.required("subject", d.Subject, maxSubject)
	d.Body = r.body("body", d.Body, maxBody)
	d.Minutes = r.minutes(d.Minutes)
	r.calendar("remindAt", d.RemindAt)
	r.due(d.DueAt)
	return d, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c ActivityChange) Prepare() (ActivityChange, error) {
	var r review
	set(&c.Kind, r.activityKind)
	set(&c.Subject, func(v string) string { return r.required("subject", v, maxSubject) })
	set(&c.Body, func(v string) string { return r.body("body", v, maxBody) })
	set(&c.Minutes, r.minutes)
	r.calendar("remindAt", c.RemindAt.Value)
	r.due(c.DueAt.Value)
	return c, r.err()
}

// Change returns the activity with a prepared change applied.
func (a Activity) Change(change ActivityChange) Activity {
	take(&a.Kind, change.Kind)
	take(&a.Subject, change.Subject)
	take(&a.Body, change.Body)
	take(&a.ContactID, change.ContactID)
	take(&a.CustomerID, change.CustomerID)
	take(&a.DealID, change.DealID)
	take(&a.TicketID, change.TicketID)
	take(&a.AssigneeID, change.AssigneeID)
	take(&a.DueAt, change.DueAt)
	take(&a.Minutes, change.Minutes)
	take(&a.RemindAt, change.RemindAt)
	take(&a.DoneAt, change.DoneAt)
	return a
}

// Change returns the note with a prepared change applied. Only its author may
// write in it; pinning is for anyone.
func (n Note) Change(actor Actor, change NoteChange) (Note, error) {
	if change.Body.Set && (n.AuthorID == nil || *n.AuthorID != actor.User) {
		return n, &Error{Code: CodeForbidden, Message: "Only its author may edit a note."}
	}
	take(&n.Body, change.Body)
	take(&n.Pinned, change.Pinned)
	return n, nil
}

// MayDelete refuses who is neither the note's author nor a supervisor.
func (n Note) MayDelete(actor Actor) error {
	if actor.Role.AtLeast(RoleSupervisor) || n.AuthorID != nil && *n.AuthorID == actor.User {
		return nil
	}
	return &Error{Code: CodeForbidden, Message: "Only its author or a supervisor may delete a note."}
}

func (r *review) activityKind(kind ActivityKind) ActivityKind {
	if !kind.Known() {
		r.wrong("kind", "One of call, email, meeting, task.")
	}
	return kind
}

func (r *review) minutes(minutes int32) int32 {
	if minutes < 0 || minutes > mostMinutes {
		r.wrong("minutes", "From 0 to %d minutes.", mostMinutes)
	}
	return minutes
}
