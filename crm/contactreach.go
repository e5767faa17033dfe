package crm

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"github.com/ringbook/ringbook/callsvc/e164"
)

// emails cleans addresses, drops repeated ones and puts the primary first.
func (r *review) emails(emails []Email) []Email {
	if len(emails) > maxListed {
		r.wrong("emails", "At most %d addresses.", maxListed)
		return nil
	}
	var kept []Email
	for i, email := range emails {
		field := fmt.Sprintf("emails[%d].address", i)
		if strings.TrimSpace(email.Address) == "" {
			continue
		}
		address := r.line(field, email.Address, maxEmail)
		if address == "" {
			continue
		}
		if !deliverable(address) {
			r.wrong(field, "This is no email address.")
			continue
		}
		email.Address = address
		email.Label = r.line(fmt.Sprintf("emails[%d].label", i), email.Label, maxLabel)
		same := func(other Email) bool { return FoldEmail(other.Address) == FoldEmail(address) }
		if at := slices.IndexFunc(kept, same); at >= 0 {
			kept[at].Primary = kept[at].Primary || email.Primary
			continue
		}
		kept = append(kept, email)
	}
	return primaryFirst(kept, func(e *Email) *bool { return &e.Primary })
}

// deliverable accepts a bare address with a domain.
func deliverable(address string) bool {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || len(address) > maxEmail {
		return false
	}
	at := strings.LastIndexByte(address, '@')
	return at > 0 && at <= 64 && !strings.ContainsAny(address[at+1:], " \t_")
}

// phoneList reads numbers, drops repeated ones and puts the primary first. A
// number is refused only where nothing can be dialled in it.
func (r *review) phoneList(phones []Phone, country string) []Phone {
	if len(phones) > maxListed {
		r.wrong("phones", "At most %d numbers.", maxListed)
		return nil
	}
	var kept []Phone
	for i, phone := range phones {
		field := fmt.Sprintf("phones[%d].raw", i)
		if strings.TrimSpace(phone.Number.Raw) == "" {
			continue
		}
		number := e164.Parse(phone.Number.Raw, country)
		if number.Kind != e164.Dialable && number.Kind != e164.Internal || !printable(number.Raw) {
			r.wrong(field, "Nothing in this can be dialled.")
			r.phones++
			continue
		}
		if number.Extension == "" && number.Kind == e164.Dialable {
			number.Extension = onlyDigits(phone.Number.Extension)
		}
		phone.Number = number
		phone.Label = r.line(fmt.Sprintf("phones[%d].label", i), phone.Label, maxLabel)
		same := func(other Phone) bool {
			return other.Number.E164 == number.E164 && other.Number.Extension == number.Extension
		}
		if at := slices.IndexFunc(kept, same); at >= 0 {
			kept[at].Primary = kept[at].Primary || phone.Primary
			continue
		}
		kept = append(kept, phone)
	}
	return primaryFirst(kept, func(p *Phone) *bool { return &p.Primary })
}

func printable(text string) bool { return strings.IndexFunc(text, hidden) < 0 }

// onlyDigits is the extension that came in a field of its own.
func onlyDigits(text string) string {
	const longest = 15
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	if len(digits) > longest {
		return ""
	}
	return digits
}

// primaryFirst leaves exactly one entry primary, the first that asked for it,
// and moves it to the front.
func primaryFirst[T any](list []T, flag func(*T) *bool) []T {
	chosen := 0
	for i := range list {
		if *flag(&list[i]) {
			chosen = i
			break
		}
	}
	for i := range list {
		*flag(&list[i]) = i == chosen
	}
	if chosen > 0 {
		first := list[chosen]
		copy(list[1:chosen+1], list[:chosen])
		list[0] = first
	}
	return list
}
