package api

import "github.com/ringbook/ringbook/crm"

// Page is one page of a list.
type Page[T any] struct {
	Items      []T     `json:"items" nullable:"false"`
	NextCursor *string `json:"nextCursor" doc:"Pass as cursor for the next page; null on the last."`
	Total      Total   `json:"total"`
}

// Total is how many records the whole list has.
type Total struct {
	Count int64 `json:"count"`
	Exact bool  `json:"exact" doc:"False where count is an estimate."`
}

// List is a list that is always whole.
type List[T any] struct {
	Items []T `json:"items" nullable:"false"`
}

// PageOf turns a page of records into one of their wire form.
func PageOf[R, T any](page crm.Page[R], convert func(R) T) Page[T] {
	return Page[T]{
		Items:      convertAll(page.Items, convert),
		NextCursor: orNull(page.NextCursor),
		Total:      Total{Count: page.Total.Count, Exact: page.Total.Exact},
	}
}

// ListOf turns records into a whole list of their wire form.
func ListOf[R, T any](records []R, convert func(R) T) List[T] {
	return List[T]{Items: convertAll(records, convert)}
}

// convertAll never returns nil: an empty list is [] on the wire.
func convertAll[R, T any](records []R, convert func(R) T) []T {
	items := make([]T, 0, len(records))
	for _, record := range records {
		items = append(items, convert(record))
	}
	return items
}
