package media

import (
	"slices"
	"sync"
)

// maxCapture is a minute of samples.
const maxCapture = 60 * clockRate

// Captured is what a stream has received since Capture.
type Captured struct {
	mu      sync.Mutex
	samples []int16
	digits  []rune
	pressed bool
	stamp   uint32
}

// Capture collects what the far party says, decoded, for tests and for the
// audio check. It takes the place of a bridge, keeps a minute at most, and ends
// with the next Receive or Join.
func Capture(s Stream) *Captured {
	captured := &Captured{}
	s.Receive(captured.add)
	return captured
}

func (c *Captured) add(packet *Packet) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if packet.Kind == Audio {
		if len(c.samples) < maxCapture {
			c.samples = decode(c.samples, packet.Payload, packet.Codec)
		}
		return
	}
	digit, ok := ReadDigit(packet.Payload)
	if !ok || c.pressed && packet.Timestamp == c.stamp || len(c.digits) >= maxDigits {
		return
	}
	c.pressed, c.stamp = true, packet.Timestamp
	c.digits = append(c.digits, digit.Rune)
}

// Samples are the samples heard so far, at 8 kHz.
func (c *Captured) Samples() []int16 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.samples)
}

// Digits are the digits heard so far, each press once.
func (c *Captured) Digits() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.digits)
}

// Reset forgets what was heard so far.
func (c *Captured) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.samples, c.digits = nil, nil
}
