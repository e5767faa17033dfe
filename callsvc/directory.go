package callsvc

import (
	"net/netip"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

// directory is a DirectorySnapshot made ready for looking up. It is never
// changed: a reload makes a new one, so that routing takes no lock and needs no
// database.
type directory struct {
	snapshot DirectorySnapshot
	orgs     map[id.Org]Organisation
	trunks   map[string]Trunk
	numbers  map[id.Org]map[string]DID
	queues   map[id.Queue]Queue
	agents   map[id.User]Agent
	hours    map[id.Hours]Hours
	menus    map[id.Menu]Menu
	sounds   map[id.Sound]Sound
	zones    map[string]*time.Location
}

func newDirectory(snapshot DirectorySnapshot) *directory {
	d := &directory{
		snapshot: snapshot,
		orgs:     make(map[id.Org]Organisation, len(snapshot.Orgs)),
		trunks:   make(map[string]Trunk, len(snapshot.Trunks)),
		numbers:  make(map[id.Org]map[string]DID, len(snapshot.Orgs)),
		queues:   make(map[id.Queue]Queue, len(snapshot.Queues)),
		agents:   make(map[id.User]Agent, len(snapshot.Agents)),
		hours:    make(map[id.Hours]Hours, len(snapshot.Hours)),
		menus:    make(map[id.Menu]Menu, len(snapshot.Menus)),
		sounds:   make(map[id.Sound]Sound, len(snapshot.Sounds)),
		zones:    zonesOf(snapshot.Hours),
	}
	d.indexRouting()
	for _, org := range snapshot.Orgs {
		d.orgs[org.ID] = org
		d.numbers[org.ID] = map[string]DID{}
	}
	for _, trunk := range snapshot.Trunks {
		d.trunks[trunk.ID.String()] = trunk
	}
	for _, did := range snapshot.Numbers {
		if of, known := d.numbers[did.Org]; known {
			of[did.E164] = did
		}
	}
	for _, queue := range snapshot.Queues {
		d.queues[queue.ID] = queue
	}
	for _, agent := range snapshot.Agents {
		d.agents[agent.ID] = agent
	}
	return d
}

// sipTrunks gives the enabled trunks as package sip knows them.
func (d *directory) sipTrunks() []sip.Trunk {
	trunks := make([]sip.Trunk, 0, len(d.snapshot.Trunks))
	for _, trunk := range d.snapshot.Trunks {
		if !trunk.Enabled {
			continue
		}
		trunks = append(trunks, sip.Trunk{
			ID: trunk.ID.String(), Addresses: append([]netip.Prefix(nil), trunk.Addresses...),
			Proxy: trunk.Proxy, Transport: trunk.Transport, Domain: trunk.Domain,
			Register: trunk.Register, Username: trunk.Username, Password: trunk.Password,
			OptionsEvery: time.Duration(trunk.OptionsSeconds) * time.Second,
		})
	}
	return trunks
}

// outboundTrunks are the organisation's trunks, in the directory's order, that calls may leave through.
func (d *directory) outboundTrunks(org id.Org) []Trunk {
	var trunks []Trunk
	for _, trunk := range d.snapshot.Trunks {
		if trunk.Org == org && trunk.Enabled && trunk.Proxy != "" {
			trunks = append(trunks, trunk)
		}
	}
	return trunks
}

// country is where numbers on the trunk are read.
func (d *directory) country(trunk Trunk, fallback string) string {
	if trunk.Country != "" {
		return trunk.Country
	}
	if country := d.orgs[trunk.Org].Country; country != "" {
		return country
	}
	return fallback
}

// target is where an inbound call goes.
type target struct {
	org    Organisation
	trunk  Trunk
	region string
	called e164.Number
	// found says that the number is the organisation's; else the rest is empty.
	found       bool
	did         DID
	queueID     *id.Queue
	queueName   string
	userID      *id.User
	users       []id.User
	ringTimeout time.Duration
}

// line is how the number called is named to agents.
func (t target) line() string {
	if t.did.Label != "" {
		return t.did.Label
	}
	return t.did.E164
}

// route finds who is called. Several trunks may share an address: the first
// whose organisation owns the number wins. It reports false when none of the
// trunks is known any more.
func (d *directory) route(invite sip.Invite, fallback string) (target, bool) {
	var first target
	seen := false
	for _, trunkID := range invite.TrunkIDs {
		trunk, known := d.trunks[trunkID]
		org, tenant := d.orgs[trunk.Org]
		if !known || !tenant || !trunk.Enabled {
			continue
		}
		t := target{org: org, trunk: trunk, region: d.country(trunk, fallback)}
		t.called, t.did, t.found = d.called(invite, org.ID, t.region)
		if t.found {
			d.aim(&t, t.did.QueueID, t.did.UserID)
			return t, true
		}
		if !seen {
			first, seen = t, true
		}
	}
	return first, seen
}

// called reads the number called: the Request-URI, or the To header where a
// registering trunk puts our user name into the Request-URI.
func (d *directory) called(invite sip.Invite, org id.Org, region string) (e164.Number, DID, bool) {
	for _, raw := range []string{invite.CalledUser, invite.To} {
		for _, spelling := range spellings(raw) {
			number := e164.ParseCaller(spelling, region)
			if did, found := d.numbers[org][number.E164]; found && number.E164 != "" {
				number.Raw = raw
				return number, did, true
			}
		}
	}
	return e164.ParseCaller(invite.CalledUser, region), DID{}, false
}

// spellings lists what a carrier may mean. Trying all is no guess, since only
// one of the organisation's own numbers counts as found.
func spellings(raw string) []string {
	switch {
	case raw == "":
		return nil
	case strings.HasPrefix(raw, "+"):
		return []string{raw}
	case strings.HasPrefix(raw, "00"):
		return []string{raw, "+" + raw[2:]}
	}
	return []string{raw, "+" + raw}
}

// aim puts the agents of a queue, or one user, into the target.
func (d *directory) aim(t *target, queueID *id.Queue, userID *id.User) {
	t.queueID, t.userID, t.queueName, t.ringTimeout, t.users = nil, nil, "", 0, nil
	switch {
	case queueID != nil:
		queue := d.queues[*queueID]
		t.queueID, t.queueName, t.ringTimeout = queueID, queue.Name, queue.RingTimeout
		for _, member := range queue.Members {
			if d.agents[member].Active && d.agents[member].Org == t.org.ID {
				t.users = append(t.users, member)
			}
		}
	case userID != nil:
		if agent := d.agents[*userID]; agent.Active && agent.Org == t.org.ID {
			t.userID = userID
			t.users = []id.User{agent.ID}
		}
	}
}

// caller reads who calls. A caller who asked to be withheld is, whatever the
// network vouches for beside it.
func caller(invite sip.Invite, region string) Party {
	if invite.Privacy {
		return Party{Number: e164.Number{Raw: "anonymous", Kind: e164.Withheld}}
	}
	if invite.Asserted != "" {
		if number := e164.ParseCaller(invite.Asserted, region); number.Dialable() {
			return Party{Number: number, Name: displayName(invite.FromName)}
		}
	}
	number := e164.ParseCaller(invite.From, region)
	if number.Kind == e164.Withheld {
		return Party{Number: number}
	}
	return Party{Number: number, Name: displayName(invite.FromName)}
}

// displayName bounds what a stranger calls themselves.
func displayName(name string) string {
	const most = 100
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	runes := []rune(strings.TrimSpace(clean))
	if len(runes) > most {
		runes = runes[:most]
	}
	return string(runes)
}
