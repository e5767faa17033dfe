package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	// importPiece is how much of a file is held in memory.
	importPiece = 512 << 10
	// importAbandoned is after how long an upload that has not ended never will.
	importAbandoned = time.Hour
)

// ImportCreate takes a file in, piece by piece, and has it read in the
// background: what it would do is shown before anything is done.
func (s *Store) ImportCreate(ctx context.Context, actor crm.Actor, name string, file io.Reader) (crm.Import, error) {
	const doing = "create import"
	created, err := s.importUpload(ctx, actor, name, file, crm.ImportOptions{})
	if err != nil {
		return created, translate(doing, err)
	}
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		return tx.enqueueImport(ctx, created.ID)
	})
	return created, err
}

// ImportStage is ImportCreate for a caller who then runs the import itself.
func (s *Store) ImportStage(ctx context.Context, actor crm.Actor, name string, file io.Reader, options crm.ImportOptions) (crm.Import, error) {
	staged, err := s.importUpload(ctx, actor, name, file, options)
	return staged, translate("stage import", err)
}

func (s *Store) importUpload(ctx context.Context, actor crm.Actor, name string, file io.Reader, options crm.ImportOptions) (crm.Import, error) {
	const doing = "upload import"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return crm.Import{}, err
	}
	options, err := options.Change(crm.ImportChange{})
	if err != nil {
		return crm.Import{}, err
	}
	key := id.New[id.Import]()
	if err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if err := tx.ImportsAbandoned(ctx, db.ImportsAbandonedParams{OrgID: tx.org, Before: now().Add(-importAbandoned)}); err != nil {
			return err
		}
		return tx.ImportInsert(ctx, db.ImportInsertParams{
			OrgID: tx.org, ID: key, UserID: actorUser(actor), FileName: importName(name), CreatedAt: now(),
		})
	}); err != nil {
		return crm.Import{}, err
	}
	size, err := s.importPieces(ctx, actor.Org, key, file)
	if err == nil {
		err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
			return tx.beginReading(ctx, key, options, size)
		})
	}
	if err != nil {
		// A file that did not come whole leaves nothing.
		cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return crm.Import{}, errors.Join(err, s.scoped(cleanup, actor.Org, doing, func(ctx context.Context, tx scope) error {
			return tx.ImportDelete(ctx, db.ImportDeleteParams{OrgID: tx.org, ID: key})
		}))
	}
	return s.ImportGet(ctx, actor, key)
}

func actorUser(actor crm.Actor) *id.User {
	if actor.User == (id.User{}) {
		return nil
	}
	return &actor.User
}

// importName is the file's name without its folders and what does not show.
func importName(name string) string {
	const longest = 200
	name = filepath.Base(strings.ReplaceAll(validText(name), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[len(runes)-longest:])
	}
	if name == "" || name == "." || name == "/" {
		return "contacts"
	}
	return name
}

// importPieces writes the file and returns its length.
func (s *Store) importPieces(ctx context.Context, org id.Org, key id.Import, file io.Reader) (int64, error) {
	buffer := make([]byte, importPiece)
	var size int64
	for piece := int32(0); ; piece++ {
		n, err := fill(file, buffer)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, fmt.Errorf("receive file: %w", err)
		}
		if size += int64(n); size > crm.MaxImportFile {
			return 0, invalid("file", "A file may have up to 64 MB. Split it.")
		}
		if n > 0 {
			if err := s.scoped(ctx, org, "write file", func(ctx context.Context, tx scope) error {
				return tx.ImportFileInsert(ctx, db.ImportFileInsertParams{OrgID: org, ImportID: key, Piece: piece, Content: buffer[:n]})
			}); err != nil {
				return 0, err
			}
		}
		if err != nil {
			if size == 0 {
				return 0, invalid("file", "This file is empty.")
			}
			return size, nil
		}
	}
}

// fill reads until the buffer is full or the file ends. io.ReadFull would tell a
// file that broke off from one that ended with the same error.
func fill(file io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var more int
		more, err = file.Read(buffer[n:])
		n += more
	}
	return n, err //nolint:wrapcheck // io.EOF is for the caller
}

// beginReading has the file read from its beginning, by whoever comes next.
func (tx scope) beginReading(ctx context.Context, key id.Import, options crm.ImportOptions, size int64) error {
	encoded, err := json.Marshal(options)
	if err != nil {
		return fmt.Errorf("encode options: %w", err)
	}
	if err := tx.ImportRowsDelete(ctx, db.ImportRowsDeleteParams{OrgID: tx.org, ImportID: key}); err != nil {
		return err
	}
	return tx.ImportBegin(ctx, db.ImportBeginParams{Options: encoded, Bytes: size, UpdatedAt: now(), OrgID: tx.org, ID: key})
}

