package crm

import (
	"strconv"

	"github.com/ringbook/ringbook/callsvc/id"
)

// How many contacts one edit may reach. It is one transaction, and what it
// touches waits for its end.
const (
	mostBulk      = 10_000
	mostBulkAgent = 1_000
)

// BulkTarget says which contacts an edit of many is for: those listed, or all
// that a filter keeps.
type BulkTarget struct {
	IDs    []id.Contact
	Filter *ContactFilter
}

// BulkChange is what an edit of many contacts sets.
type BulkChange struct {
	Kind       Optional[ContactKind]
	Status     Optional[string]
	OwnerID    Optional[*id.User]
	CustomerID Optional[*id.Customer]
	// OptOut is set and never taken back: who asked not to be written to stays so.
	OptOut     bool
	Archive    bool
	AddTags    []string
	RemoveTags []string
}

// BulkSkip counts contacts that an edit of many left alone.
type BulkSkip struct {
	// Reason is "locked", "merged", "not_found" or "unchanged".
	Reason string
	Count  int64
}

// BulkResult is the outcome of an edit of many contacts, or of asking for it.
type BulkResult struct {
	// ID is the zero one for a preview.
	ID      id.BulkEdit
	Matched int64
	Changed int64
	Skipped []BulkSkip
}

// BulkUndone is the outcome of taking an edit of many contacts back.
type BulkUndone struct {
	ID id.BulkEdit
	// Restored counts contacts that got something back; Kept those where
	// something had been changed since and stays.
	Restored int64
	Kept     int64
}

// Prepare returns the change cleaned.
func (c BulkChange) Prepare() (BulkChange, error) {
	var r review
	set(&c.Kind, func(v ContactKind) ContactKind {
		if !v.Known() {
			r.wrong("change.kind", "One of customer, contractor, vendor, partner, other.")
		}
		return v
	})
	set(&c.Status, func(v string) string {
		if v = r.line("change.status", v, maxStatus); v == "" {
			return defaultStatus
		}
		return v
	})
	c.AddTags = r.tags(c.AddTags)
	c.RemoveTags = r.tags(c.RemoveTags)
	for _, tag := range c.RemoveTags {
		for _, other := range c.AddTags {
			if Fold(tag) == Fold(other) {
				r.wrong("removeTags", "The tag %s is to be added as well.", tag)
			}
		}
	}
	if err := r.err(); err != nil {
		return c, err
	}
	if c.empty() {
		r.wrong("change", "There is nothing to change.")
	}
	return c, r.err()
}

func (c BulkChange) empty() bool {
	return !c.Kind.Set && !c.Status.Set && !c.OwnerID.Set && !c.CustomerID.Set && !c.OptOut && !c.Archive &&
		len(c.AddTags) == 0 && len(c.RemoveTags) == 0
}

// Action is the verb of the edit in the audit log.
func (c BulkChange) Action() string {
	if c.Archive {
		return "archive"
	}
	return "update"
}

// Prepare checks the target.
func (t BulkTarget) Prepare() (BulkTarget, error) {
	if (t.Filter == nil) == (len(t.IDs) == 0) {
		return t, &Error{Code: CodeInvalid, Message: "Either ids or a filter.", Fields: []FieldError{
			{Field: "ids", Message: "Give the contacts or a filter, and not both."},
		}}
	}
	t.IDs = distinct(t.IDs)
	return t, nil
}

// MostBulk is how many contacts the actor may edit at once.
func MostBulk(actor Actor) int {
	if actor.Role.AtLeast(RoleSupervisor) {
		return mostBulk
	}
	return mostBulkAgent
}

// TooMany refuses an edit of more contacts than the actor may edit at once.
func TooMany(actor Actor) *Error {
	most := strconv.Itoa(MostBulk(actor))
	if actor.Role.AtLeast(RoleSupervisor) {
		return &Error{Code: CodeInvalid, Message: "At most " + most + " contacts can be changed at once; narrow the list down and go on in steps.", Fields: []FieldError{
			{Field: "filter", Message: "More than " + most + " contacts."},
		}}
	}
	return &Error{Code: CodeForbidden, Message: "Agents change at most " + most + " contacts at once; a supervisor can change more."}
}
