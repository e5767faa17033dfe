package webui

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/webui/api"
)

func (c *client) notifications(t *testing.T, query string) api.Page[api.Notification] {
	t.Helper()
	return into[api.Page[api.Notification]](t, c.do(t, http.MethodGet, "/api/v1/notifications"+query, nil), 200)
}

func (c *client) unread(t *testing.T) int64 {
	t.Helper()
	return into[api.NotificationCount](t, c.do(t, http.MethodGet, "/api/v1/notifications/count", nil), 200).Unread
}

func TestNotificationsAreToldLiveAndRead(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	supervisor, agent := w.ours.supervisor, w.ours.agent
	ws, _ := agent.dial(t, w.url)
	var hello api.Hello
	awaitType(t, ws, "hello", &hello)
	contact := supervisor.contact(t, `{"firstName":"Jane","lastName":"Smith"}`)
	note := into[api.Note](t, supervisor.do(t, http.MethodPost, "/api/v1/contacts/"+contact.ID.String()+"/notes",
		map[string]string{"body": "Look, @[x](user:" + w.ours.agentID.String() + ")!"}), 201)
	assert.Equal(t, "Look, @[The agent](user:"+w.ours.agentID.String()+")!", note.Body)

	var told api.Notification
	awaitType(t, ws, "notification.created", &told)
	assert.Equal(t, "Jane Smith", told.Title)
	assert.Equal(t, "Look, @The agent!", told.Text)
	assert.Equal(t, "The supervisor", told.ActorName)
	list := agent.notifications(t, "?unread=true")
	require.Len(t, list.Items, 1)
	assert.Equal(t, told, list.Items[0])
	assert.EqualValues(t, 1, agent.unread(t))

	for _, nobody := range []*client{supervisor, w.ours.admin, w.theirs.admin} {
		assert.Empty(t, nobody.notifications(t, "").Items)
		got := nobody.do(t, http.MethodPost, "/api/v1/notifications/read", map[string]any{"ids": []id.Notification{told.ID}})
		assert.Equal(t, http.StatusNoContent, got.status)
	}
	assert.EqualValues(t, 1, agent.unread(t), "nobody else reads them")
	got := agent.do(t, http.MethodPost, "/api/v1/notifications/read", map[string]any{"ids": []id.Notification{told.ID}})
	require.Equal(t, http.StatusNoContent, got.status)
	var read api.NotificationRead
	awaitType(t, ws, "notification.read", &read)
	assert.Equal(t, api.NotificationRead{IDs: []id.Notification{told.ID}}, read)
	assert.Zero(t, agent.unread(t))
	assert.Empty(t, agent.notifications(t, "?unread=true").Items)
	assert.NotNil(t, agent.notifications(t, "").Items[0].ReadAt)

	into[api.Ticket](t, supervisor.do(t, http.MethodPost, "/api/v1/tickets", `{"subject":"Broken","assigneeId":"`+w.ours.agentID.String()+`"}`), 201)
	awaitType(t, ws, "notification.created", &told)
	assert.Equal(t, "#1 Broken", told.Title)
	require.Equal(t, http.StatusNoContent, agent.do(t, http.MethodPost, "/api/v1/notifications/read", `{"all":true}`).status)
	awaitType(t, ws, "notification.read", &read)
	assert.True(t, read.All)
	assert.Zero(t, agent.unread(t))
}

func TestNotificationRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	for body, field := range map[string]string{
		`{}`: "ids", `{"ids":[]}`: "ids", `{"all":true,"ids":["` + id.New[id.Notification]().String() + `"]}`: "ids",
		`{"ids":["nonsense"]}`: "body", `{"everything":true}`: "body.everything",
	} {
		problem := requireProblem(t, agent.do(t, http.MethodPost, "/api/v1/notifications/read", body), 422, "invalid")
		require.NotEmpty(t, problem.Errors, body)
		assert.Contains(t, problem.Errors[0].Location, field, body)
	}
	requireProblem(t, agent.do(t, http.MethodPost, "/api/v1/notifications/read", `{`), 400, "malformed")
	requireProblem(t, agent.do(t, http.MethodGet, "/api/v1/notifications?limit=1000", nil), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodGet, "/api/v1/notifications?cursor=x", nil), 422, "invalid")
	stranger := newClient(t, w.url)
	for _, path := range []string{"/notifications", "/notifications/count"} {
		requireProblem(t, stranger.do(t, http.MethodGet, "/api/v1"+path, nil), 401, "unauthenticated")
	}
	agent.bare = true
	requireProblem(t, agent.do(t, http.MethodPost, "/api/v1/notifications/read", `{"all":true}`), 403, "csrf_missing")
}

func TestActivityRemindAt(t *testing.T) {
	t.Parallel()
	agent := newTenants(t).ours.agent
	made := into[api.Activity](t, agent.do(t, http.MethodPost, "/api/v1/activities",
		`{"kind":"task","subject":"Write","remindAt":"2031-01-02T10:00:00+01:00"}`), 201)
	require.NotNil(t, made.RemindAt)
	assert.Equal(t, "2031-01-02T09:00:00Z", made.RemindAt.Format("2006-01-02T15:04:05Z07:00"))
	path := "/api/v1/activities/" + made.ID.String()
	cleared := into[api.Activity](t, agent.do(t, http.MethodPatch, path, `{"remindAt":null}`), 200)
	assert.Nil(t, cleared.RemindAt)
	requireProblem(t, agent.do(t, http.MethodPatch, path, `{"remindAt":"tomorrow"}`), 422, "invalid")
}
