package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

const (
	// maxSkip bounds what may stand before the sound of a WAV file.
	maxSkip = 1 << 20
	// maxSound is ten minutes at 8 kHz.
	maxSound = 600 * clockRate
	// lobes is the half width of the resampling filter, in zero crossings.
	lobes = 16
)

// errNoSound says that a WAV file holds nothing to play.
var errNoSound = errors.New("no sound in the file")

// wavFormat is what the fmt chunk says.
type wavFormat struct {
	channels, rate int
}

// wav plays a WAV file while reading it.
type wav struct {
	reader   *bufio.Reader
	format   wavFormat
	left     int64 // bytes of sound not read yet
	filter   *resampler
	produced int
}

// WAV plays a WAV file of 16-bit PCM with one or two channels at a usual rate
// from 8 to 48 kHz, brought to 8 kHz. It reads r while it plays, and stops
// after ten minutes.
func WAV(r io.Reader) (Source, error) {
	reader := bufio.NewReader(r)
	var riff [12]byte
	if _, err := io.ReadFull(reader, riff[:]); err != nil {
		return nil, fmt.Errorf("read wav: %w", err)
	}
	if string(riff[:4]) != "RIFF" || string(riff[8:]) != "WAVE" {
		return nil, errors.New("read wav: no wav file")
	}
	source := &wav{reader: reader}
	if err := source.readChunks(); err != nil {
		return nil, fmt.Errorf("read wav: %w", err)
	}
	source.filter = newResampler(source.format.rate)
	return source, nil
}

// readChunks reads up to the beginning of the sound.
func (w *wav) readChunks() error {
	for skipped := int64(0); skipped < maxSkip; {
		var head [8]byte
		if _, err := io.ReadFull(w.reader, head[:]); err != nil {
			return fmt.Errorf("chunk: %w", err)
		}
		name, size := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		switch name {
		case "data":
			if w.format.rate == 0 {
				return errors.New("sound before its format")
			}
			w.left = size
			if size < int64(2*w.format.channels) {
				return errNoSound
			}
			return nil
		case "fmt ":
			if err := w.readFormat(size); err != nil {
				return err
			}
			skipped += 8 + size
		default:
			padded := size + size%2
			if skipped += 8 + padded; skipped > maxSkip {
				return errors.New("too much before the sound")
			}
			if _, err := io.CopyN(io.Discard, w.reader, padded); err != nil {
				return fmt.Errorf("chunk: %w", err)
			}
		}
	}
	return errors.New("too much before the sound")
}

func (w *wav) readFormat(size int64) error {
	if size < 16 || size > 1024 {
		return fmt.Errorf("format of %d bytes", size)
	}
	chunk := make([]byte, size+size%2)
	if _, err := io.ReadFull(w.reader, chunk); err != nil {
		return fmt.Errorf("format: %w", err)
	}
	tag := binary.LittleEndian.Uint16(chunk)
	if tag == 0xfffe && size >= 26 { // extensible: the real tag begins the subformat
		tag = binary.LittleEndian.Uint16(chunk[24:])
	}
	channels, bits := int(binary.LittleEndian.Uint16(chunk[2:])), binary.LittleEndian.Uint16(chunk[14:])
	rate := int(binary.LittleEndian.Uint32(chunk[4:]))
	switch {
	case tag != 1 || bits != 16:
		return fmt.Errorf("encoding %d with %d bits; 16-bit PCM is wanted", tag, bits)
	case channels != 1 && channels != 2:
		return fmt.Errorf("%d channels; one or two are wanted", channels)
	}
	switch rate {
	case 8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000:
		w.format = wavFormat{channels: channels, rate: rate}
		return nil
	}
	return fmt.Errorf("%d samples a second; 8, 16, 44.1 or 48 kHz are wanted", rate)
}

// ReadFrame fills the frame from the file.
func (w *wav) ReadFrame(frame []int16) (int, error) {
	for i := range frame {
		if w.produced >= maxSound {
			return i, io.EOF
		}
		sample, err := w.filter.next(w.readSample)
		if err != nil {
			return i, err
		}
		frame[i] = sample
		w.produced++
	}
	return len(frame), nil
}

// readSample reads one sample of the file, its channels mixed.
func (w *wav) readSample() (float64, bool) {
	size := int64(2 * w.format.channels)
	if w.left < size {
		return 0, false
	}
	var raw [4]byte
	if _, err := io.ReadFull(w.reader, raw[:size]); err != nil {
		w.left = 0
		return 0, false
	}
	w.left -= size
	first := float64(int16(binary.LittleEndian.Uint16(raw[:]))) //nolint:gosec // two's complement
	if w.format.channels == 1 {
		return first, true
	}
	return (first + float64(int16(binary.LittleEndian.Uint16(raw[2:])))) / 2, true //nolint:gosec // two's complement
}

// resampler brings sound to 8 kHz through a windowed sinc, one set of weights
// for each phase in which the two clocks can stand.
type resampler struct {
	up, down int // 8000:rate in lowest terms
	half     int // inputs on either side of an output
	weights  [][]float64
	window   []float64 // the inputs around the output, the oldest first
	phase    int
	tail     int // silence still to be fed after the end
	primed   bool
}

func newResampler(rate int) *resampler {
	divisor := gcd(clockRate, rate)
	r := &resampler{up: clockRate / divisor, down: rate / divisor}
	if r.up == r.down {
		r.weights, r.window = [][]float64{{1}}, make([]float64, 1)
		return r
	}
	ratio := float64(rate) / clockRate
	r.half = int(math.Ceil(lobes * ratio))
	r.tail = r.half
	r.window = make([]float64, 2*r.half+1)
	// The pass band ends a little below half of 8 kHz, to leave room for the slope.
	cutoff := 0.92 / ratio
	for phase := range r.up {
		weights := make([]float64, len(r.window))
		sum := 0.0
		for i := range weights {
			distance := float64(i-r.half) - float64(phase)/float64(r.up)
			weights[i] = sinc(cutoff*distance) * hann(distance/float64(r.half+1))
			sum += weights[i]
		}
		for i := range weights {
			weights[i] /= sum
		}
		r.weights = append(r.weights, weights)
	}
	return r
}

// next is the coming output sample, or io.EOF.
func (r *resampler) next(read func() (float64, bool)) (int16, error) {
	steps := r.down
	if !r.primed {
		// The first output stands on the first input, with silence before it.
		r.primed, steps = true, r.up*(r.half+1)
	}
	r.phase += steps
	for r.phase >= r.up {
		r.phase -= r.up
		if !r.shift(read) {
			return 0, io.EOF
		}
	}
	sum := 0.0
	for i, weight := range r.weights[r.phase] {
		sum += weight * r.window[i]
	}
	return int16(max(min(math.Round(sum), math.MaxInt16), math.MinInt16)), nil
}

// shift takes one more input, silence for a while after the end.
func (r *resampler) shift(read func() (float64, bool)) bool {
	sample, ok := read()
	if !ok {
		if r.tail == 0 {
			return false
		}
		r.tail--
	}
	copy(r.window, r.window[1:])
	r.window[len(r.window)-1] = sample
	return true
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

func hann(x float64) float64 {
	if x <= -1 || x >= 1 {
		return 0
	}
	return 0.5 + 0.5*math.Cos(math.Pi*x)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
