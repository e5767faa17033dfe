package store_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storebench"
)

// TestTotalsPastTheCapAreEstimates: a list of thousands is not counted, and
// the estimate is near all the same, row-level security or not.
func TestTotalsPastTheCapAreEstimates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	small := settle(t, w.Store)
	small.contact(t, "Only", "One")
	const many = 5000
	require.NoError(t, storebench.Fill(t.Context(), w.ConnString(), w.admin.Org, many))
	w.exec(t, "ANALYZE")
	for _, filter := range []crm.ContactFilter{{}, {Kinds: []crm.ContactKind{crm.KindCustomer}}} {
		page, err := w.ContactList(t.Context(), w.agent, filter, crm.PageRequest{Limit: 10})
		require.NoError(t, err)
		var truth int64
		kind := ""
		if len(filter.Kinds) > 0 {
			kind = string(filter.Kinds[0])
		}
		require.NoError(t, w.superuser(t).QueryRow(t.Context(),
			"SELECT count(*) FROM contacts WHERE org_id = $1 AND ($2 = '' OR kind = $2)", w.admin.Org, kind).Scan(&truth))
		if truth <= 1000 {
			continue
		}
		assert.False(t, page.Total.Exact)
		assert.InEpsilon(t, truth, page.Total.Count, 0.2)
	}
	page, err := small.ContactList(t.Context(), small.agent, crm.ContactFilter{}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Equal(t, crm.Total{Count: 1, Exact: true}, page.Total)
}

// TestStoreOutlivesItsDatabase kills the private PostgreSQL: the store serves
// again without being opened anew, and says "unavailable" in between.
func TestStoreOutlivesItsDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Config{DataDir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close(context.Background())) })
	w := settle(t, s)
	c := w.contact(t, "A", "B")
	text, err := os.ReadFile(filepath.Join(dir, "postgres", "data", "postmaster.pid"))
	require.NoError(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(string(text), "\n", 2)[0]))
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
	deadline := time.Now().Add(20 * time.Second)
	for {
		got, err := w.ContactGet(t.Context(), w.agent, c.ID)
		if err == nil {
			assert.Equal(t, c, got)
			return
		}
		requireCode(t, err, crm.CodeUnavailable)
		require.True(t, time.Now().Before(deadline), "the store does not come back")
	}
}
