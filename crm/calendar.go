package crm

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/ringbook/ringbook/callsvc/id"
)

// CalendarFeed is the secret link under which calendar programs read a user's
// activities. Of the link itself only the hash is kept.
type CalendarFeed struct {
	ID         id.CalendarFeed
	CreatedAt  time.Time
	LastUsedAt *time.Time
}

// What a calendar holds at most: enough for a year's view, and for last month's
// leftovers.
const (
	calendarPast   = 30 * 24 * time.Hour
	calendarFuture = 366 * 24 * time.Hour
	// CalendarMost bounds the entries of a calendar.
	CalendarMost = 2000
)

// CalendarWindow is the time that a calendar covers.
func CalendarWindow(now time.Time) (from, to time.Time) {
	return now.Add(-calendarPast), now.Add(calendarFuture)
}

// Calendar is what a user has to do, as calendar programs show it.
type Calendar struct {
	// Name is the user's.
	Name       string
	Activities []Activity
}

// The lengths of what was given none: short enough not to hide what is beside it.
const (
	meetingLength = 30 * time.Minute
	workLength    = 15 * time.Minute
)

// Encode writes the calendar as iCalendar (RFC 5545). Tasks are short events and
// no VTODOs, because neither Google, Outlook nor Apple show VTODOs of a calendar
// that one subscribes to. Who reads it has nothing but a link, so it tells the
// subject and the contact's name and never the notes. The same activities give
// the same bytes, and origin is where the links in it lead.
func (c Calendar) Encode(origin string) []byte {
	var out bytes.Buffer
	line := func(name, value string) {
		out.WriteString(name + ":" + value + "\r\n")
	}
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Ringbook//Activities//EN")
	line("CALSCALE", "GREGORIAN")
	line("METHOD", "PUBLISH")
	line("X-WR-CALNAME", calendarText("Ringbook · "+c.Name))
	line("REFRESH-INTERVAL;VALUE=DURATION", "PT15M")
	line("X-PUBLISHED-TTL", "PT15M")
	for _, activity := range c.Activities {
		if activity.DueAt == nil {
			continue
		}
		line("BEGIN", "VEVENT")
		line("UID", activity.ID.String()+"@ringbook")
		line("DTSTAMP", calendarTime(activity.UpdatedAt))
		line("LAST-MODIFIED", calendarTime(activity.UpdatedAt))
		line("CREATED", calendarTime(activity.CreatedAt))
		line("SEQUENCE", strconv.FormatInt(max(activity.Version-1, 0), 10))
		line("DTSTART", calendarTime(*activity.DueAt))
		line("DTEND", calendarTime(activity.DueAt.Add(activity.length())))
		line("SUMMARY", calendarText(activity.calendarTitle()))
		line("CATEGORIES", strings.ToUpper(string(activity.Kind)))
		line("TRANSP", activity.calendarBusy())
		if origin != "" {
			line("URL", origin+activity.path())
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return foldLines(out.Bytes())
}

// length is how long it takes, by what its kind usually takes where nobody said.
func (a Activity) length() time.Duration {
	switch {
	case a.Minutes > 0:
		return time.Duration(a.Minutes) * time.Minute
	case a.Kind == ActivityMeeting:
		return meetingLength
	}
	return workLength
}

// calendarTitle is the subject and with whom. The kind is a sign, which people
// of every language read.
func (a Activity) calendarTitle() string {
	title := a.Subject
	if a.ContactName != "" {
		title += " (" + a.ContactName + ")"
	}
	switch a.Kind {
	case ActivityCall:
		return "☎ " + title
	case ActivityEmail:
		return "✉ " + title
	case ActivityTask:
		return "☑ " + title
	case ActivityMeeting:
	}
	return title
}

// calendarBusy says whether it takes the time up: nobody can be met meanwhile.
func (a Activity) calendarBusy() string {
	if a.Kind == ActivityMeeting || a.Kind == ActivityCall {
		return "OPAQUE"
	}
	return "TRANSPARENT"
}

// path is the page on which the activity is worked on.
func (a Activity) path() string {
	if a.ContactID != nil {
		return "/contacts/" + a.ContactID.String()
	}
	return "/my-day"
}

func calendarTime(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// calendarText escapes a text (RFC 5545 section 3.3.11). What no text may hold
// is left out, so that no subject begins a line of its own.
func calendarText(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(text)
}
