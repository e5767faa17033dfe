package cluster

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"syscall"
	"time"
)

// endLeftovers waits for every postgres that still works in data, a server of
// a killed service or a backend of a killed server, and stops it with growing
// force. We hold the lock, so nobody else needs it.
func endLeftovers(ctx context.Context, data string, logger *slog.Logger) error {
	stages := []struct {
		server, backend syscall.Signal
		grace           time.Duration
	}{
		{sigFast, syscall.SIGTERM, stopGrace},
		{sigImmediate, sigImmediate, stopGrace / 4},
		{syscall.SIGKILL, syscall.SIGKILL, stopGrace / 4},
	}
	pids := leftovers(data)
	if len(pids) == 0 {
		return nil
	}
	logger.WarnContext(ctx, "an earlier run left its database running, stopping it", slog.Any("pids", pids))
	for _, stage := range stages {
		if server := readPidFile(data).pid; slices.Contains(pids, server) && stage.server != syscall.SIGKILL {
			signalPid(server, stage.server) // it ends its backends itself
		} else {
			for _, pid := range pids {
				signalPid(pid, stage.backend)
			}
		}
		gone, err := await(ctx, data, stage.grace)
		if err != nil || gone {
			return err
		}
		pids = leftovers(data)
	}
	return fmt.Errorf("stop the database that an earlier run left: processes %v of %s do not end", pids, data)
}

func await(ctx context.Context, data string, grace time.Duration) (gone bool, err error) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.NewTimer(grace)
	defer deadline.Stop()
	for len(leftovers(data)) > 0 {
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("wait for an earlier database to end: %w", ctx.Err())
		case <-deadline.C:
			return false, nil
		case <-ticker.C:
		}
	}
	return true, nil
}
