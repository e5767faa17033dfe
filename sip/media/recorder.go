package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	// recordLag is how long a recording waits for sound that is late, or for the
	// other channels, before it writes silence in its place.
	recordLag = 400 * time.Millisecond
	// recordWaiting bounds the packets that wait to be written; past it they are
	// dropped, and silence stands in their place.
	recordWaiting = 256
	// quiet is the loudest sample, of 32768, that still counts as silence.
	quiet     = 500
	wavHeader = 44
)

// RecorderConfig says what to record and when to end.
type RecorderConfig struct {
	// Channels is how many sources there are, one channel of the file each: 1 or 2.
	Channels int
	// Most ends the recording after so much sound; it must be given.
	Most time.Duration
	// Silence ends the recording after so much silence of all; 0 never.
	Silence time.Duration
}

// Recorder writes what it hears to a WAV file of 16-bit PCM at 8 kHz. Its
// goroutine writes; who hands packets over never waits.
type Recorder struct {
	cfg     RecorderConfig
	file    io.WriteSeeker
	out     *bufio.Writer
	packets chan heardPacket
	stop    chan struct{}
	full    chan struct{}
	once    sync.Once
	wait    sync.WaitGroup

	// owned by run
	begun    time.Time
	channels []track
	written  int // samples of each channel
	loudAt   int // the last sample that was no silence
	err      error
}

type heardPacket struct {
	channel   int
	at        time.Time
	ssrc      uint32
	timestamp uint32
	samples   []int16
}

// track is one source on its way into the file: what was heard beyond what is
// written, and where its clock stands.
type track struct {
	ahead    []int16
	known    bool
	ssrc     uint32
	base     int // the sample at which timestamp stands
	timeBase uint32
}

// NewRecorder begins a recording into file, which it does not close.
func NewRecorder(file io.WriteSeeker, cfg RecorderConfig) (*Recorder, error) {
	if cfg.Channels < 1 || cfg.Channels > 2 || cfg.Most <= 0 {
		return nil, errors.New("record: one or two channels and a longest time are needed")
	}
	r := &Recorder{
		cfg: cfg, file: file, out: bufio.NewWriterSize(file, 32<<10), packets: make(chan heardPacket, recordWaiting),
		stop: make(chan struct{}), full: make(chan struct{}), begun: time.Now(), channels: make([]track, cfg.Channels),
	}
	if _, err := r.out.Write(make([]byte, wavHeader)); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	r.wait.Go(r.run)
	return r, nil
}

// Channel is the receiver of one source, for Stream.Receive. It never blocks.
func (r *Recorder) Channel(channel int) func(*Packet) {
	return func(packet *Packet) {
		if packet.Kind != Audio {
			return
		}
		heard := heardPacket{
			channel: channel, at: time.Now(), ssrc: packet.SSRC, timestamp: packet.Timestamp,
			samples: decode(make([]int16, 0, len(packet.Payload)), packet.Payload, packet.Codec),
		}
		select {
		case r.packets <- heard:
		default:
		}
	}
}

// Full is closed when the recording has its greatest length, or when all are
// silent for long enough, or nothing can be written.
func (r *Recorder) Full() <-chan struct{} { return r.full }

// Close ends the recording, completes the file and says how long it is without
// the silence at its end. It may be called twice.
func (r *Recorder) Close() (time.Duration, error) {
	r.once.Do(func() { close(r.stop) })
	r.wait.Wait()
	return samplesTime(r.loudAt), r.err
}

func (r *Recorder) run() {
	clock := time.NewTicker(100 * time.Millisecond)
	defer clock.Stop()
	full := sync.OnceFunc(func() { close(r.full) })
	defer full()
	for {
		select {
		case heard := <-r.packets:
			r.place(heard)
		case now := <-clock.C:
			r.write(r.due(now.Add(-recordLag)))
			if r.err != nil || r.ended() {
				full()
			}
		case <-r.stop:
			r.finish()
			return
		}
	}
}

