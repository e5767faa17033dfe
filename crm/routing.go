package crm

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// The bounds of what routes may say.
const (
	minutesOfDay    = 24 * 60
	mostOpenTimes   = 70
	mostHolidays    = 400
	mostMenuOptions = 12
	mostTries       = 9
	mostMenuWait    = time.Minute
	mostMaxWait     = 4 * time.Hour
	mostMaxWaiting  = 1000
	menuKeys        = "0123456789*#"
	// MostSound is how long an uploaded sound may be, and MostSoundBytes how large.
	MostSound      = 10 * time.Minute
	MostSoundBytes = 20 << 20
)

// PrepareHours returns business hours cleaned, their times in order.
func PrepareHours(hours callsvc.Hours) (callsvc.Hours, error) {
	var r review
	hours.Name = r.required("name", hours.Name, maxName)
	if hours.TimeZone = r.timeZone("timeZone", hours.TimeZone); hours.TimeZone == "" {
		hours.TimeZone = "UTC"
	}
	r.openTimes(hours.Weekly)
	r.holidays(hours.Holidays)
	hours.Weekly, hours.Holidays = slices.Clone(hours.Weekly), slices.Clone(hours.Holidays)
	slices.SortFunc(hours.Weekly, func(a, b callsvc.OpenTime) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Opens, b.Opens))
	})
	slices.SortFunc(hours.Holidays, func(a, b callsvc.Holiday) int { return strings.Compare(a.Date, b.Date) })
	return hours, r.err()
}

func (r *review) openTimes(weekly []callsvc.OpenTime) {
	if len(weekly) > mostOpenTimes {
		r.wrong("weekly", "At most %d times.", mostOpenTimes)
		return
	}
	for i, span := range weekly {
		if span.Day < time.Sunday || span.Day > time.Saturday || span.Opens < 0 || span.Closes > minutesOfDay || span.Opens >= span.Closes {
			r.wrong("weekly", "Each time needs a day, and must end after it begins.")
			return
		}
		for _, other := range weekly[:i] {
			if other.Day == span.Day && other.Opens < span.Closes && span.Opens < other.Closes {
				r.wrong("weekly", "Two times of one day overlap.")
				return
			}
		}
	}
}

func (r *review) holidays(holidays []callsvc.Holiday) {
	if len(holidays) > mostHolidays {
		r.wrong("holidays", "At most %d holidays.", mostHolidays)
		return
	}
	for i := range holidays {
		if _, err := time.Parse(time.DateOnly, holidays[i].Date); err != nil {
			r.wrong("holidays", "A date such as 2026-12-25.")
			return
		}
		holidays[i].Name = r.line("holidays", holidays[i].Name, maxName)
	}
}

// PrepareMenu returns a menu cleaned.
func PrepareMenu(menu callsvc.Menu) (callsvc.Menu, error) {
	var r review
	menu.Name = r.required("name", menu.Name, maxName)
	if menu.Wait < time.Second || menu.Wait > mostMenuWait {
		r.wrong("waitSeconds", "From 1 to 60 seconds.")
	}
	if menu.Tries < 1 || menu.Tries > mostTries {
		r.wrong("tries", "From 1 to %d times.", mostTries)
	}
	if len(menu.Options) == 0 || len(menu.Options) > mostMenuOptions {
		r.wrong("options", "From 1 to %d keys.", mostMenuOptions)
	}
	seen := map[string]bool{}
	for _, option := range menu.Options {
		if len(option.Key) != 1 || !strings.Contains(menuKeys, option.Key) || seen[option.Key] {
			r.wrong("options", "Each key is one of 0-9, * and #, and stands once.")
			break
		}
		seen[option.Key] = true
		if option.To.Kind == callsvc.ToNowhere {
			r.wrong("options", "Every key needs a destination.")
		}
		r.destination("options", option.To)
	}
	r.destination("otherwise", menu.Otherwise)
	return menu, r.err()
}

// destination refuses one that lacks what its kind needs.
func (r *review) destination(field string, to callsvc.Destination) {
	has := [3]bool{to.QueueID != nil, to.UserID != nil, to.MenuID != nil}
	wanted, known := map[callsvc.DestinationKind][][3]bool{
		callsvc.ToNowhere:   {{}},
		callsvc.ToBusy:      {{}},
		callsvc.ToQueue:     {{true, false, false}},
		callsvc.ToUser:      {{false, true, false}},
		callsvc.ToMenu:      {{false, false, true}},
		callsvc.ToVoicemail: {{true, false, false}, {false, true, false}},
	}[to.Kind]
	switch {
	case !known:
		r.wrong(field, "One of queue, user, menu, voicemail, busy.")
	case !slices.Contains(wanted, has):
		r.wrong(field, "Say which queue, user or menu, and nothing else.")
	case to.GreetingID != nil && to.Kind != callsvc.ToVoicemail:
		r.wrong(field, "Only a voicemail has a greeting.")
	}
}

// PrepareSoundName returns the name of an uploaded sound cleaned.
func PrepareSoundName(name string) (string, error) {
	var r review
	name = r.required("name", name, maxName)
	return name, r.err()
}

// waiting refuses a queue whose way of waiting cannot be.
func (r *review) waiting(queue callsvc.Queue) {
	if !slices.Contains(callsvc.Strategies(), queue.Strategy) {
		r.wrong("strategy", "One of all, longest_idle, round_robin, last_agent, owner.")
	}
	if queue.MaxWait < 0 || queue.MaxWait > mostMaxWait {
		r.wrong("maxWaitSeconds", "From 0 to 4 hours.")
	}
	if queue.MaxWaiting < 0 || queue.MaxWaiting > mostMaxWaiting {
		r.wrong("maxWaiting", "From 0 to %d callers.", mostMaxWaiting)
	}
	r.destination("overflow", queue.Overflow)
	if queue.Overflow.Kind == callsvc.ToQueue && queue.Overflow.QueueID != nil && *queue.Overflow.QueueID == queue.ID {
		r.wrong("overflow", "A queue cannot overflow into itself.")
	}
}

// Voicemail is a message that a caller left, as people see it.
type Voicemail struct {
	callsvc.Voicemail
	// Call is the call in which it was left: who called, and whose call it was.
	Call      LoggedCall
	QueueName string
	UserName  string
	// HeardAt is when somebody listened; nil: it waits.
	HeardAt     *time.Time
	HeardByName string
}

// VoicemailFilter narrows the list of messages; zero fields do not.
type VoicemailFilter struct {
	// Waiting lists only what nobody has heard.
	Waiting bool
	QueueID *id.Queue
	UserID  *id.User
	// Mine lists only the actor's own and those of the actor's queues.
	Mine bool
}
