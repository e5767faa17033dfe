package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// maxMatches bounds what a screen pop is told.
const maxMatches = 20

// The scores of a match. Exact ones are 80 and more.
const (
	scorePrimary         = 100
	scoreSecondary       = 95
	scoreShared          = 88
	scoreSharedSecondary = 84
	scoreOtherExtension  = 80
	scoreVariant         = 70
	scorePartial         = 40
)

// The reasons of a match, as [callsvc.Match] names them.
const (
	reasonPrimary   = "primary"
	reasonSecondary = "secondary"
	reasonShared    = "shared"
	reasonVariant   = "variant"
	reasonPartial   = "partial"
)

// LookupNumber implements [callsvc.Lookup]: all numbers equal, then national
// variants, then numbers with the same last nine digits. A caller who hides, an
// extension and an unreadable number belong to nobody.
func (s *Store) LookupNumber(ctx context.Context, org id.Org, number e164.Number) ([]callsvc.Match, error) {
	if number.Kind != e164.Dialable || number.E164 == "" {
		return []callsvc.Match{}, nil
	}
	numbers := append([]string{number.E164}, e164.Variants(number.E164)...)
	b := newBatch(org)
	b.keepPlans()
	var exact, partial []phoneHit
	collect(b, &exact, scanPhoneHit, db.LookupExact, org, numbers)
	if key := e164.PartialKey(number.E164); key != "" {
		collect(b, &partial, scanPhoneHit, db.LookupPartial, org, key, numbers)
	}
	if err := s.send(ctx, "look up number", b); err != nil {
		return nil, err
	}
	hits := append(exact, partial...)
	if err := s.resolveMerged(ctx, org, hits); err != nil {
		return nil, err
	}
	return rank(hits, number), nil
}

// ContactLookup is LookupNumber on behalf of a user.
func (s *Store) ContactLookup(ctx context.Context, actor crm.Actor, number e164.Number) ([]callsvc.Match, error) {
	return s.LookupNumber(ctx, actor.Org, number)
}

// phoneHit is one number of one contact that may be the one looked up.
type phoneHit struct {
	contact   id.Contact
	number    string
	extension string
	position  int32
	first     string
	last      string
	customer  *id.Customer
	company   string
	merged    *id.Contact
}

func scanPhoneHit(r pgx.CollectableRow) (h phoneHit, err error) {
	return h, r.Scan(&h.contact, &h.number, &h.extension, &h.position, &h.first, &h.last, &h.customer, &h.company, &h.merged)
}

func (h phoneHit) match() callsvc.Match {
	return callsvc.Match{
		ContactID: h.contact, CustomerID: h.customer, Company: h.company,
		Name: crm.Contact{FirstName: h.first, LastName: h.last}.Name(),
	}
}

// resolveMerged puts the survivor in the place of a contact that was merged
// after its number was stored.
func (s *Store) resolveMerged(ctx context.Context, org id.Org, hits []phoneHit) error {
	merged := slices.ContainsFunc(hits, func(h phoneHit) bool { return h.merged != nil })
	if !merged {
		return nil
	}
	return s.scoped(ctx, org, "find survivors", func(ctx context.Context, tx scope) error {
		for i := range hits {
			h := &hits[i]
			if h.merged == nil {
				continue
			}
			root, err := tx.ContactRoot(ctx, db.ContactRootParams{OrgID: org.UUID, ID: h.merged.UUID})
			if err != nil {
				return err
			}
			heads, err := tx.ContactsByID(ctx, db.ContactsByIDParams{OrgID: org, Ids: []uuid.UUID{root}})
			if err != nil {
				return err
			}
			for _, head := range heads {
				h.contact, h.first, h.last = head.ID, head.FirstName, head.LastName
				h.customer, h.company, h.merged = head.CustomerID, head.CustomerName, nil
				if head.ArchivedAt != nil {
					h.number = "" // the survivor was archived since: it answers no more
				}
			}
		}
		return nil
	})
}

