package callsvc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip/media"
)

// RouteStep is one thing that would happen to a call.
type RouteStep struct {
	// Depth is how far it is inside of the choices of menus.
	Depth int
	// When is what leads here: always, open, closed, holiday, key, otherwise,
	// unanswered or overflow.
	When string
	// Key is the key of a menu.
	Key string
	// Kind is caller, hours, a DestinationKind, missed, or again for a place that stands above.
	Kind, Name string
	// Detail is a queue's strategy, a holiday's name, or the state of hours.
	Detail string
	// Agents would ring now, those first who would ring first.
	Agents []string
	// Wait is how long it rings or waits before it goes on.
	Wait time.Duration
}

// explorer follows a route in all its branches.
type explorer struct {
	service   *Service
	directory *directory
	did       DID
	prefer    func(Queue) *id.User
	steps     []RouteStep
	seen      map[string]bool
}

// mostSteps bounds what is said of a route.
const mostSteps = 200

// TestRoute says what would happen to a call to the number at a time, with the
// agents as they are now. It decides by the functions that calls are routed by,
// and rings nobody.
func (s *Service) TestRoute(ctx context.Context, org id.Org, number id.Number, at time.Time, from e164.Number) ([]RouteStep, error) {
	directory := s.directory.Load()
	if directory == nil {
		return nil, refuse(CodeUnavailable, "trunks and numbers are not loaded yet")
	}
	for _, did := range directory.snapshot.Numbers {
		if did.ID == number && did.Org == org {
			return s.explore(ctx, directory, did, at, from), nil
		}
	}
	return nil, refuse(CodeNotFound, "no such number")
}

func (s *Service) explore(ctx context.Context, directory *directory, did DID, at time.Time, from e164.Number) []RouteStep {
	e := &explorer{service: s, directory: directory, did: did, seen: map[string]bool{}}
	e.prefer = e.caller(ctx, from)
	entry := directory.entry(did, at)
	when := "always"
	if entry.State != StateNoHours {
		when = string(entry.State)
		e.add(RouteStep{When: "always", Kind: "hours", Name: entry.Hours, Detail: detailOf(entry)})
	}
	e.follow(entry.To, RouteStep{When: when})
	return e.steps
}

func detailOf(entry Entry) string {
	if entry.State == StateHoliday && entry.Holiday != "" {
		return entry.Holiday
	}
	return string(entry.State)
}

// caller says who calls, and whom a queue would prefer for them.
func (e *explorer) caller(ctx context.Context, from e164.Number) func(Queue) *id.User {
	none := func(Queue) *id.User { return nil }
	if from.Kind != e164.Dialable {
		return none
	}
	matches, err := e.service.lookup(ctx, e.did.Org, from)
	if err != nil {
		return none
	}
	step := RouteStep{When: "always", Kind: "caller", Name: from.International()}
	var contact *id.Contact
	if match, found := attributed(matches); found {
		contact, step.Detail = &match.ContactID, match.Name
	}
	e.add(step)
	if e.service.deps.Hints == nil {
		return none
	}
	lastAgent, owner, err := e.service.deps.Hints.RouteHints(ctx, e.did.Org, from, contact)
	if err != nil {
		return none
	}
	return func(queue Queue) *id.User {
		if queue.Strategy == StrategyOwner {
			return owner
		}
		return lastAgent
	}
}

func (e *explorer) add(step RouteStep) { e.steps = append(e.steps, step) }

// follow says what a destination does, and what comes after it.
func (e *explorer) follow(to Destination, step RouteStep) {
	if len(e.steps) >= mostSteps {
		return
	}
	step.Kind, step.Name = string(to.Kind), e.name(to)
	if key := string(to.Kind) + step.Name; to.Kind == ToQueue || to.Kind == ToMenu {
		if e.seen[key] {
			step.Detail, step.Kind = step.Kind, "again"
			e.add(step)
			return
		}
		e.seen[key] = true
	}
	switch to.Kind {
	case ToQueue:
		e.queue(e.directory.queues[*to.QueueID], step)
	case ToUser:
		e.user(*to.UserID, step)
	case ToMenu:
		e.menu(e.directory.menus[*to.MenuID], step)
	case ToNowhere:
		step.Kind = "missed"
		e.add(step)
	case ToVoicemail, ToBusy:
		e.add(step)
	}
}

func (e *explorer) name(to Destination) string {
	switch {
	case to.QueueID != nil:
		return e.directory.queues[*to.QueueID].Name
	case to.UserID != nil:
		return e.directory.agents[*to.UserID].Name
	case to.MenuID != nil:
		return e.directory.menus[*to.MenuID].Name
	}
	return ""
}

func (e *explorer) queue(queue Queue, step RouteStep) {
	step.Detail, step.Wait = string(queue.Strategy), queue.MaxWait
	for _, user := range e.service.wouldRing(e.directory, queue, e.prefer(queue)) {
		step.Agents = append(step.Agents, e.directory.agents[user].Name)
	}
	e.add(step)
	next := queue.Overflow
	if next.Kind == ToNowhere {
		next = e.did.Unanswered
	}
	e.follow(next, RouteStep{Depth: step.Depth, When: "overflow"})
}

func (e *explorer) user(user id.User, step RouteStep) {
	if e.service.desk(e.did.Org, user).available() {
		step.Agents = []string{e.directory.agents[user].Name}
	}
	step.Wait = e.service.cfg.RingTimeout
	e.add(step)
	e.follow(e.did.Unanswered, RouteStep{Depth: step.Depth, When: "unanswered"})
}

func (e *explorer) menu(menu Menu, step RouteStep) {
	step.Wait = menu.Wait
	e.add(step)
	for _, option := range menu.Options {
		e.follow(option.To, RouteStep{Depth: step.Depth + 1, When: "key", Key: option.Key})
	}
	e.follow(menu.otherwise(), RouteStep{Depth: step.Depth + 1, When: "otherwise"})
}

// wouldRing lists a queue's agents who would ring now, in their order.
func (s *Service) wouldRing(directory *directory, queue Queue, prefer *id.User) []id.User {
	var free []freeAgent
	for _, member := range queue.Members {
		agent := directory.agents[member]
		if !agent.Active || agent.Org != queue.Org {
			continue
		}
		desk := s.desk(agent.Org, member)
		idle, isFree := desk.free()
		if isFree || queue.plain() && desk.available() {
			free = append(free, freeAgent{user: member, idle: idle})
		}
	}
	last := s.room.lastTurn(queue.ID)
	var order []id.User
	for len(free) > 0 {
		next := choose(queue, free, prefer, last)
		if len(next) == 0 {
			break
		}
		order, last = append(order, next...), next[len(next)-1]
		kept := free[:0:0]
		for _, agent := range free {
			if !slices.Contains(next, agent.user) {
				kept = append(kept, agent)
			}
		}
		free = kept
	}
	return order
}

// lastTurn is whom a queue rang last.
func (r *waitingRoom) lastTurn(queue id.Queue) id.User {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.turns[queue]
}

// SoundLength says how long a WAV file plays, or why it cannot be played.
func SoundLength(file io.Reader) (time.Duration, error) {
	source, err := media.WAV(file)
	if err != nil {
		return 0, fmt.Errorf("measure sound: %w", err)
	}
	var frame [160]int16
	samples := 0
	for {
		n, err := source.ReadFrame(frame[:])
		samples += n
		switch {
		case err == nil && n == len(frame):
		case err == nil, errors.Is(err, io.EOF):
			return time.Duration(samples) * time.Second / 8000, nil
		default:
			return 0, fmt.Errorf("measure sound: %w", err)
		}
	}
}
