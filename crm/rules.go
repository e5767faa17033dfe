package crm

import (
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
)

// The bounds of how long a queue rings.
const (
	defaultRingTimeout = 30 * time.Second
	minRingTimeout     = 3 * time.Second
	maxRingTimeout     = 10 * time.Minute
)

// Prepare returns the customer's draft cleaned.
func (d CustomerDraft) Prepare() (CustomerDraft, error) {
	var r review
	d.Name = r.required("name", d.Name, maxCompany)
	d.Website = r.line("website", d.Website, maxSubject)
	d.Phone = r.line("phone", d.Phone, maxShort)
	d.Address = r.body("address", d.Address, maxSubject)
	return d, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c CustomerChange) Prepare() (CustomerChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxCompany) })
	set(&c.Website, func(v string) string { return r.line("website", v, maxSubject) })
	set(&c.Phone, func(v string) string { return r.line("phone", v, maxShort) })
	set(&c.Address, func(v string) string { return r.body("address", v, maxSubject) })
	return c, r.err()
}

// Change returns the customer with a prepared change applied.
func (c Customer) Change(change CustomerChange) Customer {
	take(&c.Name, change.Name)
	take(&c.Website, change.Website)
	take(&c.Phone, change.Phone)
	take(&c.Address, change.Address)
	take(&c.OwnerID, change.OwnerID)
	return c
}

// Known reports whether the status is one of those declared.
func (s TicketStatus) Known() bool {
	return slices.Contains([]TicketStatus{TicketNew, TicketOpen, TicketPending, TicketSolved, TicketClosed}, s)
}

// Prepare returns the ticket's draft cleaned.
func (d TicketDraft) Prepare() (TicketDraft, error) {
	var r review
	d.Subject = r.required("subject", d.Subject, maxSubject)
	d.Description = r.body("description", d.Description, maxBody)
	if d.Priority == "" {
		d.Priority = "normal"
	}
	r.ticketPriority(d.Priority)
	if d.Source == "" {
		d.Source = "manual"
	}
	if !slices.Contains([]string{"manual", "call", "email", "help", "form"}, d.Source) {
		r.wrong("source", "One of manual, call, email, help, form.")
	}
	r.due(d.DueAt)
	return d, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c TicketChange) Prepare() (TicketChange, error) {
	var r review
	set(&c.Subject, func(v string) string { return r.required("subject", v, maxSubject) })
	set(&c.Description, func(v string) string { return r.body("description", v, maxBody) })
	if c.Priority.Set {
		r.ticketPriority(c.Priority.Value)
	}
	if c.Status.Set && !c.Status.Value.Known() {
		r.wrong("status", "One of new, open, pending, solved, closed.")
	}
	if c.DueAt.Set {
		r.due(c.DueAt.Value)
	}
	return c, r.err()
}

func (r *review) ticketPriority(priority string) {
	if !slices.Contains([]string{"low", "normal", "high", "urgent"}, priority) {
		r.wrong("priority", "One of low, normal, high, urgent.")
	}
}

func (r *review) due(at *time.Time) { r.calendar("dueAt", at) }

// calendar refuses years that are a slip of the keyboard, and that no calendar shows.
func (r *review) calendar(field string, at *time.Time) {
	const first, last = 1970, 9999
	if at != nil && (at.UTC().Year() < first || at.UTC().Year() > last) {
		r.wrong(field, "A time between the years %d and %d.", first, last)
	}
}

// Prepare returns the message's draft cleaned.
func (d TicketMessageDraft) Prepare() (TicketMessageDraft, error) {
	var r review
	if d.Kind != TicketReply && d.Kind != TicketInternal {
		r.wrong("kind", "One of reply, internal.")
	}
	before := len(r.fields)
	if d.Body = r.body("body", d.Body, maxBody); d.Body == "" && len(r.fields) == before {
		r.wrong("body", "This is required.")
	}
	return d, r.err()
}

// PrepareNote returns the body of a note cleaned.
func PrepareNote(body string) (string, error) {
	var r review
	before := r.body("body", body, maxBody)
	if before == "" && len(r.fields) == 0 {
		r.wrong("body", "This is required.")
	}
	return before, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c CallChange) Prepare() (CallChange, error) {
	var r review
	set(&c.Disposition, func(v string) string { return r.line("disposition", v, maxShort) })
	set(&c.Notes, func(v string) string { return r.body("notes", v, maxBody) })
	return c, r.err()
}

// Known reports whether the role is one of those declared.
func (r Role) Known() bool { return r.rank() > 0 }

// Require refuses an actor whose role is weaker.
func (a Actor) Require(role Role) error {
	if a.Role.AtLeast(role) {
		return nil
	}
	return &Error{Code: CodeForbidden, Message: "This needs the role " + string(role) + "."}
}

// Prepare returns the user cleaned.
func (u User) Prepare() (User, error) {
	var r review
	u.Name = r.required("name", u.Name, maxName)
	if u.Email = r.required("email", u.Email, maxEmail); u.Email != "" && !deliverable(u.Email) {
		r.wrong("email", "This is no email address.")
	}
	if !u.Role.Known() {
		r.wrong("role", "One of agent, supervisor, admin.")
	}
	if u.Extension = strings.TrimSpace(u.Extension); u.Extension != onlyDigits(u.Extension) || len(u.Extension) > 6 {
		r.wrong("extension", "Up to six digits.")
	}
	u.Locale, u.TimeZone = r.locale("locale", u.Locale), r.timeZone("timeZone", u.TimeZone)
	return u, r.err()
}

