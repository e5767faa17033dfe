package store_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, storetest.LeakOptions()...) }

// TestSchemaGolden holds the sum of the migrations against the file that people
// read. The text is that of pg_dump 15; other versions word it otherwise.
func TestSchemaGolden(t *testing.T) {
	t.Parallel()
	dump := "/usr/lib/postgresql/15/bin/pg_dump"
	if _, err := os.Stat(dump); err != nil {
		t.Skip("the golden file has the words of pg_dump 15, which is not installed")
	}
	out, err := exec.Command(dump, "--schema-only", "--exclude-table=goose_*", "--exclude-schema=river", storetest.Superuser(t, storetest.NewURL(t))).CombinedOutput()
	require.NoError(t, err, "%s", out)
	got := tidyDump(string(out))
	const golden = "schema.golden.sql"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "go test ./crm/store -run TestSchemaGolden -update writes it anew")
}

// tidyDump drops what changes between servers and says nothing of the schema.
func tidyDump(dump string) string {
	kept := []string{"-- Generated: the sum of migrations/. See TestSchemaGolden.\n"}
	for line := range strings.Lines(dump) {
		switch {
		case strings.HasPrefix(line, "--"), strings.HasPrefix(line, "SET "), strings.HasPrefix(line, `\`),
			strings.HasPrefix(line, "SELECT pg_catalog."), strings.HasPrefix(line, "COMMENT ON EXTENSION"):
			continue
		case line == "\n" && strings.HasSuffix(kept[len(kept)-1], "\n\n"), line == "\n" && kept[len(kept)-1] == "\n":
			continue
		}
		kept = append(kept, line)
	}
	return strings.Join(kept, "")
}

// TestGeneratedCodeIsCurrent runs sqlc where it is installed.
func TestGeneratedCodeIsCurrent(t *testing.T) {
	t.Parallel()
	sqlc, err := exec.LookPath("sqlc")
	if err != nil {
		t.Skip("sqlc is not on the path; `make lint` has it")
	}
	out, err := exec.Command(sqlc, "diff").CombinedOutput()
	assert.NoError(t, err, "run `sqlc generate` in crm/store: %s", out)
}

func TestMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := storetest.NewEmptyURL(t)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { errs[i] = store.Migrate(t.Context(), url) })
	}
	wg.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
}

func TestMigrateRefusesANewerSchema(t *testing.T) {
	t.Parallel()
	url := storetest.NewURL(t)
	conn, err := pgx.Connect(t.Context(), storetest.Superuser(t, url))
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)")
	require.NoError(t, err)
	require.NoError(t, conn.Close(t.Context()))
	require.ErrorContains(t, store.Migrate(t.Context(), url), "run a newer program")
}

func TestPrivateCluster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := store.JoinRunning(t.Context(), dir)
	require.ErrorIs(t, err, store.ErrNotRunning)
	for range 2 {
		s, err := store.Open(t.Context(), store.Config{DataDir: dir})
		require.NoError(t, err)
		require.NoError(t, s.Ping(t.Context()))
		url, err := store.JoinRunning(t.Context(), dir)
		require.NoError(t, err)
		assert.Equal(t, s.ConnString(), url)
		beside, err := store.Open(t.Context(), store.Config{DatabaseURL: url})
		require.NoError(t, err)
		require.NoError(t, beside.Close(t.Context()))
		_, err = store.Open(t.Context(), store.Config{DataDir: dir})
		require.ErrorIs(t, err, store.ErrInUse)
		require.NoError(t, s.Close(t.Context()))
		require.NoError(t, s.Close(t.Context()))
	}
	assert.DirExists(t, filepath.Join(dir, "postgres", "data"))
}
