package store

import (
	"context"
	"time"
)

// ImportsResume is importsResume for tests, which do not wait for the clock.
func ImportsResume(ctx context.Context, s *Store) error {
	return s.importsResume(ctx, now().Add(-time.Minute))
}
