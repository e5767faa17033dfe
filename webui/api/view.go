package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// View is a list as somebody wants to see it again.
type View struct {
	ID        id.View        `json:"id" format:"uuid"`
	UserID    id.User        `json:"userId" format:"uuid" doc:"Whose it is."`
	UserName  string         `json:"userName"`
	Noun      string         `json:"noun" enum:"contacts,customers,tickets,deals,activities,calls"`
	Name      string         `json:"name"`
	Shared    bool           `json:"shared" doc:"Everybody in the organisation sees it."`
	Params    map[string]any `json:"params" doc:"The list's parameters."`
	Columns   []string       `json:"columns" nullable:"false" doc:"The columns shown, in order; none for the list's own."`
	CreatedAt time.Time      `json:"createdAt"`
	UpdatedAt time.Time      `json:"updatedAt"`
}

// ViewOf is the wire form of a view.
func ViewOf(view crm.View) View {
	wire := View(view)
	wire.Columns = append([]string{}, view.Columns...)
	wire.CreatedAt, wire.UpdatedAt = view.CreatedAt.UTC(), view.UpdatedAt.UTC()
	return wire
}

// ViewDraft is a view to be saved.
type ViewDraft struct {
	Noun    string         `json:"noun" enum:"contacts,customers,tickets,deals,activities,calls"`
	Name    string         `json:"name" minLength:"1" maxLength:"100"`
	Shared  bool           `json:"shared,omitempty"`
	Params  map[string]any `json:"params,omitempty" doc:"The list's parameters, at most 4 KB."`
	Columns []string       `json:"columns,omitempty" maxItems:"60"`
}

// Record is the draft as crm takes it.
func (d ViewDraft) Record() crm.ViewDraft { return crm.ViewDraft(d) }

// ViewPatch is any subset of what may change of a view.
type ViewPatch struct {
	Name    Optional[string]         `json:"name,omitzero" nullable:"false" minLength:"1" maxLength:"100"`
	Shared  Optional[bool]           `json:"shared,omitzero" nullable:"false"`
	Params  Optional[map[string]any] `json:"params,omitzero" nullable:"false"`
	Columns Optional[[]string]       `json:"columns,omitzero" nullable:"false" maxItems:"60"`
}

// Record is the patch as crm takes it.
func (p ViewPatch) Record() (crm.ViewChange, error) {
	if err := refuseNull(map[string]bool{"name": p.Name.Null, "shared": p.Shared.Null, "params": p.Params.Null, "columns": p.Columns.Null}); err != nil {
		return crm.ViewChange{}, err
	}
	return crm.ViewChange{Name: valueOf(p.Name), Shared: valueOf(p.Shared), Params: valueOf(p.Params), Columns: valueOf(p.Columns)}, nil
}
