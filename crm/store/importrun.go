package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"maps"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// importBatch is how many rows are one transaction.
const importBatch = 500

// errSuperseded says that somebody else reads the file by now, or that it is
// no longer to be read.
var errSuperseded = errors.New("the import goes on elsewhere")

// ImportTell is told how far an import has come.
type ImportTell func(context.Context, crm.Import)

// ImportRun does what an import's status asks for, until nothing more is to be
// done: reads the file, applies it, takes it back. It may be interrupted at any
// time and run again, by several at once too.
func (s *Store) ImportRun(ctx context.Context, org id.Org, key id.Import, tell ImportTell) error {
	const doing = "run import"
	actor, current, err := s.importBegun(ctx, org, key)
	if crm.IsNotFound(err) {
		return nil // discarded meanwhile
	}
	if err != nil {
		return err
	}
	run := importRun{Store: s, actor: actor, key: key, tell: tell, options: current.Options}
	switch current.Status {
	case crm.ImportReading:
		err = run.read(ctx)
	case crm.ImportApplying:
		err = run.apply(ctx)
	case crm.ImportReverting:
		err = run.revert(ctx)
	case crm.ImportUploading, crm.ImportReady, crm.ImportApplied, crm.ImportReverted, crm.ImportFailed:
		return nil
	}
	if errors.Is(err, errSuperseded) || crm.IsNotFound(err) {
		return nil
	}
	run.news(context.WithoutCancel(ctx))
	return translate(doing, err)
}

// importBegun reads the import and as whom it runs.
func (s *Store) importBegun(ctx context.Context, org id.Org, key id.Import) (crm.Actor, crm.Import, error) {
	actor := crm.Actor{Org: org, Role: crm.RoleSupervisor}
	var current crm.Import
	err := s.scoped(ctx, org, "begin import", func(ctx context.Context, tx scope) error {
		var err error
		if current, err = tx.importRow(ctx, key); err != nil {
			return err
		}
		actor.Country, err = tx.ImportCountry(ctx, org)
		return err
	})
	if current.UserID != nil {
		actor.User = *current.UserID
	}
	return actor, current, err
}

// importRun is one go at an import.
type importRun struct {
	*Store
	actor   crm.Actor
	key     id.Import
	tell    ImportTell
	options crm.ImportOptions
	// number is that of this reading.
	number int64
	// line is the last one that this go has applied: the next batch does not
	// pass by all that are done, which the index still has.
	line int64
}

// news tells how far it is. Where that cannot be read, nobody is told.
func (r *importRun) news(ctx context.Context) {
	if r.tell == nil {
		return
	}
	if current, err := r.ImportGet(ctx, r.actor, r.key); err == nil {
		r.tell(ctx, current)
	}
}

// read goes through the file and writes what each row would do.
func (r *importRun) read(ctx context.Context) error {
	if err := r.claim(ctx); err != nil {
		return err
	}
	counted := &counter{}
	fields, err := r.CustomFieldList(ctx, r.actor, false)
	if err != nil {
		return err
	}
	source, err := crm.OpenImport(r.file(ctx, counted), r.options, fields...)
	if err != nil {
		return r.fail(ctx, err)
	}
	err = r.readAll(ctx, source, counted)
	if err := source.Close(); err != nil {
		r.logger.WarnContext(ctx, "close import", slog.Any("error", err))
	}
	return r.fail(ctx, err)
}

// claim makes this the reader of the file.
func (r *importRun) claim(ctx context.Context) error {
	return r.scoped(ctx, r.actor.Org, "begin reading", func(ctx context.Context, tx scope) error {
		locked, err := tx.ImportLock(ctx, db.ImportLockParams{OrgID: tx.org, ID: r.key})
		if err != nil {
			return missing(err, "import")
		}
		if locked.Status != crm.ImportReading {
			return errSuperseded
		}
		r.number = locked.Run + 1
		current, err := tx.importRow(ctx, r.key)
		if err != nil {
			return err
		}
		r.options = current.Options
		return tx.beginReading(ctx, r.key, r.options, locked.Bytes)
	})
}

// fail ends an import whose file cannot be read. Other errors are for another
// try.
func (r *importRun) fail(ctx context.Context, cause error) error {
	var refused *crm.Error
	if cause == nil || !errors.As(cause, &refused) || refused.Code != crm.CodeInvalid {
		return cause
	}
	return r.reading(ctx, func(ctx context.Context, tx scope) error {
		if err := tx.ImportRowsDelete(ctx, db.ImportRowsDeleteParams{OrgID: tx.org, ImportID: r.key}); err != nil {
			return err
		}
		return tx.ImportSetStatus(ctx, db.ImportSetStatusParams{
			Status: crm.ImportFailed, Problem: refused.Message, UpdatedAt: now(), OrgID: tx.org, ID: r.key,
		})
	})
}

// byKeys has the transaction go by indexes. A batch reads five hundred of its
// records by their keys; while an import fills the tables their statistics are
// behind, and by them the planner would read whole tables instead.
func (tx scope) byKeys(ctx context.Context) error {
	if _, err := tx.tx.Exec(ctx, "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off"); err != nil {
		return fmt.Errorf("go by keys: %w", err)
	}
	return nil
}