// rank gives every contact its best reason, best first. Contacts that share the
// number are told apart by the extension, when the caller's is known.
func rank(hits []phoneHit, number e164.Number) []callsvc.Match {
	sharers := make(map[id.Contact]bool)
	for _, h := range hits {
		if h.number == number.E164 {
			sharers[h.contact] = true
		}
	}
	best := make(map[id.Contact]callsvc.Match)
	for _, h := range hits {
		if h.number == "" {
			continue
		}
		m := weigh(h, number, len(sharers))
		if known, found := best[h.contact]; !found || m.Score > known.Score {
			best[h.contact] = m
		}
	}
	matches := make([]callsvc.Match, 0, len(best))
	for _, m := range best {
		matches = append(matches, m)
	}
	slices.SortFunc(matches, func(a, b callsvc.Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ContactID.String(), b.ContactID.String()))
	})
	return matches[:min(len(matches), maxMatches)]
}

func weigh(h phoneHit, number e164.Number, sharedBy int) callsvc.Match {
	m := h.match()
	isVariant := slices.Contains(e164.Variants(number.E164), h.number)
	switch {
	case h.number != number.E164 && isVariant:
		m.Reason, m.Score = reasonVariant, scoreVariant
		return m
	case h.number != number.E164:
		m.Reason, m.Score = reasonPartial, scorePartial
		return m
	}
	m.Exact = true
	m.Reason, m.Score = reasonPrimary, scorePrimary
	if h.position > 0 {
		m.Reason, m.Score = reasonSecondary, scoreSecondary
	}
	sameExtension := number.Extension != "" && h.extension == number.Extension
	if sharedBy > 1 && !sameExtension {
		m.Reason, m.SharedBy = reasonShared, sharedBy
		m.Score = scoreShared
		if h.position > 0 {
			m.Score = scoreSharedSecondary
		}
		if number.Extension != "" && h.extension != "" {
			m.Score = scoreOtherExtension
		}
	}
	return m
}

// ContactSimilar finds contacts that a draft may repeat: by number, by email
// and by name. The reason is LookupNumber's, "email" or "name". The draft needs
// not be complete, since it is asked for while it is typed.
func (s *Store) ContactSimilar(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) ([]callsvc.Match, error) {
	found := make(map[id.Contact]callsvc.Match)
	add := func(matches []callsvc.Match) {
		for _, m := range matches {
			if known, double := found[m.ContactID]; !double || known.Score < m.Score {
				found[m.ContactID] = m
			}
		}
	}
	const mostPhones = 5
	for _, phone := range draft.Phones[:min(len(draft.Phones), mostPhones)] {
		matches, err := s.LookupNumber(ctx, actor.Org, e164.Parse(phone.Number.Raw, actor.Country))
		if err != nil {
			return nil, err
		}
		add(matches)
	}
	named, err := s.similarByText(ctx, actor, draft)
	if err != nil {
		return nil, err
	}
	add(named)
	all := make([]callsvc.Match, 0, len(found))
	for _, m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b callsvc.Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ContactID.String(), b.ContactID.String()))
	})
	return all[:min(len(all), maxMatches)], nil
}

// similarByText looks for the draft's addresses and its name.
func (s *Store) similarByText(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) ([]callsvc.Match, error) {
	const scoreEmail, scoreName = 100, 50
	as := func(reason string, score int) func(pgx.CollectableRow) (callsvc.Match, error) {
		return func(r pgx.CollectableRow) (callsvc.Match, error) {
			var h phoneHit
			err := r.Scan(&h.contact, &h.first, &h.last, &h.customer, &h.company)
			m := h.match()
			m.Reason, m.Score, m.Exact = reason, score, reason == "email"
			return m, err
		}
	}
	var byEmail, byName []callsvc.Match
	b := newBatch(actor.Org)
	folds := []string{}
	for _, email := range draft.Emails {
		if fold := crm.FoldEmail(validText(email.Address)); fold != "" {
			folds = append(folds, fold)
		}
	}
	collect(b, &byEmail, as("email", scoreEmail), db.ContactsWithEmail, actor.Org, folds)
	if name := crm.Fold(validText(draft.FirstName + " " + draft.LastName)); draft.FirstName != "" && draft.LastName != "" {
		collect(b, &byName, as("name", scoreName), db.ContactsNamed, actor.Org, name)
	}
	err := s.send(ctx, "find similar contacts", b)
	return append(byEmail, byName...), err
}
