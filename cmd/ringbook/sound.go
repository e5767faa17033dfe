package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"sync"

	"github.com/ringbook/ringbook/sip/media"
)

const (
	sampleRate = 8000
	// longestWAV bounds what a file may hold in memory: ten minutes.
	longestWAV = 10 * 60 * sampleRate
	// longestRecording bounds --record: half an hour.
	longestRecording = 30 * 60 * sampleRate
	fullScale        = 32768.0
)

// loop says the same samples again and again.
type loop struct {
	samples []int16
	at      int
}

// ReadFrame implements media.Source.
func (l *loop) ReadFrame(frame []int16) (int, error) {
	for i := range frame {
		frame[i] = l.samples[l.at]
		l.at = (l.at + 1) % len(l.samples)
	}
	return len(frame), nil
}

// readWAV loads a file to be said over and over.
func readWAV(path string) (*loop, error) {
	file, err := os.Open(path) //nolint:gosec // the person who calls names the file
	if err != nil {
		return nil, fmt.Errorf("open the sound: %w", err)
	}
	defer func() { _ = file.Close() }() // only read from
	source, err := media.WAV(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	samples, err := readAll(source, longestWAV)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if len(samples) == 0 {
		return nil, fmt.Errorf("%s holds no sound", path)
	}
	return &loop{samples: samples}, nil
}

func readAll(source media.Source, limit int) ([]int16, error) {
	var samples []int16
	frame := make([]int16, 160)
	for len(samples) < limit {
		n, err := source.ReadFrame(frame)
		samples = append(samples, frame[:n]...)
		if errors.Is(err, io.EOF) {
			return samples, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return samples, nil
}

// babble sounds like somebody talking: syllables of voiced harmonics with a
// melody, in phrases with pauses between. It is made here, so nobody owns it.
func babble() *loop {
	const (
		syllable = sampleRate * 190 / 1000
		pause    = sampleRate * 700 / 1000
	)
	// Semitones above 120 Hz, a phrase a row.
	phrases := [][]float64{{4, 5, 2, 0, 3, 0}, {2, 6, 4, 1, 0}, {0, 3, 5, 5, 3, 2, -1}, {5, 2, 0, -2}}
	var samples []int16
	for _, phrase := range phrases {
		for i, semitone := range phrase {
			samples = appendSyllable(samples, syllable+i%3*320, 120*math.Pow(2, semitone/12), float64(i%4))
		}
		samples = append(samples, make([]int16, pause)...)
	}
	return &loop{samples: samples}
}

// appendSyllable adds one syllable: harmonics of hz, loudest around a formant
// that the vowel moves, under a rise and fall.
func appendSyllable(samples []int16, length int, hz, vowel float64) []int16 {
	formant := 450 + 180*vowel
	for i := range length {
		t := float64(i) / sampleRate
		value := 0.0
		for harmonic := 1.0; harmonic*hz < 3200; harmonic++ {
			distance := (harmonic*hz - formant) / 350
			value += math.Exp(-distance*distance) * math.Sin(2*math.Pi*harmonic*hz*t)
		}
		envelope := math.Pow(math.Sin(math.Pi*float64(i)/float64(length)), 0.6)
		samples = append(samples, int16(3500*value*envelope))
	}
	return samples
}

// ear hears what the far side says: how loud it is, and on demand every sample.
type ear struct {
	mu      sync.Mutex
	sum     float64
	count   int
	keep    bool
	samples []int16
	echo    *echo
}

// hear takes one packet; it is the stream's receiver.
func (e *ear) hear(packet *media.Packet) {
	if packet.Kind != media.Audio {
		return
	}
	decode := media.DecodeULaw
	if packet.Codec == media.PCMA {
		decode = media.DecodeALaw
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, code := range packet.Payload {
		sample := decode(code)
		e.sum += float64(sample) * float64(sample)
		e.count++
		if e.keep && len(e.samples) < longestRecording {
			e.samples = append(e.samples, sample)
		}
		if e.echo != nil {
			e.echo.push(sample)
		}
	}
}

// loudness is the level heard since the last time, in dB below full scale.
func (e *ear) loudness() (dBFS float64, heard bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.count == 0 {
		return 0, false
	}
	mean := e.sum / float64(e.count)
	e.sum, e.count = 0, 0
	return 10 * math.Log10(math.Max(mean, 1)/(fullScale*fullScale)), true
}

// save writes what was kept as a WAV file.
func (e *ear) save(path string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	file, err := os.Create(path) //nolint:gosec // the person who calls names the file
	if err != nil {
		return fmt.Errorf("save the recording: %w", err)
	}
	if err := errors.Join(writeWAV(file, e.samples), file.Close()); err != nil {
		return fmt.Errorf("save the recording: %w", err)
	}
	return nil
}

// writeWAV writes 8 kHz mono PCM16.
func writeWAV(w io.Writer, samples []int16) error {
	const header, bytesPerSample = 44, 2
	size := uint32(len(samples) * bytesPerSample) //nolint:gosec // longestRecording bounds it
	for _, part := range []any{
		[]byte("RIFF"), header - 8 + size, []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1),
		uint32(sampleRate), uint32(sampleRate * bytesPerSample), uint16(bytesPerSample), uint16(16),
		[]byte("data"), size, samples,
	} {
		if err := binary.Write(w, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	return nil
}

// echo gives back what was heard half a second ago, after its greeting has ended.
type echo struct {
	mu       sync.Mutex
	greeting media.Source
	left     int // samples of the greeting still to play
	ring     [sampleRate]int16
	write    int
	read     int
}

// newEcho plays greeting for a number of samples and then echoes.
func newEcho(greeting media.Source, length int) *echo {
	return &echo{greeting: greeting, left: length, write: sampleRate / 2}
}

// push takes a sample that was heard.
func (e *echo) push(sample int16) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.left > 0 {
		return
	}
	e.ring[e.write] = sample
	e.write = (e.write + 1) % len(e.ring)
	if e.write == e.read { // a second behind: the oldest goes
		e.read = (e.read + 1) % len(e.ring)
	}
}

// ReadFrame implements media.Source.
func (e *echo) ReadFrame(frame []int16) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.left > 0 {
		n, err := e.greeting.ReadFrame(frame)
		e.left -= max(n, 1)
		if errors.Is(err, io.EOF) {
			e.left, err = 0, nil
		}
		return n, err
	}
	for i := range frame {
		// Nothing new was heard: silence, rather than the same again.
		if e.read == e.write {
			frame[i] = 0
			continue
		}
		frame[i], e.ring[e.read] = e.ring[e.read], 0
		e.read = (e.read + 1) % len(e.ring)
	}
	return len(frame), nil
}