// reading runs a step that only the import's reader may do.
func (r *importRun) reading(ctx context.Context, step func(context.Context, scope) error) error {
	return r.scoped(ctx, r.actor.Org, "read import", func(ctx context.Context, tx scope) error {
		if err := tx.byKeys(ctx); err != nil {
			return err
		}
		locked, err := tx.ImportLock(ctx, db.ImportLockParams{OrgID: tx.org, ID: r.key})
		if err != nil {
			return missing(err, "import")
		}
		if locked.Status != crm.ImportReading || locked.Run != r.number {
			return errSuperseded
		}
		return step(ctx, tx)
	})
}

func (r *importRun) readAll(ctx context.Context, source *crm.ImportSource, counted *counter) error {
	detected, err := json.Marshal(source.Detected)
	if err != nil {
		return fmt.Errorf("encode what was detected: %w", err)
	}
	if err := r.reading(ctx, func(ctx context.Context, tx scope) error {
		return tx.ImportDetected(ctx, db.ImportDetectedParams{Detected: detected, UpdatedAt: now(), OrgID: tx.org, ID: r.key})
	}); err != nil {
		return err
	}
	seen := seenRows{}
	for {
		drafts, ended, err := nextDrafts(source)
		if err != nil {
			return err
		}
		if err := r.reading(ctx, func(ctx context.Context, tx scope) error {
			return r.readBatch(ctx, tx, drafts, seen, counted.n)
		}); err != nil {
			return err
		}
		if ended {
			break
		}
		r.news(ctx)
	}
	return r.reading(ctx, func(ctx context.Context, tx scope) error {
		return tx.ImportSetStatus(ctx, db.ImportSetStatusParams{Status: crm.ImportReady, UpdatedAt: now(), OrgID: tx.org, ID: r.key})
	})
}

func nextDrafts(source *crm.ImportSource) (drafts []crm.ImportDraft, ended bool, err error) {
	for len(drafts) < importBatch {
		draft, err := source.Next()
		if errors.Is(err, io.EOF) {
			return drafts, true, nil
		}
		if err != nil {
			return nil, false, err //nolint:wrapcheck // it says what cannot be read
		}
		drafts = append(drafts, draft)
	}
	return drafts, false, nil
}

// readBatch judges rows and writes down their fates. The transaction may run
// again, so what it learns of the rows is added to seen as the last thing.
func (r *importRun) readBatch(ctx context.Context, tx scope, drafts []crm.ImportDraft, seen seenRows, done int64) error {
	lines := make([]importLine, len(drafts))
	fields, err := tx.customFields(ctx)
	if err != nil {
		return err
	}
	for i, draft := range drafts {
		lines[i] = prepared(draft, r.actor.Country, fields)
	}
	known, err := tx.importKnown(ctx, lines, false)
	if err != nil {
		return err
	}
	fresh := seenRows{}
	for i := range lines {
		known.dryJudge(&lines[i], r.options, seen, fresh)
	}
	if err := tx.insertImportRows(ctx, r.key, lines); err != nil {
		return err
	}
	counts := countsOf(lines)
	counts.Done = done
	if err := tx.advance(ctx, r.key, counts); err != nil {
		return err
	}
	maps.Copy(seen, fresh)
	return nil
}

// seenRows are the lines of the file by what tells people apart, as digests: a
// file has many.
type seenRows map[uint64]int64

func digest(key string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key)) // never fails
	return h.Sum64()
}

// find is the earlier line that is about the same person.
func (s seenRows) find(keys []string) (int64, bool) {
	for _, key := range keys {
		if line, known := s[digest(key)]; known {
			return line, true
		}
	}
	return 0, false
}

func (s seenRows) add(keys []string, line int64) {
	for _, key := range keys {
		if _, known := s[digest(key)]; !known {
			s[digest(key)] = line
		}
	}
}

// counter counts what was read of a file.
type counter struct{ n int64 }

// file gives the uploaded file, read piece by piece.
func (r *importRun) file(ctx context.Context, counted *counter) crm.ImportFile {
	return func() io.Reader {
		counted.n = 0
		return &pieceReader{ctx: ctx, run: r, counted: counted}
	}
}

type pieceReader struct {
	ctx     context.Context //nolint:containedctx // io.Reader has no room for one
	run     *importRun
	counted *counter
	piece   int32
	left    []byte
	ended   bool
}

// Read implements io.Reader.
func (p *pieceReader) Read(out []byte) (int, error) {
	for len(p.left) == 0 {
		if p.ended {
			return 0, io.EOF
		}
		err := p.run.scoped(p.ctx, p.run.actor.Org, "read file", func(ctx context.Context, tx scope) error {
			var err error
			p.left, err = tx.ImportFilePiece(ctx, db.ImportFilePieceParams{OrgID: tx.org, ImportID: p.run.key, Piece: p.piece})
			return err
		})
		switch {
		case isNoRows(err):
			p.ended = true
			continue
		case err != nil:
			return 0, err
		}
		p.piece++
	}
	n := copy(out, p.left)
	p.left = p.left[n:]
	p.counted.n += int64(n)
	return n, nil
}
