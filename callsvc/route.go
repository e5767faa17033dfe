package callsvc

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// DestinationKind says where a call goes on to.
type DestinationKind string

// The kinds of destination. None is the zero value.
const (
	ToNowhere   DestinationKind = ""
	ToQueue     DestinationKind = "queue"
	ToUser      DestinationKind = "user"
	ToMenu      DestinationKind = "menu"
	ToVoicemail DestinationKind = "voicemail"
	ToBusy      DestinationKind = "busy"
)

// Destination is where a call goes on to when something else is over.
type Destination struct {
	Kind DestinationKind
	// QueueID and UserID are the target; of a voicemail, one of them is whose it is.
	QueueID *id.Queue
	UserID  *id.User
	MenuID  *id.Menu
	// GreetingID is what a voicemail says first; nil is a tone.
	GreetingID *id.Sound
}

// Strategy says which of a queue's agents ring.
type Strategy string

// The strategies. All but StrategyAll ring one agent after the other, and only
// agents who have no call.
const (
	StrategyAll         Strategy = "all"
	StrategyLongestIdle Strategy = "longest_idle"
	StrategyRoundRobin  Strategy = "round_robin"
	StrategyLastAgent   Strategy = "last_agent"
	StrategyOwner       Strategy = "owner"
)

// Strategies are all of them, in the order of a list.
func Strategies() []Strategy {
	return []Strategy{StrategyAll, StrategyLongestIdle, StrategyRoundRobin, StrategyLastAgent, StrategyOwner}
}

// MenuOption is a key of a menu and where it leads.
type MenuOption struct {
	// Key is one of 0-9, * and #.
	Key string
	To  Destination
}

// Menu lets callers choose by key.
type Menu struct {
	ID   id.Menu
	Org  id.Org
	Name string
	// GreetingID is what is said; nil is tones.
	GreetingID *id.Sound
	// Wait is how long a key is waited for after the greeting.
	Wait time.Duration
	// Tries is how often the greeting is said before Otherwise.
	Tries     int
	Options   []MenuOption
	Otherwise Destination
}

// Sound is something that callers hear, kept in the Storage under Path.
type Sound struct {
	ID     id.Sound
	Org    id.Org
	Name   string
	Path   string
	Length time.Duration
	// CreatedAt is when it was uploaded.
	CreatedAt time.Time
}

// plain says that a queue is a ring group as it always was: all who are there
// ring at once, and nobody waits.
func (q Queue) plain() bool {
	return (q.Strategy == StrategyAll || q.Strategy == "") && q.MaxWait == 0
}

// Entry is where a number's calls go at a time, and why.
type Entry struct {
	To      Destination
	State   OpenState
	Hours   string
	Holiday string
}

// entry decides where a call to the number goes first. Calls and the tester
// both ask here. It is pure.
func (d *directory) entry(did DID, at time.Time) Entry {
	open := Destination{Kind: ToUser, UserID: did.UserID}
	switch {
	case did.QueueID != nil:
		open = Destination{Kind: ToQueue, QueueID: did.QueueID}
	case did.MenuID != nil:
		open = Destination{Kind: ToMenu, MenuID: did.MenuID}
	}
	if did.HoursID == nil {
		return Entry{To: open, State: StateNoHours}
	}
	hours, known := d.hours[*did.HoursID]
	if !known {
		return Entry{To: open, State: StateNoHours}
	}
	state, holiday := hours.At(at, d.zones[hours.TimeZone])
	entry := Entry{To: open, State: state, Hours: hours.Name, Holiday: holiday}
	if state != StateOpen {
		entry.To = did.Closed
		if entry.To.Kind == ToNowhere {
			entry.To = Destination{Kind: ToBusy}
		}
	}
	return entry
}

// option is where a key of the menu leads.
func (m Menu) option(key rune) (Destination, bool) {
	for _, option := range m.Options {
		if option.Key == string(key) {
			return option.To, true
		}
	}
	return Destination{}, false
}

// otherwise is where the menu leads without a key.
func (m Menu) otherwise() Destination {
	if m.Otherwise.Kind == ToNowhere {
		return Destination{Kind: ToBusy}
	}
	return m.Otherwise
}

// zonesOf loads the time zones of hours once for a directory.
func zonesOf(all []Hours) map[string]*time.Location {
	zones := make(map[string]*time.Location, len(all))
	for _, hours := range all {
		if zones[hours.TimeZone] != nil {
			continue
		}
		zone, err := time.LoadLocation(hours.TimeZone)
		if err != nil {
			zone = time.UTC
		}
		zones[hours.TimeZone] = zone
	}
	return zones
}

// indexRouting makes what routes name ready for looking up.
func (d *directory) indexRouting() {
	for _, hours := range d.snapshot.Hours {
		d.hours[hours.ID] = hours
	}
	for _, menu := range d.snapshot.Menus {
		d.menus[menu.ID] = menu
	}
	for _, sound := range d.snapshot.Sounds {
		d.sounds[sound.ID] = sound
	}
}
