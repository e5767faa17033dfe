package api

import (
	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/crm"
)

// Match is one candidate for a number or a draft, and why it is one.
type Match struct {
	Contact  Contact         `json:"contact"`
	Customer Nullable[Named] `json:"customer"`
	Reason   string          `json:"reason" enum:"primary,secondary,shared,variant,partial,email,name" doc:"email and name only among similar contacts."`
	Score    int             `json:"score" minimum:"0" maximum:"100" doc:"80 and more is an exact match."`
	SharedBy int             `json:"sharedBy,omitempty" doc:"How many contacts have the number, when shared."`
}

// Lookup is a number as understood and who it may belong to.
type Lookup struct {
	Kind      e164.Kind `json:"kind" enum:"dialable,internal,withheld,invalid"`
	E164      *string   `json:"e164"`
	Extension string    `json:"extension"`
	National  *string   `json:"national" doc:"As people in its country write it."`
	Matches   []Match   `json:"matches" nullable:"false"`
}

// Similar lists contacts that a draft may duplicate.
type Similar struct {
	Matches []Match `json:"matches" nullable:"false"`
}

// MatchOf is the wire form of a match. contact is its record.
func MatchOf(match callsvc.Match, contact crm.Contact) Match {
	return Match{
		Contact: ContactOf(contact), Customer: customerName(match.CustomerID, match.Company),
		Reason: match.Reason, Score: match.Score, SharedBy: match.SharedBy,
	}
}

// MatchWithoutCard is the wire form of a match whose record could not be read
// in time: only what the match itself says is filled.
func MatchWithoutCard(match callsvc.Match) Match {
	return MatchOf(match, crm.Contact{
		ID: match.ContactID, FirstName: match.Name, CustomerID: match.CustomerID, CustomerName: match.Company,
		Kind: crm.KindOther,
	})
}
