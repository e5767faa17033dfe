package crm

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// longest is how much of a text the audit log keeps: enough to recognise it.
const longest = 300

// long notes a text that may fill pages.
func (d *diff) long(field, before, after string) {
	if before != after {
		d.text(field, shortened(before), shortened(after))
	}
}

func shortened(text string) string {
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:longest]) + "…"
}

// named notes another record that a field refers to, by its name.
func named[T interface {
	comparable
	String() string
}](d *diff, field string, beforeID, afterID *T, before, after string,
) {
	if ref(beforeID) != ref(afterID) {
		d.text(field, before, after)
	}
}

func (d *diff) time(field string, before, after *time.Time) {
	d.text(field, moment(before), moment(after))
}

func moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// Label is how people name the ticket.
func (t Ticket) Label() string { return "#" + strconv.FormatInt(t.Number, 10) + " " + t.Subject }

// TicketChanged is the change that an action made to a ticket.
func TicketChanged(action string, before, after Ticket) Change {
	var d diff
	d.text("subject", before.Subject, after.Subject)
	d.long("description", before.Description, after.Description)
	d.text("status", string(before.Status), string(after.Status))
	d.text("priority", before.Priority, after.Priority)
	named(&d, "contact", before.ContactID, after.ContactID, before.ContactName, after.ContactName)
	named(&d, "customer", before.CustomerID, after.CustomerID, before.CustomerName, after.CustomerName)
	d.text("assigneeId", ref(before.AssigneeID), ref(after.AssigneeID))
	d.time("dueAt", before.DueAt, after.DueAt)
	return Change{Action: action, Noun: "ticket", Record: after.ID.UUID, Name: after.Label(), Fields: d, State: after}
}

// TicketAnswered is that somebody wrote into a ticket: the fact and how much. The
// words stay in the conversation, where an internal note is seen by those who may.
func TicketAnswered(ticket Ticket, message TicketMessage) Change {
	action := "reply"
	if message.Kind == TicketInternal {
		action = "internal_note"
	}
	return Change{
		Action: action, Noun: "ticket", Record: ticket.ID.UUID, Name: ticket.Label(),
		Detail: map[string]string{"length": length(message.Body)}, State: message,
	}
}

func length(text string) string { return strconv.Itoa(len([]rune(text))) }

// CallCorrected is the change that people made to a call, except for its notes,
// which are saved while they type.
func CallCorrected(before, after LoggedCall) Change {
	var d diff
	named(&d, "contact", before.ContactID, after.ContactID, before.ContactName, after.ContactName)
	d.text("disposition", before.Disposition, after.Disposition)
	return Change{
		Action: "update", Noun: "call", Record: after.ID.UUID, Name: after.From.Number.Raw + " → " + after.To.Number.Raw, Fields: d,
		ContactID: after.ContactID, State: after,
	}
}

// NoteChanged is that a note was made, edited, pinned or deleted. What it says is
// for agents only and may have been deleted on purpose, so the log keeps the fact
// and how long it was.
func NoteChanged(action string, before, after Note, contact string) Change {
	change := Change{Action: action, Noun: "note", Record: after.ID.UUID, Name: contact, ContactID: &after.ContactID}
	switch action {
	case "update":
		var d diff
		if before.Body != after.Body {
			// Also where only the words differ and not their number.
			d = append(d, FieldChange{Field: "length", Old: length(before.Body), New: length(after.Body)})
		}
		d.flag("pinned", before.Pinned, after.Pinned)
		change.Fields = d
	default:
		change.Detail = map[string]string{"length": length(after.Body)}
	}
	return change
}

// DealChanged is the change that an action made to a deal.
func DealChanged(action string, before, after Deal) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("pipeline", before.Pipeline, after.Pipeline)
	d.text("stage", before.Stage, after.Stage)
	d.text("amount", before.Amount.text(), after.Amount.text())
	d.text("status", string(before.Status), string(after.Status))
	d.text("closedReason", before.ClosedReason, after.ClosedReason)
	d.text("expectedClose", before.ExpectedClose, after.ExpectedClose)
	d.text("ownerId", ref(before.OwnerID), ref(after.OwnerID))
	named(&d, "customer", before.CustomerID, after.CustomerID, before.CustomerName, after.CustomerName)
	d.text("contacts", joined(before.Contacts, DealContact.text), joined(after.Contacts, DealContact.text))
	return Change{Action: action, Noun: "deal", Record: after.ID.UUID, Name: after.Name, Fields: d, State: after}
}

// DealDeleted is what a deal was that is no more.
func DealDeleted(gone Deal) Change {
	change := DealChanged("delete", gone, Deal{ID: gone.ID, Amount: Money{Currency: gone.Amount.Currency}})
	change.Name, change.State = gone.Name, gone
	return change
}

func (m Money) text() string {
	if m.Minor == 0 {
		return ""
	}
	return m.String() + " " + m.Currency
}

func (c DealContact) text() string { return labelled(c.Name, c.Role) }

