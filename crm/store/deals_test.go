package store_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func (w world) deal(tb testing.TB, draft crm.DealDraft) crm.Deal {
	tb.Helper()
	deal, err := w.DealCreate(tb.Context(), w.agent, draft)
	require.NoError(tb, err)
	return deal
}

// TestDefaultPipelineIsMadeOnce has many ask at once for what is not there yet.
func TestDefaultPipelineIsMadeOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			list, currency, err := w.PipelineList(t.Context(), w.agent)
			if assert.NoError(t, err) {
				assert.Len(t, list, 1)
			}
			assert.Equal(t, "GBP", currency)
		})
	}
	all.Wait()
}

// TestDealContactsAreThoseWhoLiveOn names two contacts that became one.
func TestDealContactsAreThoseWhoLiveOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	customer := w.customer(t, "Acme")
	survivor := w.create(t, crm.ContactDraft{FirstName: "Ada", LastName: "Byron", CustomerID: &customer.ID})
	duplicate, other := w.contact(t, "A", "Byron"), w.contact(t, "Bea", "Cole")
	w.exec(t, "UPDATE contacts SET merged_into_id = $1, archived_at = now() WHERE id = $2", survivor.ID, duplicate.ID)
	deal := w.deal(t, crm.DealDraft{Name: "Looms", Contacts: []crm.DealContact{
		{ID: duplicate.ID}, {ID: other.ID, Role: "Pays"}, {ID: survivor.ID, Role: "Decides"},
	}})
	assert.Equal(t, []crm.DealContact{{ID: survivor.ID, Name: "Ada Byron", Role: "Decides"}, {ID: other.ID, Name: "Bea Cole", Role: "Pays"}}, deal.Contacts)
	assert.Equal(t, &customer.ID, deal.CustomerID, "the first contact's")
	page, err := w.DealList(t.Context(), w.agent, crm.DealFilter{ContactID: &duplicate.ID}, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
}

// TestBoardStaysSortable puts a deal between two others far more often than a
// number can be halved.
func TestBoardStaysSortable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.deal(t, crm.DealDraft{Name: "first"}), w.deal(t, crm.DealDraft{Name: "second"})
	moved := w.deal(t, crm.DealDraft{Name: "moved"})
	for range 40 {
		between := (first.BoardOrder + second.BoardOrder) / 2
		var err error
		moved, err = w.DealUpdate(t.Context(), w.agent, moved.ID, nil, crm.DealChange{BoardOrder: crm.Some(between)})
		require.NoError(t, err)
		first, err = w.DealGet(t.Context(), w.agent, first.ID)
		require.NoError(t, err)
		require.Greater(t, moved.BoardOrder, first.BoardOrder)
		// The one that was moved is the neighbour of the next move.
		second, moved = moved, second
	}
}

func TestDealMovesToTheEndOfAStage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	there := w.deal(t, crm.DealDraft{Name: "there", Stage: "Proposal"})
	deal := w.deal(t, crm.DealDraft{Name: "moves"})
	moved, err := w.DealUpdate(t.Context(), w.agent, deal.ID, nil, crm.DealChange{Stage: crm.Some("PROPOSAL")})
	require.NoError(t, err)
	assert.Equal(t, there.StageID, moved.StageID)
	assert.Greater(t, moved.BoardOrder, there.BoardOrder)
	_, err = w.DealUpdate(t.Context(), w.agent, deal.ID, nil, crm.DealChange{Currency: crm.Some("XQQ")})
	requireCode(t, err, crm.CodeInvalid)
	yen, err := w.DealUpdate(t.Context(), w.agent, deal.ID, nil, crm.DealChange{Currency: crm.Some("JPY"), Amount: crm.Some("5")})
	require.NoError(t, err)
	assert.Equal(t, crm.Money{Minor: 5, Currency: "JPY"}, yen.Amount)
}

func TestDealClosesOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	deal := w.deal(t, crm.DealDraft{Name: "Looms"})
	_, err := w.DealClose(t.Context(), w.agent, deal.ID, crm.DealLost, " ")
	requireCode(t, err, crm.CodeInvalid)
	won, err := w.DealClose(t.Context(), w.agent, deal.ID, crm.DealWon, "")
	require.NoError(t, err)
	again, err := w.DealClose(t.Context(), w.agent, deal.ID, crm.DealWon, "")
	require.NoError(t, err)
	assert.Equal(t, won, again)
	_, err = w.DealClose(t.Context(), w.agent, deal.ID, crm.DealLost, "Too dear")
	requireCode(t, err, crm.CodeConflict)
}

func TestDealsKeepToTheOrganisation(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := settle(t, a.Store)
	deal := a.deal(t, crm.DealDraft{Name: "Looms"})
	_, err := b.DealGet(t.Context(), b.admin, deal.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.DealUpdate(t.Context(), b.admin, deal.ID, nil, crm.DealChange{Name: crm.Some("x")})
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.DealDelete(t.Context(), b.admin, deal.ID)
	requireCode(t, err, crm.CodeNotFound)
	_, err = b.DealCreate(t.Context(), b.admin, crm.DealDraft{Name: "x", PipelineID: &deal.PipelineID})
	requireCode(t, err, crm.CodeInvalid)
	_, err = b.DealCreate(t.Context(), b.admin, crm.DealDraft{Name: "x", OwnerID: &a.agent.User})
	requireCode(t, err, crm.CodeInvalid)
	own, _, err := b.PipelineList(t.Context(), b.admin)
	require.NoError(t, err)
	other, err := b.PipelineUpdate(t.Context(), b.admin, own[0].ID, crm.PipelineChange{Stages: crm.Some([]crm.Stage{{ID: deal.StageID, Name: "x"}})})
	requireCode(t, err, crm.CodeInvalid)
	assert.Equal(t, id.Pipeline{}, other.ID)
}
