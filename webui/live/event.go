package live

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// Types of event beside those of callsvc, on the same bus subjects.
const (
	// EventContactUpdated carries api.ContactUpdated to the browsers as it is.
	EventContactUpdated = "contact.updated"
	// EventContactMerged carries api.ContactMerged to the browsers as it is.
	EventContactMerged = "contact.merged"
	// EventRecordUpdated carries api.RecordUpdated to the browsers as it is.
	EventRecordUpdated = "record.updated"
	// EventNotificationCreated carries api.Notification to the user's browsers as it is.
	EventNotificationCreated = "notification.created"
	// EventNotificationRead carries api.NotificationRead to the user's browsers as it is.
	EventNotificationRead = "notification.read"
	// EventJobUpdated carries api.JobUpdated to the browsers of one user as it is.
	EventJobUpdated = "job.updated"
	// EventListsUpdated carries api.ListsUpdated to the browsers as it is.
	EventListsUpdated = "lists.updated"
	// EventSessionEnded carries SessionEnded to the hubs, and never to a browser.
	EventSessionEnded = "session.ended"

	eventHello     = "hello"
	eventRTCAnswer = "rtc.answer"
)

// SessionEnded names the session that was revoked or, with All, the one that was not.
type SessionEnded struct {
	Session id.Session
	All     bool
}

// ends says whether a session is among those that ended.
func (e SessionEnded) ends(session id.Session) bool { return (e.Session == session) != e.All }

// callNames is what a call's first event told of it and later ones leave out.
type callNames struct {
	contact *id.Contact
	name    string
	company string
	line    string
	queue   string
}

// callsKnown bounds the names kept, should ends be missed.
const callsKnown = 64

// greet sends hello and how the others stand, outside the queue: a large
// organisation has more people than the queue has slots.
func (c *conn) greet(ctx context.Context) error {
	now := c.hub.deps.Now()
	names := c.hub.userNames(ctx, c.actor)
	presences := c.hub.deps.Calls.Presences(c.actor.Org)
	own := callsvc.Presence{UserID: c.actor.User, Status: callsvc.PresenceAvailable, Since: now}
	for _, presence := range presences {
		if presence.UserID == c.actor.User {
			own = presence
		}
	}
	hello := api.Hello{
		NodeID: c.hub.cfg.Node, SessionID: c.phone.ID(), UserID: c.actor.User, Presence: presenceOf(own, names),
	}
	if err := c.writeValue(eventHello, hello); err != nil {
		return err
	}
	for _, presence := range presences {
		if err := c.writeValue(callsvc.EventPresenceUpdated, presenceOf(presence, names)); err != nil {
			return err
		}
	}
	return nil
}

func (c *conn) writeValue(kind string, value any) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode %s: %w", kind, err)
	}
	return c.writeMessage(kind, encoded)
}

// translate turns an event of the bus into the contract's data; nil where
// browsers are not told.
func (c *conn) translate(ctx context.Context, event callsvc.UserEvent) (json.RawMessage, error) {
	switch event.Type {
	case callsvc.EventCallOffered:
		return through(event, func(offered callsvc.OfferedEvent) any { return c.offered(ctx, offered) })
	case callsvc.EventCallUpdated:
		return through(event, func(updated callsvc.CallUpdated) any { return c.updated(ctx, updated) })
	case callsvc.EventCallEnded:
		return through(event, func(ended callsvc.CallEnded) any { return c.ended(ctx, ended) })
	case callsvc.EventPresenceUpdated:
		return through(event, func(presence callsvc.Presence) any {
			return presenceOf(presence, c.hub.userNames(ctx, c.actor))
		})
	case callsvc.EventBoardUpdated:
		// It says nothing but that there is news, and only to who may read the board.
		if !c.actor.Role.AtLeast(crm.RoleSupervisor) {
			return nil, nil
		}
		return event.Data, nil
	case callsvc.EventRTCCandidate, EventContactUpdated, EventContactMerged, EventRecordUpdated, eventRTCAnswer,
		EventNotificationCreated, EventNotificationRead, EventJobUpdated, EventListsUpdated:
		return event.Data, nil
	}
	return nil, nil
}

// through decodes the event's data, converts it and encodes the result.
func through[T any](event callsvc.UserEvent, convert func(T) any) (json.RawMessage, error) {
	var data T
	if err := json.Unmarshal(event.Data, &data); err != nil {
		return nil, fmt.Errorf("decode %s: %w", event.Type, err)
	}
	encoded, err := json.Marshal(convert(data))
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", event.Type, err)
	}
	return encoded, nil
}

