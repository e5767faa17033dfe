package store

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

const (
	demoOrganisation = "Demo"
	demoCountry      = "GB"
	// demoLine is the number that callers of the demo dial.
	demoLine = "+442079460000"
	// demoCaller is who the "Call me" button rings as.
	demoCaller       = "+447700900123"
	demoCallerDigits = 123
	demoCustomers    = 40
	demoContacts     = 200
	demoCalls        = 320
	demoRingTimeout  = 30 * time.Second
	// demoSeedNumber makes every demo the same but for its times.
	demoSeedNumber = 0x52696e67
)

// demoPlan is all that the demo organisation holds. It is made in memory, so
// that writing it is one short transaction.
type demoPlan struct {
	org        crm.Organisation
	users      []crm.User
	trunk      callsvc.Trunk
	number     callsvc.DID
	queue      callsvc.Queue
	customers  []crm.Customer
	contacts   []crm.Contact
	tickets    []crm.Ticket
	notes      []crm.Note
	calls      []demoCall
	activities []crm.Activity
	pipeline   crm.Pipeline
	deals      []crm.Deal
	messages   []crm.TicketMessage
}

// demoCall is a finished call as the log has it, and what the agent added.
type demoCall struct {
	record      callsvc.CallRecord
	disposition string
	notes       string
}

// demoGenerator makes the plan; its randomness is seeded, so that screenshots
// and tests find the same people again.
type demoGenerator struct {
	now    time.Time
	random *rand.Rand
	plan   demoPlan
	// mobiles are the drama numbers not given out yet, by pattern.
	mobiles map[string][]int
	emails  map[string]bool
	places  map[string]demoPlace
	offices map[id.Customer]demoOffice
	// taken counts the offices of a town.
	taken map[string]int
}

func newDemoPlan(now time.Time, options crm.DemoOptions) demoPlan {
	g := &demoGenerator{
		now: now.UTC().Truncate(time.Second), random: rand.New(rand.NewPCG(demoSeedNumber, demoSeedNumber)),
		mobiles: map[string][]int{}, emails: map[string]bool{}, places: demoPlaceByTown(),
		offices: map[id.Customer]demoOffice{}, taken: map[string]int{},
	}
	g.organisation(options)
	g.customers()
	g.contacts()
	g.tickets()
	g.notes()
	g.calls()
	g.activities()
	g.deals()
	g.messages()
	return g.plan
}

func (g *demoGenerator) organisation(options crm.DemoOptions) {
	founded := g.now.AddDate(-2, 0, 0)
	g.plan.org = crm.Organisation{ID: demoID[id.Org](g, founded), Name: demoOrganisation, Country: demoCountry, CreatedAt: founded}
	people := []struct {
		name, email, extension string
		role                   crm.Role
	}{
		{"Alex Turner", "agent@example.com", "201", crm.RoleAgent},
		{"Jordan Ellis", "agent2@example.com", "202", crm.RoleAgent},
		{"Morgan Price", "supervisor@example.com", "203", crm.RoleSupervisor},
		{"Robin Hale", "admin@example.com", "204", crm.RoleAdmin},
	}
	for _, person := range people {
		g.plan.users = append(g.plan.users, crm.User{
			ID: demoID[id.User](g, founded), Org: g.plan.org.ID, Name: person.name, Email: person.email,
			Role: person.role, Extension: person.extension, Active: true, CreatedAt: founded,
		})
	}
	g.plan.trunk = callsvc.Trunk{
		ID: demoID[id.Trunk](g, founded), Org: g.plan.org.ID, Name: "Demo carrier", Country: demoCountry,
		Addresses: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")},
		Proxy:     options.CalleeProxy, Transport: "udp", CallerID: demoLine, Enabled: true,
	}
	g.plan.queue = callsvc.Queue{
		Strategy: callsvc.StrategyAll,
		ID:       demoID[id.Queue](g, founded), Org: g.plan.org.ID, Name: "Front desk",
		Members: []id.User{g.plan.users[0].ID, g.plan.users[1].ID}, RingTimeout: demoRingTimeout,
	}
	g.plan.number = callsvc.DID{
		ID: demoID[id.Number](g, founded), Org: g.plan.org.ID, E164: demoLine, Label: "Main line", QueueID: &g.plan.queue.ID,
	}
}

