package crm

import (
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
)

// NotificationKind says why a user is told something.
type NotificationKind string

// The kinds of notification.
const (
	// NotifyMentioned tells who was mentioned in a note or an internal message.
	NotifyMentioned NotificationKind = "mentioned"
	// NotifyReminder is an activity's reminder.
	NotifyReminder NotificationKind = "reminder"
	// NotifyAssigned tells who a ticket, deal or activity was given to.
	NotifyAssigned NotificationKind = "assigned"
	// NotifyVoicemail tells that a caller left a message.
	NotifyVoicemail NotificationKind = "voicemail"
	// NotifyJob tells that work in the background is done, such as an import, or
	// has ended, such as a webhook that nobody answers.
	NotifyJob NotificationKind = "job"
)

// Notification is something that a user is told on screen.
type Notification struct {
	ID     id.Notification
	UserID id.User
	Kind   NotificationKind
	// Noun and RecordID name what it is about; a note's mention is about the
	// note's contact.
	Noun     string
	RecordID uuid.UUID
	// SourceID is the note or message that a mention stands in.
	SourceID  *uuid.UUID
	ActorID   *id.User
	ActorName string
	// Title is the record's name, empty where the record is gone.
	Title string
	// Text is what there is to say beside it: how the mention reads, how a job ended.
	Text string
	// ContactID is the contact of the record, where it has one.
	ContactID   *id.Contact
	ContactName string
	// DueAt is when the activity or ticket is due.
	DueAt     *time.Time
	CreatedAt time.Time
	ReadAt    *time.Time
}

// OwnDoing reports that the actor did it and knows it. A reminder and a job are
// news to who asked for them.
func (n Notification) OwnDoing(actor Actor) bool {
	return n.UserID == actor.User && (n.Kind == NotifyMentioned || n.Kind == NotifyAssigned)
}

// NotificationFilter narrows the list of notifications; zero fields do not.
type NotificationFilter struct {
	Unread bool
}

// NotificationRead says which notifications were read.
type NotificationRead struct {
	IDs []id.Notification
	All bool
}

// mostRead is as many as a page of the list has.
const mostRead = 200

// Prepare refuses what names nothing, or too much at once.
func (r NotificationRead) Prepare() (NotificationRead, error) {
	var review review
	if len(r.IDs) > mostRead {
		review.wrong("ids", "At most %d at once.", mostRead)
	}
	if r.All == (len(r.IDs) > 0) {
		review.wrong("ids", "Give either ids or all.")
	}
	return r, review.err()
}
