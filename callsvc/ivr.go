package callsvc

import (
	"time"

	"github.com/ringbook/ringbook/sip/media"
)

// choosing is a caller before a menu.
type choosing struct {
	menu  Menu
	tries int
}

// openMenu lets the caller choose.
func (l *liveCall) openMenu(menu Menu) {
	if !l.addressed() || !l.move(triggerMenu) {
		return
	}
	l.way.menu = &choosing{menu: menu}
	l.rtp.Receive(l.keys())
	l.record("menu", map[string]any{"menu": menu.Name})
	l.sayMenu()
}

// sayMenu says the greeting and waits for a key.
func (l *liveCall) sayMenu() {
	choice := l.way.menu
	if choice.tries++; choice.tries > max(choice.menu.Tries, 1) {
		l.proceed(choice.menu.otherwise())
		return
	}
	try := choice.tries
	l.say(l.sound(choice.menu.GreetingID, menuTones), func(l *liveCall) {
		l.after(choice.menu.Wait, func(l *liveCall) {
			if l.state == stateMenu && l.way.menu == choice && choice.tries == try {
				l.sayMenu()
			}
		})
	})
}

// menuTones stand for a greeting that nobody has spoken yet.
func menuTones() media.Source {
	const note = 150 * time.Millisecond
	return media.Sequence(media.Beep(523, note), media.Beep(659, note), media.Beep(784, 2*note))
}

// wrongKeyTones say that a key leads nowhere.
func wrongKeyTones() media.Source {
	const note = 200 * time.Millisecond
	return media.Sequence(media.Beep(350, note), media.Pause(note/2), media.Beep(350, note), media.Pause(note))
}

// keys gives a receiver that hears the digits of RFC 4733. All packets of one
// press have one timestamp.
func (l *liveCall) keys() func(*media.Packet) {
	var pressed bool
	var stamp uint32
	return func(packet *media.Packet) {
		if packet.Kind != media.TelephoneEvent || pressed && packet.Timestamp == stamp {
			return
		}
		if digit, ok := media.ReadDigit(packet.Payload); ok {
			pressed, stamp = true, packet.Timestamp
			l.press(digit.Rune)
		}
	}
}

// press hands a key to the call's owner. It may be lost when the call is busy:
// a caller who is not heard presses again.
func (l *liveCall) press(key rune) {
	_ = l.mailbox.post(func(l *liveCall) { l.pressed(key) }, false)
}

// pressed takes a key from the caller.
func (l *liveCall) pressed(key rune) {
	switch {
	case l.state == stateMessage && key == '#':
		l.messageFull()
	case l.state == stateMenu && l.way.menu != nil:
		l.chose(key)
	}
}

func (l *liveCall) chose(key rune) {
	choice := l.way.menu
	to, leads := choice.menu.option(key)
	if !leads {
		l.record("wrong_key", map[string]any{"menu": choice.menu.Name})
		l.say(wrongKeyTones(), (*liveCall).sayMenu)
		return
	}
	l.record("chosen", map[string]any{"menu": choice.menu.Name, "key": string(key), "to": string(to.Kind)})
	l.proceed(to)
}
