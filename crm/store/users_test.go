package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storetest"
)

func TestOrganisationsAndUsers(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	ctx := t.Context()
	org, admin, err := s.OrganisationCreate(ctx, " Demo ", "gb", "Admin@Example.com", "Ada", "hash-1")
	require.NoError(t, err)
	assert.Equal(t, "Demo", org.Name)
	assert.Equal(t, "GB", org.Country)
	found, err := s.OrganisationByName(ctx, "DEMO")
	require.NoError(t, err)
	assert.Equal(t, org, found)
	_, err = s.OrganisationByName(ctx, "nobody")
	requireCode(t, err, crm.CodeNotFound)
	_, _, err = s.OrganisationCreate(ctx, "demo", "GB", "other@example.com", "Bob", "hash")
	requireCode(t, err, crm.CodeConflict)
	_, _, err = s.OrganisationCreate(ctx, "Second", "GB", "ADMIN@example.com", "Bob", "hash")
	requireCode(t, err, crm.CodeConflict)
	_, err = s.OrganisationByName(ctx, "Second")
	requireCode(t, err, crm.CodeNotFound)
	_, _, err = s.OrganisationCreate(ctx, "Third", "Atlantis", "x@example.com", "Bob", "hash")
	requireCode(t, err, crm.CodeInvalid)

	actor := crm.Actor{Org: org.ID, User: admin.ID, Role: crm.RoleAdmin, Country: "GB"}
	agent, err := s.UserCreate(ctx, actor, crm.User{Name: "Al", Email: "al@example.com", Role: crm.RoleAgent, Extension: "201"}, "hash")
	require.NoError(t, err)
	assert.True(t, agent.Active)
	_, err = s.UserCreate(ctx, actor, crm.User{Name: "Al", Email: "al2@example.com", Role: crm.RoleAgent, Extension: "201"}, "hash")
	requireCode(t, err, crm.CodeConflict)
	_, err = s.UserCreate(ctx, crm.Actor{Org: org.ID, User: agent.ID, Role: crm.RoleAgent}, crm.User{Name: "X", Email: "x@example.com", Role: crm.RoleAdmin}, "hash")
	requireCode(t, err, crm.CodeForbidden)
	users, err := s.UserList(ctx, actor)
	require.NoError(t, err)
	assert.Equal(t, []crm.User{admin, agent}, users)
}

func TestSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	users, err := w.UserList(ctx, w.agent)
	require.NoError(t, err)
	user, org, hash, err := w.LoginLookup(ctx, " "+users[0].Email)
	require.NoError(t, err)
	assert.Equal(t, users[0], user)
	assert.Equal(t, w.admin.Org, org.ID)
	assert.Equal(t, "hash", hash)
	_, _, _, err = w.LoginLookup(ctx, "nobody@example.com")
	requireCode(t, err, crm.CodeNotFound)

	token, expires := []byte("token-"+org.Name), time.Now().Add(time.Hour)
	login, err := w.SessionCreate(ctx, user, token, expires, "Browser\x00\xff")
	require.NoError(t, err)
	assert.Equal(t, user, login.User)
	assert.WithinDuration(t, expires, login.ExpiresAt, time.Millisecond)
	assert.Equal(t, crm.Actor{Org: org.ID, User: user.ID, Role: user.Role, Country: "GB"}, login.Actor())

	require.NoError(t, w.SessionExtend(ctx, token, expires.Add(time.Hour)))
	require.NoError(t, w.SessionExtend(ctx, token, expires))
	require.NoError(t, w.SessionExtend(ctx, []byte("unknown"), expires))
	found, err := w.SessionByToken(ctx, token)
	require.NoError(t, err)
	assert.WithinDuration(t, expires.Add(time.Hour), found.ExpiresAt, time.Millisecond, "never shorter")

	_, err = w.SessionCreate(ctx, user, []byte("old"), time.Now().Add(-time.Hour), "")
	requireCode(t, err, crm.CodeUnauthenticated)
	require.NoError(t, w.SessionDelete(ctx, token))
	require.NoError(t, w.SessionDelete(ctx, token))
	_, err = w.SessionByToken(ctx, token)
	requireCode(t, err, crm.CodeUnauthenticated)

	_, err = w.SessionCreate(ctx, user, token, expires, "")
	require.NoError(t, err)
	require.NoError(t, w.UserSetPassword(ctx, user.Email, "new"))
	_, err = w.SessionByToken(ctx, token)
	requireCode(t, err, crm.CodeUnauthenticated)
	_, _, hash, err = w.LoginLookup(ctx, user.Email)
	require.NoError(t, err)
	assert.Equal(t, "new", hash)
	requireCode(t, w.UserSetPassword(ctx, "nobody@example.com", "x"), crm.CodeNotFound)
}

func TestDeactivatedUserHasNoSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := []byte("t-" + w.agent.User.String())
	_, err := w.SessionCreate(t.Context(), crm.User{ID: w.agent.User, Org: w.agent.Org}, token, time.Now().Add(time.Hour), "")
	require.NoError(t, err)
	w.exec(t, "UPDATE users SET active = false WHERE id = $1", w.agent.User.UUID)
	_, err = w.SessionByToken(t.Context(), token)
	requireCode(t, err, crm.CodeUnauthenticated)
}

