package sip

import "context"

// Leg is one dialog with one party.
type Leg struct{}

// ID is the leg's identity with us.
func (l *Leg) ID() string { return "" }

// Outbound says whether we sent the INVITE.
func (l *Leg) Outbound() bool { return false }

// Invite is what the INVITE said.
func (l *Leg) Invite() Invite { return Invite{} }

// State is where the leg stands.
func (l *Leg) State() LegState { return StateNew }

// Listen sets who gets the events: in order, one at a time. Those before Listen are replayed.
func (l *Leg) Listen(listener func(LegEvent)) {}

// RemoteOffer is the offer that the INVITE carried; nil when it carried none.
func (l *Leg) RemoteOffer() []byte { return nil }

// Ring sends 180.
func (l *Leg) Ring() error { return errPlan }

// Progress sends 183 with a session description.
func (l *Leg) Progress(sdp []byte) error { return errPlan }

// Answer sends 200, resent until its ACK. sdp is the answer, or our offer when RemoteOffer is nil.
func (l *Leg) Answer(sdp []byte) error { return errPlan }

// Reject sends the final failure.
func (l *Leg) Reject(cause Cause) error { return errPlan }

// Hangup sends CANCEL, BYE or a failure, whichever the state wants. It may be repeated.
func (l *Leg) Hangup(cause Cause) error { return errPlan }

// Reinvite sends our offer and returns the far answer; a 491 is retried as RFC 3261 14.1 asks.
func (l *Leg) Reinvite(ctx context.Context, sdp []byte) ([]byte, error) { return nil, errPlan }

// OnOffer sets who answers the far side's re-INVITE and UPDATE; an error becomes 488.
func (l *Leg) OnOffer(answer func(offer []byte) ([]byte, error)) {}
