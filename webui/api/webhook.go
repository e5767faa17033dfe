package api

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Webhook is an address that is told of changes.
type Webhook struct {
	ID             id.Webhook               `json:"id" format:"uuid"`
	Name           string                   `json:"name"`
	URL            string                   `json:"url"`
	Events         []crm.WebhookEvent       `json:"events" nullable:"false" doc:"As listed at /webhooks/events."`
	Active         bool                     `json:"active"`
	State          string                   `json:"state" enum:"active,failing,off,gone,paused" doc:"gone: the receiver answered 410; paused: nothing but failures for days; off: switched off by an admin."`
	SecretHint     string                   `json:"secretHint" doc:"How the secret begins."`
	OldSecretUntil *time.Time               `json:"oldSecretUntil" doc:"Until when the secret before this one signs too."`
	FailingSince   *time.Time               `json:"failingSince"`
	LastDelivery   Nullable[WebhookLastTry] `json:"lastDelivery"`
	CreatedAt      time.Time                `json:"createdAt"`
	UpdatedAt      time.Time                `json:"updatedAt"`
	Version        int64                    `json:"version" doc:"For If-Match."`
}

// WebhookLastTry is the newest delivery in short.
type WebhookLastTry struct {
	ID         id.WebhookDelivery        `json:"id" format:"uuid"`
	Event      crm.WebhookEvent          `json:"event"`
	Status     crm.WebhookDeliveryStatus `json:"status" enum:"pending,delivered,failed"`
	HTTPStatus *int32                    `json:"httpStatus"`
	Problem    *crm.WebhookProblem       `json:"problem" enum:"refused_address,unknown_host,unreachable,timeout,tls,redirect,gone,status,switched_off"`
	At         time.Time                 `json:"at" doc:"Of the last attempt, or of the event before the first."`
}

// WebhookOf is the wire form of a webhook.
func WebhookOf(webhook crm.Webhook) Webhook {
	wire := Webhook{
		ID: webhook.ID, Name: webhook.Name, URL: webhook.URL, Events: webhook.Events, Active: webhook.Active, State: webhookState(webhook),
		SecretHint: webhook.Hint, OldSecretUntil: utc(webhook.OldSecretUntil), FailingSince: utc(webhook.FailingSince),
		CreatedAt: webhook.CreatedAt.UTC(), UpdatedAt: webhook.UpdatedAt.UTC(), Version: webhook.Version,
	}
	if last := webhook.Last; last != nil {
		at := last.CreatedAt
		if last.TriedAt != nil {
			at = *last.TriedAt
		}
		wire.LastDelivery.Value = &WebhookLastTry{
			ID: last.ID, Event: last.Event, Status: last.Status, HTTPStatus: httpStatus(last.HTTPStatus), Problem: orNull(last.Problem), At: at.UTC(),
		}
	}
	return wire
}

func webhookState(webhook crm.Webhook) string {
	switch {
	case webhook.Active && webhook.FailingSince != nil:
		return "failing"
	case webhook.Active:
		return "active"
	case webhook.Stopped == crm.WebhookStopGone:
		return "gone"
	case webhook.Stopped == crm.WebhookStopFailing:
		return "paused"
	}
	return "off"
}

func httpStatus(status int32) *int32 {
	if status == 0 {
		return nil
	}
	return &status
}

// WebhookWithSecret is a webhook and, this once, what its messages are signed with.
type WebhookWithSecret struct {
	Webhook
	Secret string `json:"secret" doc:"Shown only now." example:"whsec_…"`
}

// WebhookDraft is a webhook to be made.
type WebhookDraft struct {
	Name   string             `json:"name" minLength:"1" maxLength:"100"`
	URL    string             `json:"url" minLength:"1" maxLength:"2000" example:"https://example.com/ringbook"`
	Events []crm.WebhookEvent `json:"events" nullable:"false" minItems:"1" maxItems:"50"`
	Active *bool              `json:"active,omitempty" doc:"True when left out."`
}

