package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// BulkStore changes many contacts at once.
type BulkStore interface {
	ContactBulk(ctx context.Context, actor crm.Actor, target crm.BulkTarget, change crm.BulkChange, preview bool) (crm.BulkResult, error)
	ContactBulkUndo(ctx context.Context, actor crm.Actor, bulk id.BulkEdit) (crm.BulkUndone, error)
}

// BulkFilter is the list's own parameters, as one object.
type BulkFilter struct {
	Query string `json:"q,omitempty" maxLength:"200"`
	ContactFields
	Custom []BulkCustom `json:"custom,omitempty" maxItems:"20"`
}

// BulkCustom narrows contacts by a custom field: by its value, or by a range.
type BulkCustom struct {
	Key   string `json:"key" maxLength:"100"`
	Value string `json:"value,omitempty" maxLength:"2000"`
	From  string `json:"from,omitempty" maxLength:"2000"`
	To    string `json:"to,omitempty" maxLength:"2000"`
}

// BulkDraft is an edit of many contacts: of those listed, or of all that a
// filter keeps.
type BulkDraft struct {
	IDs        []id.Contact   `json:"ids,omitempty" maxItems:"5000"`
	Filter     *BulkFilter    `json:"filter,omitempty"`
	Change     api.BulkChange `json:"change,omitzero"`
	AddTags    []string       `json:"addTags,omitempty" maxItems:"50"`
	RemoveTags []string       `json:"removeTags,omitempty" maxItems:"50"`
	Archive    bool           `json:"archive,omitempty"`
	Preview    bool           `json:"preview,omitempty" doc:"Only count what would change."`
}

func (d BulkDraft) record(actor crm.Actor) (crm.BulkTarget, crm.BulkChange, error) {
	target := crm.BulkTarget{IDs: d.IDs}
	if d.Filter != nil {
		filter, err := d.Filter.filter(actor, d.Filter.Query)
		if err != nil {
			return target, crm.BulkChange{}, err
		}
		for _, custom := range d.Filter.Custom {
			filter.Custom = append(filter.Custom, crm.CustomFilter(custom))
		}
		target.Filter = &filter
	}
	change, err := d.Change.Record()
	change.AddTags, change.RemoveTags, change.Archive = d.AddTags, d.RemoveTags, d.Archive
	return target, change, err //nolint:wrapcheck // a refusal for people
}

type bulkInput struct{ Body BulkDraft }

type bulkAnswer struct{ Body api.BulkResult }

func (s *Server) contactBulk(ctx context.Context, input *bulkInput) (*bulkAnswer, error) {
	target, change, err := input.Body.record(actorOf(ctx))
	if err != nil {
		return nil, err
	}
	result, err := s.store.ContactBulk(ctx, actorOf(ctx), target, change, input.Body.Preview)
	if err != nil {
		return nil, err
	}
	if !input.Body.Preview {
		s.contactsChanged(ctx, result.Changed)
	}
	return &bulkAnswer{Body: api.BulkResultOf(result)}, nil
}

// BulkPath names an edit of many contacts in an address. huma reads embedded parameters of exported types only.
type BulkPath struct {
	ID id.BulkEdit `path:"bulkId" format:"uuid"`
}

type bulkUndoAnswer struct{ Body api.BulkUndone }

func (s *Server) contactBulkUndo(ctx context.Context, input *BulkPath) (*bulkUndoAnswer, error) {
	done, err := s.store.ContactBulkUndo(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	s.contactsChanged(ctx, done.Restored)
	return &bulkUndoAnswer{Body: api.BulkUndone{Restored: done.Restored, Kept: done.Kept}}, nil
}

// contactsChanged tells every browser of the organisation once, however many
// contacts there were.
func (s *Server) contactsChanged(ctx context.Context, count int64) {
	if count > 0 {
		s.ListsChanged(ctx, actorOf(ctx).Org, "contact")
	}
}
