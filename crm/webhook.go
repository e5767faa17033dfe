package crm

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	mathrand "math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// WebhookEvent names a kind of change that webhooks are told of.
type WebhookEvent string

// The events. A merge moves what belongs to the duplicate; that is told once,
// by contact.merged, and not for each record that moved.
const (
	EventContactCreated  WebhookEvent = "contact.created"
	EventContactUpdated  WebhookEvent = "contact.updated"
	EventContactMerged   WebhookEvent = "contact.merged"
	EventContactArchived WebhookEvent = "contact.archived"
	EventContactDeleted  WebhookEvent = "contact.deleted"
	EventContactErased   WebhookEvent = "contact.erased"
	EventCustomerCreated WebhookEvent = "customer.created"
	EventCustomerUpdated WebhookEvent = "customer.updated"
	EventTicketCreated   WebhookEvent = "ticket.created"
	EventTicketUpdated   WebhookEvent = "ticket.updated"
	EventTicketReplied   WebhookEvent = "ticket.replied"
	EventDealCreated     WebhookEvent = "deal.created"
	EventDealUpdated     WebhookEvent = "deal.updated"
	EventDealWon         WebhookEvent = "deal.won"
	EventDealLost        WebhookEvent = "deal.lost"
	EventDealDeleted     WebhookEvent = "deal.deleted"
	EventActivityCreated WebhookEvent = "activity.created"
	EventActivityUpdated WebhookEvent = "activity.updated"
	EventActivityDone    WebhookEvent = "activity.done"
	EventActivityDeleted WebhookEvent = "activity.deleted"
	EventCallEnded       WebhookEvent = "call.ended"
	EventCallUpdated     WebhookEvent = "call.updated"
	// EventPing is sent when an admin tries a webhook; nobody subscribes to it.
	EventPing WebhookEvent = "ping"
)

// WebhookEvents are the events that a webhook may ask for.
func WebhookEvents() []WebhookEvent {
	return []WebhookEvent{
		EventContactCreated, EventContactUpdated, EventContactMerged, EventContactArchived, EventContactDeleted, EventContactErased,
		EventCustomerCreated, EventCustomerUpdated,
		EventTicketCreated, EventTicketUpdated, EventTicketReplied,
		EventDealCreated, EventDealUpdated, EventDealWon, EventDealLost, EventDealDeleted,
		EventActivityCreated, EventActivityUpdated, EventActivityDone, EventActivityDeleted,
		EventCallEnded, EventCallUpdated,
	}
}

// Event is the webhook event that a change amounts to; empty where it is none.
func (c Change) Event() WebhookEvent {
	switch c.Noun + " " + c.Action {
	case "contact merge", "contact undo_merge":
		return EventContactMerged
	case "contact archive":
		return EventContactArchived
	case "contact erase":
		return EventContactErased
	case "contact restore", "contact confirm":
		return EventContactUpdated
	case "ticket reply":
		return EventTicketReplied
	case "deal win":
		return EventDealWon
	case "deal lose":
		return EventDealLost
	case "deal reopen":
		return EventDealUpdated
	case "activity update":
		if slices.ContainsFunc(c.Fields, func(f FieldChange) bool { return f.Field == "doneAt" && f.Old == "" }) {
			return EventActivityDone
		}
		return EventActivityUpdated
	}
	verbs := map[string]string{"create": "created", "update": "updated", "delete": "deleted"}
	if event := WebhookEvent(c.Noun + "." + verbs[c.Action]); slices.Contains(WebhookEvents(), event) {
		return event
	}
	return ""
}

// ContactMerge is what contact.merged tells: both contacts as the merge, or its
// undoing, left them.
type ContactMerge struct {
	MergeID             string
	Survivor, Duplicate Contact
	Undone              bool
}