// Record is the draft as crm takes it.
func (d WebhookDraft) Record() crm.WebhookDraft {
	return crm.WebhookDraft{Name: d.Name, URL: d.URL, Events: d.Events, Active: d.Active == nil || *d.Active}
}

// WebhookPatch is any subset of a webhook's fields.
type WebhookPatch struct {
	Name   Optional[string]             `json:"name,omitzero" nullable:"false" minLength:"1" maxLength:"100"`
	URL    Optional[string]             `json:"url,omitzero" nullable:"false" minLength:"1" maxLength:"2000"`
	Events Optional[[]crm.WebhookEvent] `json:"events,omitzero" nullable:"false"`
	Active Optional[bool]               `json:"active,omitzero" nullable:"false"`
}

// Record is the patch as crm takes it.
func (p WebhookPatch) Record() (crm.WebhookChange, error) {
	if err := refuseNull(map[string]bool{
		"name": p.Name.Null, "url": p.URL.Null, "events": p.Events.Null, "active": p.Active.Null,
	}); err != nil {
		return crm.WebhookChange{}, err
	}
	return crm.WebhookChange{Name: valueOf(p.Name), URL: valueOf(p.URL), Events: valueOf(p.Events), Active: valueOf(p.Active)}, nil
}

// WebhookDelivery is one message to one webhook.
type WebhookDelivery struct {
	ID          id.WebhookDelivery        `json:"id" format:"uuid" doc:"The message's webhook-id."`
	WebhookID   id.Webhook                `json:"webhookId" format:"uuid"`
	Event       crm.WebhookEvent          `json:"event"`
	Status      crm.WebhookDeliveryStatus `json:"status" enum:"pending,delivered,failed"`
	Attempts    int32                     `json:"attempts"`
	HTTPStatus  *int32                    `json:"httpStatus" doc:"Of the last answer."`
	Problem     *crm.WebhookProblem       `json:"problem" enum:"refused_address,unknown_host,unreachable,timeout,tls,redirect,gone,status,switched_off"`
	Detail      string                    `json:"detail" doc:"What there is to say of the problem beyond its kind."`
	Response    string                    `json:"response" doc:"How the last answer began."`
	TookMS      int64                     `json:"tookMs" doc:"How long the last attempt took."`
	CreatedAt   time.Time                 `json:"createdAt"`
	TriedAt     *time.Time                `json:"triedAt"`
	NextTryAt   *time.Time                `json:"nextTryAt"`
	DeliveredAt *time.Time                `json:"deliveredAt"`
	Payload     WebhookMessage            `json:"payload" doc:"The message as it is sent."`
}

// WebhookDeliveryOf is the wire form of a delivery.
func WebhookDeliveryOf(delivery crm.WebhookDelivery) (WebhookDelivery, error) {
	payload, err := WebhookMessageOf(delivery)
	return WebhookDelivery{
		ID: delivery.ID, WebhookID: delivery.WebhookID, Event: delivery.Event, Status: delivery.Status, Attempts: delivery.Attempts,
		HTTPStatus: httpStatus(delivery.HTTPStatus), Problem: orNull(delivery.Problem), Detail: delivery.Detail, Response: delivery.Response,
		TookMS: delivery.Took.Milliseconds(), CreatedAt: delivery.CreatedAt.UTC(), TriedAt: utc(delivery.TriedAt),
		NextTryAt: utc(delivery.NextTryAt), DeliveredAt: utc(delivery.DeliveredAt), Payload: payload,
	}, err
}

// WebhookMessage is what a webhook receives. The names within data are those of
// the API.
type WebhookMessage struct {
	ID             id.WebhookDelivery `json:"id" format:"uuid" doc:"The same in every attempt: a message that is known already may be dropped."`
	Event          crm.WebhookEvent   `json:"event"`
	At             time.Time          `json:"at" doc:"When it happened. Messages may arrive in another order."`
	OrganisationID id.Org             `json:"organisationId" format:"uuid"`
	Data           any                `json:"data"`
}

