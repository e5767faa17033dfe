package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/ringbook/ringbook/crm"
)

// translate says what was being done and turns what the database refused into
// an error of package crm. The cause stays in the chain.
func translate(doing string, err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*crm.Error](err); known {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if meaning := meaning(err); meaning != nil {
		return fmt.Errorf("%s: %w (%w)", doing, meaning, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func meaning(err error) error {
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused):
		return refusal(refused)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil
	case unreachable(err):
		return unavailable()
	}
	return nil
}

func unavailable() *crm.Error {
	return &crm.Error{Code: crm.CodeUnavailable, Message: "The database does not answer; try again in a moment."}
}

func unreachable(err error) bool {
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err) ||
		strings.Contains(err.Error(), "conn closed")
}

// refusal gives a PostgreSQL error its meaning by class and constraint.
func refusal(err *pgconn.PgError) error {
	switch err.Code {
	case "23505":
		return duplicate(err.ConstraintName)
	case "23503":
		if strings.Contains(err.Message, "update or delete") {
			return &crm.Error{Code: crm.CodeConflict, Message: "This is still in use."}
		}
		return dangling(err.ConstraintName)
	case "22003", "22007", "22008", "22P02":
		return badCursor() // a forged key: nothing else is sent as text and cast
	case "53300", "57P01", "57P02", "57P03":
		return unavailable()
	case "57014":
		return &crm.Error{Code: crm.CodeUnavailable, Message: "This took too long; narrow it down."}
	}
	return nil
}

func duplicate(constraint string) error {
	var field, message string
	switch constraint {
	case "contact_emails_unique":
		return &crm.Error{Code: crm.CodeEmailTaken, Message: "Another contact has this email address."}
	case "users_email_fold_key":
		field, message = "email", "Somebody already logs in with this address."
	case "users_extension":
		field, message = "extension", "A colleague has this extension."
	case "organisations_name_fold_key":
		field, message = "name", "An organisation has this name."
	case "customers_name":
		field, message = "name", "A customer has this name."
	case "queues_name":
		field, message = "name", "A queue has this name."
	case "business_hours_name":
		field, message = "name", "Business hours have this name."
	case "menus_name":
		field, message = "name", "A menu has this name."
	case "sounds_name":
		field, message = "name", "A sound has this name."
	case "pipelines_name":
		field, message = "name", "A pipeline has this name."
	case "custom_fields_key":
		field, message = "key", "A field has this key, or had it before it was archived."
	case "custom_fields_name":
		field, message = "name", "A field has this name."
	case "tags_name":
		field, message = "name", "A tag has this name."
	case "views_name":
		field, message = "name", "You have a view of this name already."
	case "numbers_e164":
		field, message = "e164", "This number is set up already."
	default:
		return &crm.Error{Code: crm.CodeConflict, Message: "This exists already."}
	}
	return &crm.Error{Code: crm.CodeConflict, Message: message, Fields: []crm.FieldError{{Field: field, Message: message}}}
}

// dangling names the field that refers to nothing in the organisation.
func dangling(constraint string) error {
	for column, field := range map[string]string{
		"customer_id": "customerId", "owner_id": "ownerId", "contact_id": "contactId", "assignee_id": "assigneeId",
		"deal_id": "dealId", "ticket_id": "ticketId", "queue_id": "queueId", "user_id": "userId", "merged_into_id": "survivorId",
		"number_id": "numberId", "trunk_id": "trunkId", "menu_id": "menuId", "hours_id": "hoursId", "greeting_id": "greetingId", "music_id": "musicId",
	} {
		if strings.Contains(constraint, "_"+column+"_") {
			return &crm.Error{Code: crm.CodeInvalid, Message: "Something that is referred to does not exist.", Fields: []crm.FieldError{
				{Field: field, Message: "There is no such record."},
			}}
		}
	}
	return nil
}