func TestUnavailableDatabase(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Config{DatabaseURL: storetest.NewURL(t), SkipMigrate: true})
	require.NoError(t, err)
	require.NoError(t, s.Close(t.Context()))
	_, err = store.Open(t.Context(), store.Config{DatabaseURL: "postgres:///x?host=/nowhere"})
	require.Error(t, err)
	_, err = store.Open(t.Context(), store.Config{})
	require.ErrorContains(t, err, "neither a database URL nor a data directory")
}

func TestTelephonySettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	trunk, err := w.TrunkCreate(ctx, w.admin, callsvc.Trunk{
		Name: "Carrier", Addresses: prefixes(t, "192.0.2.7/24", "2001:db8::/32"), Proxy: "sip.example:5060", Transport: "udp",
		Register: true, Username: "u", Password: "p", CallerID: "020 7946 0000", Country: "GB", Enabled: true,
	})
	require.NoError(t, err)
	assert.Equal(t, "+442079460000", trunk.CallerID)
	assert.Equal(t, prefixes(t, "192.0.2.0/24", "2001:db8::/32"), trunk.Addresses)
	trunk.Name = "Renamed"
	_, err = w.TrunkUpdate(ctx, w.admin, trunk)
	require.NoError(t, err)
	trunks, err := w.TrunkList(ctx, w.admin)
	require.NoError(t, err)
	assert.Equal(t, []callsvc.Trunk{trunk}, trunks)
	seen, err := w.TrunkList(ctx, w.agent)
	require.NoError(t, err)
	assert.Empty(t, seen[0].Password+seen[0].Username, "agents see no secret")

	queue, err := w.QueueCreate(ctx, w.admin, callsvc.Queue{Name: "Sales", Members: []id.User{w.agent2.User, w.agent.User, w.agent2.User}})
	require.NoError(t, err)
	assert.Equal(t, 30*time.Second, queue.RingTimeout)
	queue.Members, queue.RingTimeout = []id.User{w.agent.User}, 20*time.Second
	_, err = w.QueueUpdate(ctx, w.admin, queue)
	require.NoError(t, err)
	queues, err := w.QueueList(ctx, w.agent)
	require.NoError(t, err)
	assert.Equal(t, []callsvc.Queue{queue}, queues)
	_, err = w.QueueCreate(ctx, w.admin, callsvc.Queue{Name: "SALES"})
	requireCode(t, err, crm.CodeConflict)
	_, err = w.QueueCreate(ctx, w.admin, callsvc.Queue{Name: "Ghosts", Members: []id.User{id.New[id.User]()}})
	requireCode(t, err, crm.CodeInvalid)

	did, err := w.NumberCreate(ctx, w.admin, callsvc.DID{E164: "020 7946 0000", Label: "Main", QueueID: &queue.ID})
	require.NoError(t, err)
	_, err = w.NumberCreate(ctx, w.admin, callsvc.DID{E164: "+442079460000", UserID: &w.agent.User})
	requireCode(t, err, crm.CodeConflict)
	_, err = w.NumberCreate(ctx, w.admin, callsvc.DID{E164: "+442079460001"})
	requireCode(t, err, crm.CodeInvalid)
	requireCode(t, w.QueueDelete(ctx, w.admin, queue.ID), crm.CodeConflict)
	did.QueueID, did.UserID = nil, &w.agent.User
	_, err = w.NumberUpdate(ctx, w.admin, did)
	require.NoError(t, err)

	snapshot, err := w.LoadDirectory(ctx)
	require.NoError(t, err)
	assert.Equal(t, []callsvc.Trunk{trunk}, snapshot.Trunks)
	assert.Equal(t, []callsvc.DID{did}, snapshot.Numbers)
	assert.Equal(t, []callsvc.Queue{queue}, snapshot.Queues)
	assert.Len(t, snapshot.Agents, 4)
	assert.Len(t, snapshot.Orgs, 1)

	for _, refused := range []error{
		w.TrunkDelete(ctx, w.supervisor, trunk.ID), w.NumberDelete(ctx, w.agent, did.ID), w.QueueDelete(ctx, w.agent, queue.ID),
	} {
		requireCode(t, refused, crm.CodeForbidden)
	}
	require.NoError(t, w.QueueDelete(ctx, w.admin, queue.ID))
	require.NoError(t, w.NumberDelete(ctx, w.admin, did.ID))
	require.NoError(t, w.TrunkDelete(ctx, w.admin, trunk.ID))
	requireCode(t, w.TrunkDelete(ctx, w.admin, trunk.ID), crm.CodeNotFound)
}

func TestDirectoryOfAllOrganisations(t *testing.T) {
	t.Parallel()
	a := newWorld(t)
	b := settle(t, a.Store)
	for _, w := range []world{a, b} {
		_, err := w.QueueCreate(t.Context(), w.admin, callsvc.Queue{Name: "Sales", Members: []id.User{w.agent.User}})
		require.NoError(t, err)
	}
	snapshot, err := a.LoadDirectory(t.Context())
	require.NoError(t, err)
	assert.Len(t, snapshot.Orgs, 2)
	assert.Len(t, snapshot.Agents, 8)
	require.Len(t, snapshot.Queues, 2)
	for _, queue := range snapshot.Queues {
		want := a
		if queue.Org == b.admin.Org {
			want = b
		}
		assert.Equal(t, []id.User{want.agent.User}, queue.Members)
	}
	empty, err := storetest.New(t).LoadDirectory(t.Context())
	require.NoError(t, err)
	assert.Empty(t, empty.Orgs)
}
