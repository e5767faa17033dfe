package api

import (
	"time"

	"github.com/ringbook/ringbook/crm"
)

// CalendarFeed is whether there is a secret link to one's calendar.
type CalendarFeed struct {
	Active     bool       `json:"active"`
	CreatedAt  *time.Time `json:"createdAt"`
	LastUsedAt *time.Time `json:"lastUsedAt" doc:"When a calendar program last read it."`
}

// CalendarFeedOf is the wire form of a link.
func CalendarFeedOf(feed crm.CalendarFeed) CalendarFeed {
	return CalendarFeed{Active: true, CreatedAt: utc(&feed.CreatedAt), LastUsedAt: utc(feed.LastUsedAt)}
}

// CalendarFeedMade is a new link.
type CalendarFeedMade struct {
	CalendarFeed
	Path string `json:"path" doc:"The secret link on this host, shown only now."`
}
