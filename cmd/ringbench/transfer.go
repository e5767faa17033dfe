package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

const (
	// exportTurns is how often each side of the export writes its file.
	exportTurns = 3
	importRows  = 100_000
	rssEvery    = 20 * time.Millisecond
)

type exportCommand struct{}

// Run exports all contacts through HTTP into a file, in turns with COPY into one.
func (exportCommand) Run(ctx context.Context, b *bench) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "ringbench-export-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // exports only
	var ours, limit sample
	var grown int64
	for range exportTurns {
		_, took, err := storebench.CopyOut(ctx, s.store.ConnString(), s.org.ID, filepath.Join(dir, "copy.csv"))
		if err != nil {
			return fmt.Errorf("COPY: %w", err)
		}
		limit = append(limit, took)
		took, more, err := s.download(ctx, "export.csv?profile=spreadsheet", filepath.Join(dir, "export.csv"))
		if err != nil {
			return err
		}
		ours, grown = append(ours, took), max(grown, more)
	}
	b.note(figure{
		Name: "export CSV", Value: float64(b.contacts()) / ours.at(50) * 1000, Unit: "rows/s", Limit: "COPY into a file",
		LimitValue: float64(b.contacts()) / limit.at(50) * 1000, Goal: ">= 0.70",
		Note: fmt.Sprintf("%d rows in %.1f s through HTTP, memory grew by %.1f MB", b.contacts(), ours.at(50)/1000, megabytes(grown)),
	})
	took, grown, err := s.download(ctx, "export.xlsx", filepath.Join(dir, "export.xlsx"))
	if err != nil {
		return err
	}
	b.note(figure{
		Name: "export XLSX", Value: float64(b.contacts()) / took.Seconds(), Unit: "rows/s", Limit: "COPY into a file",
		LimitValue: float64(b.contacts()) / limit.at(50) * 1000,
		Note:       fmt.Sprintf("%.1f s, memory grew by %.1f MB", took.Seconds(), megabytes(grown)),
	})
	return nil
}

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// download writes what the service answers into a file, and tells how long that
// took and by how much the memory of this process, which is the service's,
// grew at most.
func (s *service) download(ctx context.Context, path, file string) (took time.Duration, grown int64, err error) {
	cookie, err := s.login(ctx)
	if err != nil {
		return 0, 0, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.web.Addr()+"/api/v1/contacts/"+path, nil)
	if err != nil {
		return 0, 0, fmt.Errorf("make the request: %w", err)
	}
	request.Header.Set("Cookie", cookie)
	out, err := os.Create(file) //nolint:gosec // in a folder of our own
	if err != nil {
		return 0, 0, fmt.Errorf("make the file: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	debug.FreeOSMemory()
	peak := watchMemory()
	began := time.Now()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, peak(), fmt.Errorf("export: %w", err)
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	_, err = io.Copy(out, answer.Body)
	took, grown = time.Since(began), peak()
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s", answer.Status)
	}
	if err != nil {
		return 0, grown, fmt.Errorf("export: %w", err)
	}
	return took, grown, nil
}

// login logs the administrator in and returns the cookie.
func (s *service) login(ctx context.Context) (string, error) {
	user, _, _, err := s.store.LoginLookup(ctx, s.email)
	if err != nil {
		return "", fmt.Errorf("find the administrator: %w", err)
	}
	return s.cookie(ctx, user)
}

// cookie logs user in without a password, since argon2 is slow on purpose.
func (s *service) cookie(ctx context.Context, user crm.User) (string, error) {
	token := make([]byte, 32)
	if _, err := rand.Read(token); err != nil {
		return "", fmt.Errorf("make a token: %w", err)
	}
	hash := sha256.Sum256(token)
	if _, err := s.store.SessionCreate(ctx, user, hash[:], time.Now().Add(time.Hour), "ringbench"); err != nil {
		return "", fmt.Errorf("log in: %w", err)
	}
	return "ringbook_session=" + base64.RawURLEncoding.EncodeToString(token), nil
}

// watchMemory looks at the resident memory until peak is called, which returns
// by how much it grew at most; 0 where the system does not tell.
func watchMemory() (peak func() int64) {
	before := resident()
	stop, found := make(chan struct{}), make(chan int64)
	go func() {
		every := time.NewTicker(rssEvery)
		defer every.Stop()
		most := before
		for {
			most = max(most, resident())
			select {
			case <-stop:
				found <- most - before
				return
			case <-every.C:
			}
		}
	}()
	return func() int64 {
		close(stop)
		return <-found
	}
}

func resident() int64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

type importCommand struct{}

// Run imports a CSV file into an organisation of its own, after COPY brought as
// many contacts into another one.
func (importCommand) Run(ctx context.Context, b *bench) error {
	d, err := b.open(ctx)
	if err != nil {
		return err
	}
	count := min(importRows, b.contacts())
	bare, err := d.found(ctx, "copied")
	if err != nil {
		return err
	}
	limit, err := storebench.CopyIn(ctx, d.store.ConnString(), bare.Org, count)
	if err != nil {
		return fmt.Errorf("COPY: %w", err)
	}
	actor, err := d.found(ctx, "imported")
	if err != nil {
		return err
	}
	read, applied, err := d.bringIn(ctx, actor, count)
	if err != nil {
		return err
	}
	b.note(figure{
		Name: "import CSV", Value: float64(count) / (read + applied).Seconds(), Unit: "rows/s", Limit: "COPY of the same rows",
		LimitValue: float64(count) / limit.Seconds(),
		Note: fmt.Sprintf("%d rows with preview, undo and audit: read and matched in %.1f s, applied in %.1f s",
			count, read.Seconds(), applied.Seconds()),
	})
	return nil
}

// found makes an organisation for one measurement.
func (d *database) found(ctx context.Context, name string) (crm.Actor, error) {
	name = fmt.Sprintf("%s %s %d", benchOrganisation, name, time.Now().UnixNano())
	org, admin, err := d.store.OrganisationCreate(ctx, name, "GB", strings.ReplaceAll(name, " ", "-")+"@example.com", "Bench", "none")
	if err != nil {
		return crm.Actor{}, fmt.Errorf("make an organisation: %w", err)
	}
	return crm.Actor{Org: org.ID, User: admin.ID, Role: crm.RoleAdmin, Country: org.Country}, nil
}

// bringIn imports a file and tells how long it took to read and to apply it.
func (d *database) bringIn(ctx context.Context, actor crm.Actor, count int) (read, applied time.Duration, err error) {
	reader, writer := io.Pipe()
	go func() { _ = writer.CloseWithError(storebench.WriteCSV(writer, count)) }() // never fails
	began := time.Now()
	made, err := d.store.ImportStage(ctx, actor, "people.csv", reader, crm.ImportOptions{CreateCustomers: true})
	if err != nil {
		return 0, 0, fmt.Errorf("upload: %w", err)
	}
	tell := func(context.Context, crm.Import) {}
	if err := d.store.ImportRun(ctx, actor.Org, made.ID, tell); err != nil {
		return 0, 0, fmt.Errorf("read: %w", err)
	}
	read = time.Since(began)
	began = time.Now()
	if _, err := d.store.ImportApply(ctx, actor, made.ID); err != nil {
		return 0, 0, fmt.Errorf("begin to apply: %w", err)
	}
	if err := d.store.ImportRun(ctx, actor.Org, made.ID, tell); err != nil {
		return 0, 0, fmt.Errorf("apply: %w", err)
	}
	applied = time.Since(began)
	done, err := d.store.ImportGet(ctx, actor, made.ID)
	if err == nil && (done.Status != crm.ImportApplied || int(done.Created) != count) {
		err = fmt.Errorf("%d of %d contacts were made, status %s", done.Created, count, done.Status)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("import: %w", err)
	}
	return read, applied, nil
}
