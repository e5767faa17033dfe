package callsvc

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/ringbook/ringbook/callsvc/bus"
)

// SubjectDirectoryChanged is published by whoever changes trunks, numbers,
// queues or agents; every node then reads them anew.
const SubjectDirectoryChanged = "directory.changed"

// directoryRetry is the wait after a reload that failed.
const directoryRetry = 2 * time.Second

type directoryChanges struct {
	subscription *bus.Subscription
	wanted       chan struct{}
}

// watchDirectory listens for changes; several at once make one reload.
func (s *Service) watchDirectory() (directoryChanges, error) {
	wanted := make(chan struct{}, 1)
	subscription, err := s.deps.Bus.Subscribe(SubjectDirectoryChanged, func(context.Context, bus.Message) {
		select {
		case wanted <- struct{}{}:
		default:
		}
	})
	if err != nil {
		return directoryChanges{}, fmt.Errorf("watch the directory: %w", err)
	}
	wanted <- struct{}{}
	return directoryChanges{subscription: subscription, wanted: wanted}, nil
}

// keepDirectory loads the directory at the start and on each change, until it succeeds.
func (s *Service) keepDirectory(ctx context.Context, wanted <-chan struct{}) {
	var again <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-wanted:
		case <-again:
		}
		again = nil
		if err := s.ReloadDirectory(ctx); err != nil && ctx.Err() == nil {
			s.cfg.Logger.ErrorContext(ctx, "directory not loaded", slog.Any("error", err))
			again = time.After(directoryRetry)
		}
	}
}

// ReloadDirectory reads trunks, numbers, queues and agents anew. Calls in
// progress keep what they were routed by.
func (s *Service) ReloadDirectory(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	snapshot, err := s.deps.Directory.LoadDirectory(ctx)
	if err != nil {
		return fmt.Errorf("load directory: %w", err)
	}
	directory := newDirectory(snapshot)
	if s.deps.SIP != nil {
		s.deps.SIP.SetTrunks(directory.sipTrunks())
	}
	s.directory.Store(directory)
	s.room.kick()
	s.cfg.Logger.InfoContext(ctx, "directory loaded", slog.Int("trunks", len(snapshot.Trunks)), slog.Int("numbers", len(snapshot.Numbers)), slog.Int("agents", len(snapshot.Agents)))
	return nil
}

// keepAlive beats the heart of this node and closes the calls of dead ones.
func (s *Service) keepAlive(ctx context.Context) {
	beat := time.NewTicker(s.cfg.HeartbeatEvery)
	defer beat.Stop()
	var reaped time.Time
	for {
		if s.beat(ctx) && time.Since(reaped) >= s.cfg.ReapEvery {
			reaped = time.Now()
			s.reap(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
		}
	}
}

func (s *Service) beat(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	if err := s.deps.CallLog.Heartbeat(ctx, s.cfg.Node, s.cfg.Boot); err != nil {
		s.cfg.Logger.ErrorContext(ctx, "heartbeat not written", slog.Any("error", err))
		return false
	}
	return true
}

// reap closes lost calls. It runs only right after a heartbeat, so that a node
// that was cut off from the database never takes itself for dead.
func (s *Service) reap(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	lost, err := s.deps.CallLog.CloseLostCalls(ctx, s.cfg.Node, s.cfg.Boot, s.cfg.Lease)
	if err != nil {
		s.cfg.Logger.ErrorContext(ctx, "lost calls not closed", slog.Any("error", err))
		return
	}
	for _, call := range lost {
		s.cfg.Logger.WarnContext(ctx, "lost call closed", slog.Any("call_id", call.ID), slog.String("node", call.Node))
		if call.UserID == nil {
			continue
		}
		if event, err := newUserEvent(EventCallEnded, CallEnded{Call: call}); err == nil {
			s.publish(ctx, userSubject(call.Org, *call.UserID), event)
		}
	}
}
