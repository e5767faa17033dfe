package store_test

import (
	"context"
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

func newWorld(tb testing.TB) world {
	tb.Helper()
	return settle(tb, storetest.New(tb))
}

// settle makes an organisation in a store.
func settle(tb testing.TB, s *store.Store) world {
	tb.Helper()
	n := strconv.FormatInt(worlds.Add(1), 10)
	org, admin, err := s.OrganisationCreate(tb.Context(), "Org "+n, "gb", "admin"+n+"@example.com", "Ada Admin", "hash")
	require.NoError(tb, err)
	w := world{Store: s, admin: crm.Actor{Org: org.ID, User: admin.ID, Role: crm.RoleAdmin, Country: org.Country}}
	w.supervisor = w.user(tb, "super"+n, crm.RoleSupervisor, "")
	w.agent = w.user(tb, "agent"+n, crm.RoleAgent, "201")
	w.agent2 = w.user(tb, "agent2-"+n, crm.RoleAgent, "202")
	return w
}

func (w world) user(tb testing.TB, name string, role crm.Role, extension string) crm.Actor {
	tb.Helper()
	user, err := w.UserCreate(tb.Context(), w.admin, crm.User{
		Name: name, Email: name + "@example.com", Role: role, Extension: extension,
	}, "hash")
	require.NoError(tb, err)
	return crm.Actor{Org: w.admin.Org, User: user.ID, Role: role, Country: w.admin.Country}
}

// contact makes a contact; numbers are its phones as typed.
func (w world) contact(tb testing.TB, first, last string, numbers ...string) crm.Contact {
	tb.Helper()
	draft := crm.ContactDraft{FirstName: first, LastName: last}
	for _, number := range numbers {
		draft.Phones = append(draft.Phones, phone(number))
	}
	return w.create(tb, draft)
}

func (w world) create(tb testing.TB, draft crm.ContactDraft) crm.Contact {
	tb.Helper()
	contact, err := w.ContactCreate(tb.Context(), w.agent, draft)
	require.NoError(tb, err)
	return contact
}

func (w world) customer(tb testing.TB, name string) crm.Customer {
	tb.Helper()
	customer, err := w.CustomerCreate(tb.Context(), w.agent, crm.CustomerDraft{Name: name})
	require.NoError(tb, err)
	return customer
}

// superuser opens a connection that sees behind row-level security.
func (w world) superuser(tb testing.TB) *pgx.Conn {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), storetest.Superuser(tb, w.ConnString()))
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func (w world) exec(tb testing.TB, sql string, args ...any) {
	tb.Helper()
	_, err := w.superuser(tb).Exec(tb.Context(), sql, args...)
	require.NoError(tb, err)
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

func (w world) record(tb testing.TB, call callsvc.Call, legs ...callsvc.Leg) {
	tb.Helper()
	require.NoError(tb, w.RecordCall(tb.Context(), callsvc.CallRecord{Call: call, Legs: legs}))
}

// requireCode holds an error against the code that clients see.
func requireCode(tb testing.TB, err error, code crm.Code) {
	tb.Helper()
	require.Equal(tb, code, refusalOf(tb, err, code).Code)
}

// refusalOf is the refusal of that code in an error.
func refusalOf(tb testing.TB, err error, code crm.Code) *crm.Error {
	tb.Helper()
	require.Error(tb, err)
	var known *crm.Error
	require.ErrorAs(tb, err, &known)
	require.Equal(tb, code, known.Code, "%v", err)
	return known
}

func prefixes(tb testing.TB, texts ...string) []netip.Prefix {
	tb.Helper()
	var list []netip.Prefix
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		require.NoError(tb, err)
		list = append(list, prefix)
	}
	return list
}