// ActivityChanged is the change that an action made to an activity.
func ActivityChanged(action string, before, after Activity) Change {
	var d diff
	d.text("kind", string(before.Kind), string(after.Kind))
	d.text("subject", before.Subject, after.Subject)
	d.long("body", before.Body, after.Body)
	named(&d, "contact", before.ContactID, after.ContactID, before.ContactName, after.ContactName)
	named(&d, "customer", before.CustomerID, after.CustomerID, before.CustomerName, after.CustomerName)
	d.text("assigneeId", ref(before.AssigneeID), ref(after.AssigneeID))
	d.time("dueAt", before.DueAt, after.DueAt)
	d.text("minutes", minutes(before.Minutes), minutes(after.Minutes))
	d.time("remindAt", before.RemindAt, after.RemindAt)
	d.time("doneAt", before.DoneAt, after.DoneAt)
	change := Change{Action: action, Noun: "activity", Record: after.ID.UUID, Name: after.Subject, Fields: d, State: after}
	change.ContactID = after.ContactID
	return change
}

// ActivityDeleted is what an activity was that is no more.
func ActivityDeleted(gone Activity) Change {
	change := ActivityChanged("delete", gone, Activity{ID: gone.ID})
	change.Name, change.ContactID, change.State = gone.Subject, gone.ContactID, gone
	return change
}

func minutes(n int32) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n))
}

// PipelineChanged is the change that an action made to a pipeline.
func PipelineChanged(action string, before, after Pipeline) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	if before.Position != 0 {
		d.text("position", strconv.Itoa(int(before.Position)), strconv.Itoa(int(after.Position)))
	}
	d.text("stages", joined(before.Stages, Stage.text), joined(after.Stages, Stage.text))
	return Change{Action: action, Noun: "pipeline", Record: after.ID.UUID, Name: after.Name, Fields: d}
}

func (s Stage) text() string { return fmt.Sprintf("%s %d %%", s.Name, s.Probability) }

// TrunkChanged is the change that an action made to a trunk. Of the password it
// says only that there is another one.
func TrunkChanged(action string, before, after callsvc.Trunk) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("country", before.Country, after.Country)
	d.text("addresses", joined(before.Addresses, netip.Prefix.String), joined(after.Addresses, netip.Prefix.String))
	d.text("proxy", before.Proxy, after.Proxy)
	d.text("transport", before.Transport, after.Transport)
	d.text("domain", before.Domain, after.Domain)
	d.flag("register", before.Register, after.Register)
	d.text("username", before.Username, after.Username)
	d.text("callerId", before.CallerID, after.CallerID)
	d.flag("enabled", before.Enabled, after.Enabled)
	d.text("priority", strconv.Itoa(int(before.Priority)), strconv.Itoa(int(after.Priority)))
	d.text("maxCalls", strconv.Itoa(int(before.MaxCalls)), strconv.Itoa(int(after.MaxCalls)))
	d.flag("bareE164", before.BareE164, after.BareE164)
	d.flag("withhold", before.Withhold, after.Withhold)
	d.text("optionsSeconds", strconv.Itoa(int(before.OptionsSeconds)), strconv.Itoa(int(after.OptionsSeconds)))
	d.text("callerIds", callersText(before.CallerIDs), callersText(after.CallerIDs))
	change := Change{Action: action, Noun: "trunk", Record: after.ID.UUID, Name: after.Name, Fields: d}
	if before.Password != after.Password {
		change.Detail = map[string]string{"password": "changed"}
	}
	return change
}

// callersText lists the numbers shown by country, in one order.
func callersText(callers map[string]string) string {
	var all []string
	for _, country := range slices.Sorted(maps.Keys(callers)) {
		all = append(all, country+" "+callers[country])
	}
	return strings.Join(all, ", ")
}

// NumberChanged is the change that an action made to a number.
func NumberChanged(action string, before, after callsvc.DID, name Namer) Change {
	var d diff
	d.text("e164", before.E164, after.E164)
	d.text("label", before.Label, after.Label)
	d.text("queue", name(callsvc.Destination{QueueID: before.QueueID}), name(callsvc.Destination{QueueID: after.QueueID}))
	d.text("userId", ref(before.UserID), ref(after.UserID))
	d.text("menu", name(callsvc.Destination{MenuID: before.MenuID}), name(callsvc.Destination{MenuID: after.MenuID}))
	d.text("hoursId", ref(before.HoursID), ref(after.HoursID))
	d.text("closed", name(before.Closed), name(after.Closed))
	d.text("unanswered", name(before.Unanswered), name(after.Unanswered))
	return Change{Action: action, Noun: "number", Record: after.ID.UUID, Name: after.E164, Fields: d}
}

// QueueChanged is the change that an action made to a queue; user names its members.
func QueueChanged(action string, before, after callsvc.Queue, user func(id.User) string, name Namer) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("ringTimeout", span(before.RingTimeout), span(after.RingTimeout))
	d.text("members", joined(before.Members, user), joined(after.Members, user))
	d.routed(before, after, name)
	return Change{Action: action, Noun: "queue", Record: after.ID.UUID, Name: after.Name, Fields: d}
}

func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
