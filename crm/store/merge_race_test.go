package store_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// TestMergesAtOnce merges in chains and circles from 32 sides while notes and
// calls come in: none is lost, nothing waits for itself, no merges go round.
func TestMergesAtOnce(t *testing.T) {
	t.Parallel()
	const people, merges = 12, 32
	w := newWorld(t)
	ctx := t.Context()
	ring := make([]id.Contact, people)
	for i := range ring {
		ring[i] = w.create(t, crm.ContactDraft{
			FirstName: "Ring", LastName: strconv.Itoa(i), Emails: []crm.Email{email(fmt.Sprintf("ring%d@example.com", i))}, Notes: "first",
		}).ID
	}
	errs := make([]error, merges)
	done := make([]crm.Merged, merges)
	late := make([]error, 2*merges)
	var wg sync.WaitGroup
	for i := range merges {
		step := 1 + i/people // chains first, then pairs further apart, then back
		from, to := ring[i%people], ring[(i+step)%people]
		if i%3 == 0 {
			from, to = to, from
		}
		wg.Go(func() { done[i], errs[i] = w.ContactMerge(ctx, w.agent, from, to, nil) })
		wg.Go(func() { _, late[2*i] = w.NoteCreate(ctx, w.agent, from, "late") })
		wg.Go(func() {
			call := w.call("+447700900123", time.Now())
			call.ContactID = &from
			late[2*i+1] = w.RecordCall(ctx, callsvc.CallRecord{Call: call})
		})
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		var known *crm.Error
		switch {
		case err == nil:
			won++
		case errors.As(err, &known):
			assert.Equal(t, crm.CodeMergeSelf, known.Code, "%d: %v", i, err)
		default:
			require.NoError(t, err)
		}
	}
	for _, err := range late {
		require.NoError(t, err)
	}
	roots := map[id.Contact]bool{}
	for _, one := range ring {
		root, err := w.ContactGet(ctx, w.agent, one)
		require.NoError(t, err)
		roots[root.ID] = true
	}
	assert.Len(t, roots, people-won, "each merge that was done left one contact fewer")
	var notes, calls, emails int
	for root := range roots {
		contact, err := w.ContactGet(ctx, w.agent, root)
		require.NoError(t, err)
		emails += len(contact.Emails)
		listed, err := w.NoteList(ctx, w.agent, root, crm.PageRequest{})
		require.NoError(t, err)
		notes += int(listed.Total.Count)
		called, err := w.CallList(ctx, w.supervisor, crm.CallFilter{ContactID: &root}, crm.PageRequest{})
		require.NoError(t, err)
		calls += int(called.Total.Count)
	}
	assert.Equal(t, people+merges, notes)
	assert.Equal(t, merges, calls)
	assert.Equal(t, people, emails)
	var deadlocks int
	require.NoError(t, w.superuser(t).QueryRow(ctx, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").Scan(&deadlocks))
	assert.Zero(t, deadlocks)
}

// TestLateCallFollowsTheMerge writes a call of a contact while its merge holds
// the lock: the call waits and goes to the survivor.
func TestLateCallFollowsTheMerge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	from, to := w.contact(t, "A", "B"), w.contact(t, "C", "D")
	tx, err := w.superuser(t).Begin(ctx)
	require.NoError(t, err)
	_, err = tx.Exec(ctx, "SELECT FROM contacts WHERE id = $1 FOR UPDATE", from.ID)
	require.NoError(t, err)
	call := w.call("+447700900123", time.Now())
	call.ContactID = &from.ID
	written := make(chan error, 1)
	go func() { written <- w.RecordCall(ctx, callsvc.CallRecord{Call: call}) }()
	watcher := w.superuser(t)
	require.Eventually(t, func() bool {
		var waiting bool
		err := watcher.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waiting)
		return err == nil && waiting
	}, 10*time.Second, 5*time.Millisecond)
	_, err = tx.Exec(ctx, "UPDATE contacts SET archived_at = now(), merged_into_id = $2 WHERE id = $1", from.ID, to.ID)
	require.NoError(t, err)
	require.NoError(t, tx.Commit(ctx))
	require.NoError(t, <-written)
	called, err := w.CallList(ctx, w.supervisor, crm.CallFilter{ContactID: &to.ID}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, called.Items, 1)
}

