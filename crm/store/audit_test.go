package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// log is the audit log of one noun, oldest first, as action and changed fields.
func (w world) log(tb testing.TB, noun string) (lines []string, entries []crm.AuditEntry) {
	tb.Helper()
	page, err := w.AuditList(tb.Context(), w.admin, crm.AuditFilter{Noun: noun}, crm.PageRequest{Sort: "at", Limit: 200})
	require.NoError(tb, err)
	for _, entry := range page.Items {
		words := []string{entry.Action}
		for _, change := range entry.Changes {
			words = append(words, change.Field+"["+change.Old+">"+change.New+"]")
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return lines, page.Items
}

func TestTicketsLeaveTraces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	contact := w.contact(t, "Ada", "Byron")
	ticket, err := w.TicketCreate(ctx, w.agent, crm.TicketDraft{Subject: "Broken", ContactID: &contact.ID})
	require.NoError(t, err)
	_, err = w.TicketMessageCreate(ctx, w.agent, ticket.ID, crm.TicketMessageDraft{Kind: crm.TicketInternal, Body: "a secret"})
	require.NoError(t, err)
	_, err = w.TicketMessageCreate(ctx, w.agent, ticket.ID, crm.TicketMessageDraft{Kind: crm.TicketReply, Body: "On it"})
	require.NoError(t, err)
	_, err = w.TicketUpdate(ctx, w.agent, ticket.ID, nil, crm.TicketChange{Subject: crm.Some("Mended")})
	require.NoError(t, err)
	_, err = w.TicketUpdate(ctx, w.agent, ticket.ID, nil, crm.TicketChange{Subject: crm.Some("Mended")})
	require.NoError(t, err)
	lines, entries := w.log(t, "ticket")
	assert.Equal(t, []string{
		"create subject[>Broken] status[>new] priority[>normal] contact[>Ada Byron]",
		"internal_note", "reply", "update status[new>open]", "update subject[Broken>Mended]",
	}, lines, "nothing is written of what changed nothing")
	assert.Equal(t, map[string]string{"length": "8"}, entries[1].Detail, "never the words")
	assert.Equal(t, "#1 Mended", entries[4].RecordName)
}

func TestDealsLeaveTraces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	contact := w.contact(t, "Ada", "Byron")
	deal := w.deal(t, crm.DealDraft{Name: "Looms", Amount: "10", Contacts: []crm.DealContact{{ID: contact.ID, Role: "Pays"}}})
	_, err := w.DealUpdate(ctx, w.agent, deal.ID, nil, crm.DealChange{BoardOrder: crm.Some(7.0)})
	require.NoError(t, err)
	_, err = w.DealUpdate(ctx, w.agent, deal.ID, nil, crm.DealChange{Stage: crm.Some("Proposal"), Amount: crm.Some("12.50")})
	require.NoError(t, err)
	_, err = w.DealClose(ctx, w.agent, deal.ID, crm.DealLost, "Too dear")
	require.NoError(t, err)
	_, err = w.DealReopen(ctx, w.agent, deal.ID)
	require.NoError(t, err)
	_, err = w.DealClose(ctx, w.agent, deal.ID, crm.DealWon, "")
	require.NoError(t, err)
	_, err = w.DealDelete(ctx, w.agent, deal.ID)
	require.NoError(t, err)
	lines, entries := w.log(t, "deal")
	assert.Equal(t, []string{
		"create name[>Looms] pipeline[>Sales] stage[>Qualified] amount[>10.00 GBP] status[>open] contacts[>Ada Byron (Pays)]",
		"update stage[Qualified>Proposal] amount[10.00 GBP>12.50 GBP]",
		"lose status[open>lost] closedReason[>Too dear]",
		"reopen status[lost>open] closedReason[Too dear>]",
		"win status[open>won]",
		"delete name[Looms>] pipeline[Sales>] stage[Proposal>] amount[12.50 GBP>] status[won>] contacts[Ada Byron (Pays)>]",
	}, lines)
	assert.Equal(t, "Looms", entries[5].RecordName)
}

func TestNotesLeaveTracesWithoutWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	contact := w.create(t, crm.ContactDraft{FirstName: "Ada", LastName: "Byron", Notes: "first", Company: "Looms", CreateCustomer: true})
	note, err := w.NoteCreate(ctx, w.agent, contact.ID, "a secret")
	require.NoError(t, err)
	_, err = w.NoteUpdate(ctx, w.agent, note.ID, nil, crm.NoteChange{Body: crm.Some("A SECRET"), Pinned: crm.Some(true)})
	require.NoError(t, err)
	_, err = w.NoteDelete(ctx, w.supervisor, note.ID)
	require.NoError(t, err)
	lines, entries := w.log(t, "note")
	assert.Equal(t, []string{"create", "create", "update length[8>8] pinned[false>true]", "delete"}, lines)
	assert.Equal(t, "Ada Byron", entries[3].RecordName)
	history, err := w.ContactHistory(ctx, w.agent, contact.ID, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, history.Items, 5, "its own and its notes'")
	made, _ := w.log(t, "customer")
	assert.Equal(t, []string{"create name[>Looms]"}, made, "made on the fly")
}