// PrepareOrganisation returns name and country of an organisation cleaned.
func PrepareOrganisation(name, country string) (cleanName, cleanCountry string, err error) {
	var r review
	cleanName = r.required("name", name, maxCompany)
	cleanCountry = r.country("country", country)
	return cleanName, cleanCountry, r.err()
}

// PrepareTrunk returns the trunk cleaned.
func PrepareTrunk(trunk callsvc.Trunk) (callsvc.Trunk, error) {
	var r review
	trunk.Name = r.required("name", trunk.Name, maxName)
	trunk.Proxy = r.line("proxy", trunk.Proxy, maxSubject)
	trunk.Domain = r.line("domain", trunk.Domain, maxSubject)
	trunk.Username = r.line("username", trunk.Username, maxShort)
	trunk.Password = r.line("password", trunk.Password, maxSubject)
	trunk.CallerID = r.dialable("callerId", trunk.CallerID, trunk.Country)
	if trunk.Country = strings.ToUpper(strings.TrimSpace(trunk.Country)); trunk.Country != "" && !e164.ValidRegion(trunk.Country) {
		r.wrong("country", "An ISO 3166-1 country code, such as GB.")
	}
	if !slices.Contains([]string{"", "udp", "tcp", "tls", "ws", "wss"}, trunk.Transport) {
		r.wrong("transport", "One of udp, tcp, tls, ws, wss.")
	}
	if len(trunk.Addresses) > 100 {
		r.wrong("addresses", "At most 100 addresses.")
	}
	for i, prefix := range trunk.Addresses {
		if !prefix.IsValid() {
			r.wrong("addresses", "An address or network, such as 192.0.2.0/24.")
			break
		}
		trunk.Addresses[i] = prefix.Masked()
	}
	prepareTrunkLimits(&r, &trunk)
	if trunk.Register && (trunk.Proxy == "" || trunk.Username == "") {
		r.wrong("register", "Registering needs a proxy and a username.")
	}
	return trunk, r.err()
}

// prepareTrunkLimits looks at what bounds a trunk's calls and what they show.
func prepareTrunkLimits(r *review, trunk *callsvc.Trunk) {
	const mostPriority, mostCalls, mostSeconds, fewestSeconds = 1000, 10000, 3600, 5
	if trunk.Priority < 0 || trunk.Priority > mostPriority {
		r.wrong("priority", "From 0 to 1000.")
	}
	if trunk.MaxCalls < 0 || trunk.MaxCalls > mostCalls {
		r.wrong("maxCalls", "From 0 to 10000.")
	}
	if s := trunk.OptionsSeconds; s < 0 || s > mostSeconds || s > 0 && s < fewestSeconds {
		r.wrong("optionsSeconds", "From 5 seconds to an hour, or 0 for never.")
	}
	callers := make(map[string]string, len(trunk.CallerIDs))
	for country, number := range trunk.CallerIDs {
		country = strings.ToUpper(strings.TrimSpace(country))
		if !e164.ValidRegion(country) {
			r.wrong("callerIds", "An ISO 3166-1 country code, such as GB.")
			continue
		}
		if shown := r.dialable("callerIds", number, trunk.Country); shown != "" {
			callers[country] = shown
		}
	}
	trunk.CallerIDs = callers
}

// dialable reads a number of the organisation's own, which may be absent.
func (r *review) dialable(field, text, country string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	number := e164.Parse(text, country)
	if number.Kind != e164.Dialable {
		r.wrong(field, "This is no number that can be dialled.")
		return ""
	}
	return number.E164
}

// PrepareNumber returns the DID cleaned, read in country.
func PrepareNumber(did callsvc.DID, country string) (callsvc.DID, error) {
	var r review
	did.Label = r.line("label", did.Label, maxName)
	if did.E164 = r.dialable("e164", did.E164, country); did.E164 == "" && len(r.fields) == 0 {
		r.wrong("e164", "This is required.")
	}
	leads := 0
	for _, set := range []bool{did.QueueID != nil, did.UserID != nil, did.MenuID != nil} {
		if set {
			leads++
		}
	}
	if leads != 1 {
		r.wrong("queueId", "A number leads to a queue, a user or a menu.")
	}
	r.destination("closed", did.Closed)
	r.destination("unanswered", did.Unanswered)
	if did.HoursID == nil {
		did.Closed = callsvc.Destination{}
	}
	return did, r.err()
}

// PrepareQueue returns the queue cleaned.
func PrepareQueue(queue callsvc.Queue) (callsvc.Queue, error) {
	var r review
	queue.Name = r.required("name", queue.Name, maxName)
	if queue.RingTimeout == 0 {
		queue.RingTimeout = defaultRingTimeout
	}
	if queue.RingTimeout < minRingTimeout || queue.RingTimeout > maxRingTimeout {
		r.wrong("ringTimeout", "From 3 seconds to 10 minutes.")
	}
	const mostMembers = 1000
	if len(queue.Members) > mostMembers {
		r.wrong("members", "At most %d members.", mostMembers)
	}
	if queue.Strategy == "" {
		queue.Strategy = callsvc.StrategyAll
	}
	r.waiting(queue)
	queue.Members = distinct(queue.Members)
	return queue, r.err()
}

func distinct[T comparable](list []T) []T {
	seen := make(map[T]bool, len(list))
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool {
		known := seen[v]
		seen[v] = true
		return known
	})
}