// due is the sample at which the recording stands at a time.
func (r *Recorder) due(at time.Time) int {
	most := int(r.cfg.Most * clockRate / time.Second)
	return max(min(int(at.Sub(r.begun)*clockRate/time.Second), most), 0)
}

func (r *Recorder) ended() bool {
	most := int(r.cfg.Most * clockRate / time.Second)
	silence := int(r.cfg.Silence * clockRate / time.Second)
	return r.written >= most || silence > 0 && r.written-r.loudAt >= silence
}

// place puts a packet where its timestamp says; the first of a source stands
// where it arrived.
func (r *Recorder) place(heard heardPacket) {
	t := &r.channels[heard.channel]
	arrived := r.due(heard.at)
	at := t.base + int(int32(heard.timestamp-t.timeBase)) //nolint:gosec // wraps, as timestamps do
	// A clock that left the wall's by more than the lag began anew.
	if far := at - arrived; !t.known || t.ssrc != heard.ssrc || far > 2*clockRate || far < -2*clockRate {
		*t = track{ahead: t.ahead, known: true, ssrc: heard.ssrc, base: arrived, timeBase: heard.timestamp}
		at = arrived
	}
	offset := at - r.written
	if offset < 0 {
		if -offset >= len(heard.samples) {
			return // too late
		}
		heard.samples, offset = heard.samples[-offset:], 0
	}
	if missing := offset + len(heard.samples) - len(t.ahead); missing > 0 {
		t.ahead = append(t.ahead, make([]int16, missing)...)
	}
	copy(t.ahead[offset:], heard.samples)
}

// write brings the file up to a sample.
func (r *Recorder) write(until int) {
	if r.err != nil || until <= r.written {
		return
	}
	frame := make([]byte, 2*len(r.channels))
	for n := range until - r.written {
		for c := range r.channels {
			sample := int16(0)
			if ahead := r.channels[c].ahead; n < len(ahead) {
				sample = ahead[n]
			}
			if sample > quiet || sample < -quiet {
				r.loudAt = r.written + n + 1
			}
			binary.LittleEndian.PutUint16(frame[2*c:], uint16(sample))
		}
		if _, err := r.out.Write(frame); err != nil {
			r.err = fmt.Errorf("record: %w", err)
			return
		}
	}
	for c := range r.channels {
		ahead := r.channels[c].ahead
		r.channels[c].ahead = append(ahead[:0], ahead[min(until-r.written, len(ahead)):]...)
	}
	r.written = until
}

// finish writes what was heard and the header that says how much it is.
func (r *Recorder) finish() {
	for len(r.packets) > 0 {
		r.place(<-r.packets)
	}
	r.write(r.due(time.Now()))
	if r.err != nil {
		return
	}
	channels := len(r.channels)
	size := 2 * channels * r.written
	header := make([]byte, wavHeader)
	copy(header, "RIFF")
	binary.LittleEndian.PutUint32(header[4:], uint32(wavHeader-8+size)) //nolint:gosec // bounded by Most
	copy(header[8:], "WAVEfmt ")
	binary.LittleEndian.PutUint32(header[16:], 16)
	binary.LittleEndian.PutUint16(header[20:], 1)
	binary.LittleEndian.PutUint16(header[22:], uint16(channels)) //nolint:gosec // one or two
	binary.LittleEndian.PutUint32(header[24:], clockRate)
	binary.LittleEndian.PutUint32(header[28:], uint32(2*channels*clockRate)) //nolint:gosec // small
	binary.LittleEndian.PutUint16(header[32:], uint16(2*channels))           //nolint:gosec // small
	binary.LittleEndian.PutUint16(header[34:], 16)
	copy(header[36:], "data")
	binary.LittleEndian.PutUint32(header[40:], uint32(size)) //nolint:gosec // bounded by Most
	r.err = r.complete(header)
}

func (r *Recorder) complete(header []byte) error {
	if err := r.out.Flush(); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	if _, err := r.file.Write(header); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}
