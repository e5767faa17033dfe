package crm

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

const (
	// mostParams bounds what a view keeps of a list's address, in bytes.
	mostParams  = 4096
	mostColumns = 60
	// MostViews is how many views one user may keep.
	MostViews = 200
)

// View is a list as somebody wants to see it again: how filtered and sorted, and
// with which columns.
type View struct {
	ID       id.View
	UserID   id.User
	UserName string
	// Noun says which list: contacts, customers, tickets, deals, activities or calls.
	Noun string
	Name string
	// Shared views are seen by everybody in the organisation.
	Shared bool
	// Params are the parameters of the list as its address has them.
	Params    map[string]any
	Columns   []string
	CreatedAt time.Time
	UpdatedAt time.Time
}

// ViewDraft is a view to be made.
type ViewDraft struct {
	Noun    string
	Name    string
	Shared  bool
	Params  map[string]any
	Columns []string
}

// ViewChange is any subset of what may change of a view.
type ViewChange struct {
	Name    Optional[string]
	Shared  Optional[bool]
	Params  Optional[map[string]any]
	Columns Optional[[]string]
}

// Prepare returns the draft cleaned.
func (d ViewDraft) Prepare() (ViewDraft, error) {
	var r review
	if !slices.Contains([]string{"contacts", "customers", "tickets", "deals", "activities", "calls"}, d.Noun) {
		r.wrong("noun", "One of contacts, customers, tickets, deals, activities, calls.")
	}
	d.Name = r.required("name", d.Name, maxShort)
	d.Params = r.params(d.Params)
	d.Columns = r.columns(d.Columns)
	return d, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c ViewChange) Prepare() (ViewChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxShort) })
	set(&c.Params, r.params)
	set(&c.Columns, r.columns)
	return c, r.err()
}

func (r *review) params(params map[string]any) map[string]any {
	text, err := json.Marshal(params)
	switch {
	case err != nil || len(text) > mostParams:
		r.wrong("params", "At most %d bytes.", mostParams)
	case params == nil:
		return map[string]any{}
	}
	return params
}

func (r *review) columns(columns []string) []string {
	if len(columns) > mostColumns {
		r.wrong("columns", "At most %d columns.", mostColumns)
		return nil
	}
	for i, column := range columns {
		columns[i] = r.line("columns", column, maxShort)
	}
	return distinct(columns)
}

// Change returns the view with a prepared change applied, or the refusal: a view
// is its owner's, and a shared one a supervisor's as well.
func (v View) Change(actor Actor, change ViewChange) (View, error) {
	if err := v.Owned(actor); err != nil {
		return v, err
	}
	take(&v.Name, change.Name)
	take(&v.Shared, change.Shared)
	take(&v.Params, change.Params)
	take(&v.Columns, change.Columns)
	return v, nil
}

// Owned refuses an actor who may not change the view. Another's view that is not
// shared does not exist for anybody else.
func (v View) Owned(actor Actor) error {
	switch {
	case v.UserID == actor.User:
		return nil
	case !v.Shared:
		return NotFound("view")
	case actor.Role.AtLeast(RoleSupervisor):
		return nil
	}
	return &Error{Code: CodeForbidden, Message: "Only its owner and supervisors change a shared view; save a copy of your own."}
}
