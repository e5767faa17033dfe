package crm

import (
	"context"
	"fmt"

	"github.com/ringbook/ringbook/callsvc/id"
)

// JobProgress is how far background work on a record has come.
type JobProgress struct {
	Org id.Org
	// User began it, and is told.
	User id.User
	// Noun and Record are what it works on: "import" and its identifier.
	Noun   string
	Record fmt.Stringer
	// Status is the record's own word for its state.
	Status string
	// Done of Total pieces are worked on; Total is 0 while nobody knows.
	Done, Total int64
}

// Live tells browsers what background work changed, after its transaction. What
// cannot be told is logged and not returned: browsers learn of it when they next
// read.
type Live interface {
	// JobProgressed tells the user who began the work.
	JobProgressed(ctx context.Context, progress JobProgress)
	// RecordChanged tells everybody in the organisation that a record is no
	// longer what it was, and on whose card it shows.
	RecordChanged(ctx context.Context, org id.Org, noun string, record fmt.Stringer, contact *id.Contact)
	// ListsChanged tells everybody in the organisation that many records of a
	// noun are no longer what they were.
	ListsChanged(ctx context.Context, org id.Org, noun string)
}
