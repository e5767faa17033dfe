package crm

import (
	"io"
	"time"
)

// CallTotals are the calls of a list added up.
type CallTotals struct {
	Count, Answered int64
	// Talk is the time of answered calls, without hold.
	Talk time.Duration
	// AverageWait is how long inbound callers waited for an answer or the end.
	AverageWait time.Duration
	// Exact is false where there are more calls than were added up.
	Exact bool
}

// CallExport says which calls are exported and how.
type CallExport struct {
	Filter  CallFilter
	Profile ExportProfile
}

// CallExportHeader is the first row of every export of calls. Times are in UTC,
// spans in seconds.
const CallExportHeader = "id,direction,status,outcome,from,to,contact,customer,agent,queue,started_at,answered_at,ended_at," +
	"talk_seconds,wait_seconds,hold_seconds,hangup_by,sip_cause,q850_cause,disposition,notes"

// NewCallExportWriter begins an export of calls.
func NewCallExportWriter(out io.Writer, profile ExportProfile) (*ExportWriter, error) {
	return newExportWriter(out, profile, CallExportHeader)
}