func (g *demoGenerator) customers() {
	for line := range strings.Lines(demoCompanies) {
		part := strings.Split(strings.TrimSpace(line), "|")
		place := g.places[part[1]]
		created := g.past(700, 90)
		slug := demoSlug(part[0])
		office := g.office(place, slug+".example")
		customer := crm.Customer{
			ID: demoID[id.Customer](g, created), Name: part[0], Phone: office.line(0), Website: "https://www." + slug + ".example",
			Address: part[3] + ", " + place.town, OwnerID: g.owner(), CreatedAt: created, UpdatedAt: g.between(created, g.now), Version: 1,
		}
		g.offices[customer.ID] = office
		g.plan.customers = append(g.plan.customers, customer)
	}
}

// demoOffice is where a customer sits: a town, and a tenth of the numbers there.
type demoOffice struct {
	demoPlace
	domain string
	first  int
}

// line is the switchboard for 0, then the direct lines.
func (o demoOffice) line(n int) string { return demoDigits(o.lines, o.first+n) }

func (g *demoGenerator) office(place demoPlace, domain string) demoOffice {
	g.taken[place.lines]++
	return demoOffice{demoPlace: place, domain: domain, first: g.taken[place.lines] * demoNumbers(place.lines) / 10}
}

// demoSlug is a company's name as a label of a domain: its first two words.
func demoSlug(name string) string {
	words := strings.Fields(demoAddress(strings.NewReplacer("&", " ", "ô", "o").Replace(name), "", ""))
	if len(words) > 2 {
		words = words[:2]
	}
	return strings.Trim(strings.Join(words, "-"), ".@")
}

// demoID is a UUIDv7 for the time at which its record was made, from the
// generator's randomness.
func demoID[T id.Kind](g *demoGenerator, at time.Time) T {
	var raw uuid.UUID
	binary.BigEndian.PutUint64(raw[:8], uint64(at.UnixMilli())<<16|uint64(g.random.Uint32N(1<<16)))
	binary.BigEndian.PutUint64(raw[8:], g.random.Uint64())
	raw[6] = raw[6]&0x0f | 0x70
	raw[8] = raw[8]&0x3f | 0x80
	return T(struct{ uuid.UUID }{raw})
}

// past is a time between two numbers of days ago.
func (g *demoGenerator) past(mostDays, leastDays int) time.Time {
	return g.between(g.now.AddDate(0, 0, -mostDays), g.now.AddDate(0, 0, -leastDays))
}

func (g *demoGenerator) between(from, to time.Time) time.Time {
	seconds := int64(to.Sub(from) / time.Second)
	if seconds <= 0 {
		return from
	}
	return from.Add(time.Duration(g.random.Int64N(seconds)) * time.Second)
}

// seconds is a length of time between two numbers of seconds.
func (g *demoGenerator) seconds(least, most int) time.Duration {
	return time.Duration(least+g.random.IntN(most-least+1)) * time.Second
}

func (g *demoGenerator) chance(percent int) bool { return g.random.IntN(100) < percent }

func (g *demoGenerator) pick(choices []string) string { return choices[g.random.IntN(len(choices))] }

func (g *demoGenerator) owner() *id.User { return &g.plan.users[g.random.IntN(3)].ID }

// agent is one of the two who answer calls.
func (g *demoGenerator) agent() crm.User { return g.plan.users[g.random.IntN(2)] }

// mobile gives out a drama number once; empty where the country has none left.
func (g *demoGenerator) mobile(place demoPlace) string {
	if place.mobiles == "" {
		return ""
	}
	left, known := g.mobiles[place.mobiles]
	if !known {
		// The Swedish range begins at 05.
		for _, number := range g.random.Perm(demoNumbers(place.mobiles)) {
			if number >= 5 && number != demoCallerDigits {
				left = append(left, number)
			}
		}
	}
	if len(left) == 0 {
		return ""
	}
	g.mobiles[place.mobiles] = left[1:]
	return demoDigits(place.mobiles, left[0])
}

// phone reads a number as a person would have typed it.
func demoPhone(raw, label string, primary bool) crm.Phone {
	return crm.Phone{Number: e164.Parse(raw, demoCountry), Label: label, Primary: primary}
}

// extension is how extensions are typed in the wild.
func (g *demoGenerator) extension(line string) string {
	return fmt.Sprintf("%s %s%d", line, g.pick([]string{"ext ", "x", "ext. "}), 200+g.random.IntN(80))
}