// Webhook is an address that is told of changes.
type Webhook struct {
	ID     id.Webhook
	Name   string
	URL    string
	Events []WebhookEvent
	Active bool
	// Stopped is why Ringbook itself switched the webhook off; empty where it did not.
	Stopped WebhookStop
	// Hint is how the secret begins, so that people tell secrets apart.
	Hint string
	// OldSecretUntil is until when the secret before this one signs too.
	OldSecretUntil *time.Time
	// FailingSince is the first failure after the last success.
	FailingSince *time.Time
	// Last is the newest delivery; nil where there was none.
	Last      *WebhookDelivery
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int64
}

// WebhookStop is why Ringbook switched a webhook off.
type WebhookStop string

// The reasons.
const (
	// WebhookStopGone is the receiver's answer 410.
	WebhookStopGone WebhookStop = "gone"
	// WebhookStopFailing is nothing but failures for days.
	WebhookStopFailing WebhookStop = "failing"
)

// WebhookPatience is how long a webhook may do nothing but fail.
const WebhookPatience = 5 * 24 * time.Hour

// WebhookOldSecret is how long the secret before the last one signs too.
const WebhookOldSecret = 24 * time.Hour

// MostWebhooks bounds what one change can set off.
const MostWebhooks = 20

// WebhookProblem is why a delivery failed.
type WebhookProblem string

// The problems.
const (
	WebhookRefused     WebhookProblem = "refused_address"
	WebhookUnknownHost WebhookProblem = "unknown_host"
	WebhookUnreachable WebhookProblem = "unreachable"
	WebhookTimeout     WebhookProblem = "timeout"
	WebhookTLS         WebhookProblem = "tls"
	WebhookRedirect    WebhookProblem = "redirect"
	WebhookGone        WebhookProblem = "gone"
	WebhookStatus      WebhookProblem = "status"
	// WebhookSwitchedOff is a webhook that was switched off before its turn came.
	WebhookSwitchedOff WebhookProblem = "switched_off"
)

// WebhookDeliveryStatus is how far a delivery has come.
type WebhookDeliveryStatus string

// The statuses.
const (
	WebhookPending   WebhookDeliveryStatus = "pending"
	WebhookDelivered WebhookDeliveryStatus = "delivered"
	WebhookFailed    WebhookDeliveryStatus = "failed"
)

// WebhookDelivery is one message to one webhook.
type WebhookDelivery struct {
	ID        id.WebhookDelivery
	Org       id.Org
	WebhookID id.Webhook
	Event     WebhookEvent
	// Record is the record as it was when it changed, or a ContactMerge.
	Record     json.RawMessage
	Status     WebhookDeliveryStatus
	Attempts   int32
	HTTPStatus int32
	Problem    WebhookProblem
	// Detail is what there is to say of the problem beyond its kind.
	Detail string
	// Response is how the last answer began.
	Response    string
	Took        time.Duration
	CreatedAt   time.Time
	TriedAt     *time.Time
	NextTryAt   *time.Time
	DeliveredAt *time.Time
}

// WebhookRequest is a message on its way out.
type WebhookRequest struct {
	ID      string
	URL     string
	Secrets []string
	Body    []byte
	At      time.Time
}

// WebhookAnswer is what became of a request. Problem is empty on success.
type WebhookAnswer struct {
	Status  int
	Problem WebhookProblem
	Detail  string
	Body    string
	Took    time.Duration
	// Busy says that nothing was sent: enough is on its way to this host.
	Busy bool
}

// WebhookSender sends messages. *webhook.Client satisfies it.
type WebhookSender interface {
	// Check refuses an address that messages never go to.
	Check(target string) error
	Send(ctx context.Context, request WebhookRequest) WebhookAnswer
}

// WebhookDraft is a webhook to be made.
type WebhookDraft struct {
	Name   string
	URL    string
	Events []WebhookEvent
	Active bool
}

// WebhookChange is any subset of a webhook's fields. Switching it on clears what
// it was stopped for.
type WebhookChange struct {
	Name   Optional[string]
	URL    Optional[string]
	Events Optional[[]WebhookEvent]
	Active Optional[bool]
}

