package crm

// PageRequest asks for one page of a list, by key and not by offset.
type PageRequest struct {
	// Limit is from 1 to 200; 0 asks for 50.
	Limit int
	// Cursor is opaque, from the page before; empty for the first.
	Cursor string
	// Sort is a field name, with "-" before it for descending; empty for the list's default.
	Sort string
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T
	// NextCursor is empty on the last page.
	NextCursor string
	Total      Total
}

// Total is how many records the whole list has. Past 1,000 it is an estimate.
type Total struct {
	Count int64
	Exact bool
}

// Optional is a field of a change: absent unless Set.
type Optional[T any] struct {
	Set   bool
	Value T
}

// Some is a field that changes to value.
func Some[T any](value T) Optional[T] { return Optional[T]{Set: true, Value: value} }