// TestUndoingAMergeLeavesNoTrace: whatever the two are and whatever was chosen,
// undoing gives back both as they were.
func TestUndoingAMergeLeavesNoTrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	acme, other := w.customer(t, "Acme"), w.customer(t, "Other")
	w.fields(t)
	serial := 0
	rapid.Check(t, func(t *rapid.T) {
		draw := func(side string) crm.Contact {
			draft := crm.ContactDraft{
				FirstName: side, LastName: "Person", JobTitle: rapid.SampledFrom([]string{"", "Buyer", "Clerk"}).Draw(t, side+" title"),
				MarketingOptOut: rapid.Bool().Draw(t, side+" opt-out"), Status: rapid.SampledFrom([]string{"", "Lead"}).Draw(t, side+" status"),
				Tags:       rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.ID).Draw(t, side+" tags"),
				CustomerID: rapid.SampledFrom([]*id.Customer{nil, &acme.ID, &other.ID}).Draw(t, side+" customer"),
				OwnerID:    rapid.SampledFrom([]*id.User{nil, &w.agent.User, &w.admin.User}).Draw(t, side+" owner"),
			}
			draft.Custom = rapid.MapOf(rapid.SampledFrom([]string{"seats", "remark"}), rapid.SampledFrom([]string{"1", "2"})).Draw(t, side+" custom")
			draft.Lock = draft.CustomerID != nil && rapid.Bool().Draw(t, side+" lock")
			for _, number := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"07700 900001", "07700 900002", "07700 900003 x5", "201"}), rapid.ID).Draw(t, side+" phones") {
				draft.Phones = append(draft.Phones, phone(number))
			}
			for range rapid.IntRange(0, 2).Draw(t, side+" emails") {
				serial++
				draft.Emails = append(draft.Emails, email(fmt.Sprintf("p%d@example.com", serial)))
			}
			made, err := w.ContactCreate(ctx, w.agent, draft)
			require.NoError(t, err)
			return made
		}
		survivor, duplicate := draw("survivor"), draw("duplicate")
		choices := rapid.MapOf(
			rapid.SampledFrom([]string{"firstName", "lastName", "jobTitle", "kind", "status", "ownerId", "email", "phone"}),
			rapid.SampledFrom([]crm.MergeSide{crm.SideSurvivor, crm.SideDuplicate}),
		).Draw(t, "choices")
		for _, field := range crm.MergeFields(survivor, duplicate) {
			if strings.HasPrefix(field.Field, "custom.") && rapid.Bool().Draw(t, "choose "+field.Field) {
				choices[field.Field] = rapid.SampledFrom([]crm.MergeSide{crm.SideSurvivor, crm.SideDuplicate}).Draw(t, field.Field)
			}
		}
		choices["customerId"] = rapid.SampledFrom([]crm.MergeSide{crm.SideSurvivor, crm.SideDuplicate}).Draw(t, "customer")
		done, err := w.ContactMerge(ctx, w.supervisor, duplicate.ID, survivor.ID, choices)
		require.NoError(t, err)
		require.Equal(t, survivor.MarketingOptOut || duplicate.MarketingOptOut, done.Survivor.MarketingOptOut)
		require.Len(t, done.Survivor.Emails, len(survivor.Emails)+len(duplicate.Emails))
		undone, err := w.MergeUndo(ctx, w.agent, done.ID)
		require.NoError(t, err)
		require.Empty(t, undone.Kept)
		requireSameContact(t, survivor, undone.Survivor)
		requireSameContact(t, duplicate, undone.Duplicate)
	})
}
