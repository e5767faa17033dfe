package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first major version that has all that the schema uses.
const oldest = 15

// ErrNoBinaries says that the machine has no PostgreSQL server that fits.
var ErrNoBinaries = errors.New("no usable PostgreSQL server binaries")

// Binaries is one installed PostgreSQL.
type Binaries struct {
	Dir   string
	Major int
}

func (b Binaries) path(name string) string { return filepath.Join(b.Dir, name) }

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// find picks the installation that made data, or the newest when there is no
// data yet. The folder preferred, else $PG_BIN, is the only one looked at when
// given.
func find(ctx context.Context, preferred, data string) (Binaries, error) {
	wanted, err := dataVersion(data)
	if err != nil {
		return Binaries{}, err
	}
	places := candidates(ctx, preferred)
	var found []Binaries
	for _, dir := range places {
		if b, err := inspect(ctx, dir); err == nil {
			found = append(found, b)
		}
	}
	var have []string
	for _, b := range found {
		if b.Major == wanted || (wanted == 0 && b.Major >= oldest) {
			return b, nil
		}
		have = append(have, fmt.Sprintf("%d in %s", b.Major, b.Dir))
	}
	switch {
	case wanted != 0:
		return Binaries{}, fmt.Errorf("%w: %s was made by PostgreSQL %d, found: %s; install postgresql-%d, point PG_BIN at it, or move the folder away",
			ErrNoBinaries, data, wanted, orNothing(have), wanted)
	default:
		return Binaries{}, fmt.Errorf("%w: PostgreSQL %d or newer is needed, found: %s (looked in %s); install the package postgresql, point PG_BIN at its bin folder, or give --database-url",
			ErrNoBinaries, oldest, orNothing(have), orNothing(places))
	}
}

func orNothing(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// candidates lists folders, best first.
func candidates(ctx context.Context, preferred string) []string {
	if preferred == "" {
		preferred = os.Getenv("PG_BIN")
	}
	if preferred != "" {
		return []string{preferred}
	}
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
	} {
		matches, _ := filepath.Glob(pattern)
		slices.SortFunc(matches, func(a, b string) int { return versionIn(b) - versionIn(a) })
		dirs = append(dirs, matches...)
	}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	return dirs
}

var digitsPattern = regexp.MustCompile(`\d+`)

func versionIn(path string) int {
	n, _ := strconv.Atoi(digitsPattern.FindString(path))
	return n
}

func inspect(ctx context.Context, dir string) (Binaries, error) {
	b := Binaries{Dir: dir}
	if _, err := os.Stat(b.path("initdb")); err != nil {
		return b, fmt.Errorf("look for initdb: %w", err)
	}
	out, err := exec.CommandContext(ctx, b.path("postgres"), "--version").Output() //nolint:gosec // the binary is the operator's choice
	if err != nil {
		return b, fmt.Errorf("ask postgres for its version: %w", err)
	}
	match := versionPattern.FindSubmatch(out)
	if match == nil {
		return b, fmt.Errorf("read a version from %q", out)
	}
	b.Major, err = strconv.Atoi(string(match[1]))
	if err != nil {
		return b, fmt.Errorf("read a version from %q: %w", out, err)
	}
	return b, nil
}

// dataVersion is the major version that made data; 0 when there is none yet.
func dataVersion(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION")) //nolint:gosec // our own folder
	switch {
	case errors.Is(err, os.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("read the version of the database: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("read the version of the database in %s: %w", data, err)
	}
	return major, nil
}
