package api

import (
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Notification is something that a user is told on screen.
type Notification struct {
	ID          id.Notification      `json:"id" format:"uuid"`
	Kind        crm.NotificationKind `json:"kind" enum:"mentioned,reminder,assigned,job,voicemail"`
	Noun        string               `json:"noun" doc:"Of the record that it is about, such as ticket. A note's mention is about its contact."`
	RecordID    uuid.UUID            `json:"recordId" format:"uuid"`
	ActorID     *id.User             `json:"actorId" format:"uuid" doc:"Who did it; null where Ringbook itself did."`
	ActorName   string               `json:"actorName"`
	Title       string               `json:"title" doc:"The record's name; empty where it is gone."`
	Text        string               `json:"text" doc:"How the mention begins to read, or how the job ended."`
	ContactID   *id.Contact          `json:"contactId" format:"uuid" doc:"The record's contact, where it has one."`
	ContactName string               `json:"contactName"`
	DueAt       *time.Time           `json:"dueAt" doc:"Of an activity or a ticket."`
	CreatedAt   time.Time            `json:"createdAt"`
	ReadAt      *time.Time           `json:"readAt"`
}

// NotificationOf is the wire form of a notification.
func NotificationOf(n crm.Notification) Notification {
	return Notification{
		ID: n.ID, Kind: n.Kind, Noun: n.Noun, RecordID: n.RecordID, ActorID: n.ActorID, ActorName: n.ActorName,
		Title: n.Title, Text: n.Text, ContactID: n.ContactID, ContactName: n.ContactName, DueAt: utc(n.DueAt),
		CreatedAt: n.CreatedAt.UTC(), ReadAt: utc(n.ReadAt),
	}
}

// NotificationsRead says which notifications were read.
type NotificationsRead struct {
	IDs []id.Notification `json:"ids,omitempty" nullable:"false" maxItems:"200" doc:"These; or else all."`
	All bool              `json:"all,omitempty"`
}

// Record is the reading as crm takes it.
func (r NotificationsRead) Record() crm.NotificationRead {
	return crm.NotificationRead{IDs: r.IDs, All: r.All}
}

// NotificationCount is how many notifications wait to be read.
type NotificationCount struct {
	Unread int64 `json:"unread" doc:"Counted to a thousand."`
}
