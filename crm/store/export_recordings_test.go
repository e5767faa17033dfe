package store

import (
	"context"
	"time"
)

// RecordingsSweep deletes what was to be kept until a time, as the periodic job does.
func RecordingsSweep(ctx context.Context, s *Store, at time.Time) error {
	return s.recordingsSweep(ctx, at)
}
