package store

import (
	"context"
	"errors"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

var (
	errPending = errors.New("not reached yet")
)

func (s *Store) LookupNumber(ctx context.Context, org id.Org, number e164.Number) ([]callsvc.Match, error) {
	return nil, errPending
}
func (s *Store) RecordCall(ctx context.Context, record callsvc.CallRecord) error { return errPending }
func (s *Store) CloseLostCalls(ctx context.Context, node, boot string, lease time.Duration) ([]callsvc.Call, error) {
	return nil, errPending
}
func (s *Store) Heartbeat(ctx context.Context, node, boot string) error { return errPending }
func (s *Store) LoadDirectory(ctx context.Context) (callsvc.DirectorySnapshot, error) {
	return callsvc.DirectorySnapshot{}, errPending
}

func (s *Store) OrganisationCreate(ctx context.Context, name, country, adminEmail, adminName, passwordHash string) (crm.Organisation, crm.User, error) {
	return crm.Organisation{}, crm.User{}, errPending
}
func (s *Store) OrganisationByName(ctx context.Context, name string) (crm.Organisation, error) {
	return crm.Organisation{}, errPending
}
func (s *Store) UserCreate(ctx context.Context, actor crm.Actor, user crm.User, passwordHash string) (crm.User, error) {
	return crm.User{}, errPending
}
func (s *Store) UserList(ctx context.Context, actor crm.Actor) ([]crm.User, error) {
	return nil, errPending
}
func (s *Store) UserSetPassword(ctx context.Context, email, passwordHash string) error {
	return errPending
}

func (s *Store) LoginLookup(ctx context.Context, email string) (user crm.User, org crm.Organisation, passwordHash string, err error) {
	return user, org, "", errPending
}
func (s *Store) SessionCreate(ctx context.Context, user crm.User, tokenHash []byte, expires time.Time, userAgent string) (crm.Login, error) {
	return crm.Login{}, errPending
}
func (s *Store) SessionByToken(ctx context.Context, tokenHash []byte) (crm.Login, error) {
	return crm.Login{}, errPending
}
func (s *Store) SessionDelete(ctx context.Context, tokenHash []byte) error { return errPending }

func (s *Store) ContactCreate(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) (crm.Contact, error) {
	return crm.Contact{}, errPending
}
func (s *Store) ContactGet(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error) {
	return crm.Contact{}, errPending
}
func (s *Store) ContactUpdate(ctx context.Context, actor crm.Actor, contact id.Contact, version *int64, change crm.ContactChange) (crm.Contact, error) {
	return crm.Contact{}, errPending
}
func (s *Store) ContactArchive(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error) {
	return crm.Contact{}, errPending
}
func (s *Store) ContactRestore(ctx context.Context, actor crm.Actor, contact id.Contact) (crm.Contact, error) {
	return crm.Contact{}, errPending
}
func (s *Store) ContactList(ctx context.Context, actor crm.Actor, filter crm.ContactFilter, page crm.PageRequest) (crm.Page[crm.Contact], error) {
	return crm.Page[crm.Contact]{}, errPending
}
func (s *Store) ContactStatuses(ctx context.Context, actor crm.Actor) ([]string, error) {
	return nil, errPending
}
func (s *Store) ContactConfirmCustomer(ctx context.Context, actor crm.Actor, contact id.Contact, customer id.Customer) (crm.Contact, error) {
	return crm.Contact{}, errPending
}
func (s *Store) ContactSimilar(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) ([]callsvc.Match, error) {
	return nil, errPending
}
func (s *Store) ContactLookup(ctx context.Context, actor crm.Actor, number e164.Number) ([]callsvc.Match, error) {
	return nil, errPending
}

func (s *Store) CustomerCreate(ctx context.Context, actor crm.Actor, draft crm.CustomerDraft) (crm.Customer, error) {
	return crm.Customer{}, errPending
}
func (s *Store) CustomerGet(ctx context.Context, actor crm.Actor, customer id.Customer) (crm.Customer, error) {
	return crm.Customer{}, errPending
}
func (s *Store) CustomerUpdate(ctx context.Context, actor crm.Actor, customer id.Customer, version *int64, change crm.CustomerChange) (crm.Customer, error) {
	return crm.Customer{}, errPending
}
func (s *Store) CustomerList(ctx context.Context, actor crm.Actor, query string, page crm.PageRequest) (crm.Page[crm.Customer], error) {
	return crm.Page[crm.Customer]{}, errPending
}

func (s *Store) NoteCreate(ctx context.Context, actor crm.Actor, contact id.Contact, body string) (crm.Note, error) {
	return crm.Note{}, errPending
}
func (s *Store) NoteList(ctx context.Context, actor crm.Actor, contact id.Contact, page crm.PageRequest) (crm.Page[crm.Note], error) {
	return crm.Page[crm.Note]{}, errPending
}

func (s *Store) TicketCreate(ctx context.Context, actor crm.Actor, draft crm.TicketDraft) (crm.Ticket, error) {
	return crm.Ticket{}, errPending
}
func (s *Store) TicketGet(ctx context.Context, actor crm.Actor, ticket id.Ticket) (crm.Ticket, error) {
	return crm.Ticket{}, errPending
}
func (s *Store) TicketList(ctx context.Context, actor crm.Actor, filter crm.TicketFilter, page crm.PageRequest) (crm.Page[crm.Ticket], error) {
	return crm.Page[crm.Ticket]{}, errPending
}
func (s *Store) TicketSetStatus(ctx context.Context, actor crm.Actor, ticket id.Ticket, status crm.TicketStatus) (crm.Ticket, error) {
	return crm.Ticket{}, errPending
}

func (s *Store) CallList(ctx context.Context, actor crm.Actor, filter crm.CallFilter, page crm.PageRequest) (crm.Page[crm.LoggedCall], error) {
	return crm.Page[crm.LoggedCall]{}, errPending
}
func (s *Store) CallGet(ctx context.Context, actor crm.Actor, call id.Call) (crm.CallDetail, error) {
	return crm.CallDetail{}, errPending
}
func (s *Store) CallUpdate(ctx context.Context, actor crm.Actor, call id.Call, change crm.CallChange) (crm.LoggedCall, error) {
	return crm.LoggedCall{}, errPending
}
func (s *Store) CallerCards(ctx context.Context, actor crm.Actor, contacts []id.Contact, excluding id.Call) ([]crm.CallerCard, error) {
	return nil, errPending
}

func (s *Store) TrunkList(ctx context.Context, actor crm.Actor) ([]callsvc.Trunk, error) {
	return nil, errPending
}
func (s *Store) TrunkCreate(ctx context.Context, actor crm.Actor, trunk callsvc.Trunk) (callsvc.Trunk, error) {
	return callsvc.Trunk{}, errPending
}
func (s *Store) TrunkUpdate(ctx context.Context, actor crm.Actor, trunk callsvc.Trunk) (callsvc.Trunk, error) {
	return callsvc.Trunk{}, errPending
}
func (s *Store) TrunkDelete(ctx context.Context, actor crm.Actor, trunk id.Trunk) error {
	return errPending
}
func (s *Store) NumberList(ctx context.Context, actor crm.Actor) ([]callsvc.DID, error) {
	return nil, errPending
}
func (s *Store) NumberCreate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error) {
	return callsvc.DID{}, errPending
}
func (s *Store) NumberUpdate(ctx context.Context, actor crm.Actor, number callsvc.DID) (callsvc.DID, error) {
	return callsvc.DID{}, errPending
}
func (s *Store) NumberDelete(ctx context.Context, actor crm.Actor, number id.Number) error {
	return errPending
}
func (s *Store) QueueList(ctx context.Context, actor crm.Actor) ([]callsvc.Queue, error) {
	return nil, errPending
}
func (s *Store) QueueCreate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error) {
	return callsvc.Queue{}, errPending
}
func (s *Store) QueueUpdate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error) {
	return callsvc.Queue{}, errPending
}
func (s *Store) QueueDelete(ctx context.Context, actor crm.Actor, queue id.Queue) error {
	return errPending
}

// DemoSeed is written in demo.go by the helper for the demo.
