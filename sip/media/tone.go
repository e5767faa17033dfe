package media

import (
	"math"
	"strings"
	"time"
)

// toneLevel is the peak of generated tones, about -15 dBm0: clear but not loud.
const toneLevel = 5600

// cadence is a pattern of sound and silence, repeated for ever.
type cadence struct {
	hertz    []float64
	pattern  []time.Duration // on, off, on, off, ...
	position int
}

// Tone is one frequency without end.
func Tone(hz float64) Source { return &cadence{hertz: []float64{hz}} }

// RingbackTone is what a caller in the region hears while the far phone rings
// (ITU-T E.180 supplement 2). Regions not known here have the tone that is most
// common in the world.
func RingbackTone(region string) Source {
	const unit = time.Millisecond
	double := []time.Duration{400 * unit, 200 * unit, 400 * unit, 2000 * unit}
	switch strings.ToUpper(region) {
	case "GB", "IE", "NZ", "GG", "JE", "IM", "GI", "MT":
		return &cadence{hertz: []float64{400, 450}, pattern: double}
	case "AU":
		return &cadence{hertz: []float64{400, 425, 450}, pattern: double}
	case "IN", "ZA":
		return &cadence{hertz: []float64{400}, pattern: double}
	case "US", "CA", "PR", "JM", "DO":
		return &cadence{hertz: []float64{440, 480}, pattern: []time.Duration{2000 * unit, 4000 * unit}}
	case "HK":
		return &cadence{hertz: []float64{440, 480}, pattern: []time.Duration{400 * unit, 200 * unit, 400 * unit, 3000 * unit}}
	case "JP":
		return &cadence{hertz: []float64{400}, pattern: []time.Duration{1000 * unit, 2000 * unit}}
	case "FR":
		return &cadence{hertz: []float64{440}, pattern: []time.Duration{1500 * unit, 3500 * unit}}
	case "ES":
		return &cadence{hertz: []float64{425}, pattern: []time.Duration{1500 * unit, 3000 * unit}}
	default: // DE, AT, CH, IT, NL, SE, PL, BR, ...
		return &cadence{hertz: []float64{425}, pattern: []time.Duration{1000 * unit, 4000 * unit}}
	}
}

// BusyTone is what a caller in the region hears when nobody can take the call.
func BusyTone(region string) Source {
	const unit = time.Millisecond
	switch strings.ToUpper(region) {
	case "GB", "IE", "GG", "JE", "IM":
		return &cadence{hertz: []float64{400}, pattern: []time.Duration{375 * unit, 375 * unit}}
	case "US", "CA":
		return &cadence{hertz: []float64{480, 620}, pattern: []time.Duration{500 * unit, 500 * unit}}
	}
	return &cadence{hertz: []float64{425}, pattern: []time.Duration{500 * unit, 500 * unit}}
}

// ReadFrame fills the frame; a tone never ends.
func (c *cadence) ReadFrame(frame []int16) (int, error) {
	for i := range frame {
		frame[i] = 0
		if c.sounding() {
			sum := 0.0
			for _, hz := range c.hertz {
				sum += math.Sin(2 * math.Pi * hz * float64(c.position) / clockRate)
			}
			frame[i] = int16(toneLevel * sum / float64(len(c.hertz)))
		}
		c.position++
	}
	return len(frame), nil
}

func (c *cadence) sounding() bool {
	if len(c.pattern) == 0 {
		return true
	}
	period := time.Duration(0)
	for _, part := range c.pattern {
		period += part
	}
	at := time.Duration(c.position) * time.Second / clockRate % period
	for i, part := range c.pattern {
		if at < part {
			return i%2 == 0
		}
		at -= part
	}
	return false
}