func (c *conn) offered(ctx context.Context, event callsvc.OfferedEvent) api.CallOffered {
	c.remember(event.Call, event.Matches, event.Line, event.QueueName)
	cards, err := c.hub.cards(ctx, c.actor, event.Call.ID, event.Matches)
	offered := api.CallOffered{
		Call: c.call(ctx, event.Call), Line: event.Line, QueueName: event.QueueName, TimeoutAt: event.TimeoutAt.UTC(),
		TransferredBy:     named(event.TransferredBy, event.TransferredByName),
		LookupUnavailable: event.LookupUnavailable || err != nil,
		Matches:           matchesOf(event.Matches, cards),
	}
	offered.OpenTickets, offered.RecentCalls = historyOf(event.Matches, cards, c.hub.deps.Now())
	return offered
}

func (c *conn) updated(ctx context.Context, event callsvc.CallUpdated) api.CallUpdated {
	c.remember(event.Call, event.Matches, "", "")
	updated := api.CallUpdated{
		Call: c.call(ctx, event.Call), Problem: event.Problem, Muted: event.Muted, Ringback: event.Ringback,
		TransferTo: named(event.TransferTo, event.TransferToName), TransferProblem: event.TransferProblem,
		Recording: event.Recording, Recordable: string(event.RecordingMode),
		SendingDigits: event.SendingDigits,
		AudioOwner:    event.AudioOwner, AnsweredBy: named(event.AnsweredBy, event.AnsweredByName),
	}
	if len(event.Matches) > 0 {
		// Without the records the matches still say who it is.
		cards, _ := c.hub.cards(ctx, c.actor, event.Call.ID, event.Matches)
		updated.Matches = matchesOf(event.Matches, cards)
	}
	return updated
}

func (c *conn) ended(ctx context.Context, event callsvc.CallEnded) api.CallEnded {
	ended := api.CallEnded{
		Call: c.call(ctx, event.Call), AnsweredBy: named(event.AnsweredBy, event.AnsweredByName),
	}
	delete(c.known, event.Call.ID)
	return ended
}

// remember keeps the names of a call for the events that leave them out.
func (c *conn) remember(call callsvc.Call, matches []callsvc.Match, line, queue string) {
	names := c.known[call.ID]
	if line != "" {
		names.line = line
	}
	if queue != "" {
		names.queue = queue
	}
	for i := range matches {
		if call.ContactID != nil && matches[i].ContactID == *call.ContactID {
			names.contact, names.name, names.company = call.ContactID, matches[i].Name, matches[i].Company
		}
	}
	if len(c.known) >= callsKnown {
		clear(c.known)
	}
	c.known[call.ID] = names
}

// call is the wire form of a live call with the names that are known.
func (c *conn) call(ctx context.Context, call callsvc.Call) api.Call {
	wire := api.CallOf(call, c.hub.deps.Now())
	names := c.known[call.ID]
	if names.line != "" {
		wire.Line = names.line
	}
	wire.QueueName = names.queue
	if call.UserID != nil {
		wire.UserName = c.hub.userNames(ctx, c.actor)[*call.UserID]
	}
	if call.ContactID == nil {
		return wire
	}
	wire.ContactName = call.From.Name
	if call.Direction == callsvc.Outbound {
		wire.ContactName = call.To.Name
	}
	if names.contact != nil && *names.contact == *call.ContactID {
		wire.ContactName, wire.CustomerName = names.name, names.company
	}
	wire.Contact = api.Nullable[api.Named]{Value: &api.Named{ID: call.ContactID.String(), Name: wire.ContactName}}
	return wire
}

func named(user *id.User, name string) api.Nullable[api.Named] {
	if user == nil {
		return api.Nullable[api.Named]{}
	}
	return api.Nullable[api.Named]{Value: &api.Named{ID: user.String(), Name: name}}
}

func presenceOf(presence callsvc.Presence, names map[id.User]string) api.PresenceUpdated {
	wire := api.PresenceOf(presence)
	return api.PresenceUpdated{
		UserID: presence.UserID, Name: names[presence.UserID], Status: wire.Status, Reason: wire.Reason,
		Since: presence.Since.UTC(), OnCall: wire.OnCall,
	}
}
