package crm

import (
	"slices"
	"strings"
	"time"
	// The names of time zones are known on machines without a table of them too.
	_ "time/tzdata"
)

// Locales are the ways of writing that users choose from, as BCP 47 names them.
func Locales() []string { return []string{"en-GB", "en-US", "de-DE", "de-AT", "de-CH"} }

// locale is one of Locales, or empty.
func (r *review) locale(field, value string) string {
	value = strings.TrimSpace(value)
	if value != "" && !slices.Contains(Locales(), value) {
		r.wrong(field, "One of %s.", strings.Join(Locales(), ", "))
	}
	return value
}

// timeZone is a name of the IANA table, such as Europe/Berlin, or empty.
func (r *review) timeZone(field, value string) string {
	value = strings.TrimSpace(value)
	if _, err := time.LoadLocation(value); err != nil || value == "Local" {
		r.wrong(field, "A time zone such as Europe/Berlin.")
	}
	return value
}

// Zone is the clock that the organisation's days go by where no browser says
// which: UTC until it has chosen one.
func (o Organisation) Zone() *time.Location { return zone(o.TimeZone) }

// Zone is the clock that the login's user goes by where no browser says which.
func (l Login) Zone() *time.Location {
	if l.User.TimeZone != "" {
		return zone(l.User.TimeZone)
	}
	return l.Organisation.Zone()
}

func zone(name string) *time.Location {
	// A name that this machine's table has lost must not stop anyone's work.
	if location, err := time.LoadLocation(name); err == nil {
		return location
	}
	return time.UTC
}

// ProfileChange is any subset of what users may change of themselves.
type ProfileChange struct {
	Name     Optional[string]
	Locale   Optional[string]
	TimeZone Optional[string]
}

// ChangeProfile returns the user with the change applied.
func (u User) ChangeProfile(change ProfileChange) User {
	take(&u.Name, change.Name)
	take(&u.Locale, change.Locale)
	take(&u.TimeZone, change.TimeZone)
	return u
}
