package api

import (
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// AuditEntry is one line of the audit log.
type AuditEntry struct {
	ID         id.AuditEntry     `json:"id" format:"uuid"`
	At         time.Time         `json:"at"`
	UserID     *id.User          `json:"userId" format:"uuid" doc:"Null where a command of the operator did it."`
	UserName   string            `json:"userName" doc:"As it was then."`
	TokenID    *id.Token         `json:"tokenId" format:"uuid" doc:"The API token it was done with."`
	Action     string            `json:"action" example:"update"`
	Noun       string            `json:"noun" example:"contact"`
	RecordID   *uuid.UUID        `json:"recordId" format:"uuid"`
	RecordName string            `json:"recordName"`
	ContactID  *id.Contact       `json:"contactId" format:"uuid" doc:"The contact to whom a note or an activity belongs."`
	Changes    []crm.FieldChange `json:"changes" nullable:"false"`
	Detail     map[string]string `json:"detail"`
}

// AuditEntryOf is the wire form of a line of the audit log.
func AuditEntryOf(entry crm.AuditEntry) AuditEntry {
	wire := AuditEntry(entry)
	wire.At = entry.At.UTC()
	if wire.Changes == nil {
		wire.Changes = []crm.FieldChange{}
	}
	if wire.Detail == nil {
		wire.Detail = map[string]string{}
	}
	return wire
}
