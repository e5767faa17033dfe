package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/ringbook/ringbook/crm/store/storebench"
)

var errNoPgbench = errors.New("pgbench not found; name its folder with --pg-bin")

// pgbench runs scripts in turn with so many clients and gives scripts a second.
func (b *bench) pgbench(ctx context.Context, scripts []string, clients int, span time.Duration) (float64, error) {
	program, err := b.findPgbench()
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "ringbench-sql-")
	if err != nil {
		return 0, fmt.Errorf("make a folder for scripts: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // scripts only
	seconds := max(1, int(span.Seconds()))
	args := []string{
		"--no-vacuum", "--protocol=prepared", "--client=" + strconv.Itoa(clients),
		"--jobs=" + strconv.Itoa(min(clients, 2)), "--time=" + strconv.Itoa(seconds),
	}
	for i, script := range scripts {
		file := filepath.Join(dir, strconv.Itoa(i)+".sql")
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			return 0, fmt.Errorf("write a script: %w", err)
		}
		args = append(args, "--file="+file)
	}
	args = append(args, storebench.PgbenchURL(b.database.store.ConnString()))
	command := exec.CommandContext(ctx, program, args...) //nolint:gosec // our own arguments
	var output, complaint bytes.Buffer
	command.Stdout, command.Stderr = &output, &complaint
	if err := command.Run(); err != nil {
		return 0, fmt.Errorf("%w: %s", err, complaint.String())
	}
	found := regexp.MustCompile(`(?m)^tps = ([0-9.]+)`).FindStringSubmatch(output.String())
	if found == nil {
		return 0, fmt.Errorf("no rate in %q", output.String())
	}
	rate, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		return 0, fmt.Errorf("read the rate: %w", err)
	}
	return rate, nil
}

func (b *bench) findPgbench() (string, error) {
	if b.PgBin != "" {
		return filepath.Join(b.PgBin, "pgbench"), nil
	}
	if found, err := exec.LookPath("pgbench"); err == nil {
		return found, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
	if err != nil || len(found) == 0 {
		return "", errNoPgbench
	}
	return found[len(found)-1], nil
}
