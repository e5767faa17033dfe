package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

var _ callsvc.Hints = (*Store)(nil)

// keyUnanswered marks a number's destination for calls that nobody answered; the
// other one is where it leads while it is closed.
const keyUnanswered = "unanswered"

// routeRows are what numbers, queues and menus lead to.
type routeRows struct {
	destinations []db.DestinationListRow
	hours        []db.HoursListRow
	menus        []db.MenuListRow
	sounds       []db.SoundListRow
}

func collectRoutes(b *batch, org id.Org) *routeRows {
	rows := &routeRows{}
	collect(b, &rows.destinations, pgx.RowToStructByPos[db.DestinationListRow], db.DestinationList, org)
	collect(b, &rows.hours, pgx.RowToStructByPos[db.HoursListRow], db.HoursList, org)
	collect(b, &rows.menus, pgx.RowToStructByPos[db.MenuListRow], db.MenuList, org)
	collect(b, &rows.sounds, pgx.RowToStructByPos[db.SoundListRow], db.SoundList, org)
	return rows
}

// routeRows reads the same in a transaction.
func (tx scope) routeRows(ctx context.Context) (*routeRows, error) {
	rows := &routeRows{}
	var err error
	if rows.destinations, err = tx.DestinationList(ctx, tx.org); err != nil {
		return nil, err
	}
	if rows.hours, err = tx.HoursList(ctx, tx.org); err != nil {
		return nil, err
	}
	if rows.menus, err = tx.MenuList(ctx, tx.org); err != nil {
		return nil, err
	}
	rows.sounds, err = tx.SoundList(ctx, tx.org)
	return rows, err
}

func destinationOf(row db.DestinationListRow) callsvc.Destination {
	return callsvc.Destination{Kind: row.Kind, QueueID: row.ToQueueID, UserID: row.ToUserID, MenuID: row.ToMenuID, GreetingID: row.GreetingID}
}

// lead puts what they lead to into numbers and queues.
func (r *routeRows) lead(numbers []callsvc.DID, queues []callsvc.Queue) {
	for _, row := range r.destinations {
		to := destinationOf(row)
		for i := range numbers {
			switch {
			case row.NumberID == nil || *row.NumberID != numbers[i].ID:
			case row.Key == keyUnanswered:
				numbers[i].Unanswered = to
			default:
				numbers[i].Closed = to
			}
		}
		for i := range queues {
			if row.QueueID != nil && *row.QueueID == queues[i].ID {
				queues[i].Overflow = to
			}
		}
	}
}

func (r *routeRows) menusOf(org id.Org) []callsvc.Menu {
	menus := make([]callsvc.Menu, 0, len(r.menus))
	for _, row := range r.menus {
		menu := callsvc.Menu{
			ID: row.ID, Org: org, Name: row.Name, GreetingID: row.GreetingID,
			Wait: time.Duration(row.WaitMs) * time.Millisecond, Tries: int(row.Tries),
		}
		for _, to := range r.destinations {
			switch {
			case to.MenuID == nil || *to.MenuID != row.ID:
			case to.Key == "":
				menu.Otherwise = destinationOf(to)
			default:
				menu.Options = append(menu.Options, callsvc.MenuOption{Key: to.Key, To: destinationOf(to)})
			}
		}
		menus = append(menus, menu)
	}
	return menus
}

func (r *routeRows) hoursOf(org id.Org) []callsvc.Hours {
	all := make([]callsvc.Hours, 0, len(r.hours))
	for _, row := range r.hours {
		all = append(all, callsvc.Hours{
			ID: row.ID, Org: org, Name: row.Name, TimeZone: row.TimeZone, Weekly: row.Weekly, Holidays: row.Holidays,
		})
	}
	return all
}

func (r *routeRows) soundsOf(org id.Org) []callsvc.Sound {
	all := make([]callsvc.Sound, 0, len(r.sounds))
	for _, row := range r.sounds {
		all = append(all, callsvc.Sound{
			ID: row.ID, Org: org, Name: row.Name, Path: row.Path, Length: time.Duration(row.Millis) * time.Millisecond, CreatedAt: row.CreatedAt,
		})
	}
	return all
}

// destinations writes anew where a number, queue or menu leads.
func (tx scope) destinations(ctx context.Context, owner uuid.UUID, rows ...db.DestinationInsertParams) error {
	if err := tx.DestinationsDelete(ctx, db.DestinationsDeleteParams{OrgID: tx.org, Owner: owner}); err != nil {
		return err
	}
	for _, row := range rows {
		if row.Kind == callsvc.ToNowhere {
			continue
		}
		row.OrgID, row.ID = tx.org, uuid.Must(uuid.NewV7())
		if err := tx.DestinationInsert(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

// leadsTo is the row of a destination, still without whose it is.
func leadsTo(to callsvc.Destination, key string) db.DestinationInsertParams {
	return db.DestinationInsertParams{
		Key: key, Kind: to.Kind, ToQueueID: to.QueueID, ToUserID: to.UserID, ToMenuID: to.MenuID, GreetingID: to.GreetingID,
	}
}

func (tx scope) numberLeads(ctx context.Context, number callsvc.DID) error {
	closed, unanswered := leadsTo(number.Closed, ""), leadsTo(number.Unanswered, keyUnanswered)
	closed.NumberID, unanswered.NumberID = &number.ID, &number.ID
	return tx.destinations(ctx, number.ID.UUID, closed, unanswered)
}

func (tx scope) queueLeads(ctx context.Context, queue callsvc.Queue) error {
	overflow := leadsTo(queue.Overflow, "")
	overflow.QueueID = &queue.ID
	return tx.destinations(ctx, queue.ID.UUID, overflow)
}

// namer gives names to destinations.
func (tx scope) namer(ctx context.Context) (crm.Namer, error) {
	names := map[uuid.UUID]string{}
	queues, err := tx.QueueList(ctx, tx.org)
	if err != nil {
		return nil, err
	}
	for _, queue := range queues {
		names[queue.ID.UUID] = queue.Name
	}
	menus, err := tx.MenuList(ctx, tx.org)
	if err != nil {
		return nil, err
	}
	for _, menu := range menus {
		names[menu.ID.UUID] = menu.Name
	}
	users, err := gather(ctx, tx.tx, scanUser, db.UserList, tx.org)
	for _, user := range users {
		names[user.ID.UUID] = user.Name
	}
	return func(to callsvc.Destination) string {
		switch {
		case to.QueueID != nil:
			return strings.TrimSpace(string(to.Kind) + " " + names[to.QueueID.UUID])
		case to.UserID != nil:
			return strings.TrimSpace(string(to.Kind) + " " + names[to.UserID.UUID])
		case to.MenuID != nil:
			return strings.TrimSpace(string(to.Kind) + " " + names[to.MenuID.UUID])
		}
		return string(to.Kind)
	}, err
}

// RouteHints implements [callsvc.Hints].
func (s *Store) RouteHints(ctx context.Context, org id.Org, number e164.Number, contact *id.Contact) (lastAgent, owner *id.User, err error) {
	err = s.scoped(ctx, org, "find who the caller knows", func(ctx context.Context, tx scope) error {
		agents, err := tx.LastAgent(ctx, db.LastAgentParams{OrgID: org, Number: number.E164})
		if err != nil {
			return err
		}
		if len(agents) > 0 {
			lastAgent = agents[0]
		}
		if contact == nil {
			return nil
		}
		owners, err := tx.ContactOwner(ctx, db.ContactOwnerParams{OrgID: org, ID: *contact})
		if len(owners) > 0 {
			owner = owners[0]
		}
		return err
	})
	return lastAgent, owner, err
}
