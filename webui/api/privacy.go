package api

// Erasure is what erasing a person does, by noun.
type Erasure struct {
	Deleted map[string]int64 `json:"deleted" nullable:"false" doc:"What goes."`
	Blanked map[string]int64 `json:"blanked" nullable:"false" doc:"What stays as times, counts and amounts, without texts, names and numbers."`
	Merged  int64            `json:"merged" doc:"Contacts that were merged into this one and go with it."`
}

// EraseDraft confirms the erasure of a person.
type EraseDraft struct {
	Confirm string `json:"confirm" maxLength:"200" doc:"The contact's name, whatever the letter case."`
}
