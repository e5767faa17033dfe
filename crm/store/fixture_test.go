package store_test

import (
	"context"
	"errors"
	"net/netip"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/store/storetest"
)

// world is a store with one organisation and its people.
type world struct {
	*store.Store
	admin, supervisor, agent, agent2 crm.Actor
}

var worlds atomic.Int64

func newWorld(t testing.TB) world {
	t.Helper()
	return settle(t, storetest.New(t))
}

// settle makes an organisation in a store.
func settle(t testing.TB, s *store.Store) world {
	t.Helper()
	n := strconv.FormatInt(worlds.Add(1), 10)
	org, admin, err := s.OrganisationCreate(t.Context(), "Org "+n, "gb", "admin"+n+"@example.com", "Ada Admin", "hash")
	require.NoError(t, err)
	w := world{Store: s, admin: crm.Actor{Org: org.ID, User: admin.ID, Role: crm.RoleAdmin, Country: org.Country}}
	w.supervisor = w.user(t, "super"+n, crm.RoleSupervisor, "")
	w.agent = w.user(t, "agent"+n, crm.RoleAgent, "201")
	w.agent2 = w.user(t, "agent2"+n, crm.RoleAgent, "202")
	return w
}

func (w world) user(t testing.TB, name string, role crm.Role, extension string) crm.Actor {
	t.Helper()
	user, err := w.UserCreate(t.Context(), w.admin, crm.User{
		Name: name, Email: name + "@example.com", Role: role, Extension: extension,
	}, "hash")
	require.NoError(t, err)
	return crm.Actor{Org: w.admin.Org, User: user.ID, Role: role, Country: w.admin.Country}
}

// contact makes a contact; numbers are its phones as typed.
func (w world) contact(t testing.TB, first, last string, numbers ...string) crm.Contact {
	t.Helper()
	draft := crm.ContactDraft{FirstName: first, LastName: last}
	for _, number := range numbers {
		draft.Phones = append(draft.Phones, phone(number))
	}
	return w.create(t, draft)
}

func (w world) create(t testing.TB, draft crm.ContactDraft) crm.Contact {
	t.Helper()
	contact, err := w.ContactCreate(t.Context(), w.agent, draft)
	require.NoError(t, err)
	return contact
}

func (w world) customer(t testing.TB, name string) crm.Customer {
	t.Helper()
	customer, err := w.CustomerCreate(t.Context(), w.agent, crm.CustomerDraft{Name: name})
	require.NoError(t, err)
	return customer
}

// as opens a connection that sees behind row-level security.
func (w world) superuser(t testing.TB) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), storetest.Superuser(t, w.ConnString()))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func (w world) exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	_, err := w.superuser(t).Exec(t.Context(), sql, args...)
	require.NoError(t, err)
}

func phone(raw string) crm.Phone { return crm.Phone{Number: e164.Number{Raw: raw}} }

func email(address string) crm.Email { return crm.Email{Address: address} }

func number(raw string) e164.Number { return e164.Parse(raw, "GB") }

// call is a ringing inbound call of the organisation.
func (w world) call(from string, started time.Time) callsvc.Call {
	return callsvc.Call{
		ID: id.New[id.Call](), Org: w.admin.Org, Direction: callsvc.Inbound, Status: callsvc.StatusRinging,
		From: callsvc.Party{Number: number(from)}, To: callsvc.Party{Number: number("+442079460000")},
		StartedAt: started.UTC().Truncate(time.Microsecond), Node: "n1", Boot: "b1", Sequence: 1,
	}
}

func (w world) record(t testing.TB, call callsvc.Call, legs ...callsvc.Leg) {
	t.Helper()
	require.NoError(t, w.RecordCall(t.Context(), callsvc.CallRecord{Call: call, Legs: legs}))
}

// requireCode holds an error against the code that clients see.
func requireCode(t testing.TB, err error, code crm.Code) *crm.Error {
	t.Helper()
	require.Error(t, err)
	var known *crm.Error
	require.True(t, errors.As(err, &known), "not a crm.Error: %v", err)
	require.Equal(t, code, known.Code, "%v", err)
	return known
}

func prefixes(t testing.TB, texts ...string) []netip.Prefix {
	t.Helper()
	var list []netip.Prefix
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		require.NoError(t, err)
		list = append(list, prefix)
	}
	return list
}
