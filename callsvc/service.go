package callsvc

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

var errPlan = errors.New("not yet")

// Service owns the calls of this node.
type Service struct{}

// Connection is one browser tab of a user.
type Connection struct{}

// New checks the parts and makes the Service. Nothing runs before Run.
func New(cfg Config, deps Deps) (*Service, error) { return nil, errPlan }

// UseSIP gives the Service its SIP agent, before Run.
func (s *Service) UseSIP(agent *sip.Agent) {}

// Run serves until ctx ends, or after Drain until the calls have ended.
func (s *Service) Run(ctx context.Context) error { return errPlan }

// Invited takes a call that came in. It implements sip.Handler.
func (s *Service) Invited(ctx context.Context, leg *sip.Leg) {}

// ReloadDirectory reads trunks, numbers, queues and agents anew.
func (s *Service) ReloadDirectory(ctx context.Context) error { return errPlan }

// Drain refuses new calls; Run ends when the running ones have.
func (s *Service) Drain() {}

// Ready says whether the bus and SIP serve.
func (s *Service) Ready(ctx context.Context) error { return errPlan }

// Connect registers a browser of user. deliver gets the events and must not block.
func (s *Service) Connect(ctx context.Context, org id.Org, user id.User, deliver func(UserEvent)) (*Connection, error) {
	return nil, errPlan
}

// ID names the connection, as CallUpdated.AudioOwner does.
func (c *Connection) ID() string { return "" }

// Offer answers the browser's SDP offer and makes this connection the owner of the user's audio.
func (c *Connection) Offer(ctx context.Context, sdp string) (string, error) { return "", errPlan }

// AddCandidate takes an ICE candidate of the browser.
func (c *Connection) AddCandidate(candidate json.RawMessage) error { return errPlan }

// Close forgets the browser.
func (c *Connection) Close() {}

// Dial begins a call from user to a number, the user's browser first.
func (s *Service) Dial(ctx context.Context, org id.Org, user id.User, request DialRequest) (id.Call, error) {
	return id.Call{}, errPlan
}

// Command asks something of a call, through the bus, from the node that owns it.
func (s *Service) Command(ctx context.Context, org id.Org, user id.User, role string, call id.Call, command Command) error {
	return errPlan
}

// SetPresence notes what the user chose.
func (s *Service) SetPresence(ctx context.Context, org id.Org, user id.User, status, reason string) error {
	return errPlan
}

// Presences lists how the users of org stand.
func (s *Service) Presences(org id.Org) []Presence { return nil }
