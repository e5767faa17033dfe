package crm

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ringbook/ringbook/callsvc"
)

// Namer gives names to what routes lead to, for the audit log.
type Namer func(callsvc.Destination) string

// HoursChanged is the change that an action made to business hours.
func HoursChanged(action string, before, after callsvc.Hours) Change {
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("timeZone", before.TimeZone, after.TimeZone)
	d.text("weekly", joined(before.Weekly, openTime), joined(after.Weekly, openTime))
	d.text("holidays", joined(before.Holidays, holiday), joined(after.Holidays, holiday))
	return Change{Action: action, Noun: "hours", Record: after.ID.UUID, Name: after.Name, Fields: d}
}

func openTime(span callsvc.OpenTime) string {
	return fmt.Sprintf("%s %02d:%02d–%02d:%02d", span.Day.String()[:3], span.Opens/60, span.Opens%60, span.Closes/60, span.Closes%60)
}

func holiday(day callsvc.Holiday) string { return strings.TrimSpace(day.Date + " " + day.Name) }

// MenuChanged is the change that an action made to a menu.
func MenuChanged(action string, before, after callsvc.Menu, name Namer) Change {
	option := func(option callsvc.MenuOption) string { return option.Key + " → " + name(option.To) }
	var d diff
	d.text("name", before.Name, after.Name)
	d.text("wait", span(before.Wait), span(after.Wait))
	d.text("options", joined(before.Options, option), joined(after.Options, option))
	d.text("otherwise", name(before.Otherwise), name(after.Otherwise))
	d.text("greetingId", ref(before.GreetingID), ref(after.GreetingID))
	return Change{Action: action, Noun: "menu", Record: after.ID.UUID, Name: after.Name, Fields: d}
}

// routed adds what a queue does with those who wait.
func (d *diff) routed(before, after callsvc.Queue, name Namer) {
	d.text("strategy", string(before.Strategy), string(after.Strategy))
	d.text("maxWait", span(before.MaxWait), span(after.MaxWait))
	d.text("maxWaiting", some(before.MaxWaiting), some(after.MaxWaiting))
	d.flag("announce", before.Announce, after.Announce)
	d.text("musicId", ref(before.MusicID), ref(after.MusicID))
	d.text("overflow", name(before.Overflow), name(after.Overflow))
}

func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// SoundChanged is that a sound was uploaded or deleted.
func SoundChanged(action string, sound callsvc.Sound) Change {
	return Change{
		Action: action, Noun: "sound", Record: sound.ID.UUID, Name: sound.Name,
		Detail: map[string]string{"length": sound.Length.String()},
	}
}

// VoicemailTouched is that somebody listened to a message, or deleted it. What
// it says is nobody's to know from the log.
func VoicemailTouched(action string, message Voicemail) Change {
	return Change{
		Action: action, Noun: "voicemail", Record: message.ID.UUID, Name: message.Call.From.Number.Raw, ContactID: message.Call.ContactID,
		Detail: map[string]string{"length": message.Length.Round(1e9).String()}, State: message,
	}
}
