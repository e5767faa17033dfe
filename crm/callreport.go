package crm

import (
	"strconv"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// ServiceLevel is what an organisation means to keep: so many of a hundred
// inbound calls are answered within the time.
type ServiceLevel struct {
	Within  time.Duration
	Percent int
}

// CallFigures are counts and times of calls that have ended.
type CallFigures struct {
	Calls, Inbound, Outbound, Internal int64
	// Answered counts the calls of any direction that somebody talked on.
	Answered int64
	// Offered counts the inbound calls that reached somebody or waited for
	// somebody; what was refused at once, such as a wrong number, is none.
	Offered int64
	// InboundAnswered, Missed, Abandoned and Voicemail are what became of the
	// offered ones. Abandoned ones were given up by the caller.
	InboundAnswered, Missed, Abandoned, Voicemail int64
	// InTime counts the inbound calls that were answered within the service level.
	InTime int64
	// Talk is the time of all answered calls from answer to end, without hold.
	Talk time.Duration
	// Wait is the time that the answered inbound callers waited.
	Wait time.Duration
}

// Add returns the sum of two figures.
func (f CallFigures) Add(g CallFigures) CallFigures {
	return CallFigures{
		Calls: f.Calls + g.Calls, Inbound: f.Inbound + g.Inbound, Outbound: f.Outbound + g.Outbound, Internal: f.Internal + g.Internal,
		Answered: f.Answered + g.Answered, Offered: f.Offered + g.Offered, InboundAnswered: f.InboundAnswered + g.InboundAnswered,
		Missed: f.Missed + g.Missed, Abandoned: f.Abandoned + g.Abandoned, Voicemail: f.Voicemail + g.Voicemail,
		InTime: f.InTime + g.InTime, Talk: f.Talk + g.Talk, Wait: f.Wait + g.Wait,
	}
}

// Level is the share of offered calls that were answered in time, of a hundred;
// false where none was offered.
func (f CallFigures) Level() (float64, bool) {
	if f.Offered == 0 {
		return 0, false
	}
	return 100 * float64(f.InTime) / float64(f.Offered), true
}

// SpeedOfAnswer is how long answered inbound callers waited on average; false
// where none was answered.
func (f CallFigures) SpeedOfAnswer() (time.Duration, bool) { return average(f.Wait, f.InboundAnswered) }

// AverageTalk is how long answered calls took on average; false where none was.
func (f CallFigures) AverageTalk() (time.Duration, bool) { return average(f.Talk, f.Answered) }

func average(total time.Duration, count int64) (time.Duration, bool) {
	if count == 0 {
		return 0, false
	}
	return total / time.Duration(count), true
}

// CallBoard is how an organisation's calls stand now and went today.
type CallBoard struct {
	// Calls are those that last, oldest first, 200 at most; Open counts them all.
	Calls []LoggedCall
	Open  int64
	// Today are the calls that ended of those that began today.
	Today  CallFigures
	Level  ServiceLevel
	Queues []QueueBoard
}

// QueueBoard is how one queue stands now and did today.
type QueueBoard struct {
	ID   id.Queue
	Name string
	// Waiting counts callers whom nobody has answered yet; Since is when the one
	// who has waited longest began to.
	Waiting int64
	Since   *time.Time
	// Talking counts those of its calls that were answered and last.
	Talking int64
	Today   CallFigures
}

// ReportGroup is what the rows of a report stand for.
type ReportGroup string

// The groups of a report.
const (
	ReportDay         ReportGroup = "day"
	ReportHour        ReportGroup = "hour"
	ReportAgent       ReportGroup = "agent"
	ReportQueue       ReportGroup = "queue"
	ReportDisposition ReportGroup = "disposition"
)

// ReportRequest says which calls are reported and how they are grouped.
type ReportRequest struct {
	Group ReportGroup
	// From and To bound when calls began; To is not among them.
	From, To time.Time
	// Zone is the clock by which days and hours are told; nil is UTC.
	Zone *time.Location
}

// ReportRow is one group of calls.
type ReportRow struct {
	// Key is the day as 2026-11-24, the hour from 0 to 23, the identifier of the
	// agent or queue, or the disposition; empty for calls without.
	Key string
	// Name is what people call it: a user's or a queue's name, else the key.
	Name    string
	Figures CallFigures
}

// CallReport is the rows of a report in their order, and all of them together.
type CallReport struct {
	Rows  []ReportRow
	Total CallFigures
	Level ServiceLevel
}

// maxReportDays bounds how much one report reads.
const maxReportDays = 400

// Prepare checks what is asked for.
func (q ReportRequest) Prepare() (ReportRequest, error) {
	var r review
	switch q.Group {
	case ReportDay, ReportHour, ReportAgent, ReportQueue, ReportDisposition:
	default:
		r.wrong("groupBy", "day, hour, agent, queue or disposition.")
	}
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	switch {
	case q.From.IsZero():
		r.wrong("from", "Say when the report begins.")
	case q.To.IsZero():
		r.wrong("to", "Say when the report ends.")
	case !q.To.After(q.From):
		r.wrong("to", "The report must end after it begins.")
	case q.To.Sub(q.From) > maxReportDays*24*time.Hour:
		r.wrong("from", "A report covers 400 days at most.")
	}
	return q, r.err()
}

// Fill returns the rows with one for every day or hour, also those without calls.
func (q ReportRequest) Fill(rows []ReportRow) []ReportRow {
	known := make(map[string]ReportRow, len(rows))
	for _, row := range rows {
		known[row.Key] = row
	}
	var keys []string
	switch q.Group {
	case ReportHour:
		for hour := range 24 {
			keys = append(keys, strconv.Itoa(hour))
		}
	case ReportDay:
		year, month, day := q.From.In(q.Zone).Date()
		// Noon: a day may begin at one o'clock where clocks change at midnight.
		for at := time.Date(year, month, day, 12, 0, 0, 0, time.UTC); ; at = at.AddDate(0, 0, 1) {
			key := at.Format(time.DateOnly)
			if key > q.To.Add(-time.Nanosecond).In(q.Zone).Format(time.DateOnly) {
				break
			}
			keys = append(keys, key)
		}
	case ReportAgent, ReportQueue, ReportDisposition:
		return rows
	}
	filled := make([]ReportRow, len(keys))
	for i, key := range keys {
		row := known[key]
		row.Key, row.Name = key, key
		filled[i] = row
	}
	return filled
}
