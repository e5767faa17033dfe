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
func (s *Store) ContactList(ctx context.Context, actor crm.Actor, filter crm.ContactFilter, page crm.PageRequest) (crm.Page[crm.Contact], error) {
	return crm.Page[crm.Contact]{}, errPending
}
func (s *Store) ContactSimilar(ctx context.Context, actor crm.Actor, draft crm.ContactDraft) ([]callsvc.Match, error) {
	return nil, errPending
}
func (s *Store) ContactLookup(ctx context.Context, actor crm.Actor, number e164.Number) ([]callsvc.Match, error) {
	return nil, errPending
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

// DemoSeed is written in demo.go by the helper for the demo.
