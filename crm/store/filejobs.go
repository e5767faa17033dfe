package store

import (
	"context"
	"errors"

	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc"
)

// fileDrop deletes files whose rows are gone. It begins after the transaction,
// so that a row never names a file that is not there.
type fileDrop struct {
	Keys []string `json:"keys"`
}

// Kind implements river.JobArgs.
func (fileDrop) Kind() string { return "file_drop" }

// dropFiles deletes files once the transaction has committed.
func (tx scope) dropFiles(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	return tx.enqueue(ctx, fileDrop{Keys: keys})
}

type fileDropper struct {
	river.WorkerDefaults[fileDrop]
	files callsvc.Storage
}

// Work implements river.Worker.
func (w *fileDropper) Work(ctx context.Context, job *river.Job[fileDrop]) error {
	var errs []error
	for _, key := range job.Args.Keys {
		errs = append(errs, w.files.Delete(ctx, key))
	}
	return errors.Join(errs...)
}
