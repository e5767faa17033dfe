package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Optional is a field of a PATCH: left out, null, or a value. A pointer could
// not tell the first two apart.
type Optional[T any] struct {
	Set   bool
	Null  bool
	Value T
}

// Given is a field that is present with a value.
func Given[T any](value T) Optional[T] { return Optional[T]{Set: true, Value: value} }

// Cleared is a field that is present as null.
func Cleared[T any]() Optional[T] { return Optional[T]{Set: true, Null: true} }

// IsZero makes the omitzero option leave the field out.
func (o Optional[T]) IsZero() bool { return !o.Set }

// UnmarshalJSON implements json.Unmarshaler. It is not called for a field that is left out.
func (o *Optional[T]) UnmarshalJSON(data []byte) error {
	o.Set = true
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		o.Null = true
		return nil
	}
	return json.Unmarshal(data, &o.Value) //nolint:wrapcheck // the JSON package's text is for the client
}

// MarshalJSON implements json.Marshaler.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if !o.Set || o.Null {
		return []byte("null"), nil
	}
	encoded, err := json.Marshal(o.Value)
	if err != nil {
		return nil, fmt.Errorf("encode optional: %w", err)
	}
	return encoded, nil
}

// Schema implements huma.SchemaProvider: the value's schema, or null.
func (Optional[T]) Schema(registry huma.Registry) *huma.Schema {
	schema := *registry.Schema(reflect.TypeFor[T](), true, "")
	schema.Nullable = schema.Ref == ""
	return &schema
}

// Nullable is an object of a response that may be null; huma cannot say that
// of a pointer to a struct.
type Nullable[T any] struct{ Value *T }

// MarshalJSON implements json.Marshaler.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	encoded, err := json.Marshal(n.Value)
	if err != nil {
		return nil, fmt.Errorf("encode nullable: %w", err)
	}
	return encoded, nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &n.Value) //nolint:wrapcheck // the JSON package's text is for the client
}

// Schema implements huma.SchemaProvider.
func (Nullable[T]) Schema(registry huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{
		registry.Schema(reflect.TypeFor[T](), true, ""), {Type: "null"},
	}}
}

// orNull is text, or null where it is empty.
func orNull[T ~string](text T) *T {
	if text == "" {
		return nil
	}
	return &text
}
