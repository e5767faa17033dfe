package crm

import (
	"slices"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Tag is a label and how many contacts carry it.
type Tag struct {
	ID   id.Tag
	Name string
	// Colour is one of TagColours; empty is plain.
	Colour string
	Count  int64
}

// TagChange is any subset of a tag's fields.
type TagChange struct {
	Name   Optional[string]
	Colour Optional[string]
	// Merge lets the tag go up in another one that has the new name.
	Merge bool
}

// TagColours are the colours that a tag may have. They are names and not
// values: a page shows each so that it can be read, by day and by night.
func TagColours() []string {
	return []string{"red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"}
}

// Prepare returns the change with every field that is set cleaned.
func (c TagChange) Prepare() (TagChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxTag) })
	set(&c.Colour, func(v string) string {
		if v != "" && !slices.Contains(TagColours(), v) {
			r.wrong("colour", "There is no such colour.")
		}
		return v
	})
	return c, r.err()
}

// Change returns the tag with a prepared change applied.
func (t Tag) Change(change TagChange) Tag {
	take(&t.Name, change.Name)
	take(&t.Colour, change.Colour)
	return t
}

// TagChanged is the change that an action made to a tag.
func TagChanged(action string, before, after Tag) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("colour", before.Colour, after.Colour)
	return Change{Action: action, Noun: "tag", Record: after.ID.UUID, Name: nonEmpty(after.Name, before.Name), Fields: d}
}
