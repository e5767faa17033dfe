package crm

import (
	"errors"
	"strings"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Code classes a domain error. webui alone turns codes into HTTP statuses.
type Code string

// The codes, stable for API clients.
const (
	CodeInvalid          Code = "invalid"
	CodeNotFound         Code = "not_found"
	CodeConflict         Code = "conflict"
	CodeForbidden        Code = "forbidden"
	CodeUnauthenticated  Code = "unauthenticated"
	CodeUnavailable      Code = "unavailable"
	CodeStale            Code = "stale"
	CodeEmailTaken       Code = "email_taken"
	CodeInvalidPhone     Code = "invalid_phone"
	CodeUnknownCustomer  Code = "unknown_customer"
	CodeLockedToCustomer Code = "locked_to_customer"
	// CodeErased refuses what needs a person who was erased.
	CodeErased Code = "erased"
	// CodeMergeSelf refuses a merge of a contact with itself.
	CodeMergeSelf Code = "merge_self"
	// CodeLastAdmin refuses to take an organisation's last active admin away.
	CodeLastAdmin Code = "last_admin"
	// CodeLockedCustomersDiffer asks which customer a merge shall keep.
	CodeLockedCustomersDiffer Code = "locked_customers_differ"
)

// Error is a refusal that a person can act on.
type Error struct {
	Code Code
	// Message is one sentence for people.
	Message string
	// Fields names what was wrong where, when input was.
	Fields []FieldError
	// ContactID is the contact that already has the email, for CodeEmailTaken.
	ContactID *id.Contact
}

// FieldError says what is wrong with one field, named as in the API ("email",
// "phones[1].raw").
type FieldError struct {
	Field   string
	Message string
}

// Error implements error.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(string(e.Code))
	text.WriteString(": ")
	text.WriteString(e.Message)
	for _, field := range e.Fields {
		text.WriteString("; ")
		text.WriteString(field.Field)
		text.WriteString(": ")
		text.WriteString(field.Message)
	}
	return text.String()
}

// NotFound is the error for a record that does not exist in the organisation.
func NotFound(noun string) *Error {
	return &Error{Code: CodeNotFound, Message: "There is no such " + noun + "."}
}

// IsNotFound reports an error that says that a record does not exist.
func IsNotFound(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Code == CodeNotFound
}