const importColumns = `i.id, i.user_id, coalesce(u.name, ''), i.file_name, i.status, i.options, i.detected, i.done, i.total,
	i.created, i.updated, i.skipped, i.refused, i.kept, i.problem, i.created_at, i.updated_at, i.applied_at, i.reverted_at`

const importTables = "imports i LEFT JOIN users u ON u.org_id = i.org_id AND u.id = i.user_id"

func scanImport(r pgx.CollectableRow, more ...any) (i crm.Import, err error) {
	return i, r.Scan(append([]any{
		&i.ID, &i.UserID, &i.UserName, &i.FileName, &i.Status, &i.Options, &i.Detected, &i.Done, &i.Total,
		&i.Created, &i.Updated, &i.Skipped, &i.Refused, &i.Kept, &i.Problem, &i.CreatedAt, &i.UpdatedAt, &i.AppliedAt, &i.RevertedAt,
	}, more...)...)
}

func (tx scope) importRow(ctx context.Context, key id.Import) (crm.Import, error) {
	found, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.Import, error) { return scanImport(r) },
		"SELECT "+importColumns+" FROM "+importTables+" WHERE i.org_id = $1 AND i.id = $2 AND i.status <> 'uploading'", tx.org, key)
	if err != nil {
		return crm.Import{}, err
	}
	if len(found) == 0 {
		return crm.Import{}, crm.NotFound("import")
	}
	return found[0], nil
}

// ImportGet returns the import.
func (s *Store) ImportGet(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error) {
	const doing = "get import"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return crm.Import{}, translate(doing, err)
	}
	var found crm.Import
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.importRow(ctx, key)
		return err
	})
	return found, err
}

// ImportList lists the imports, newest first.
func (s *Store) ImportList(ctx context.Context, actor crm.Actor, page crm.PageRequest) (crm.Page[crm.Import], error) {
	const doing = "list imports"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return crm.Page[crm.Import]{}, translate(doing, err)
	}
	l, err := requested(actor, "imports", nil, page)
	if err != nil {
		return crm.Page[crm.Import]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-createdAt", "i.id", map[string]column{"createdAt": {"i.created_at", "timestamptz"}})
	if err != nil {
		return crm.Page[crm.Import]{}, translate(doing, err)
	}
	q := &query{from: importTables}
	q.and("i.org_id = %s", actor.Org)
	q.and("i.status <> 'uploading'")
	return list(ctx, s, actor.Org, doing, importColumns, l, q, by, scanImport)
}

// ImportRowList lists the rows of an import in the order of the file.
func (s *Store) ImportRowList(ctx context.Context, actor crm.Actor, key id.Import, filter crm.ImportRowFilter, page crm.PageRequest) (crm.Page[crm.ImportRow], error) {
	const doing = "list import rows"
	if _, err := s.ImportGet(ctx, actor, key); err != nil {
		return crm.Page[crm.ImportRow]{}, translate(doing, err)
	}
	l, err := requested(actor, "importrows", []any{key, filter}, page)
	if err != nil {
		return crm.Page[crm.ImportRow]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "line", "r.import_id", map[string]column{"line": {"r.line", "bigint"}})
	if err != nil {
		return crm.Page[crm.ImportRow]{}, translate(doing, err)
	}
	q := &query{from: "import_rows r"}
	q.and("r.org_id = %s", actor.Org)
	q.and("r.import_id = %s", key)
	if filter.Fate != "" {
		q.and("r.fate = %s", string(filter.Fate))
	}
	if filter.Kept {
		q.and("r.state = 'kept'")
	}
	const columns = "r.line, r.fate, r.reason, r.detail, r.name, r.contact_id, r.changes, r.state, r.draft"
	return list(ctx, s, actor.Org, doing, columns, l, q, by, scanImportRow)
}

func scanImportRow(r pgx.CollectableRow, more ...any) (row crm.ImportRow, err error) {
	var draft *crm.ImportDraft
	if err := r.Scan(append([]any{
		&row.Line, &row.Fate, &row.Reason, &row.Detail, &row.Name, &row.ContactID, &row.Changes, &row.State, &draft,
	}, more...)...); err != nil {
		return row, err
	}
	if draft != nil && row.Fate == crm.FateCreate {
		row.Changes = draft.Fields()
	}
	return row, nil
}

