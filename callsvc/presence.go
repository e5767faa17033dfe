package callsvc

import (
	"context"
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

// maxReason bounds the user's own word for a status.
const maxReason = 100

// SetPresence notes what the user chose; it is remembered until the process ends.
func (s *Service) SetPresence(ctx context.Context, org id.Org, user id.User, status, reason string) error {
	switch status {
	case PresenceAvailable, PresenceBusy, PresenceAway, PresenceWrapup, PresenceOffline:
	default:
		return refuse(CodeInvalid, "there is no such presence")
	}
	if len(reason) > maxReason {
		return refuse(CodeInvalid, "the reason is longer than 100 bytes")
	}
	s.desk(org, user).choose(status, reason)
	return nil
}

// Presences lists how the active users of org stand.
func (s *Service) Presences(org id.Org) []Presence {
	directory := s.directory.Load()
	if directory == nil {
		return nil
	}
	var all []Presence
	for _, agent := range directory.snapshot.Agents {
		if agent.Org == org && agent.Active {
			all = append(all, s.desk(org, agent.ID).presence())
		}
	}
	return all
}
