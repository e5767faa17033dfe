package media

import (
	"errors"
	"io"
	"time"
)

// limited is a source that ends after some samples.
type limited struct {
	source Source
	left   int
}

// Limit is the beginning of a source.
func Limit(source Source, length time.Duration) Source {
	return &limited{source: source, left: int(length * clockRate / time.Second)}
}

// Pause is silence.
func Pause(length time.Duration) Source { return Limit(silent{}, length) }

// silent is silence without end.
type silent struct{}

// ReadFrame fills the frame.
func (silent) ReadFrame(frame []int16) (int, error) {
	clear(frame)
	return len(frame), nil
}

// Beep is one frequency for a while.
func Beep(hz float64, length time.Duration) Source { return Limit(Tone(hz), length) }

// ReadFrame fills the frame until the length is reached.
func (l *limited) ReadFrame(frame []int16) (int, error) {
	if l.left <= 0 {
		return 0, io.EOF
	}
	n, err := l.source.ReadFrame(frame[:min(len(frame), l.left)])
	l.left -= n
	return n, err //nolint:wrapcheck // io.EOF is what a source says at its end
}

// sequence plays sources one after the other.
type sequence struct {
	sources []Source
}

// Sequence is several sources, one after the other without a gap.
func Sequence(sources ...Source) Source { return &sequence{sources: sources} }

// ReadFrame fills the frame from the source that plays and those behind it.
func (s *sequence) ReadFrame(frame []int16) (int, error) {
	filled := 0
	for filled < len(frame) && len(s.sources) > 0 {
		n, err := s.sources[0].ReadFrame(frame[filled:])
		filled += max(n, 0)
		if err != nil || n <= 0 {
			s.sources = s.sources[1:]
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return filled, err //nolint:wrapcheck // the source's own words
		}
	}
	if filled == 0 {
		return 0, io.EOF
	}
	return filled, nil
}

// loop plays what open gives, again and again.
type loop struct {
	open func() (Source, error)
	now  Source
	// heard says that the source that plays has given something; one that gives nothing ends the loop.
	heard bool
}

// Loop plays what open gives, anew each time that it ends.
func Loop(open func() (Source, error)) Source { return &loop{open: open} }

// ReadFrame fills the frame, beginning anew where the source ends.
func (l *loop) ReadFrame(frame []int16) (int, error) {
	filled := 0
	for filled < len(frame) {
		if l.now == nil {
			source, err := l.open()
			if err != nil {
				return filled, err
			}
			l.now, l.heard = source, false
		}
		n, err := l.now.ReadFrame(frame[filled:])
		filled += max(n, 0)
		l.heard = l.heard || n > 0
		if err == nil && n > 0 {
			continue
		}
		if !l.heard {
			return filled, io.EOF
		}
		l.now = nil
	}
	return filled, nil
}
