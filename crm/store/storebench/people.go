package storebench

import (
	"fmt"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// perCustomer is how many contacts a customer has.
const perCustomer = 50

// Number is the primary number of contact n, unlike any other's.
func Number(n int) string { return fmt.Sprintf("+447%09d", n) }

// ContactKey is the identifier of contact n.
func ContactKey(n int) [16]byte { return numbered(2, n) }

// switchboard is the number that the people of a customer share.
func switchboard(customer int) string { return fmt.Sprintf("+44207%07d", customer) }

// Name is the name of contact n: first names repeat often, last names seldom.
func Name(n int) (first, last string) {
	return word(n * 7919 % 800), word(800 + n*104729%24000)
}

func company(customer int) string { return word(30000+customer) + " " + word(customer%500) + " ltd" }

// word is a pronounceable word of its own for each n.
func word(n int) string {
	syllables := strings.Fields("ba ken do mar li sta ro win fel tor gra ney hol ver pim sud cal ost bri den")
	var made strings.Builder
	for n++; n > 0; n /= len(syllables) {
		made.WriteString(syllables[n%len(syllables)])
	}
	return made.String()
}

func title(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// made is when record n was made: newer the higher, a second apart.
func made(n int) time.Time {
	return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
}

func customers(org id.Org, contacts int) table {
	tenant := [16]byte(org.UUID)
	columns := []string{"org_id", "id", "name", "name_fold", "created_at", "updated_at"}
	return newTable("customers", columns, (contacts+perCustomer-1)/perCustomer, func(n int) []any {
		name := fmt.Sprintf("%s %d", company(n), n)
		return []any{tenant, numbered(1, n), title(name), crm.Fold(name), made(n), made(n)}
	})
}

func people(org id.Org, contacts int) table {
	tenant := [16]byte(org.UUID)
	columns := []string{
		"org_id", "id", "first_name", "last_name", "job_title", "customer_id", "kind", "status", "source",
		"created_at", "updated_at", "sort_name", "name_fold", "company_fold", "email_fold", "other_fold",
	}
	kinds := []string{"customer", "customer", "customer", "vendor", "partner", "contractor", "other"}
	statuses := []string{"Active", "Active", "Active", "Lead", "Prospect", "Inactive"}
	return newTable("contacts", columns, contacts, func(n int) []any {
		first, last := Name(n)
		customer := n / perCustomer
		return []any{
			tenant, numbered(2, n), title(first), title(last), "Buyer", numbered(1, customer), kinds[n%len(kinds)],
			statuses[n%len(statuses)], "import", made(n), made(n), last + " " + first, first + " " + last,
			fmt.Sprintf("%s %d", company(customer), customer), address(n), Number(n)[1:],
		}
	})
}

func address(n int) string {
	first, last := Name(n)
	return fmt.Sprintf("%s.%s.%d@%s.example", first, last, n, word(n/perCustomer%5000))
}

func addresses(org id.Org, contacts int) table {
	tenant := [16]byte(org.UUID)
	columns := []string{"org_id", "id", "contact_id", "position", "address", "address_fold", "label"}
	return newTable("contact_emails", columns, contacts, func(n int) []any {
		return []any{tenant, numbered(3, n), numbered(2, n), 0, address(n), address(n), "work"}
	})
}

// lines gives everybody a number and three in seven the switchboard besides.
func lines(org id.Org, contacts int) table {
	tenant := [16]byte(org.UUID)
	columns := []string{"org_id", "id", "contact_id", "position", "raw", "e164", "region", "kind", "label"}
	return newTable("contact_phones", columns, 2*contacts, func(i int) []any {
		n, number, position, label := i/2, Number(i/2), i%2, "mobile"
		if position == 1 {
			if n%7 > 2 {
				return nil
			}
			number, label = switchboard(n/perCustomer), "work"
		}
		return []any{tenant, numbered(4, i), numbered(2, n), position, number, number, "GB", "dialable", label}
	})
}
