package store_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// notifications are all that a user was told, newest first.
func (w world) notifications(t *testing.T, actor crm.Actor) []crm.Notification {
	t.Helper()
	page, err := w.NotificationList(t.Context(), actor, crm.NotificationFilter{}, crm.PageRequest{})
	require.NoError(t, err)
	return page.Items
}

func (w world) note(t *testing.T, actor crm.Actor, contact id.Contact, body string) crm.Note {
	t.Helper()
	note, err := w.NoteCreate(t.Context(), actor, contact, body)
	require.NoError(t, err)
	return note
}

// token is a mention as the editor writes it.
func token(name string, user id.User) string { return "@[" + name + "](user:" + user.String() + ")" }

func (w world) mentioned(t *testing.T, note id.Note) []id.User {
	t.Helper()
	rows, err := w.superuser(t).Query(t.Context(), "SELECT user_id FROM note_mentions WHERE note_id = $1", note.UUID)
	require.NoError(t, err)
	defer rows.Close()
	var users []id.User
	for rows.Next() {
		var user id.User
		require.NoError(t, rows.Scan(&user.UUID))
		users = append(users, user)
	}
	return users
}

func TestMentionIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var told []crm.Notification
	w.NotifyTo(func(_ context.Context, org id.Org, n crm.Notification) {
		assert.Equal(t, w.admin.Org, org)
		told = append(told, n)
	})
	contact := w.contact(t, "Jane", "Smith")
	note := w.note(t, w.agent, contact.ID, "Ask "+token("Old Name", w.admin.User)+" and "+token("me", w.agent.User)+" again, "+token("x", w.admin.User))
	assert.Contains(t, note.Body, token("Ada Admin", w.admin.User), "today's name")

	require.Len(t, told, 1, "once, and not who wrote it")
	got := w.notifications(t, w.admin)
	assert.Equal(t, told, got, "what is told at once is what the list has")
	assert.Equal(t, crm.NotifyMentioned, got[0].Kind)
	assert.Equal(t, "contact", got[0].Noun)
	assert.Equal(t, contact.ID.UUID, got[0].RecordID)
	assert.Equal(t, "Jane Smith", got[0].Title)
	assert.True(t, strings.HasPrefix(got[0].Text, "Ask @Ada Admin and @agent"), got[0].Text)
	assert.Equal(t, w.agent.User, *got[0].ActorID)
	assert.Empty(t, w.notifications(t, w.agent))
	assert.ElementsMatch(t, []id.User{w.admin.User, w.agent.User}, w.mentioned(t, note.ID))

	edit := func(body string) {
		t.Helper()
		_, err := w.NoteUpdate(t.Context(), w.agent, note.ID, nil, crm.NoteChange{Body: crm.Some(body)})
		require.NoError(t, err)
	}
	edit("Still " + token("Ada Admin", w.admin.User))
	assert.Len(t, told, 1, "an edit tells nobody anew")
	assert.Equal(t, []id.User{w.admin.User}, w.mentioned(t, note.ID))
	edit("Nobody")
	assert.Empty(t, w.mentioned(t, note.ID))
	edit("Again " + token("Ada Admin", w.admin.User) + " and " + token("Two", w.agent2.User))
	require.Len(t, told, 2, "only who is new")
	assert.Equal(t, w.agent2.User, told[1].UserID)
	_, err := w.NoteUpdate(t.Context(), w.agent2, note.ID, nil, crm.NoteChange{Pinned: crm.Some(true)})
	require.NoError(t, err)
	assert.Len(t, told, 2)
	assert.NotEmpty(t, w.mentioned(t, note.ID), "pinning leaves mentions alone")

	_, err = w.NoteDelete(t.Context(), w.agent, note.ID)
	require.NoError(t, err)
	assert.Empty(t, w.notifications(t, w.admin), "what is deleted is no longer quoted")
}

