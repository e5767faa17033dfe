package sip

import (
	"net/netip"
	"time"
)

// Trunk leads to a carrier: a static peer known by its addresses, or one that we register with.
type Trunk struct {
	ID string
	// Addresses are those that its INVITEs may come from. A registering trunk's resolved proxy counts too.
	Addresses []netip.Prefix
	// Proxy is the host or host:port that outbound calls and registrations go to.
	Proxy string
	// Transport is udp (default), tcp or tls.
	Transport string
	// Domain is the host part of From and To; empty means Proxy's host.
	Domain string
	// Register asks for a registration to be kept.
	Register bool
	// Username is the user part of our address there. AuthUsername is the digest user, empty means Username.
	Username, AuthUsername, Password string
	// Expiry is the registration's wanted lifetime; zero means an hour.
	Expiry time.Duration
	// SessionExpires is the session interval asked for (RFC 4028); zero means 1800 s.
	SessionExpires time.Duration
	// OptionsEvery is how often the proxy is asked whether it lives; zero asks never.
	OptionsEvery time.Duration
}

// RegistrationStatus says how a registration stands.
type RegistrationStatus string

// How a registration can stand.
const (
	RegistrationTrying     RegistrationStatus = "trying"
	RegistrationActive     RegistrationStatus = "active"
	RegistrationFailed     RegistrationStatus = "failed"
	RegistrationUnregister RegistrationStatus = "unregistered"
)

// RegistrationState is how the registration of one trunk stands, for people to read.
type RegistrationState struct {
	TrunkID string
	State   RegistrationStatus
	// LastError says in words why the last attempt failed; empty after a success.
	LastError string
	// Expires is when the active registration runs out; zero when there is none.
	Expires time.Time
	// NextAttempt is when it is tried or refreshed next.
	NextAttempt time.Time
}

// DialRequest asks for an outbound leg.
type DialRequest struct {
	// LegID is the leg's identity with us; empty means that one is made.
	LegID   string
	TrunkID string
	// Phone is the PhoneBinding.ID of a registered phone to call in place of a trunk; To is not used then.
	Phone string
	// To is the user part to call, as +447700900123.
	To string
	// From and FromName are the caller's user part and display name; also P-Asserted-Identity.
	From, FromName string
	// Private withholds the caller from the called (RFC 3323); the trunk still gets P-Asserted-Identity.
	Private bool
	// Offer is the session description; empty sends an INVITE without one.
	Offer []byte
	// Listener gets the leg's events from the first; see Leg.Listen.
	Listener func(LegEvent)
	// RingTimeout ends the leg unanswered; zero means Timers.Ring.
	RingTimeout time.Duration
}

// Invite is what the INVITE that began a leg said.
type Invite struct {
	SIPCallID string
	// From and To are user parts, FromName the caller's display name; CalledUser is the Request-URI's user part.
	From, FromName, To, CalledUser string
	// Asserted is the user part of P-Asserted-Identity, which the trunk vouches for.
	Asserted string
	// Privacy says that the caller asked to be withheld.
	Privacy bool
	// DiversionUser is who the call was first meant for when it was forwarded.
	DiversionUser string
	// Phone is the SIP user whose registered phone calls and has proved its password; empty for a trunk's call.
	Phone string
	// TrunkIDs are the trunks whose addresses match; several may share one.
	TrunkIDs             []string
	Source               netip.AddrPort
	Transport, UserAgent string
	// Verstat is the STIR/SHAKEN verdict that the trunk gave, empty when it gave none.
	Verstat string
}
