package api

import (
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// OrganisationSettings are what admins choose for the organisation.
type OrganisationSettings struct {
	ID       id.Org `json:"id" format:"uuid"`
	Name     string `json:"name"`
	Country  string `json:"country" doc:"ISO 3166-1 alpha-2; numbers without a country code are read in it." example:"GB"`
	Currency string `json:"currency" doc:"ISO 4217; what deals are in that do not say." example:"GBP"`
	Locale   string `json:"locale" doc:"How its people write unless they choose; empty: as their browsers do." example:"de-DE"`
	TimeZone string `json:"timeZone" doc:"The clock its people go by unless they choose; empty: their browsers'." example:"Europe/Berlin"`
	// The service level's two halves.
	ServiceLevelSeconds int   `json:"serviceLevelSeconds" doc:"An inbound call counts as answered in time within so many seconds."`
	ServiceLevelPercent int   `json:"serviceLevelPercent" doc:"So many of a hundred inbound calls are meant to be answered in time."`
	Version             int64 `json:"version"`
}

// OrganisationSettingsOf is the wire form of an organisation's settings.
func OrganisationSettingsOf(org crm.OrganisationSettings) OrganisationSettings {
	return OrganisationSettings{
		ID: org.ID, Name: org.Name, Country: org.Country, Currency: org.Currency, Locale: org.Locale,
		TimeZone: org.TimeZone, Version: org.Version,
		ServiceLevelSeconds: int(org.Level.Within.Seconds()), ServiceLevelPercent: org.Level.Percent,
	}
}

// OrganisationPatch is any subset of an organisation's settings.
type OrganisationPatch struct {
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Country  *string `json:"country,omitempty" minLength:"2" maxLength:"2" doc:"Stored numbers stay as they were read; those typed from now on are read in the new country."`
	Currency *string `json:"currency,omitempty" minLength:"3" maxLength:"3" doc:"Of deals made from now on."`
	Locale   *string `json:"locale,omitempty" enum:",en-GB,en-US,de-DE,de-AT,de-CH"`
	TimeZone *string `json:"timeZone,omitempty" maxLength:"64"`
	// The service level's two halves.
	ServiceLevelSeconds *int `json:"serviceLevelSeconds,omitempty" minimum:"1" maximum:"3600"`
	ServiceLevelPercent *int `json:"serviceLevelPercent,omitempty" minimum:"1" maximum:"100"`
}

// Record is the patch as crm takes it.
func (p OrganisationPatch) Record() crm.OrganisationChange {
	return crm.OrganisationChange{
		Name: given(p.Name), Country: given(p.Country), Currency: given(p.Currency), Locale: given(p.Locale), TimeZone: given(p.TimeZone),
		LevelSeconds: given(p.ServiceLevelSeconds), LevelPercent: given(p.ServiceLevelPercent),
	}
}
