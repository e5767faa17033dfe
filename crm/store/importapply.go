package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// errRaced says that somebody made the same customer or address while a batch
// was written: the batch looks anew.
var errRaced = errors.New("made by others meanwhile")

// apply does what the dry run showed, a batch a transaction. How far it is
// stands in the same transaction, so that it goes on exactly there.
func (r *importRun) apply(ctx context.Context) error {
	for raced := 0; ; {
		ended, err := r.applyBatch(ctx)
		if err != nil && raced < attempts && againLater(err) {
			raced++
			continue
		}
		if err != nil || ended {
			return err
		}
		raced = 0
		r.news(ctx)
	}
}

// againLater reports a batch that others got in the way of.
func againLater(err error) bool {
	var refused *crm.Error
	return errors.Is(err, errRaced) || errors.As(err, &refused) && refused.Code == crm.CodeEmailTaken
}

// at runs a step of an import that has a status, and keeps others out.
func (r *importRun) at(ctx context.Context, doing string, status crm.ImportStatus, step func(context.Context, scope, crm.Import) error) error {
	return r.scoped(ctx, r.actor.Org, doing, func(ctx context.Context, tx scope) error {
		if err := tx.byKeys(ctx); err != nil {
			return err
		}
		locked, err := tx.ImportLock(ctx, db.ImportLockParams{OrgID: tx.org, ID: r.key})
		if err != nil {
			return missing(err, "import")
		}
		if locked.Status != status {
			return errSuperseded
		}
		current, err := tx.importRow(ctx, r.key)
		if err != nil {
			return err
		}
		return step(ctx, tx, current)
	})
}

func (r *importRun) applyBatch(ctx context.Context) (ended bool, err error) {
	var last int64
	err = r.at(ctx, "apply import", crm.ImportApplying, func(ctx context.Context, tx scope, current crm.Import) error {
		rows, err := tx.ImportRowsPending(ctx, db.ImportRowsPendingParams{OrgID: tx.org, ImportID: r.key, After: r.line, Most: importBatch})
		if err != nil {
			return err
		}
		last = r.line
		if ended = len(rows) == 0; ended {
			return r.applied(ctx, tx, current)
		}
		fields, err := tx.customFields(ctx)
		if err != nil {
			return err
		}
		lines := make([]importLine, len(rows))
		for i, row := range rows {
			var draft crm.ImportDraft
			if err := json.Unmarshal(row.Draft, &draft); err != nil {
				return fmt.Errorf("read row %d: %w", row.Line, err)
			}
			draft.Line = row.Line
			// By the fields as they are now: one may have gone since the dry run.
			lines[i] = prepared(draft, r.actor.Country, fields)
			last = row.Line
		}
		return r.applyLines(ctx, tx, current, lines)
	})
	if err == nil {
		r.line = last
	}
	return ended, err
}

// applied ends the applying.
func (r *importRun) applied(ctx context.Context, tx scope, current crm.Import) error {
	if err := tx.ImportFileDelete(ctx, db.ImportFileDeleteParams{OrgID: tx.org, ImportID: r.key}); err != nil {
		return err
	}
	if err := tx.ImportSetApplied(ctx, db.ImportSetAppliedParams{At: new(now()), OrgID: tx.org, ID: r.key}); err != nil {
		return err
	}
	// Whoever began it may have gone on to something else long since.
	if err := tx.notify(ctx, r.actor, crm.Notification{
		Kind: crm.NotifyJob, UserID: r.actor.User, Noun: "import", RecordID: r.key.UUID, Text: current.FileName,
	}); err != nil {
		return err
	}
	return tx.changed(ctx, r.actor, crm.Change{
		Action: "apply", Noun: "import", Record: r.key.UUID, Name: current.FileName, Detail: map[string]string{
			"created": strconv.FormatInt(current.Created, 10), "updated": strconv.FormatInt(current.Updated, 10),
			"skipped": strconv.FormatInt(current.Skipped, 10), "refused": strconv.FormatInt(current.Refused, 10),
		},
	})
}

// applyLines judges rows by how things are now and writes what they leave.
func (r *importRun) applyLines(ctx context.Context, tx scope, current crm.Import, lines []importLine) error {
	known, err := tx.importKnown(ctx, lines, true)
	if err != nil {
		return err
	}
	w := importWrite{next: map[uuid.UUID]crm.Contact{}, before: map[uuid.UUID]crm.Contact{}, versions: map[uuid.UUID]int64{}}
	for i := range lines {
		line := &lines[i]
		known.judge(line, current.Options)
		if line.after != nil {
			w.take(line)
			known.became(line)
		}
	}
	if err := w.write(ctx, tx, r, known, lines); err != nil {
		return err
	}
	counts := countsOf(lines)
	fates, err := tx.importFates(ctx, r.key, lines)
	if err != nil {
		return err
	}
	counts.Created -= fates.Created
	counts.Updated -= fates.Updated
	counts.Done = current.Done + int64(len(lines))
	if err := tx.updateImportRows(ctx, r.key, lines, w.versions); err != nil {
		return err
	}
	return tx.advance(ctx, r.key, counts)
}

// importFates counts what the dry run had said of rows.
func (tx scope) importFates(ctx context.Context, key id.Import, lines []importLine) (counts db.ImportAdvanceParams, err error) {
	numbers := make([]int64, len(lines))
	for i, line := range lines {
		numbers[i] = line.Line
	}
	err = tx.tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE fate = 'create'), count(*) FILTER (WHERE fate = 'update')
		FROM import_rows WHERE org_id = $1 AND import_id = $2 AND line = ANY ($3)`, tx.org, key, numbers).Scan(&counts.Created, &counts.Updated)
	return counts, err
}
