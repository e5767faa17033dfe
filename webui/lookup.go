package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// LookupStore finds who a number may belong to.
type LookupStore interface {
	ContactLookup(ctx context.Context, actor crm.Actor, number e164.Number) ([]callsvc.Match, error)
}

type lookupInput struct {
	Number string `query:"number" required:"true" minLength:"1" maxLength:"64"`
	Region string `query:"region" pattern:"^[A-Za-z]{2}$" doc:"Country to read a local number in; the organisation's when left out." example:"GB"`
}

type lookupAnswer struct{ Body api.Lookup }

func (s *Server) lookup(ctx context.Context, input *lookupInput) (*lookupAnswer, error) {
	actor := actorOf(ctx)
	region := input.Region
	if region == "" {
		region = actor.Country
	}
	number := e164.Parse(input.Number, region)
	found, err := s.store.ContactLookup(ctx, actor, number)
	if err != nil {
		return nil, err
	}
	matches, err := s.matches(ctx, found)
	if err != nil {
		return nil, err
	}
	answer := api.Lookup{Kind: number.Kind, Extension: number.Extension, Matches: matches}
	if number.E164 != "" {
		national := number.National()
		answer.E164, answer.National = &number.E164, &national
	}
	return &lookupAnswer{Body: answer}, nil
}

// matches joins the candidates with their records, in one round trip. One
// that was archived since the match was found is left out.
func (s *Server) matches(ctx context.Context, found []callsvc.Match) ([]api.Match, error) {
	matches := make([]api.Match, 0, len(found))
	if len(found) == 0 {
		return matches, nil
	}
	contacts := make([]id.Contact, 0, len(found))
	for _, match := range found {
		contacts = append(contacts, match.ContactID)
	}
	cards, err := s.store.CallerCards(ctx, actorOf(ctx), contacts, id.Call{})
	if err != nil {
		return nil, err
	}
	byID := make(map[id.Contact]crm.Contact, len(cards))
	for _, card := range cards {
		byID[card.Contact.ID] = card.Contact
	}
	for _, match := range found {
		if contact, ok := byID[match.ContactID]; ok {
			matches = append(matches, api.MatchOf(match, contact))
		}
	}
	return matches, nil
}
