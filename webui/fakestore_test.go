package webui

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// fakeStore holds users and sessions in memory, and answers everything about
// contacts with one error or one contact: what is tested with it is HTTP. The
// records themselves are tested on PostgreSQL.
type fakeStore struct {
	Store
	mu       sync.Mutex
	users    map[string]fakeUser
	sessions map[string]crm.Login
	answer   error
	contact  crm.Contact
	changes  []crm.ContactChange
	versions []*int64
	drafts   []crm.ContactDraft
	filters  []crm.ContactFilter
	calls    []crm.CallFilter
	away     error
}

type fakeUser struct {
	user crm.User
	hash string
}

const testPassword = "ringbook-demo"

func newFakeStore(t *testing.T) *fakeStore {
	t.Helper()
	hash, err := crm.NewPasswordHasher(1).Hash(t.Context(), testPassword)
	require.NoError(t, err)
	store := &fakeStore{users: map[string]fakeUser{}, sessions: map[string]crm.Login{}}
	org := id.New[id.Org]()
	for email, role := range map[string]crm.Role{"agent@example.com": crm.RoleAgent, "admin@example.com": crm.RoleAdmin} {
		store.users[email] = fakeUser{hash: hash, user: crm.User{
			ID: id.New[id.User](), Org: org, Name: string(role), Email: email, Role: role, Active: true,
		}}
	}
	return store
}

func (f *fakeStore) LoginLookup(_ context.Context, email string) (crm.User, crm.Organisation, string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away != nil {
		return crm.User{}, crm.Organisation{}, "", f.away
	}
	found, ok := f.users[email]
	if !ok {
		return crm.User{}, crm.Organisation{}, "", crm.NotFound("user")
	}
	return found.user, crm.Organisation{ID: found.user.Org, Country: "GB"}, found.hash, nil
}

func (f *fakeStore) SessionCreate(_ context.Context, user crm.User, hash []byte, expires time.Time, _ string) (crm.Login, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	login := crm.Login{
		Session: id.New[id.Session](), User: user, ExpiresAt: expires,
		Organisation: crm.Organisation{ID: user.Org, Name: "Demo", Country: "GB"},
	}
	f.sessions[string(hash)] = login
	return login, nil
}

func (f *fakeStore) SessionByToken(_ context.Context, hash []byte) (crm.Login, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away != nil {
		return crm.Login{}, f.away
	}
	login, ok := f.sessions[string(hash)]
	if !ok {
		return crm.Login{}, crm.NotFound("session")
	}
	return login, nil
}

func (f *fakeStore) SessionExtend(_ context.Context, hash []byte, expires time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	login := f.sessions[string(hash)]
	login.ExpiresAt = expires
	f.sessions[string(hash)] = login
	return nil
}

func (f *fakeStore) SessionDelete(_ context.Context, hash []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.sessions, string(hash))
	return nil
}

func (f *fakeStore) onlySession(t *testing.T) crm.Login {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	require.Len(t, f.sessions, 1)
	for _, login := range f.sessions {
		return login
	}
	return crm.Login{}
}

// answers makes every step about contacts end with err.
func (f *fakeStore) answers(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = err
}

// goesAway makes every look at a session end with err.
func (f *fakeStore) goesAway(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.away = err
}

func (f *fakeStore) one() (crm.Contact, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.contact, f.answer
}

func (f *fakeStore) ContactCreate(_ context.Context, _ crm.Actor, draft crm.ContactDraft) (crm.Contact, error) {
	f.mu.Lock()
	f.drafts = append(f.drafts, draft)
	f.mu.Unlock()
	return f.one()
}

func (f *fakeStore) ContactGet(context.Context, crm.Actor, id.Contact) (crm.Contact, error) {
	return f.one()
}

func (f *fakeStore) ContactUpdate(_ context.Context, _ crm.Actor, _ id.Contact, version *int64, change crm.ContactChange) (crm.Contact, error) {
	f.mu.Lock()
	f.changes = append(f.changes, change)
	f.versions = append(f.versions, version)
	f.mu.Unlock()
	return f.one()
}

func (f *fakeStore) ContactList(_ context.Context, _ crm.Actor, filter crm.ContactFilter, _ crm.PageRequest) (crm.Page[crm.Contact], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.filters = append(f.filters, filter)
	return crm.Page[crm.Contact]{}, f.answer
}

func (f *fakeStore) CallList(_ context.Context, _ crm.Actor, filter crm.CallFilter, _ crm.PageRequest) (crm.Page[crm.LoggedCall], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, filter)
	return crm.Page[crm.LoggedCall]{}, f.answer
}

func (f *fakeStore) UserList(context.Context, crm.Actor) ([]crm.User, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var users []crm.User
	for _, found := range f.users {
		users = append(users, found.user)
	}
	return users, f.answer
}

func (f *fakeStore) ContactLookup(context.Context, crm.Actor, e164.Number) ([]callsvc.Match, error) {
	return nil, f.answer
}

func (f *fakeStore) TrunkList(context.Context, crm.Actor) ([]callsvc.Trunk, error) {
	panic("a defect")
}