// WebhookBody is a message as it is sent.
func WebhookBody(delivery crm.WebhookDelivery) ([]byte, error) {
	message, err := WebhookMessageOf(delivery)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(message)
	if err != nil {
		return nil, fmt.Errorf("encode webhook message: %w", err)
	}
	return body, nil
}

// WebhookMessageOf makes a delivery's message from the record kept with it.
func WebhookMessageOf(delivery crm.WebhookDelivery) (WebhookMessage, error) {
	message := WebhookMessage{ID: delivery.ID, Event: delivery.Event, At: delivery.CreatedAt.UTC(), OrganisationID: delivery.Org}
	var err error
	if message.Data, err = webhookData(delivery); err != nil {
		return message, fmt.Errorf("read the record of webhook delivery %s: %w", delivery.ID, err)
	}
	return message, nil
}

// WebhookContactMerge is what contact.merged tells.
type WebhookContactMerge struct {
	MergeID   string  `json:"mergeId" format:"uuid"`
	Survivor  Contact `json:"survivor"`
	Duplicate Contact `json:"duplicate"`
	Undone    bool    `json:"undone" doc:"The merge was taken back."`
}

// webhookCall is a call without what agents noted of it.
type webhookCall struct {
	Call
	// Notes hides the call's.
	Notes *string `json:"notes,omitempty"`
}

func webhookData(delivery crm.WebhookDelivery) (any, error) {
	switch delivery.Event {
	case crm.EventContactMerged:
		return converted(delivery.Record, func(merge crm.ContactMerge) any {
			return WebhookContactMerge{
				MergeID: merge.MergeID, Survivor: ContactOf(merge.Survivor), Duplicate: ContactOf(merge.Duplicate), Undone: merge.Undone,
			}
		})
	case crm.EventContactCreated, crm.EventContactUpdated, crm.EventContactArchived, crm.EventContactDeleted, crm.EventContactErased:
		return converted(delivery.Record, func(contact crm.Contact) any { return ContactOf(contact) })
	case crm.EventCustomerCreated, crm.EventCustomerUpdated:
		return converted(delivery.Record, func(customer crm.Customer) any { return CustomerOf(customer) })
	case crm.EventTicketReplied:
		return converted(delivery.Record, func(reply crm.TicketMessage) any { return TicketMessageOf(reply) })
	case crm.EventTicketCreated, crm.EventTicketUpdated:
		return converted(delivery.Record, func(ticket crm.Ticket) any { return TicketOf(ticket) })
	case crm.EventDealCreated, crm.EventDealUpdated, crm.EventDealWon, crm.EventDealLost, crm.EventDealDeleted:
		return converted(delivery.Record, func(deal crm.Deal) any { return DealOf(deal) })
	case crm.EventActivityCreated, crm.EventActivityUpdated, crm.EventActivityDone, crm.EventActivityDeleted:
		return converted(delivery.Record, func(activity crm.Activity) any { return ActivityOf(activity) })
	case crm.EventCallEnded, crm.EventCallUpdated:
		return converted(delivery.Record, func(call crm.LoggedCall) any {
			return webhookCall{Call: LoggedCallOf(call, delivery.CreatedAt)}
		})
	case crm.EventPing:
	}
	return struct{}{}, nil
}

func converted[T any](record []byte, convert func(T) any) (any, error) {
	var kept T
	if err := json.Unmarshal(record, &kept); err != nil {
		return nil, err //nolint:wrapcheck // the caller names the delivery
	}
	return convert(kept), nil
}

// WebhookEvent describes one event.
type WebhookEvent struct {
	Event       crm.WebhookEvent `json:"event"`
	Description string           `json:"description"`
	Example     WebhookMessage   `json:"example" doc:"A message as it would be sent."`
}