func TestActivitiesLeaveTraces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	made, err := w.ActivityCreate(ctx, w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write", DueAt: &at})
	require.NoError(t, err)
	_, err = w.ActivityUpdate(ctx, w.agent, made.ID, nil, crm.ActivityChange{DoneAt: crm.Some(&at)})
	require.NoError(t, err)
	_, err = w.ActivityDelete(ctx, w.agent, made.ID)
	require.NoError(t, err)
	lines, _ := w.log(t, "activity")
	me := w.agent.User.String()
	assert.Equal(t, []string{
		"create kind[>task] subject[>Write] assigneeId[>" + me + "] dueAt[>2026-03-01T09:00:00Z]",
		"update doneAt[>2026-03-01T09:00:00Z]",
		"delete kind[task>] subject[Write>] assigneeId[" + me + ">] dueAt[2026-03-01T09:00:00Z>] doneAt[2026-03-01T09:00:00Z>]",
	}, lines)
}

func TestTelephonyLeavesTracesWithoutSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	trunk, err := w.TrunkCreate(ctx, w.admin, callsvc.Trunk{Name: "Carrier", Proxy: "sip.example", Username: "u", Password: "s3cret", Enabled: true})
	require.NoError(t, err)
	trunk.Password = "0ther"
	_, err = w.TrunkUpdate(ctx, w.admin, trunk)
	require.NoError(t, err)
	trunk.Enabled = false
	_, err = w.TrunkUpdate(ctx, w.admin, trunk)
	require.NoError(t, err)
	require.NoError(t, w.TrunkDelete(ctx, w.admin, trunk.ID))
	lines, entries := w.log(t, "trunk")
	assert.Equal(t, []string{
		"create name[>Carrier] proxy[>sip.example] username[>u] enabled[false>true]", "update", "update enabled[true>false]", "delete",
	}, lines)
	for i, change := range []string{"changed", "changed", "", ""} {
		assert.Equal(t, change, entries[i].Detail["password"])
	}
	queue, err := w.QueueCreate(ctx, w.admin, callsvc.Queue{Name: "Sales", Members: []id.User{w.agent.User}})
	require.NoError(t, err)
	queue.RingTimeout = 90 * time.Second
	queue.Members = nil
	_, err = w.QueueUpdate(ctx, w.admin, queue)
	require.NoError(t, err)
	lines, _ = w.log(t, "queue")
	assert.Regexp(t, `^create name\[>Sales\] ringTimeout\[>30s\] members\[>agent\d+\] strategy\[>all\]$`, lines[0])
	assert.Regexp(t, `^update ringTimeout\[30s>1m30s\] members\[agent\d+>\]$`, lines[1])
	did, err := w.NumberCreate(ctx, w.admin, callsvc.DID{E164: "+442079460000", QueueID: &queue.ID})
	require.NoError(t, err)
	did.QueueID, did.UserID = nil, &w.agent.User
	_, err = w.NumberUpdate(ctx, w.admin, did)
	require.NoError(t, err)
	lines, _ = w.log(t, "number")
	assert.Equal(t, []string{"create e164[>+442079460000] queue[>Sales]", "update queue[Sales>] userId[>" + w.agent.User.String() + "]"}, lines)
}

func TestPipelinesLeaveTracesAndStayWhileDealsAreIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	deal := w.deal(t, crm.DealDraft{Name: "Looms"})
	made, err := w.PipelineCreate(ctx, w.admin, crm.Pipeline{Name: "Service", Stages: []crm.Stage{{Name: "Asked", Probability: 10}}})
	require.NoError(t, err)
	_, err = w.PipelineUpdate(ctx, w.admin, made.ID, crm.PipelineChange{Name: crm.Some("Care")})
	require.NoError(t, err)
	require.NoError(t, w.PipelineDelete(ctx, w.admin, made.ID))
	lines, entries := w.log(t, "pipeline")
	assert.Equal(t, []string{"create name[>Service] stages[>Asked 10 %]", "update name[Service>Care]", "delete"}, lines)
	assert.Equal(t, "Care", entries[2].RecordName)

	_, err = w.PipelineCreate(ctx, w.admin, crm.Pipeline{Name: "Spare", Stages: []crm.Stage{{Name: "Asked"}}})
	require.NoError(t, err)
	err = w.PipelineDelete(ctx, w.admin, deal.PipelineID)
	requireCode(t, err, crm.CodeConflict)
	require.ErrorContains(t, err, "1 open, 0 closed")
	_, err = w.DealClose(ctx, w.agent, deal.ID, crm.DealWon, "")
	require.NoError(t, err)
	_, err = w.PipelineUpdate(ctx, w.admin, deal.PipelineID, crm.PipelineChange{Stages: crm.Some([]crm.Stage{{Name: "Only"}})})
	requireCode(t, err, crm.CodeConflict)
	require.ErrorContains(t, err, "0 open, 1 closed")
}

func TestAuditFilters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	contact := w.contact(t, "Ada", "Byron")
	_, err := w.ContactUpdate(ctx, w.supervisor, contact.ID, nil, crm.ContactChange{Status: crm.Some("Away")})
	require.NoError(t, err)
	later := time.Now().Add(time.Hour)
	for _, one := range []struct {
		filter crm.AuditFilter
		want   int
	}{
		{crm.AuditFilter{Noun: "contact", Action: "update"}, 1},
		{crm.AuditFilter{Noun: "contact", UserID: &w.agent.User}, 1},
		{crm.AuditFilter{Noun: "contact", RecordID: &contact.ID.UUID}, 2},
		{crm.AuditFilter{From: &later}, 0},
		{crm.AuditFilter{Noun: "contact", To: &later}, 2},
	} {
		page, err := w.AuditList(ctx, w.admin, one.filter, crm.PageRequest{})
		require.NoError(t, err)
		assert.Len(t, page.Items, one.want)
	}
	_, err = w.AuditList(ctx, w.supervisor, crm.AuditFilter{Noun: "contact"}, crm.PageRequest{})
	requireCode(t, err, crm.CodeForbidden)
}
