package callsvc

import (
	"context"
	"io"
	"net/netip"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

// Lookup finds who a number belongs to. The store implements it.
type Lookup interface {
	// LookupNumber returns every candidate, exact matches before partial ones,
	// best first, at most 20. No candidate is an empty list, not an error.
	LookupNumber(ctx context.Context, org id.Org, number e164.Number) ([]Match, error)
}

// Match is one candidate for a caller and why it is one.
type Match struct {
	ContactID  id.Contact
	CustomerID *id.Customer
	Name       string
	Company    string
	// Reason is "primary", "secondary", "shared" (several contacts have the
	// number), "variant" (a national variant of it) or "partial".
	Reason string
	// SharedBy counts the contacts that have the number when Reason is "shared".
	SharedBy int
	// Score is from 0 to 100; exact matches are 80 and more.
	Score int
	Exact bool
}

// CallRecord is what the log is told of a call: the newest snapshot and the
// events and legs that are new since the record before.
type CallRecord struct {
	Call   Call
	Legs   []Leg
	Events []CallEvent
	// Messages are SIP messages of the legs; they come once, after the end.
	Messages []LegMessage
	// Voicemail is the message that the caller left; nil when there is none.
	Voicemail *Voicemail
	// Recordings are all that the call has completed so far.
	Recordings []Recording
}

// CallLog keeps the rows of calls. The store implements it.
type CallLog interface {
	// RecordCall writes the record in one transaction. It is idempotent: an
	// older snapshot never replaces a newer one, a known event is skipped, and
	// contact, disposition and notes chosen by people are not overwritten.
	RecordCall(ctx context.Context, record CallRecord) error
	// CloseLostCalls ends as failed with cause node_lost every unfinished call
	// of node from another boot, and of any node whose heartbeat is older than
	// lease; times are kept. It returns the calls it ended.
	CloseLostCalls(ctx context.Context, node, boot string, lease time.Duration) ([]Call, error)
	// Heartbeat says that node is alive under boot.
	Heartbeat(ctx context.Context, node, boot string) error
}

// Directory tells who is reachable how. The store implements it. It is read
// whole at the start and on change, so that calls connect while the database
// is away.
type Directory interface {
	LoadDirectory(ctx context.Context) (DirectorySnapshot, error)
}

// DirectorySnapshot is everything needed to route a call, of all organisations.
type DirectorySnapshot struct {
	Orgs    []Organisation
	Trunks  []Trunk
	Numbers []DID
	Queues  []Queue
	Agents  []Agent
	Hours   []Hours
	Menus   []Menu
	Sounds  []Sound
	// Recording holds the rules; a call without one is not recorded.
	Recording []RecordingRule
}

// Organisation is a tenant as calls see it.
type Organisation struct {
	ID   id.Org
	Name string
	// Country is the ISO 3166-1 alpha-2 region in which local numbers are read.
	Country string
}

// Trunk is the way to one carrier or PBX.
type Trunk struct {
	ID   id.Trunk
	Org  id.Org
	Name string
	// Country overrides the organisation's for numbers seen on this trunk; may be empty.
	Country string
	// Addresses are where its INVITEs may come from.
	Addresses []netip.Prefix
	// Proxy is host or host:port that outbound calls go to; empty: inbound only.
	Proxy     string
	Transport string
	Domain    string
	Register  bool
	Username  string
	Password  string
	// CallerID is the E.164 number shown on outbound calls.
	CallerID string
	Enabled  bool
	// Priority orders the organisation's trunks for calls out, the least first.
	Priority int32
	// MaxCalls is how many calls at once it carries on one node; 0 sets no limit.
	MaxCalls int32
	// BareE164 says that the carrier sends international numbers without "+".
	BareE164 bool
	// Withhold asks the carrier not to show the called who calls (RFC 3323).
	Withhold bool
	// OptionsSeconds is how often the proxy is asked whether it lives; 0 asks never.
	OptionsSeconds int32
	// CallerIDs are the E.164 numbers shown instead of CallerID, by the ISO country called.
	CallerIDs map[string]string
}

// DID is a number of the organisation and where its calls go. Exactly one of
// QueueID, UserID and MenuID is set.
type DID struct {
	ID      id.Number
	Org     id.Org
	E164    string
	Label   string
	QueueID *id.Queue
	UserID  *id.User
	MenuID  *id.Menu
	// HoursID says when the number is open; nil is always.
	HoursID *id.Hours
	// Closed is where calls go while it is not open, and Unanswered where nobody
	// answers; a queue's own Overflow goes before it.
	Closed, Unanswered Destination
}

// Queue is a group of agents; in a plain ring group all available ones ring.
type Queue struct {
	ID      id.Queue
	Org     id.Org
	Name    string
	Members []id.User
	// RingTimeout is how long it rings before the call is missed, or before the
	// next agent is rung.
	RingTimeout time.Duration
	// Strategy says which agents ring; empty is StrategyAll.
	Strategy Strategy
	// MaxWait is how long callers wait when nobody is free; 0: nobody waits.
	MaxWait time.Duration
	// MaxWaiting is how many callers may wait; 0: as many as like.
	MaxWaiting int
	// Announce tells callers their place, one beep for each caller up to theirs.
	Announce bool
	// MusicID is what they hear while they wait; nil is the tune of Ringbook.
	MusicID *id.Sound
	// Overflow is where calls go that the queue cannot serve; without one they are missed.
	Overflow Destination
}

// Agent is a user as calls see them.
type Agent struct {
	ID        id.User
	Org       id.Org
	Name      string
	Extension string
	Active    bool
}

// Hints finds who a caller should rather talk to. The store implements it.
type Hints interface {
	// RouteHints gives the agent who spoke last with the number, and the owner of
	// the contact; each nil where there is none.
	RouteHints(ctx context.Context, org id.Org, number e164.Number, contact *id.Contact) (lastAgent, owner *id.User, err error)
}

// Storage keeps sound. callsvc/storage implements it.
type Storage interface {
	// Create begins a file that is not there yet.
	Create(ctx context.Context, key string) (StoredFile, error)
	// Open reads a file.
	Open(ctx context.Context, key string) (io.ReadSeekCloser, error)
	// Delete removes a file; one that is gone is no mistake.
	Delete(ctx context.Context, key string) error
}

// StoredFile is a file being written. An alias, so that who implements Storage
// need not import this package.
type StoredFile = interface {
	io.WriteSeeker
	io.Closer
}