func TestMentionOfStrangersIsPlainText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := settle(t, w.Store)
	gone := w.user(t, "gone", crm.RoleAgent, "")
	_, err := w.UserUpdate(t.Context(), w.admin, gone.User, crm.UserChange{Active: crm.Some(false)})
	require.NoError(t, err)
	contact := w.contact(t, "Jane", "Smith")
	for body, want := range map[string]string{
		"Hi " + token("Eve", other.admin.User):            "Hi @Eve",
		"Hi " + token("Nobody", id.New[id.User]()):        "Hi @Nobody",
		"Hi @[Ada](user:not-an-id)":                       "Hi @[Ada](user:not-an-id)",
		"Hi @[Ada](user:" + strings.Repeat("-", 36) + ")": "Hi @Ada",
		"Hi " + token("Was Here", gone.User):              "Hi " + token("gone", gone.User),
	} {
		assert.Equal(t, want, w.note(t, w.agent, contact.ID, body).Body)
	}
	assert.Empty(t, w.notifications(t, other.admin))
	assert.Empty(t, w.notifications(t, gone), "who has left is told nothing")
	// The other organisation's people cannot read or mark ours.
	w.note(t, w.agent, contact.ID, token("Ada", w.admin.User))
	ours := w.notifications(t, w.admin)
	require.Len(t, ours, 1)
	require.NoError(t, other.NotificationsRead(t.Context(), other.admin, crm.NotificationRead{IDs: []id.Notification{ours[0].ID}}))
	require.NoError(t, w.NotificationsRead(t.Context(), w.agent, crm.NotificationRead{IDs: []id.Notification{ours[0].ID}}))
	assert.Nil(t, w.notifications(t, w.admin)[0].ReadAt, "only one's own")
}

func TestMentionInTicketsAndExports(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.create(t, crm.ContactDraft{FirstName: "Jane", LastName: "Smith", Notes: "For " + token("Ada", w.admin.User)})
	require.Len(t, w.notifications(t, w.admin), 1, "the note that a contact begins with")
	ticket, err := w.TicketCreate(t.Context(), w.agent, crm.TicketDraft{Subject: "Broken", ContactID: &contact.ID})
	require.NoError(t, err)
	say := func(kind crm.TicketMessageKind) string {
		t.Helper()
		message, err := w.TicketMessageCreate(t.Context(), w.agent, ticket.ID, crm.TicketMessageDraft{Kind: kind, Body: "See " + token("Ada", w.admin.User)})
		require.NoError(t, err)
		return message.Body
	}
	assert.Equal(t, "See @Ada Admin", say(crm.TicketReply), "a reply is for the contact")
	assert.Equal(t, "See "+token("Ada Admin", w.admin.User), say(crm.TicketInternal))
	got := w.notifications(t, w.admin)
	require.Len(t, got, 2)
	assert.Equal(t, "ticket", got[0].Noun)
	assert.Equal(t, "#1 Broken", got[0].Title)
	assert.Equal(t, "See @Ada Admin", got[0].Text)
	assert.Equal(t, contact.ID, *got[0].ContactID)

	var out bytes.Buffer
	_, err = w.ContactExport(t.Context(), w.admin, crm.ContactExport{Profile: crm.ProfileData}, &out)
	require.NoError(t, err)
	assert.Contains(t, out.String(), "For @Ada Admin")
	assert.NotContains(t, out.String(), "user:")
}

func TestAssigningTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	ticket, err := w.TicketCreate(ctx, w.agent, crm.TicketDraft{Subject: "Broken", AssigneeID: &w.agent2.User})
	require.NoError(t, err)
	deal, err := w.DealCreate(ctx, w.agent, crm.DealDraft{Name: "Boilers", OwnerID: &w.agent2.User})
	require.NoError(t, err)
	activity, err := w.ActivityCreate(ctx, w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write", AssigneeID: &w.agent2.User})
	require.NoError(t, err)
	_, err = w.ActivityCreate(ctx, w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Mine"})
	require.NoError(t, err)
	var titles []string
	for _, n := range w.notifications(t, w.agent2) {
		assert.Equal(t, crm.NotifyAssigned, n.Kind)
		titles = append(titles, n.Noun+" "+n.Title)
	}
	assert.Equal(t, []string{"activity Write", "deal Boilers", "ticket #1 Broken"}, titles)
	assert.Empty(t, w.notifications(t, w.agent), "one's own doing")

	// Changes that leave the assignee tell nothing, a new one is told.
	_, err = w.TicketUpdate(ctx, w.agent, ticket.ID, nil, crm.TicketChange{Subject: crm.Some("Worse"), AssigneeID: crm.Some(&w.agent2.User)})
	require.NoError(t, err)
	_, err = w.TicketUpdate(ctx, w.agent, ticket.ID, nil, crm.TicketChange{AssigneeID: crm.Some(&w.admin.User)})
	require.NoError(t, err)
	_, err = w.DealUpdate(ctx, w.agent2, deal.ID, nil, crm.DealChange{OwnerID: crm.Some(&w.admin.User)})
	require.NoError(t, err)
	_, err = w.ActivityUpdate(ctx, w.admin, activity.ID, nil, crm.ActivityChange{AssigneeID: crm.Some(&w.admin.User)})
	require.NoError(t, err)
	assert.Len(t, w.notifications(t, w.agent2), 3)
	assert.Len(t, w.notifications(t, w.admin), 2, "the activity was taken by herself")
	assert.Equal(t, "#1 Worse", w.notifications(t, w.agent2)[2].Title, "today's name")

	_, err = w.DealDelete(ctx, w.admin, deal.ID)
	require.NoError(t, err)
	_, err = w.ActivityDelete(ctx, w.admin, activity.ID)
	require.NoError(t, err)
	assert.Len(t, w.notifications(t, w.agent2), 1, "what is gone needs nobody")
}

// TestFailedStepsTellNobody: what is rolled back was never said.
func TestFailedStepsTellNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var told sync.Map
	w.NotifyTo(func(_ context.Context, _ id.Org, n crm.Notification) { told.Store(n.ID, n) })
	missing := id.New[id.Customer]()
	_, err := w.TicketCreate(t.Context(), w.agent, crm.TicketDraft{Subject: "x", AssigneeID: &w.agent2.User, CustomerID: &missing})
	requireCode(t, err, crm.CodeInvalid)
	told.Range(func(_, n any) bool { t.Errorf("told %v", n); return true })
	assert.Empty(t, w.notifications(t, w.agent2))
}

func TestNotificationsReadAndPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Jane", "Smith")
	for range 5 {
		w.note(t, w.agent, contact.ID, token("Ada", w.admin.User))
	}
	unread := func() int64 {
		t.Helper()
		n, err := w.NotificationsUnread(t.Context(), w.admin)
		require.NoError(t, err)
		return n
	}
	require.EqualValues(t, 5, unread())
	var ids []id.Notification
	cursor := ""
	for range 3 {
		page, err := w.NotificationList(t.Context(), w.admin, crm.NotificationFilter{Unread: true}, crm.PageRequest{Limit: 2, Cursor: cursor})
		require.NoError(t, err)
		assert.Equal(t, crm.Total{Count: 5, Exact: true}, page.Total)
		for _, n := range page.Items {
			ids = append(ids, n.ID)
		}
		cursor = page.NextCursor
	}
	assert.Empty(t, cursor)
	require.Len(t, ids, 5)
	require.NoError(t, w.NotificationsRead(t.Context(), w.admin, crm.NotificationRead{IDs: append(ids[:2:2], id.New[id.Notification]())}))
	assert.EqualValues(t, 3, unread())
	require.NoError(t, w.NotificationsRead(t.Context(), w.admin, crm.NotificationRead{All: true}))
	assert.Zero(t, unread())
	for _, bad := range []crm.NotificationRead{{}, {All: true, IDs: ids}, {IDs: make([]id.Notification, 201)}} {
		requireCode(t, w.NotificationsRead(t.Context(), w.admin, bad), crm.CodeInvalid)
	}
}

func TestRemindAtIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := time.Date(2031, 1, 2, 9, 0, 0, 0, time.UTC)
	activity, err := w.ActivityCreate(t.Context(), w.agent, crm.ActivityDraft{Kind: crm.ActivityTask, Subject: "Write", RemindAt: &at})
	require.NoError(t, err)
	require.NotNil(t, activity.RemindAt)
	assert.True(t, at.Equal(*activity.RemindAt))
	activity, err = w.ActivityUpdate(t.Context(), w.agent, activity.ID, nil, crm.ActivityChange{RemindAt: crm.Some(&at), Subject: crm.Some("Call")})
	require.NoError(t, err)
	require.NotNil(t, activity.RemindAt)
	far := at.AddDate(9000, 0, 0)
	_, err = w.ActivityUpdate(t.Context(), w.agent, activity.ID, nil, crm.ActivityChange{RemindAt: crm.Some(&far)})
	assert.Equal(t, "remindAt", refusalOf(t, err, crm.CodeInvalid).Fields[0].Field)
}
