package callsvc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip"
)

// Service owns the calls of this node. It is the sip.Handler of the node's agent.
type Service struct {
	cfg     Config
	deps    Deps
	table   map[state]map[trigger]state
	journal *journal
	recent  *recentCalls
	boards  *boards
	room    *waitingRoom

	directory atomic.Pointer[directory]
	stopping  chan struct{}
	tasks     sync.WaitGroup // lookups
	lives     sync.WaitGroup

	loads trunkLoads

	mu      sync.Mutex
	calls   map[id.Call]*liveCall
	desks   map[deskKey]*desk
	drained bool
	idle    chan struct{} // closed when drained and no call is left
}

type deskKey struct {
	org  id.Org
	user id.User
}

// New checks the parts and makes the Service. Nothing runs before Run.
func New(cfg Config, deps Deps) (*Service, error) {
	if cfg.Node == "" {
		return nil, errors.New("callsvc needs the node's name")
	}
	if err := deps.validate(); err != nil {
		return nil, err
	}
	if cfg.Boot == "" {
		cfg.Boot = uuid.NewString()
	}
	cfg = cfg.withDefaults()
	s := &Service{
		boards: newBoards(boardEvery, tellBoard(cfg, deps)),
		cfg:    cfg, deps: deps, table: transitions(),
		journal: newJournal(deps.CallLog, cfg.Logger), recent: newRecentCalls(),
		stopping: make(chan struct{}),
		calls:    map[id.Call]*liveCall{}, desks: map[deskKey]*desk{}, idle: make(chan struct{}),
	}
	s.room = newWaitingRoom(s)
	return s, nil
}

// UseSIP gives the Service its SIP agent, before Run.
func (s *Service) UseSIP(agent *sip.Agent) { s.deps.SIP = agent }

// Run serves until ctx ends, or after Drain until the calls have ended. What
// still runs when ctx ends is hung up, and all rows are written before Run
// returns, or given up after ten seconds.
func (s *Service) Run(ctx context.Context) error {
	if s.deps.SIP == nil {
		return errors.New("callsvc runs without a SIP agent")
	}
	loops, stopLoops := context.WithCancel(ctx)
	defer stopLoops()
	writing, stopWriting := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWriting()
	var background, written sync.WaitGroup
	changed, err := s.watchDirectory()
	if err != nil {
		return err
	}
	written.Go(func() { s.journal.run(writing) })
	background.Go(func() { s.keepDirectory(loops, changed.wanted) })
	background.Go(func() { s.keepAlive(loops) })
	background.Go(func() { s.room.run(loops) })

	select {
	case <-ctx.Done():
	case <-s.idle:
	}
	s.Drain()
	close(s.stopping)
	s.lives.Wait()
	s.tasks.Wait()
	stopLoops()
	background.Wait()
	s.closeDesks()
	s.journal.close()
	flush := time.AfterFunc(flushTimeout, stopWriting)
	written.Wait()
	flush.Stop()
	s.boards.close()
	return changed.subscription.Close()
}

// Drain refuses new calls; Run ends when the running ones have.
func (s *Service) Drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drained = true
	s.checkIdleLocked()
}

func (s *Service) checkIdleLocked() {
	if !s.drained || len(s.calls) > 0 {
		return
	}
	select {
	case <-s.idle:
	default:
		close(s.idle)
	}
}

func (s *Service) draining() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drained
}

// Ready says whether the bus, the directory and SIP serve.
func (s *Service) Ready(ctx context.Context) error {
	switch {
	case s.draining():
		return refuse(CodeUnavailable, "the service is draining")
	case s.directory.Load() == nil:
		return refuse(CodeUnavailable, "trunks and numbers are not loaded yet")
	case s.deps.SIP == nil:
		return refuse(CodeUnavailable, "SIP is not served")
	}
	if err := s.deps.Bus.Ready(ctx); err != nil {
		return fmt.Errorf("call service: %w", err)
	}
	return nil
}

// CallCount is the number of calls alive on this node.
func (s *Service) CallCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.calls)
}

// start gives the call its goroutine, unless the service takes no more.
func (s *Service) start(l *liveCall, begin func(*liveCall)) bool {
	subscription, err := l.serve()
	if err != nil {
		l.logger.ErrorContext(l.ctx, "call cannot be commanded", slog.Any("error", err))
		l.cancel()
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drained {
		l.cancel()
		_ = subscription.Close() // the call never was
		return false
	}
	s.calls[l.call.ID] = l
	s.lives.Go(func() {
		l.run(s.stopping, begin)
		if err := subscription.Close(); err != nil {
			l.logger.WarnContext(context.Background(), "subscription not closed", slog.Any("error", err))
		}
	})
	return true
}

func (s *Service) forget(l *liveCall) {
	s.recent.add(l.call.Org, l.call.ID)
	s.loads.release(l)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.calls, l.call.ID)
	s.checkIdleLocked()
}

func (s *Service) desk(org id.Org, user id.User) *desk {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := deskKey{org, user}
	d, known := s.desks[key]
	if !known {
		d = &desk{service: s, org: org, user: user, since: time.Now(), calls: map[*liveCall]bool{}}
		d.shown = PresenceOffline + "\x00"
		s.desks[key] = d
	}
	return d
}

func (s *Service) closeDesks() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.desks {
		d.close()
	}
}

func (s *Service) agentName(user id.User) string {
	if directory := s.directory.Load(); directory != nil {
		return directory.agents[user].Name
	}
	return ""
}

// lookup asks who has a number and never panics the call.
func (s *Service) lookup(ctx context.Context, org id.Org, number e164.Number) (matches []Match, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("lookup panicked: %v", cause)
		}
	}()
	matches, err = s.deps.Lookup.LookupNumber(ctx, org, number)
	if err != nil {
		return nil, fmt.Errorf("look up caller: %w", err)
	}
	return matches, nil
}

// tick is how often a connected call is looked at.
func (s *Service) tick() time.Duration {
	return min(time.Second, s.cfg.NoAudioAfter/4, s.cfg.MediaTimeout/4)
}

func (s *Service) publish(ctx context.Context, subject string, event UserEvent) {
	if err := s.deps.Bus.Publish(ctx, subject, event); err != nil {
		s.cfg.Logger.ErrorContext(ctx, "event not published", slog.String("type", event.Type), slog.Any("error", err))
	}
}

func (s *Service) announce(org id.Org, presence Presence) {
	event, err := newUserEvent(EventPresenceUpdated, presence)
	if err != nil {
		return
	}
	s.publish(context.Background(), orgSubject(org), event)
}

func userSubject(org id.Org, user id.User) string {
	return "org." + org.String() + ".user." + user.String()
}

func orgSubject(org id.Org) string { return "org." + org.String() + ".all" }

func callSubject(call id.Call) string { return "call." + call.String() }
