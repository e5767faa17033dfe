package media

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

const (
	eventFrames = 5 // 100 ms a digit
	gapFrames   = 4 // 80 ms between digits
	pauseFrames = 50
	eventVolume = 10 // -10 dBm0
	endPackets  = 3
	maxDigits   = 128
	eventEnd    = 0x80
	digitNames  = "0123456789*#ABCD"
)

// Digit is what an RFC 4733 event says.
type Digit struct {
	// Rune is one of 0-9, *, #, A-D.
	Rune rune
	// End is set in the packets that close the event.
	End      bool
	Duration time.Duration
}

// ReadDigit reads the payload of a telephone-event packet. All packets of one
// press share a timestamp; false when it is no digit.
func ReadDigit(payload []byte) (Digit, bool) {
	if len(payload) < 4 || int(payload[0]) >= len(digitNames) {
		return Digit{}, false
	}
	samples := int(binary.BigEndian.Uint16(payload[2:]))
	return Digit{
		Rune:     rune(digitNames[payload[0]]),
		End:      payload[1]&eventEnd != 0,
		Duration: samplesTime(samples),
	}, true
}

// SendDigits sends digits as RFC 4733 events and returns when they are out. A
// comma pauses for a second. While a digit sounds nothing else is sent; a
// second caller waits for the first.
func SendDigits(ctx context.Context, s Stream, digits string) error {
	digits = strings.ToUpper(digits)
	if len(digits) > maxDigits {
		return fmt.Errorf("send digits: %d are too many", len(digits))
	}
	for _, digit := range digits {
		if digit != ',' && !strings.ContainsRune(digitNames, digit) {
			return fmt.Errorf("send digits: %q is no digit", digit)
		}
	}
	dial := dial{ctx: ctx, send: s.Send, packet: Packet{Kind: TelephoneEvent, SSRC: rand.Uint32()}}
	if own, ok := s.(speaker); ok {
		f := own.speakers()
		select {
		case f.digits <- struct{}{}:
			defer func() { <-f.digits }()
		case <-ctx.Done():
			return fmt.Errorf("send digits: %w", context.Cause(ctx))
		}
		dial.floor, dial.closing = f, own.closing()
		dial.send = func(packet *Packet) { own.sendAs(dialled, packet) }
	}
	dial.clock = newFrameClock()
	defer dial.clock.stop()
	for _, digit := range digits {
		if err := dial.one(digit); err != nil {
			return fmt.Errorf("send digits: %w", err)
		}
	}
	return nil
}

// dial is a run of digits being sent.
type dial struct {
	ctx     context.Context //nolint:containedctx // lives as long as one SendDigits
	floor   *floor
	closing <-chan struct{}
	send    func(*Packet)
	clock   *frameClock
	packet  Packet
	// late is how far a slow clock fell behind. It moves the next event: all packets of one carry one timestamp
	// (RFC 4733 section 2.3), or the far side counts two.
	late uint32
}

func (d *dial) one(digit rune) error {
	if digit == ',' {
		return d.wait(pauseFrames)
	}
	if d.floor != nil {
		d.floor.dialling.Store(true)
		defer d.floor.dialling.Store(false)
	}
	d.packet.Timestamp += d.late
	d.late = 0
	event := byte(strings.IndexRune(digitNames, digit)) //nolint:gosec // below 16
	d.packet.Marker = true
	for frame := 1; frame <= eventFrames; frame++ {
		d.press(event, eventVolume, frame)
		d.packet.Marker = false
		if err := d.wait(1); err != nil {
			// An event cut short is still closed, or the far side hears it go on.
			d.end(event, frame)
			return err
		}
	}
	d.end(event, eventFrames)
	d.packet.Timestamp += (eventFrames + gapFrames) * frameSamples
	if d.floor != nil {
		d.floor.dialling.Store(false)
	}
	return d.wait(gapFrames)
}

// end sends the closing packet three times, as RFC 4733 section 2.5.1.4 asks.
func (d *dial) end(event byte, frame int) {
	for range endPackets {
		d.press(event, eventEnd|eventVolume, frame)
	}
}

func (d *dial) press(event, flags byte, frame int) {
	var payload [4]byte
	payload[0], payload[1] = event, flags
	binary.BigEndian.PutUint16(payload[2:], uint16(frame*frameSamples)) //nolint:gosec // at most 800
	d.packet.Payload = payload[:]
	d.send(&d.packet)
	d.packet.Sequence++
}

func (d *dial) wait(frames int) error {
	for range frames {
		skipped := d.clock.next()
		d.late += uint32(skipped) * frameSamples //nolint:gosec // bounded by the call's length
		select {
		case <-d.clock.timer.C:
		case <-d.ctx.Done():
			return context.Cause(d.ctx)
		case <-d.closing:
			return ErrClosed
		}
	}
	return nil
}
