package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
	"github.com/ringbook/ringbook/webui/live"
)

// MergeStore merges contacts and finds those to merge.
type MergeStore interface {
	ContactMergePreview(ctx context.Context, actor crm.Actor, duplicate, survivor id.Contact) (crm.MergePreview, error)
	ContactMerge(ctx context.Context, actor crm.Actor, duplicate, survivor id.Contact, choices map[string]crm.MergeSide) (crm.Merged, error)
	MergeUndo(ctx context.Context, actor crm.Actor, merge id.Merge) (crm.Unmerged, error)
	MergeList(ctx context.Context, actor crm.Actor, contact id.Contact) ([]crm.Merge, error)
	DuplicateList(ctx context.Context, actor crm.Actor, page crm.PageRequest) (crm.Page[crm.DuplicatePair], error)
	DuplicateDismiss(ctx context.Context, actor crm.Actor, a, b id.Contact) error
	DuplicateUndismiss(ctx context.Context, actor crm.Actor, a, b id.Contact) error
}

type mergePreviewInput struct {
	ContactPath
	SurvivorID id.Contact `query:"survivorId" format:"uuid" required:"true"`
}

type mergePreviewAnswer struct{ Body api.MergePreview }

func (s *Server) mergePreview(ctx context.Context, input *mergePreviewInput) (*mergePreviewAnswer, error) {
	preview, err := s.store.ContactMergePreview(ctx, actorOf(ctx), input.ID, input.SurvivorID)
	if err != nil {
		return nil, err
	}
	return &mergePreviewAnswer{Body: api.MergePreviewOf(preview)}, nil
}

type mergeInput struct {
	ContactPath
	Body api.MergeDraft
}

type mergedAnswer struct{ Body api.Merged }

func (s *Server) contactMerge(ctx context.Context, input *mergeInput) (*mergedAnswer, error) {
	done, err := s.store.ContactMerge(ctx, actorOf(ctx), input.ID, input.Body.SurvivorID, input.Body.Fields)
	if err != nil {
		return nil, err
	}
	s.contactMerged(ctx, done.Survivor, done.Duplicate, false)
	return &mergedAnswer{Body: api.Merged{Survivor: api.ContactOf(done.Survivor), MergeID: done.ID, Moved: done.Moved}}, nil
}

// MergePath names a merge in an address. huma reads embedded parameters of exported types only.
type MergePath struct {
	ID id.Merge `path:"id" format:"uuid"`
}

type unmergedAnswer struct{ Body api.Unmerged }

func (s *Server) mergeUndo(ctx context.Context, input *MergePath) (*unmergedAnswer, error) {
	done, err := s.store.MergeUndo(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.contactMerged(ctx, done.Survivor, done.Duplicate, true)
	return &unmergedAnswer{Body: api.UnmergedOf(done)}, nil
}

// contactMerged tells every browser of the organisation.
func (s *Server) contactMerged(ctx context.Context, survivor, duplicate crm.Contact, undone bool) {
	s.publish(ctx, orgSubject(actorOf(ctx).Org), live.EventContactMerged, api.ContactMerged{
		SurvivorID: survivor.ID, DuplicateID: duplicate.ID, Undone: undone,
	})
}

type mergeListAnswer struct{ Body api.List[api.Merge] }

func (s *Server) contactMerges(ctx context.Context, input *ContactPath) (*mergeListAnswer, error) {
	merges, err := s.store.MergeList(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return &mergeListAnswer{Body: api.ListOf(merges, api.MergeOf)}, nil
}

type duplicateListInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
}

type duplicateListAnswer struct{ Body api.Page[api.DuplicatePair] }

func (s *Server) duplicateList(ctx context.Context, input *duplicateListInput) (*duplicateListAnswer, error) {
	page, err := s.store.DuplicateList(ctx, actorOf(ctx), crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor})
	if err != nil {
		return nil, err
	}
	return &duplicateListAnswer{Body: api.PageOf(page, api.DuplicatePairOf)}, nil
}

type duplicateDismissInput struct{ Body api.DuplicateDismissal }

func (s *Server) duplicateDismiss(ctx context.Context, input *duplicateDismissInput) (*struct{}, error) {
	pair := input.Body.ContactIDs
	if err := s.store.DuplicateDismiss(ctx, actorOf(ctx), pair[0], pair[1]); err != nil {
		return nil, err
	}
	return nil, nil //nolint:nilnil // huma answers 204
}

func (s *Server) duplicateUndismiss(ctx context.Context, input *duplicateDismissInput) (*struct{}, error) {
	pair := input.Body.ContactIDs
	if err := s.store.DuplicateUndismiss(ctx, actorOf(ctx), pair[0], pair[1]); err != nil {
		return nil, err
	}
	return nil, nil //nolint:nilnil // huma answers 204
}
