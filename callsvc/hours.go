package callsvc

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Hours is when somebody is there. What is open at nine is open at nine by the
// clock on the wall, in summer and in winter.
type Hours struct {
	ID   id.Hours
	Org  id.Org
	Name string
	// TimeZone is a name of the IANA database, such as Europe/London.
	TimeZone string
	Weekly   []OpenTime
	Holidays []Holiday
}

// OpenTime is a time of one day of each week. Closes is behind it: at that
// minute it is closed.
type OpenTime struct {
	Day time.Weekday `json:"day"`
	// Opens and Closes are minutes of the day, from 0 to 1440.
	Opens  int `json:"opens"`
	Closes int `json:"closes"`
}

// Holiday is a day on which it stays closed.
type Holiday struct {
	// Date is as 2026-12-25.
	Date string `json:"date"`
	Name string `json:"name"`
}

// OpenState is why it is open or not.
type OpenState string

// The states.
const (
	StateOpen    OpenState = "open"
	StateClosed  OpenState = "closed"
	StateHoliday OpenState = "holiday"
	// StateNoHours is a number without hours: always open.
	StateNoHours OpenState = "no_hours"
)

// At says whether it is open at a time in its zone, and which holiday it is if
// it is one.
func (h Hours) At(at time.Time, zone *time.Location) (OpenState, string) {
	local := at.In(zone)
	date := local.Format(time.DateOnly)
	for _, holiday := range h.Holidays {
		if holiday.Date == date {
			return StateHoliday, holiday.Name
		}
	}
	minute := local.Hour()*60 + local.Minute()
	for _, span := range h.Weekly {
		if span.Day == local.Weekday() && span.Opens <= minute && minute < span.Closes {
			return StateOpen, ""
		}
	}
	return StateClosed, ""
}
