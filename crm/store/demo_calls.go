package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

const (
	demoDispositions = "Resolved|Resolved|Follow-up needed|Order placed|Wrong number|Information given|Callback arranged"
	demoCallNotes    = "Talked through the open points, nothing left to do.|Will send the figures by e-mail.|" +
		"Order confirmed for next week.|Asked to be called again after the holidays.|Passed on to accounts."
	demoNode = "demo"
)

// demoEnd is one way in which a call ends: its outcome, who ended it, and the
// network's verdict.
type demoEnd struct {
	outcome  callsvc.Outcome
	by       string
	sip      int
	q850     int
	text     string
	reason   string
	answered bool
}

// demoEnds are the ends of calls, each as often as its weight.
func demoEnds(direction callsvc.Direction) (ends []demoEnd, weights []int) {
	far := "caller"
	if direction == callsvc.Outbound {
		far = "callee"
	}
	normal := demoEnd{callsvc.OutcomeAnswered, far, 0, 16, "normal call clearing", "far_gone", true}
	byAgent := normal
	byAgent.by, byAgent.reason = "agent", "agent_hung_up"
	failed := demoEnd{callsvc.OutcomeFailed, "network", 503, 41, "temporary failure", "far_failed", false}
	if direction == callsvc.Outbound {
		return []demoEnd{
			normal, byAgent, failed,
			{callsvc.OutcomeMissed, "callee", 480, 19, "no answer from user", "far_failed", false},
			{callsvc.OutcomeBusy, "callee", 486, 17, "user busy", "far_failed", false},
			{callsvc.OutcomeRejected, "callee", 603, 21, "call rejected", "far_failed", false},
			{callsvc.OutcomeCancelled, "agent", 487, 16, "request terminated", "agent_hung_up", false},
			{callsvc.OutcomeVoicemail, "agent", 0, 16, "normal call clearing", "agent_hung_up", true},
		}, []int{34, 26, 3, 13, 8, 4, 7, 5}
	}
	return []demoEnd{
		normal, byAgent, failed,
		{callsvc.OutcomeMissed, "system", 480, 19, "no answer from user", "unanswered", false},
		{callsvc.OutcomeAbandoned, "caller", 487, 16, "request terminated", "far_gone", false},
		{callsvc.OutcomeRejected, "agent", 603, 21, "call rejected", "declined", false},
		{callsvc.OutcomeBusy, "system", 486, 17, "user busy", "declined", false},
	}, []int{50, 24, 2, 10, 9, 3, 2}
}

func (g *demoGenerator) calls() {
	caller := g.plan.contacts[0]
	for i, days := range []int{2, 3, 9, 16, 24, 31} {
		direction, way := callsvc.Inbound, i%2
		if i == 2 || i == 4 {
			direction = callsvc.Outbound
		}
		if i == 3 {
			way = 3 // one that nobody took
		}
		g.call(&caller, direction, way, g.workHour(days))
	}
	for len(g.plan.calls) < demoCalls {
		direction := callsvc.Inbound
		if g.chance(40) {
			direction = callsvc.Outbound
		}
		contact := &g.plan.contacts[1+g.random.IntN(demoContacts-1)]
		if len(contact.Phones) == 0 || direction == callsvc.Inbound && g.chance(8) {
			contact = nil
			direction = callsvc.Inbound
		}
		_, weights := demoEnds(direction)
		g.call(contact, direction, g.weighted(weights), g.workHour(g.random.IntN(36)))
	}
	slices.SortFunc(g.plan.calls, func(a, b demoCall) int {
		return a.record.Call.StartedAt.Compare(b.record.Call.StartedAt)
	})
}

func (g *demoGenerator) weighted(weights []int) int {
	at := g.random.IntN(100)
	for i, weight := range weights {
		if at -= weight; at < 0 {
			return i
		}
	}
	return 0
}

// workHour is a time in office hours on the last working day that is at least
// so many days ago, and over long enough ago for the call to have ended.
func (g *demoGenerator) workHour(days int) time.Time {
	day := g.now.Truncate(24*time.Hour).AddDate(0, 0, -days)
	at := day.Add(8*time.Hour + 30*time.Minute + g.seconds(0, 9*3600))
	for at.After(g.now.Add(-time.Hour)) || at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
		at = at.AddDate(0, 0, -1)
	}
	return at
}

// call adds one finished call; contact is nil for a caller whom nobody knows.
func (g *demoGenerator) call(contact *crm.Contact, direction callsvc.Direction, way int, started time.Time) {
	ends, _ := demoEnds(direction)
	end, agent := ends[way], g.agent()
	call := callsvc.Call{
		ID: demoID[id.Call](g, started), Org: g.plan.org.ID, Direction: direction, Status: callsvc.StatusEnded,
		Outcome: end.outcome, TrunkID: &g.plan.trunk.ID, StartedAt: started, HangupBy: end.by,
		Cause: callsvc.Cause{Q850: end.q850, SIP: end.sip, Text: end.text}, Node: demoNode, Boot: demoNode,
	}
	far, own := g.far(contact), callsvc.Party{Number: e164.Parse(demoLine, demoCountry), Name: g.plan.number.Label}
	if direction == callsvc.Inbound {
		call.From, call.To, call.QueueID = far, own, &g.plan.queue.ID
	} else {
		call.From, call.To = own, far
	}
	if contact != nil && g.attributable(far.Number, direction) {
		call.ContactID, call.CustomerID = &contact.ID, contact.CustomerID
		call.AttributedBy = "number"
		if direction == callsvc.Outbound {
			call.AttributedBy = "agent"
		}
	}
	if end.answered || direction == callsvc.Outbound {
		call.UserID = &agent.ID
	}
	g.times(&call, end)
	made := demoCall{record: callsvc.CallRecord{Call: call}}
	g.legs(&made.record, far, agent)
	g.events(&made.record, end, agent)
	if end.answered && g.chance(60) {
		made.disposition = g.pick(strings.Split(demoDispositions, "|"))
		if g.chance(50) {
			made.notes = g.pick(strings.Split(demoCallNotes, "|"))
		}
	}
	g.plan.calls = append(g.plan.calls, made)
}

