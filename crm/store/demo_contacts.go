package store

import (
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// demoPrivate is how many contacts belong to no customer.
const demoPrivate = 10

// demoWrote is of how many contacts one is known only by an email, so that
// somebody is asked whose customer it is.
const demoWrote = 12

func (g *demoGenerator) contacts() {
	companies := strings.Split(demoCompanies, "\n")
	g.plan.contacts = append(g.plan.contacts, g.caller(g.plan.customers[0]))
	for i := 1; i < demoContacts-demoPrivate; i++ {
		// Every company has someone; the rest fall unevenly, as they do.
		at := i
		if i >= len(companies) {
			at = min(g.random.IntN(len(companies)), g.random.IntN(len(companies)))
		}
		kind := crm.ContactKind(strings.Split(companies[at], "|")[2])
		g.plan.contacts = append(g.plan.contacts, g.employee(g.plan.customers[at], kind))
	}
	for range demoPrivate {
		g.plan.contacts = append(g.plan.contacts, g.private())
	}
}

// caller is the contact that the "Call me" button rings as.
func (g *demoGenerator) caller(customer crm.Customer) crm.Contact {
	created := g.now.AddDate(0, -11, -3)
	contact := crm.Contact{
		ID: demoID[id.Contact](g, created), FirstName: "Olivia", LastName: "Bennett",
		Emails: []crm.Email{
			{Address: "olivia.bennett@" + g.offices[customer.ID].domain, Label: "work", Primary: true},
			{Address: "o.bennett@mail.example", Label: "home"},
		},
		Phones: []crm.Phone{
			demoPhone("07700 900123", "mobile", true),
			demoPhone(g.extension(customer.Phone), "work", false),
		},
		JobTitle: "Operations Manager", CustomerID: &customer.ID, CustomerName: customer.Name, Kind: crm.KindCustomer,
		Status: "Active", LockedToCustomer: true, OwnerID: &g.plan.users[0].ID, Tags: []string{"decision-maker", "vip"},
		Source: "demo", CreatedAt: created, UpdatedAt: g.now.AddDate(0, 0, -2), Version: 1,
	}
	g.emails[contact.Emails[0].Address], g.emails[contact.Emails[1].Address] = true, true
	return contact
}

func (g *demoGenerator) employee(customer crm.Customer, kind crm.ContactKind) crm.Contact {
	office := g.offices[customer.ID]
	contact := g.person(office.demoPlace, office.domain)
	contact.CustomerID, contact.CustomerName, contact.Kind = &customer.ID, customer.Name, kind
	contact.JobTitle = g.pick(strings.Split(demoJobs, "|"))
	contact.LockedToCustomer = g.chance(40)
	if !contact.LockedToCustomer && len(contact.Emails) > 0 && len(g.plan.contacts)%demoWrote == 0 {
		contact.Source = "inbound_email"
	}
	if raw := g.mobile(office.demoPlace); raw != "" && g.chance(75) {
		contact.Phones = append(contact.Phones, demoPhone(raw, "mobile", true))
	}
	switch line := customer.Phone; {
	case g.chance(30):
		contact.Phones = append(contact.Phones, demoPhone(g.extension(line), "work", false))
	case g.chance(45):
		// The switchboard itself: several colleagues share it.
		contact.Phones = append(contact.Phones, demoPhone(line, "switchboard", false))
	case g.chance(70) || len(contact.Phones) == 0:
		contact.Phones = append(contact.Phones, demoPhone(office.line(1+g.random.IntN(9)), "direct", false))
	}
	if len(contact.Phones) > 0 {
		contact.Phones[0].Primary = true
	}
	return contact
}

func (g *demoGenerator) private() crm.Contact {
	place := g.places["London"]
	contact := g.person(place, "mail.example")
	contact.Kind = crm.ContactKind(g.pick([]string{"customer", "other", "contractor"}))
	contact.Phones = []crm.Phone{demoPhone(g.mobile(place), "mobile", true)}
	if g.chance(40) {
		contact.Phones = append(contact.Phones, demoPhone(demoDigits("01632 960###", g.random.IntN(1000)), "home", false))
	}
	return contact
}

// person is a name, addresses and what does not depend on a company.
func (g *demoGenerator) person(place demoPlace, domain string) crm.Contact {
	first, last := demoNames(place.country)
	created := g.past(600, 20)
	contact := crm.Contact{
		ID: demoID[id.Contact](g, created), FirstName: g.pick(first), LastName: g.pick(last),
		Status: g.pick(strings.Split(demoStatuses, "|")), MarketingOptOut: g.chance(12), Source: "demo",
		CreatedAt: created, UpdatedAt: g.between(created, g.now), Version: 1,
	}
	if g.chance(80) {
		contact.OwnerID = g.owner()
	}
	if g.chance(94) {
		contact.Emails = append(contact.Emails, crm.Email{Address: g.address(contact, domain), Label: "work", Primary: true})
		if g.chance(12) && domain != "mail.example" {
			contact.Emails = append(contact.Emails, crm.Email{Address: g.address(contact, "mail.example"), Label: "home"})
		}
	}
	for tag := range strings.SplitSeq(demoTags, "|") {
		if g.chance(9) {
			contact.Tags = append(contact.Tags, tag)
		}
	}
	return contact
}

// address is free in the organisation: a namesake gets a number.
func (g *demoGenerator) address(contact crm.Contact, domain string) string {
	address := demoAddress(contact.FirstName, contact.LastName, domain)
	for n := 2; g.emails[address]; n++ {
		address = demoAddress(contact.FirstName, fmt.Sprintf("%s%d", contact.LastName, n), domain)
	}
	g.emails[address] = true
	return address
}
