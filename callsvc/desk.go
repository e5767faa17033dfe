package callsvc

import (
	"slices"
	"sync"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// desk is one user's place: the browsers that are open, what the user chose to
// be, the calls that ring or run there, and the headset. Its lock is taken
// before the headset's and never while a call's mailbox is locked.
type desk struct {
	service *Service
	org     id.Org
	user    id.User
	headset headset

	mu          sync.Mutex
	connections []*Connection
	// chosen is what the user asked to be, empty when never; it outlives connections.
	chosen, reason string
	since          time.Time
	present        bool
	shown          string
	calls          map[*liveCall]bool // true: talking or dialling, false: ringing
	// idleSince is when the last talk ended.
	idleSince time.Time
	leaving   *time.Timer
	deserted  *time.Timer
}

func (d *desk) statusLocked() string {
	switch {
	case !d.present:
		return PresenceOffline
	case d.chosen != "":
		return d.chosen
	}
	return PresenceAvailable
}

func (d *desk) presenceLocked() Presence {
	p := Presence{UserID: d.user, Status: d.statusLocked(), Since: d.since}
	if p.Status != PresenceOffline {
		p.Reason = d.reason
	}
	for _, talking := range d.calls {
		p.OnCall = p.OnCall || talking
	}
	return p
}

func (d *desk) presence() Presence {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.presenceLocked()
}

// available says that the desk may be rung: somebody is there and willing.
func (d *desk) available() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.connections) > 0 && d.statusLocked() == PresenceAvailable
}

// free says that the desk may be rung and has no call, and since when it has none.
func (d *desk) free() (since time.Time, free bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	since = d.idleSince
	if d.since.After(since) {
		// Who just came, or came back from a break, has not been idle before.
		since = d.since
	}
	return since, len(d.connections) > 0 && d.statusLocked() == PresenceAvailable && len(d.calls) == 0
}

// announceLocked tells the organisation when the presence is another than it was.
func (d *desk) announceLocked() {
	d.service.room.kick()
	p := d.presenceLocked()
	shown := p.Status + "\x00" + p.Reason
	if p.OnCall {
		shown += "\x00on call"
	}
	if shown == d.shown {
		return
	}
	d.shown = shown
	d.service.announce(d.org, p)
}

func (d *desk) choose(status, reason string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.chosen != status || d.reason != reason {
		d.since = time.Now()
	}
	d.chosen, d.reason = status, reason
	d.announceLocked()
}

func (d *desk) connect(c *Connection) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.connections = append(d.connections, c)
	stop(&d.leaving)
	if !d.present {
		d.present, d.since = true, time.Now()
	}
	d.announceLocked()
	for call := range d.calls {
		call.tell(func(l *liveCall) { l.introduce(c) })
	}
}

// disconnect forgets a browser. The newest other one that carries sound takes over.
func (d *desk) disconnect(c *Connection) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.connections = slices.DeleteFunc(d.connections, func(other *Connection) bool { return other == c })
	if owner, _ := d.headset.worn(); owner == c.id {
		d.passOnLocked()
	}
	if len(d.connections) == 0 && d.leaving == nil {
		d.leaving = time.AfterFunc(d.service.cfg.OfflineGrace, d.leave)
	}
}

func (d *desk) passOnLocked() {
	for _, other := range slices.Backward(d.connections) {
		if stream := other.sound(); stream != nil {
			d.wearLocked(other, stream)
			return
		}
	}
	d.headset.wear("", nil)
	d.desertLocked()
}

// desertLocked gives the browser of a live call its time to come back.
func (d *desk) desertLocked() {
	if d.deserted == nil && d.presenceLocked().OnCall {
		d.deserted = time.AfterFunc(d.service.cfg.BrowserGrace, d.giveUp)
	}
}

func (d *desk) giveUp() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.deserted == nil {
		return
	}
	d.deserted = nil
	for call, talking := range d.calls {
		if talking {
			call.tell((*liveCall).browserLost)
		}
	}
}

func (d *desk) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.leaving == nil || len(d.connections) > 0 {
		return
	}
	d.leaving = nil
	d.present, d.since = false, time.Now()
	d.announceLocked()
	for call, talking := range d.calls {
		if !talking {
			call.tell(func(l *liveCall) { l.agentLeft(d.user) })
		}
	}
}

// attach notes a call of the desk: ringing, or talking.
func (d *desk) attach(call *liveCall, talking bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls[call] = talking
	if talking {
		if _, stream := d.headset.worn(); stream == nil && len(d.connections) == 0 {
			d.desertLocked()
		}
	}
	d.announceLocked()
}

func (d *desk) detach(call *liveCall) {
	d.headset.release(call)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.calls[call] {
		d.idleSince = time.Now()
	}
	delete(d.calls, call)
	d.announceLocked()
}

// close stops the timers.
func (d *desk) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	stop(&d.leaving)
	stop(&d.deserted)
}

func stop(timer **time.Timer) {
	if *timer != nil {
		(*timer).Stop()
		*timer = nil
	}
}
