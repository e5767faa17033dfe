package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// CustomField is a field that an organisation added to its contacts.
type CustomField struct {
	ID         id.CustomField `json:"id" format:"uuid"`
	Key        string         `json:"key" doc:"What the API, imports and exports call it; it never changes."`
	Name       string         `json:"name"`
	Kind       crm.FieldKind  `json:"kind" enum:"text,number,date,choice"`
	Choices    []string       `json:"choices" nullable:"false"`
	Position   int32          `json:"position" doc:"From 1."`
	ArchivedAt *time.Time     `json:"archivedAt"`
	CreatedAt  time.Time      `json:"createdAt"`
}

// CustomFieldOf is the wire form of a field.
func CustomFieldOf(field crm.CustomField) CustomField {
	wire := CustomField(field)
	wire.Choices = append([]string{}, field.Choices...)
	wire.ArchivedAt, wire.CreatedAt = utc(field.ArchivedAt), field.CreatedAt.UTC()
	return wire
}

// CustomFieldDraft is a field to be made.
type CustomFieldDraft struct {
	Key     string        `json:"key,omitempty" maxLength:"40" pattern:"^[a-z][a-z0-9_]*$" doc:"Made of the name unless given."`
	Name    string        `json:"name" minLength:"1" maxLength:"100"`
	Kind    crm.FieldKind `json:"kind" enum:"text,number,date,choice"`
	Choices []string      `json:"choices,omitempty" nullable:"false" maxItems:"200" doc:"Of a choice: what can be chosen."`
}

// Record is the draft as crm takes it.
func (d CustomFieldDraft) Record() crm.CustomFieldDraft { return crm.CustomFieldDraft(d) }

// CustomFieldPatch is any subset of what may change of a field.
type CustomFieldPatch struct {
	Name     *string           `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Choices  *[]string         `json:"choices,omitempty" nullable:"false" maxItems:"200" doc:"All of them in their order. One that contacts have cannot be left out (409 conflict)."`
	Renamed  map[string]string `json:"renamed,omitempty" nullable:"false" doc:"New names of choices by their old ones. The contacts' values follow; two choices may become one."`
	Position *int32            `json:"position,omitempty" minimum:"1" doc:"Its new place; the others make room."`
	Archived *bool             `json:"archived,omitempty" doc:"False brings an archived field back, with its values."`
}

// Record is the patch as crm takes it.
func (p CustomFieldPatch) Record() crm.CustomFieldChange {
	return crm.CustomFieldChange{
		Name: given(p.Name), Choices: given(p.Choices), Renamed: p.Renamed, Position: given(p.Position), Archived: given(p.Archived),
	}
}

// CustomInput is a value of a custom field as a client gives it: a text, a
// number, or null for none.
type CustomInput struct {
	text  string
	wrong bool
}

// UnmarshalJSON implements json.Unmarshaler. A number stays as it is written:
// going through a float would round it.
func (i *CustomInput) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	switch {
	case bytes.Equal(data, []byte("null")):
		i.text = ""
	case len(data) > 0 && data[0] == '"':
		return json.Unmarshal(data, &i.text) //nolint:wrapcheck // the JSON package's text is for the client
	case len(data) > 0 && (data[0] == '-' || data[0] >= '0' && data[0] <= '9'):
		i.text = string(data)
	default:
		// Told by Resolve, which knows the key.
		i.wrong = true
	}
	return nil
}

// Schema implements huma.SchemaProvider.
func (CustomInput) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeNumber}, {Type: "null"}}}
}

// customWrong is a problem for each custom field that got what is no value.
func customWrong(given map[string]CustomInput, prefix *huma.PathBuffer) (problems []error) {
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if given[key].wrong {
			problems = append(problems, &huma.ErrorDetail{Message: "a text, a number or null", Location: prefix.With("custom." + key)})
		}
	}
	return problems
}

// customFrom is what was given for custom fields as crm takes it.
func customFrom(given map[string]CustomInput) map[string]string {
	if len(given) == 0 {
		return nil
	}
	texts := make(map[string]string, len(given))
	for key, input := range given {
		texts[key] = input.text
	}
	return texts
}

// customOf is the custom fields that a contact has values in.
func customOf(values []crm.CustomValue) map[string]string {
	texts := make(map[string]string, len(values))
	for _, value := range values {
		if !value.Archived {
			texts[value.Key] = value.Text
		}
	}
	return texts
}