// Prepare returns the draft cleaned.
func (d WebhookDraft) Prepare() (WebhookDraft, error) {
	var r review
	d.Name = r.required("name", d.Name, maxName)
	d.URL = r.webhookURL(d.URL)
	d.Events = r.webhookEvents(d.Events)
	return d, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c WebhookChange) Prepare() (WebhookChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxName) })
	set(&c.URL, r.webhookURL)
	set(&c.Events, r.webhookEvents)
	return c, r.err()
}

// Change returns the webhook with a prepared change applied.
func (w Webhook) Change(change WebhookChange) Webhook {
	take(&w.Name, change.Name)
	take(&w.URL, change.URL)
	take(&w.Events, change.Events)
	take(&w.Active, change.Active)
	if w.Active {
		w.Stopped = ""
	}
	if change.Active.Value || change.URL.Set {
		w.FailingSince = nil
	}
	return w
}

const maxURL = 2000

// webhookURL reads an address. What may not be reached is the sender's to say.
func (r *review) webhookURL(text string) string {
	before := len(r.fields)
	text = r.required("url", text, maxURL)
	if len(r.fields) > before {
		return text
	}
	parsed, err := url.Parse(text)
	switch {
	case err != nil, parsed.Hostname() == "", parsed.Scheme != "http" && parsed.Scheme != "https":
		r.wrong("url", "An address such as https://example.com/hook.")
	case parsed.User != nil:
		r.wrong("url", "No user name or password in the address; check the signature instead.")
	case parsed.Fragment != "":
		r.wrong("url", "No # in the address; it would not be sent.")
	case parsed.Port() != "":
		if port, err := strconv.ParseUint(parsed.Port(), 10, 16); err != nil || port == 0 {
			r.wrong("url", "A port from 1 to 65535.")
		}
	}
	return text
}

func (r *review) webhookEvents(events []WebhookEvent) []WebhookEvent {
	events = distinct(events)
	if len(events) == 0 {
		r.wrong("events", "At least one event.")
	}
	for _, event := range events {
		if !slices.Contains(WebhookEvents(), event) {
			r.wrong("events", "There is no event of that name.")
			break
		}
	}
	slices.Sort(events)
	return events
}

// WebhookChanged is the change that an action made to a webhook; secrets stay out of it.
func WebhookChanged(action string, before, after Webhook) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("url", before.URL, after.URL)
	d.text("events", joined(before.Events, WebhookEvent.text), joined(after.Events, WebhookEvent.text))
	d.flag("active", before.Active, after.Active)
	return Change{Action: action, Noun: "webhook", Record: after.ID.UUID, Name: after.Name, Fields: d}
}

func (e WebhookEvent) text() string { return string(e) }

const (
	webhookSecretPrefix = "whsec_"
	webhookSecretBytes  = 32
	webhookHintLength   = len(webhookSecretPrefix) + 4
)

// NewWebhookSecret makes what a webhook's messages are signed with.
func NewWebhookSecret() string {
	random := make([]byte, webhookSecretBytes)
	_, _ = rand.Read(random) // never fails: it ends the program instead
	return webhookSecretPrefix + base64.StdEncoding.EncodeToString(random)
}

// WebhookHint is how a secret begins.
func WebhookHint(secret string) string {
	return strings.Clone(secret[:min(len(secret), webhookHintLength)])
}

// WebhookWait is how long to wait after the given attempt failed, the first
// being 1, and false once it was the last. About three days pass in all. The
// jitter keeps what failed together from coming back together.
func WebhookWait(attempt int) (time.Duration, bool) {
	waits := []time.Duration{
		5 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute,
		2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
	}
	if attempt < 1 || attempt > len(waits) {
		return 0, false
	}
	wait := waits[attempt-1]
	const spread = 5 // a fifth
	return wait + mathrand.N(wait/spread), true
}
