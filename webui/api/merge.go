package api

import (
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// MergeField is one field of both contacts and what a merge keeps of it.
type MergeField struct {
	Field     string        `json:"field" doc:"Named as in fields of a merge."`
	Label     string        `json:"label" doc:"The name of a custom field; empty for the others."`
	Survivor  string        `json:"survivor"`
	Duplicate string        `json:"duplicate"`
	Suggested crm.MergeSide `json:"suggested" enum:"survivor,duplicate"`
	Conflict  bool          `json:"conflict" doc:"Both have a value and the values differ."`
}

// MergePreview is what a merge would do.
type MergePreview struct {
	Survivor              Contact          `json:"survivor"`
	Duplicate             Contact          `json:"duplicate"`
	Fields                []MergeField     `json:"fields" nullable:"false"`
	Moves                 map[string]int64 `json:"moves" nullable:"false" doc:"How many would go to the survivor: tickets, notes, calls and so on."`
	LockedCustomersDiffer bool             `json:"lockedCustomersDiffer" doc:"A supervisor must choose the company."`
}

// MergePreviewOf is the wire form of a preview.
func MergePreviewOf(preview crm.MergePreview) MergePreview {
	return MergePreview{
		Survivor: ContactOf(preview.Survivor), Duplicate: ContactOf(preview.Duplicate), Moves: preview.Moves,
		Fields:                convertAll(preview.Fields, func(field crm.MergeField) MergeField { return MergeField(field) }),
		LockedCustomersDiffer: preview.LockedCustomersDiffer,
	}
}

// MergeChoices says for each field which side stays; the others follow the
// preview's suggestion. A field is named as in the preview: firstName, lastName,
// jobTitle, customerId, kind, status, ownerId, email, phone (whose primary entry
// stays primary) or custom.KEY.
type MergeChoices map[string]crm.MergeSide

// Schema implements huma.SchemaProvider: which fields there are is for each
// organisation to say.
func (MergeChoices) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeObject, Description: "Which side stays, by the field's name in the preview; the others follow its suggestion.",
		AdditionalProperties: &huma.Schema{Type: huma.TypeString, Enum: []any{string(crm.SideSurvivor), string(crm.SideDuplicate)}},
	}
}

// MergeDraft asks for a merge.
type MergeDraft struct {
	SurvivorID id.Contact   `json:"survivorId" format:"uuid"`
	Fields     MergeChoices `json:"fields,omitempty" nullable:"false"`
}

// Merged is a merge that was done.
type Merged struct {
	Survivor Contact          `json:"survivor"`
	MergeID  id.Merge         `json:"mergeId" format:"uuid" doc:"For undoing it."`
	Moved    map[string]int64 `json:"moved" nullable:"false"`
}

// Unmerged is a merge that was taken back.
type Unmerged struct {
	Survivor  Contact          `json:"survivor"`
	Duplicate Contact          `json:"duplicate"`
	Restored  map[string]int64 `json:"restored" nullable:"false"`
	Kept      []string         `json:"kept" nullable:"false" doc:"What could not be taken back, for people."`
}

// UnmergedOf is the wire form of a merge that was taken back.
func UnmergedOf(done crm.Unmerged) Unmerged {
	return Unmerged{
		Survivor: ContactOf(done.Survivor), Duplicate: ContactOf(done.Duplicate), Restored: done.Restored,
		Kept: append([]string{}, done.Kept...),
	}
}

// Merge is one merge into a contact.
type Merge struct {
	ID            id.Merge         `json:"id" format:"uuid"`
	SurvivorID    id.Contact       `json:"survivorId" format:"uuid"`
	SurvivorName  string           `json:"survivorName"`
	DuplicateID   id.Contact       `json:"duplicateId" format:"uuid"`
	DuplicateName string           `json:"duplicateName"`
	UserName      string           `json:"userName" doc:"Who did it; empty where nobody is known."`
	CreatedAt     time.Time        `json:"createdAt"`
	UndoneAt      *time.Time       `json:"undoneAt"`
	Moved         map[string]int64 `json:"moved" nullable:"false"`
}

// MergeOf is the wire form of a merge.
func MergeOf(merge crm.Merge) Merge {
	return Merge{
		ID: merge.ID, SurvivorID: merge.SurvivorID, SurvivorName: merge.SurvivorName, DuplicateID: merge.DuplicateID,
		DuplicateName: merge.DuplicateName, UserName: merge.UserName, CreatedAt: merge.CreatedAt.UTC(),
		UndoneAt: utc(merge.UndoneAt), Moved: merge.Moved,
	}
}

// DuplicatePair is two contacts that may be one person.
type DuplicatePair struct {
	Contacts []Contact `json:"contacts" nullable:"false" minItems:"2" maxItems:"2"`
	Reasons  []string  `json:"reasons" nullable:"false" enum:"same_phone,same_name,same_company"`
	Score    int       `json:"score" minimum:"0" maximum:"100"`
}

// DuplicatePairOf is the wire form of a pair.
func DuplicatePairOf(pair crm.DuplicatePair) DuplicatePair {
	return DuplicatePair{
		Contacts: convertAll(pair.Contacts[:], ContactOf), Reasons: append([]string{}, pair.Reasons...), Score: pair.Score,
	}
}

// DuplicateDismissal says that two contacts are two persons.
type DuplicateDismissal struct {
	ContactIDs []id.Contact `json:"contactIds" minItems:"2" maxItems:"2"`
}