// far is the other party: a contact's first number, or a stranger's.
func (g *demoGenerator) far(contact *crm.Contact) callsvc.Party {
	if contact == nil {
		raw := demoDigits("01632 960###", g.random.IntN(1000))
		if g.chance(20) {
			raw = "anonymous"
		}
		return callsvc.Party{Number: e164.ParseCaller(raw, demoCountry)}
	}
	number := contact.Phones[0].Number
	return callsvc.Party{Number: e164.ParseCaller(number.E164, demoCountry), Name: contact.Name()}
}

// attributable says that an incoming number is one contact's alone, as the
// service would find it. Who is called was chosen by the agent.
func (g *demoGenerator) attributable(number e164.Number, direction callsvc.Direction) bool {
	holders := 0
	for _, contact := range g.plan.contacts {
		if slices.ContainsFunc(contact.Phones, func(phone crm.Phone) bool { return phone.Number.E164 == number.E164 }) {
			holders++
		}
	}
	return holders == 1 || direction == callsvc.Outbound
}

func (g *demoGenerator) times(call *callsvc.Call, end demoEnd) {
	at := call.StartedAt
	if end.outcome != callsvc.OutcomeFailed {
		at = at.Add(g.seconds(0, 2))
		ringing := at
		call.RingingAt = &ringing
	}
	switch {
	case end.answered:
		answered := at.Add(g.seconds(3, 24))
		call.AnsweredAt, at = &answered, answered.Add(g.seconds(25, 620))
		if g.chance(15) {
			call.HeldFor = g.seconds(8, 15)
		}
		call.Quality = &callsvc.Quality{
			MOS:         4.41 - float64(g.random.IntN(45))/100,
			LossPercent: float64(g.random.IntN(60)) / 100, JitterMS: 1 + float64(g.random.IntN(90))/10,
		}
	case end.reason == "unanswered":
		at = at.Add(demoRingTimeout)
	default:
		at = at.Add(g.seconds(1, 22))
	}
	call.EndedAt = &at
}

func (g *demoGenerator) legs(record *callsvc.CallRecord, far callsvc.Party, agent crm.User) {
	call := &record.Call
	record.Legs = append(record.Legs, callsvc.Leg{
		ID: demoID[id.Leg](g, call.StartedAt), Call: call.ID, Kind: "trunk", Party: far,
		SIPCallID: fmt.Sprintf("%016x@demo.example", g.random.Uint64()), State: "ended", StartedAt: call.StartedAt,
		RingingAt: call.RingingAt, AnsweredAt: call.AnsweredAt, EndedAt: call.EndedAt, Cause: call.Cause, Quality: call.Quality,
	})
	for _, user := range g.plan.users[:2] {
		took := user.ID == agent.ID
		if call.Outcome == callsvc.OutcomeFailed || call.Direction == callsvc.Outbound && !took {
			continue
		}
		leg := callsvc.Leg{
			ID: demoID[id.Leg](g, call.StartedAt), Call: call.ID, Kind: "browser", UserID: &user.ID,
			Party: callsvc.Party{Name: user.Name}, State: "ended", StartedAt: call.StartedAt,
			RingingAt: call.RingingAt, EndedAt: call.EndedAt, Cause: call.Cause,
		}
		switch {
		case took:
			leg.AnsweredAt = call.AnsweredAt
		case call.AnsweredAt != nil:
			leg.EndedAt, leg.Cause = call.AnsweredAt, callsvc.Cause{SIP: 200, Q850: 26, Text: "Call completed elsewhere"}
		}
		record.Legs = append(record.Legs, leg)
	}
}

func (g *demoGenerator) events(record *callsvc.CallRecord, end demoEnd, agent crm.User) {
	call := &record.Call
	add := func(at time.Time, name string, detail map[string]any) {
		call.Sequence++
		record.Events = append(record.Events, callsvc.CallEvent{Call: call.ID, Sequence: call.Sequence, At: at, Name: name, Detail: detail})
	}
	if call.Direction == callsvc.Outbound {
		add(call.StartedAt, "placed", map[string]any{})
		add(call.StartedAt, "dialled", map[string]any{})
		if call.RingingAt != nil {
			add(*call.RingingAt, "alerting", map[string]any{"early": false})
		}
	} else if call.RingingAt != nil {
		add(*call.RingingAt, "offered", map[string]any{
			"agents": []string{g.plan.users[0].ID.String(), g.plan.users[1].ID.String()}, "queue": g.plan.queue.Name,
		})
	}
	if call.AnsweredAt != nil {
		add(*call.AnsweredAt, "answered", map[string]any{"agent": agent.ID.String()})
		if call.HeldFor > 0 {
			held := call.AnsweredAt.Add(5 * time.Second)
			add(held, "held", map[string]any{})
			add(held.Add(call.HeldFor), "resumed", map[string]any{})
		}
	}
	add(*call.EndedAt, "ended", map[string]any{
		"reason": end.reason, "outcome": string(end.outcome), "hangupBy": end.by, "sip": end.sip, "q850": end.q850, "text": end.text,
	})
}
