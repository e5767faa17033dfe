package id

import (
	"fmt"

	"github.com/google/uuid"
)

type (
	// Org identifies an organisation: the tenant that owns every other record.
	Org struct{ uuid.UUID }
	// User identifies a person who logs in.
	User struct{ uuid.UUID }
	// Session identifies one login of a user.
	Session struct{ uuid.UUID }
	// Contact identifies a person outside the organisation.
	Contact struct{ uuid.UUID }
	// Customer identifies a company that contacts belong to.
	Customer struct{ uuid.UUID }
	// Ticket identifies a problem to solve.
	Ticket struct{ uuid.UUID }
	// Note identifies an internal note.
	Note struct{ uuid.UUID }
	// Call identifies a call: what joins legs. It is never a SIP Call-ID.
	Call struct{ uuid.UUID }
	// Leg identifies one dialog with one party.
	Leg struct{ uuid.UUID }
	// Trunk identifies the way to one carrier or PBX.
	Trunk struct{ uuid.UUID }
	// Number identifies a DID that the organisation owns.
	Number struct{ uuid.UUID }
	// Queue identifies a group of agents who are rung together.
	Queue struct{ uuid.UUID }
	// TicketMessage identifies a reply or an internal note in a ticket.
	TicketMessage struct{ uuid.UUID }
	// Pipeline identifies the way that deals of one kind go.
	Pipeline struct{ uuid.UUID }
	// Stage identifies one step of a pipeline.
	Stage struct{ uuid.UUID }
	// Deal identifies a sale in a pipeline.
	Deal struct{ uuid.UUID }
	// Activity identifies a call, email, meeting or task, planned or done.
	Activity struct{ uuid.UUID }
	// CalendarFeed identifies the secret link to a user's calendar.
	CalendarFeed struct{ uuid.UUID }
	// Merge identifies the merge of two contacts.
	Merge struct{ uuid.UUID }
	// Token identifies an API token.
	Token struct{ uuid.UUID }
	// Webhook identifies an address that is told of changes.
	Webhook struct{ uuid.UUID }
	// WebhookDelivery identifies one message to one webhook.
	WebhookDelivery struct{ uuid.UUID }
	// CustomField identifies a field that an organisation added to its contacts.
	CustomField struct{ uuid.UUID }
	// Tag identifies a label of contacts.
	Tag struct{ uuid.UUID }
	// Import identifies a file of contacts on its way into the organisation.
	Import struct{ uuid.UUID }
	// AuditEntry identifies one line of the audit log.
	AuditEntry struct{ uuid.UUID }
	// Notification identifies something that a user is told on screen.
	Notification struct{ uuid.UUID }
	// View identifies filters, order and columns of a list that a user keeps.
	View struct{ uuid.UUID }
	// BulkEdit identifies one edit of many contacts.
	BulkEdit struct{ uuid.UUID }
	// Recording identifies a stretch of a call that was recorded.
	Recording struct{ uuid.UUID }
	// RecordingRule identifies a rule of what is recorded.
	RecordingRule struct{ uuid.UUID }
	// Hours identifies business hours.
	Hours struct{ uuid.UUID }
	// Menu identifies what callers choose from by key.
	Menu struct{ uuid.UUID }
	// Sound identifies something that callers hear.
	Sound struct{ uuid.UUID }
	// Voicemail identifies a message that a caller left.
	Voicemail struct{ uuid.UUID }
	// Callback identifies a caller who is to be called back.
	Callback struct{ uuid.UUID }
)

// Kind is the constraint of all identifier types.
type Kind interface{ ~struct{ uuid.UUID } }

// New returns a fresh identifier. It panics only when the system has no
// randomness left, which uuid treats the same way.
func New[T Kind]() T { return T(struct{ uuid.UUID }{uuid.Must(uuid.NewV7())}) }

// Parse reads the canonical text form. The error names the text.
func Parse[T Kind](text string) (T, error) {
	parsed, err := uuid.Parse(text)
	if err != nil {
		return T{}, fmt.Errorf("parse identifier %q: %w", text, err)
	}
	return T(struct{ uuid.UUID }{parsed}), nil
}
