package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// CalendarFeedMake gives the actor a new secret link, of which only the hash is
// kept, and ends the one before.
func (s *Store) CalendarFeedMake(ctx context.Context, actor crm.Actor, hash []byte) (crm.CalendarFeed, error) {
	const doing = "make calendar feed"
	if actor.Token != nil {
		return crm.CalendarFeed{}, translate(doing, &crm.Error{Code: crm.CodeForbidden, Message: "A token cannot make calendar links."})
	}
	feed := crm.CalendarFeed{ID: id.New[id.CalendarFeed](), CreatedAt: now()}
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		action := "rotate"
		if _, err := tx.CalendarFeedOfUser(ctx, db.CalendarFeedOfUserParams{OrgID: tx.org, UserID: actor.User}); isNoRows(err) {
			action = "create"
		} else if err != nil {
			return err
		}
		if err := tx.CalendarFeedPut(ctx, db.CalendarFeedPutParams{
			OrgID: tx.org, ID: feed.ID, UserID: actor.User, TokenHash: hash, CreatedAt: feed.CreatedAt,
		}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.Change{Action: action, Noun: "calendar", Record: feed.ID.UUID})
	})
	return feed, err
}

// CalendarFeedGet returns the actor's link as far as it is kept; CodeNotFound
// when there is none.
func (s *Store) CalendarFeedGet(ctx context.Context, actor crm.Actor) (crm.CalendarFeed, error) {
	var feed crm.CalendarFeed
	err := s.scoped(ctx, actor.Org, "get calendar feed", func(ctx context.Context, tx scope) error {
		found, err := tx.CalendarFeedOfUser(ctx, db.CalendarFeedOfUserParams{OrgID: tx.org, UserID: actor.User})
		feed = crm.CalendarFeed(found)
		return missing(err, "calendar feed")
	})
	return feed, err
}

// CalendarFeedRevoke ends the actor's link.
func (s *Store) CalendarFeedRevoke(ctx context.Context, actor crm.Actor) error {
	return s.scoped(ctx, actor.Org, "revoke calendar feed", func(ctx context.Context, tx scope) error {
		gone, err := tx.CalendarFeedDelete(ctx, db.CalendarFeedDeleteParams{OrgID: tx.org, UserID: actor.User})
		if err != nil {
			return missing(err, "calendar feed")
		}
		return tx.changed(ctx, actor, crm.Change{Action: "revoke", Noun: "calendar", Record: gone.UUID})
	})
}

const (
	calendarLookup     = "SELECT org_id, user_id, user_name, feed_id FROM calendar_lookup($1)"
	calendarActivities = "SELECT " + activityColumns + " FROM " + activityTables + `
		WHERE a.org_id = $1 AND a.assignee_id = $2 AND a.done_at IS NULL AND a.due_at >= $3 AND a.due_at < $4
		ORDER BY a.due_at, a.id LIMIT $5`
)

// CalendarByToken returns the open activities of the user whose secret link it
// is; CodeNotFound when it is nobody's or the user was deactivated.
func (s *Store) CalendarByToken(ctx context.Context, tokenHash []byte, at time.Time) (crm.Calendar, error) {
	const doing = "read calendar"
	var calendar crm.Calendar
	var org id.Org
	var user id.User
	var feed id.CalendarFeed
	err := s.pool.QueryRow(ctx, calendarLookup, tokenHash).Scan(&org, &user, &calendar.Name, &feed)
	if err != nil {
		return crm.Calendar{}, translate(doing, missing(err, "calendar"))
	}
	from, to := crm.CalendarWindow(at)
	err = s.scoped(ctx, org, doing, func(ctx context.Context, tx scope) error {
		var err error
		calendar.Activities, err = gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.Activity, error) { return scanActivity(r) },
			calendarActivities, org, user, from, to, crm.CalendarMost)
		if err != nil {
			return err
		}
		// The statement itself keeps to one write a minute.
		return tx.CalendarFeedUsed(ctx, db.CalendarFeedUsedParams{OrgID: tx.org, ID: feed})
	})
	return calendar, err
}
