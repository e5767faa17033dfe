package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
)

// told keeps what background work tells browsers.
type told struct {
	mu       sync.Mutex
	progress []crm.JobProgress
	changed  []string
}

func (l *told) JobProgressed(_ context.Context, progress crm.JobProgress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.progress = append(l.progress, progress)
}

func (l *told) RecordChanged(_ context.Context, _ id.Org, noun string, record fmt.Stringer, _ *id.Contact) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changed = append(l.changed, noun+" "+record.String())
}

func (l *told) ListsChanged(_ context.Context, _ id.Org, noun string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changed = append(l.changed, noun)
}

// runJobs works on the store's jobs until stop is called or the test ends.
func runJobs(t *testing.T, s *store.Store, cfg store.JobsConfig) (stop func()) {
	t.Helper()
	if cfg.Live == nil {
		cfg.Live = &told{}
	}
	cfg.Poll = 20 * time.Millisecond
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.RunJobs(ctx, cfg) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-done)
	})
	t.Cleanup(stop)
	return stop
}

// TestReadNotificationsAreSwept: those of all organisations that were read more
// than ninety days ago, and no unread one however old.
func TestReadNotificationsAreSwept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	for _, one := range []world{w, other} {
		for _, subject := range []string{"Unread", "Read lately", "Read long ago"} {
			one.ticket(t, crm.TicketDraft{Subject: subject, AssigneeID: &one.agent2.User})
		}
	}
	w.exec(t, "UPDATE notifications SET created_at = now() - interval '400 days'")
	read := "UPDATE notifications n SET read_at = now() - $2::interval FROM tickets t WHERE t.org_id = n.org_id AND t.id = n.record_id AND t.subject = $1"
	w.exec(t, read, "Read lately", "89 days")
	w.exec(t, read, "Read long ago", "91 days")
	runJobs(t, w.Store, store.JobsConfig{})
	for _, one := range []world{w, other} {
		require.Eventually(t, func() bool { return len(one.notifications(t, one.agent2)) == 2 }, 20*time.Second, 50*time.Millisecond)
		for _, kept := range one.notifications(t, one.agent2) {
			require.NotContains(t, kept.Title, "Read long ago")
		}
	}
}

func TestExpiredSessionsAreSweptInAllOrganisations(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	for _, one := range []world{w, other} {
		for _, actor := range []crm.Actor{one.agent, one.agent2} {
			_, err := w.SessionCreate(t.Context(), crm.User{ID: actor.User, Org: actor.Org}, []byte(actor.User.String()), time.Now().Add(time.Hour), "test")
			require.NoError(t, err)
		}
		w.exec(t, "UPDATE sessions SET expires_at = now() WHERE user_id = $1", one.agent.User)
	}
	conn := w.superuser(t)
	left := func() (n int) {
		require.NoError(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM sessions").Scan(&n))
		return n
	}
	require.Equal(t, 4, left())
	runJobs(t, w.Store, store.JobsConfig{})
	require.Eventually(t, func() bool { return left() == 2 }, 20*time.Second, 50*time.Millisecond)
}