// ImportUpdate changes how the file is read and has it read anew.
func (s *Store) ImportUpdate(ctx context.Context, actor crm.Actor, key id.Import, change crm.ImportChange) (crm.Import, error) {
	return s.importStep(ctx, actor, "update import", key, func(ctx context.Context, tx scope, current crm.Import, size int64) error {
		if err := current.Require("changed", crm.ImportReading, crm.ImportReady, crm.ImportFailed); err != nil {
			return err
		}
		options, err := current.Options.Change(change)
		if err != nil {
			return err
		}
		if err := tx.beginReading(ctx, key, options, size); err != nil {
			return err
		}
		return tx.enqueueImport(ctx, key)
	})
}

// ImportApply begins to do what the dry run showed. Asked again, it goes on
// where it was interrupted.
func (s *Store) ImportApply(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error) {
	return s.importStep(ctx, actor, "apply import", key, func(ctx context.Context, tx scope, current crm.Import, _ int64) error {
		if err := current.Require("applied", crm.ImportReady, crm.ImportApplying); err != nil {
			return err
		}
		if current.Status == crm.ImportReady {
			if err := tx.beginApplying(ctx, current); err != nil {
				return err
			}
		}
		return tx.enqueueImport(ctx, key)
	})
}

func (tx scope) beginApplying(ctx context.Context, current crm.Import) error {
	pending, err := tx.ImportRowsCount(ctx, db.ImportRowsCountParams{OrgID: tx.org, ImportID: current.ID, State: crm.RowPending})
	if err != nil {
		return err
	}
	if pending == 0 {
		return &crm.Error{Code: crm.CodeConflict, Message: "There is nothing in this file to import."}
	}
	return tx.ImportSetStatus(ctx, db.ImportSetStatusParams{
		Status: crm.ImportApplying, Total: pending, UpdatedAt: now(), OrgID: tx.org, ID: current.ID,
	})
}

// ImportRevert begins to take the whole import back.
func (s *Store) ImportRevert(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error) {
	return s.importStep(ctx, actor, "revert import", key, func(ctx context.Context, tx scope, current crm.Import, _ int64) error {
		if err := current.Require("reverted", crm.ImportApplied, crm.ImportReverting); err != nil {
			return err
		}
		return tx.beginReverting(ctx, current)
	})
}

func (tx scope) beginReverting(ctx context.Context, current crm.Import) error {
	if current.Status != crm.ImportReverting {
		if err := tx.ImportRowsForget(ctx, db.ImportRowsForgetParams{OrgID: tx.org, ImportID: current.ID}); err != nil {
			return err
		}
		applied, err := tx.ImportRowsCount(ctx, db.ImportRowsCountParams{OrgID: tx.org, ImportID: current.ID, State: crm.RowApplied})
		if err != nil {
			return err
		}
		if err := tx.ImportSetStatus(ctx, db.ImportSetStatusParams{
			Status: crm.ImportReverting, Total: applied, UpdatedAt: now(), OrgID: tx.org, ID: current.ID,
		}); err != nil {
			return err
		}
	}
	return tx.enqueueImport(ctx, current.ID)
}

// ImportDiscard forgets an import that has done nothing, and stops one that is
// being applied: what it did so far is taken back.
func (s *Store) ImportDiscard(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error) {
	const doing = "discard import"
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return crm.Import{}, translate(doing, err)
	}
	var current crm.Import
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.ImportLock(ctx, db.ImportLockParams{OrgID: tx.org, ID: key}); err != nil {
			return missing(err, "import")
		}
		var err error
		if current, err = tx.importRow(ctx, key); err != nil {
			return err
		}
		if current.Status == crm.ImportApplying {
			if err := tx.beginReverting(ctx, current); err != nil {
				return err
			}
			current, err = tx.importRow(ctx, key)
			return err
		}
		if err := current.Require("discarded", crm.ImportReading, crm.ImportReady, crm.ImportFailed); err != nil {
			return err
		}
		return tx.ImportDelete(ctx, db.ImportDeleteParams{OrgID: tx.org, ID: key})
	})
	return current, err
}

// importStep locks an import for one step and reads what became of it.
func (s *Store) importStep(ctx context.Context, actor crm.Actor, doing string, key id.Import,
	step func(ctx context.Context, tx scope, current crm.Import, size int64) error,
) (crm.Import, error) {
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return crm.Import{}, translate(doing, err)
	}
	var next crm.Import
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		locked, err := tx.ImportLock(ctx, db.ImportLockParams{OrgID: tx.org, ID: key})
		if err != nil {
			return missing(err, "import")
		}
		current, err := tx.importRow(ctx, key)
		if err != nil {
			return err
		}
		if err := step(ctx, tx, current, locked.Bytes); err != nil {
			return err
		}
		next, err = tx.importRow(ctx, key)
		return err
	})
	return next, err
}
