package crm

import (
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
)

// OrganisationSettings is an organisation with what only its settings tell.
type OrganisationSettings struct {
	Organisation
	// Currency is what deals are in that do not say.
	Currency string
	// Level is what the board and reports measure answers against.
	Level   ServiceLevel
	Version int64
}

// OrganisationChange is any subset of what admins may change of their organisation.
type OrganisationChange struct {
	Name     Optional[string]
	Country  Optional[string]
	Currency Optional[string]
	Locale   Optional[string]
	TimeZone Optional[string]
	// LevelSeconds and LevelPercent are the two halves of the service level.
	LevelSeconds Optional[int]
	LevelPercent Optional[int]
}

// Prepare returns the change with every field that is set cleaned.
func (c OrganisationChange) Prepare() (OrganisationChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxCompany) })
	set(&c.Country, func(v string) string { return r.country("country", v) })
	set(&c.Currency, func(v string) string { return r.currency("currency", v) })
	set(&c.Locale, func(v string) string { return r.locale("locale", v) })
	set(&c.TimeZone, func(v string) string { return r.timeZone("timeZone", v) })
	set(&c.LevelSeconds, func(v int) int { return r.between("serviceLevelSeconds", v, 1, 3600) })
	set(&c.LevelPercent, func(v int) int { return r.between("serviceLevelPercent", v, 1, 100) })
	return c, r.err()
}

// between is a whole number within bounds.
func (r *review) between(field string, value, least, most int) int {
	if value < least || value > most {
		r.wrong(field, "From %d to %d.", least, most)
	}
	return value
}

// country reads an ISO 3166-1 code in which numbers can be read.
func (r *review) country(field, text string) string {
	code := strings.ToUpper(strings.TrimSpace(text))
	if !e164.ValidRegion(code) {
		r.wrong(field, "An ISO 3166-1 country code, such as GB.")
	}
	return code
}

// Change returns the settings with a prepared change applied.
func (o OrganisationSettings) Change(change OrganisationChange) OrganisationSettings {
	take(&o.Name, change.Name)
	take(&o.Country, change.Country)
	take(&o.Currency, change.Currency)
	take(&o.Locale, change.Locale)
	take(&o.TimeZone, change.TimeZone)
	take(&o.Level.Percent, change.LevelPercent)
	if change.LevelSeconds.Set {
		o.Level.Within = time.Duration(change.LevelSeconds.Value) * time.Second
	}
	return o
}

// OrganisationChanged is the change that an admin made to the organisation.
func OrganisationChanged(before, after OrganisationSettings) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("country", before.Country, after.Country)
	d.text("currency", before.Currency, after.Currency)
	d.text("locale", before.Locale, after.Locale)
	d.text("timeZone", before.TimeZone, after.TimeZone)
	d.text("serviceLevelSeconds", strconv.Itoa(int(before.Level.Within/time.Second)), strconv.Itoa(int(after.Level.Within/time.Second)))
	d.text("serviceLevelPercent", strconv.Itoa(before.Level.Percent), strconv.Itoa(after.Level.Percent))
	return Change{Action: "update", Noun: "organisation", Record: after.ID.UUID, Name: after.Name, Fields: d}
}
