package api

import (
	"fmt"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Destination is where a call goes on to.
type Destination struct {
	Kind       string    `json:"kind" enum:"none,queue,user,menu,voicemail,busy"`
	QueueID    *id.Queue `json:"queueId,omitempty" format:"uuid" doc:"Of a queue, or whose the voicemail is."`
	UserID     *id.User  `json:"userId,omitempty" format:"uuid" doc:"Of a user, or whose the voicemail is."`
	MenuID     *id.Menu  `json:"menuId,omitempty" format:"uuid"`
	GreetingID *id.Sound `json:"greetingId,omitempty" format:"uuid" doc:"What a voicemail says before the tone; without it the caller hears tones."`
}

const noDestination = "none"

// DestinationOf is the wire form of a destination.
func DestinationOf(to callsvc.Destination) Destination {
	kind := string(to.Kind)
	if to.Kind == callsvc.ToNowhere {
		kind = noDestination
	}
	return Destination{Kind: kind, QueueID: to.QueueID, UserID: to.UserID, MenuID: to.MenuID, GreetingID: to.GreetingID}
}

// Record is the destination as callsvc takes it; nil leads nowhere.
func (d *Destination) Record() callsvc.Destination {
	if d == nil {
		return callsvc.Destination{}
	}
	kind := callsvc.DestinationKind(d.Kind)
	if d.Kind == noDestination {
		kind = callsvc.ToNowhere
	}
	return callsvc.Destination{Kind: kind, QueueID: d.QueueID, UserID: d.UserID, MenuID: d.MenuID, GreetingID: d.GreetingID}
}

func redirect(field *callsvc.Destination, with *Destination) {
	if with != nil {
		*field = with.Record()
	}
}

// OpenTime is a time of one day of each week.
type OpenTime struct {
	Day    int    `json:"day" minimum:"0" maximum:"6" doc:"From Sunday, 0, to Saturday, 6."`
	Opens  string `json:"opens" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"09:00"`
	Closes string `json:"closes" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" example:"17:30"`
}

// Holiday is a day on which it stays closed.
type Holiday struct {
	Date string `json:"date" format:"date" example:"2026-12-25"`
	Name string `json:"name" maxLength:"100"`
}

// Hours is when somebody is there, by the clock of the time zone.
type Hours struct {
	ID       id.Hours   `json:"id" format:"uuid"`
	Name     string     `json:"name"`
	TimeZone string     `json:"timeZone" example:"Europe/London"`
	Weekly   []OpenTime `json:"weekly" nullable:"false"`
	Holidays []Holiday  `json:"holidays" nullable:"false"`
}

// HoursOf is the wire form of business hours.
func HoursOf(hours callsvc.Hours) Hours {
	return Hours{
		ID: hours.ID, Name: hours.Name, TimeZone: hours.TimeZone,
		Weekly: convertAll(hours.Weekly, func(span callsvc.OpenTime) OpenTime {
			return OpenTime{Day: int(span.Day), Opens: clock(span.Opens), Closes: clock(span.Closes)}
		}),
		Holidays: convertAll(hours.Holidays, func(day callsvc.Holiday) Holiday { return Holiday(day) }),
	}
}

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// minutes reads what the pattern has let through.
func minutes(clock string) int {
	var hours, rest int
	if _, err := fmt.Sscanf(clock, "%d:%d", &hours, &rest); err != nil {
		return -1
	}
	return hours*60 + rest
}

// HoursDraft is business hours to be made, or that replace others.
type HoursDraft struct {
	Name     string     `json:"name" minLength:"1" maxLength:"100"`
	TimeZone string     `json:"timeZone" maxLength:"60" example:"Europe/London"`
	Weekly   []OpenTime `json:"weekly" nullable:"false" maxItems:"70"`
	Holidays []Holiday  `json:"holidays,omitempty" nullable:"false" maxItems:"400"`
}

// Record is the draft as callsvc takes it.
func (d HoursDraft) Record() callsvc.Hours {
	return callsvc.Hours{
		Name: d.Name, TimeZone: d.TimeZone,
		Weekly: convertAll(d.Weekly, func(span OpenTime) callsvc.OpenTime {
			return callsvc.OpenTime{Day: time.Weekday(span.Day), Opens: minutes(span.Opens), Closes: minutes(span.Closes)}
		}),
		Holidays: convertAll(d.Holidays, func(day Holiday) callsvc.Holiday { return callsvc.Holiday(day) }),
	}
}

// MenuOption is a key and where it leads.
type MenuOption struct {
	Key string      `json:"key" pattern:"^[0-9*#]$"`
	To  Destination `json:"to"`
}

// Menu lets callers choose by key.
type Menu struct {
	ID          id.Menu      `json:"id" format:"uuid"`
	Name        string       `json:"name"`
	GreetingID  *id.Sound    `json:"greetingId" format:"uuid" doc:"What is said; null is tones."`
	WaitSeconds int64        `json:"waitSeconds" doc:"How long a key is waited for after the greeting."`
	Tries       int          `json:"tries" doc:"How often the greeting is said."`
	Options     []MenuOption `json:"options" nullable:"false"`
	Otherwise   Destination  `json:"otherwise" doc:"Without a key, or after wrong ones; none is busy."`
}

// MenuOf is the wire form of a menu.
func MenuOf(menu callsvc.Menu) Menu {
	return Menu{
		ID: menu.ID, Name: menu.Name, GreetingID: menu.GreetingID, WaitSeconds: seconds(menu.Wait), Tries: menu.Tries,
		Options: convertAll(menu.Options, func(option callsvc.MenuOption) MenuOption {
			return MenuOption{Key: option.Key, To: DestinationOf(option.To)}
		}),
		Otherwise: DestinationOf(menu.Otherwise),
	}
}

// MenuDraft is a menu to be made, or that replaces another.
type MenuDraft struct {
	Name        string       `json:"name" minLength:"1" maxLength:"100"`
	GreetingID  *id.Sound    `json:"greetingId,omitempty" format:"uuid"`
	WaitSeconds int64        `json:"waitSeconds,omitempty" minimum:"1" maximum:"60" default:"5"`
	Tries       int          `json:"tries,omitempty" minimum:"1" maximum:"9" default:"3"`
	Options     []MenuOption `json:"options" nullable:"false" maxItems:"12"`
	Otherwise   *Destination `json:"otherwise,omitempty"`
}

// Record is the draft as callsvc takes it.
func (d MenuDraft) Record() callsvc.Menu {
	return callsvc.Menu{
		Name: d.Name, GreetingID: d.GreetingID, Wait: time.Duration(d.WaitSeconds) * time.Second, Tries: d.Tries,
		Options: convertAll(d.Options, func(option MenuOption) callsvc.MenuOption {
			return callsvc.MenuOption{Key: option.Key, To: option.To.Record()}
		}),
		Otherwise: d.Otherwise.Record(),
	}
}

// Sound is something that callers hear.
type Sound struct {
	ID        id.Sound  `json:"id" format:"uuid"`
	Name      string    `json:"name"`
	Seconds   float64   `json:"seconds"`
	CreatedAt time.Time `json:"createdAt"`
}

// SoundOf is the wire form of a sound.
func SoundOf(sound callsvc.Sound) Sound {
	return Sound{ID: sound.ID, Name: sound.Name, Seconds: tenths(sound.Length), CreatedAt: sound.CreatedAt.UTC()}
}

func tenths(span time.Duration) float64 { return float64(span/(100*time.Millisecond)) / 10 }

// Voicemail is a message that a caller left.
type Voicemail struct {
	ID        id.Voicemail `json:"id" format:"uuid"`
	Call      Call         `json:"call" doc:"In which it was left: who called, and whose call it was."`
	QueueID   *id.Queue    `json:"queueId" format:"uuid"`
	QueueName string       `json:"queueName"`
	UserID    *id.User     `json:"userId" format:"uuid"`
	UserName  string       `json:"userName"`
	Seconds   float64      `json:"seconds"`
	CreatedAt time.Time    `json:"createdAt"`
	HeardAt   *time.Time   `json:"heardAt" doc:"null while it waits."`
	HeardBy   string       `json:"heardBy"`
}

// VoicemailOf is the wire form of a message.
func VoicemailOf(v crm.Voicemail) Voicemail {
	return Voicemail{
		ID: v.ID, Call: LoggedCallOf(v.Call, v.At), QueueID: v.QueueID, QueueName: v.QueueName, UserID: v.UserID, UserName: v.UserName,
		Seconds: tenths(v.Length), CreatedAt: v.At.UTC(), HeardAt: utc(v.HeardAt), HeardBy: v.HeardByName,
	}
}

// VoicemailPatch says whether a message was heard.
type VoicemailPatch struct {
	Heard bool `json:"heard"`
}

// VoicemailCount is how many messages wait for the user.
type VoicemailCount struct {
	Waiting int64 `json:"waiting" doc:"Your own, and those of your queues."`
}

// RouteTest asks what would happen to a call.
type RouteTest struct {
	At   *time.Time `json:"at,omitempty" doc:"Now when left out."`
	From string     `json:"from,omitempty" maxLength:"60" doc:"The caller's number."`
}

// RouteStep is one thing that would happen.
type RouteStep struct {
	Depth  int      `json:"depth" doc:"How far it is inside of the choices of menus."`
	When   string   `json:"when" doc:"What leads here: always, open, closed, holiday, no_agent, key, otherwise, unanswered, overflow."`
	Key    string   `json:"key" doc:"The key of a menu."`
	Kind   string   `json:"kind" enum:"caller,hours,queue,user,menu,voicemail,busy,missed,again"`
	Name   string   `json:"name" doc:"Of the hours, queue, user or menu."`
	Detail string   `json:"detail" doc:"A queue's strategy, a holiday's name, the state of hours."`
	Agents []string `json:"agents" nullable:"false" doc:"Who would ring now, in order."`
	Wait   int64    `json:"waitSeconds" doc:"How long it rings or waits before it goes on."`
}

// RouteStepOf is the wire form of a step.
func RouteStepOf(step callsvc.RouteStep) RouteStep {
	return RouteStep{
		Depth: step.Depth, When: step.When, Key: step.Key, Kind: step.Kind, Name: step.Name, Detail: step.Detail,
		Agents: append([]string{}, step.Agents...), Wait: seconds(step.Wait),
	}
}
