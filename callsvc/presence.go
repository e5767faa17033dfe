package callsvc

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Presence statuses.
const (
	PresenceAvailable = "available"
	PresenceBusy      = "busy"
	PresenceAway      = "away"
	PresenceWrapup    = "wrapup"
	PresenceOffline   = "offline"
)

// Presence is whether a user takes calls. Only "available" rings.
type Presence struct {
	UserID id.User
	Status string
	// Reason is the user's own word for it, such as "lunch"; may be empty.
	Reason string
	// Since is when the status began.
	Since time.Time
	// OnCall says that the user is talking or dialling; it does not stop further offers.
	OnCall bool
}
