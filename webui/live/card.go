package live

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// cards reads the records of a call's candidates. All agents who ring for the
// call ask at the same moment; one question serves those of the same role.
func (h *Hub) cards(ctx context.Context, actor crm.Actor, call id.Call, matches []callsvc.Match) (map[id.Contact]crm.CallerCard, error) {
	if len(matches) == 0 {
		return nil, nil //nolint:nilnil // no candidates, no cards
	}
	key := actor.Org.String() + call.String() + string(actor.Role)
	found, err, _ := h.flights.Do(key, func() (any, error) {
		// Not the connection's own end: others wait for the answer too.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), h.cfg.CardWait)
		defer cancel()
		contacts := make([]id.Contact, 0, len(matches))
		for i := range matches {
			contacts = append(contacts, matches[i].ContactID)
		}
		cards, err := h.deps.Cards.CallerCards(ctx, actor, contacts, call)
		if err != nil {
			return nil, fmt.Errorf("read caller cards: %w", err)
		}
		byID := make(map[id.Contact]crm.CallerCard, len(cards))
		for i := range cards {
			byID[cards[i].Contact.ID] = cards[i]
		}
		return byID, nil
	})
	if err != nil {
		h.logger.WarnContext(ctx, "caller cards unavailable", slog.String("call_id", call.String()), slog.Any("error", err))
		return nil, err //nolint:wrapcheck // wrapped inside
	}
	cards, _ := found.(map[id.Contact]crm.CallerCard)
	return cards, nil
}

// matchesOf joins the candidates with their records, where there are any.
func matchesOf(found []callsvc.Match, cards map[id.Contact]crm.CallerCard) []api.Match {
	matches := make([]api.Match, 0, len(found))
	for i := range found {
		if card, ok := cards[found[i].ContactID]; ok {
			matches = append(matches, api.MatchOf(found[i], card.Contact))
			continue
		}
		matches = append(matches, api.MatchWithoutCard(found[i]))
	}
	return matches
}

// historyOf gathers the open tickets and last calls of all candidates, the
// best candidate's tickets first and the newest call first.
func historyOf(found []callsvc.Match, cards map[id.Contact]crm.CallerCard, now time.Time) ([]api.Ticket, []api.Call) {
	tickets, calls := []api.Ticket{}, []api.Call{}
	for i := range found {
		card, ok := cards[found[i].ContactID]
		if !ok {
			continue
		}
		for j := range card.OpenTickets {
			tickets = append(tickets, api.TicketOf(card.OpenTickets[j]))
		}
		for j := range card.RecentCalls {
			calls = append(calls, api.LoggedCallOf(card.RecentCalls[j], now))
		}
	}
	slices.SortStableFunc(calls, func(a, b api.Call) int { return b.StartedAt.Compare(a.StartedAt) })
	return tickets, calls
}

// namesKept is how long the names of an organisation's people are believed.
const namesKept = 30 * time.Second

// nameCache holds the names of people, since events name them by identifier
// and come often. It has one entry per organisation that is connected.
type nameCache struct {
	mu    sync.Mutex
	byOrg map[id.Org]orgNames
}

type orgNames struct {
	names map[id.User]string
	until time.Time
}

// userNames is who the people of the actor's organisation are. Where that
// cannot be read in time, older names serve.
func (h *Hub) userNames(ctx context.Context, actor crm.Actor) map[id.User]string {
	cached, fresh := h.names.find(actor.Org, h.deps.Now())
	if fresh {
		return cached
	}
	found, err, _ := h.flights.Do("names"+actor.Org.String(), func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), h.cfg.CardWait)
		defer cancel()
		users, err := h.deps.Users.UserList(ctx, actor)
		if err != nil {
			return nil, fmt.Errorf("list users: %w", err)
		}
		names := make(map[id.User]string, len(users))
		for i := range users {
			names[users[i].ID] = users[i].Name
		}
		return names, nil
	})
	names, ok := found.(map[id.User]string)
	if err != nil || !ok {
		h.logger.WarnContext(ctx, "user names unavailable", slog.Any("error", err))
		names = cached
	}
	// A failure is remembered as well, or each event would wait anew.
	h.names.keep(actor.Org, names, h.deps.Now().Add(namesKept))
	return names
}

func (n *nameCache) find(org id.Org, now time.Time) (names map[id.User]string, fresh bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	cached, ok := n.byOrg[org]
	return cached.names, ok && now.Before(cached.until)
}

func (n *nameCache) keep(org id.Org, names map[id.User]string, until time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byOrg == nil {
		n.byOrg = map[id.Org]orgNames{}
	}
	n.byOrg[org] = orgNames{names: names, until: until}
}
