package api

import (
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Tag is a label and how many contacts carry it.
type Tag struct {
	ID     id.Tag `json:"id" format:"uuid"`
	Name   string `json:"name"`
	Colour string `json:"colour" enum:",red,orange,yellow,green,teal,blue,purple,pink" doc:"Empty is plain."`
	Count  int64  `json:"count"`
}

// TagOf is the wire form of a tag.
func TagOf(tag crm.Tag) Tag { return Tag(tag) }

// TagPatch is any subset of a tag's fields.
type TagPatch struct {
	Name   *string `json:"name,omitempty" minLength:"1" maxLength:"50"`
	Colour *string `json:"colour,omitempty" enum:",red,orange,yellow,green,teal,blue,purple,pink"`
	Merge  bool    `json:"merge,omitempty" doc:"Where another tag has the name: the two become one. Without it that is 409 conflict."`
}

// Record is the patch as crm takes it.
func (p TagPatch) Record() crm.TagChange {
	return crm.TagChange{Name: given(p.Name), Colour: given(p.Colour), Merge: p.Merge}
}
