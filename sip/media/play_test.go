package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/sip/media"
)

func TestPlaybackReplacesTheRelay(t *testing.T) {
	t.Parallel()
	c := newCall(t, media.PCMU, webrtc.MimeTypePCMU)
	spoken := media.Play(c.phone, media.Tone(440))
	t.Cleanup(spoken.Stop)
	c.browser.say(1000, media.PCMU)
	c.browser.hears(440)

	tune := media.Play(c.agent, media.Tone(700))
	c.browser.hears(700)
	heard := media.Capture(c.phone)
	hears(t, heard, 1000) // the other direction goes on

	louder := media.Play(c.agent, media.Tone(1300))
	<-tune.Done() // a later playback replaces an earlier one
	c.browser.hears(1300)
	louder.Stop()
	louder.Stop()
	c.browser.hears(440)

	c.bridge.Mute(c.agent, true)
	heard.Reset()
	eventually(t, func() bool {
		samples := heard.Samples()
		return len(samples) > 3200 && loudest(samples[1600:]) == 0
	}, "a muted agent sends silence")
	c.bridge.Mute(c.agent, false)
	heard.Reset()
	hears(t, heard, 1000)
}

func TestOldBridgeLeavesTheNewOneAlone(t *testing.T) {
	t.Parallel()
	near, far, phone := newRTP(t), newRTP(t), newRTP(t)
	connect(t, phone, near)
	other := newRTP(t)
	connect(t, other, far)
	before := media.Join(near, newRTP(t))
	after := media.Join(near, far)
	before.Close()
	spoken := media.Play(phone, media.Tone(600))
	t.Cleanup(spoken.Stop)
	hears(t, media.Capture(other), 600)
	after.Close()
	sent := far.Quality().PacketsSent
	require.Never(t, func() bool { return far.Quality().PacketsSent > sent+1 }, 100*time.Millisecond, 20*time.Millisecond)
}

func TestPlaybackEndsWithItsSource(t *testing.T) {
	t.Parallel()
	near, far := newRTP(t), newRTP(t)
	connect(t, near, far)
	heard := media.Capture(far)
	begin := time.Now()
	playback := media.Play(near, &limited{Source: media.Tone(500), left: 25})
	<-playback.Done()
	took := time.Since(begin)
	eventually(t, func() bool { return len(heard.Samples()) == 25*160 }, "all frames heard")
	assert.Greater(t, took, 450*time.Millisecond, "frames are paced")
	assert.Greater(t, media.GoertzelShare(heard.Samples(), 8000, 500), 0.99)
}

func TestDigitsAreCheckedAndCancelled(t *testing.T) {
	t.Parallel()
	near, far := newRTP(t), newRTP(t)
	connect(t, near, far)
	heard := media.Capture(far)
	require.Error(t, media.SendDigits(t.Context(), near, "12x"))
	require.Error(t, media.SendDigits(t.Context(), near, string(bytes.Repeat([]byte("1"), 1000))))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, media.SendDigits(ctx, near, "a,1"), context.DeadlineExceeded)
	eventually(t, func() bool { return heard.Digits() == "A" }, "the digit before the pause is heard")
}

func TestRingbackFollowsTheCountry(t *testing.T) {
	t.Parallel()
	for region, tt := range map[string]struct {
		hertz   []float64
		on, off time.Duration
	}{
		"GB": {hertz: []float64{400, 450}, on: 400 * time.Millisecond, off: 200 * time.Millisecond},
		"us": {hertz: []float64{440, 480}, on: 2 * time.Second, off: 4 * time.Second},
		"DE": {hertz: []float64{425}, on: time.Second, off: 4 * time.Second},
		"":   {hertz: []float64{425}, on: time.Second, off: 4 * time.Second},
	} {
		samples := read(t, media.RingbackTone(region), int((tt.on+tt.off)*8000/time.Second))
		sounding := samples[:int(tt.on*8000/time.Second)]
		sum := 0.0
		for _, hz := range tt.hertz {
			share := media.GoertzelShare(sounding, 8000, hz)
			assert.InDelta(t, 1/float64(len(tt.hertz)), share, 0.05, "%s %v Hz", region, hz)
			sum += share
		}
		assert.Greater(t, sum, 0.97, region)
		assert.Zero(t, loudest(samples[len(sounding)+1:]), region)
	}
}

func TestHoldTuneIsSoftAndGoesOn(t *testing.T) {
	t.Parallel()
	samples := read(t, media.HoldTone(), 30*8000)
	assert.Less(t, loudest(samples), 8000)
	for second := range 30 {
		assert.Greater(t, loudest(samples[second*8000:(second+1)*8000]), 500, "second %d", second)
	}
	jump := 0
	for i := 1; i < len(samples); i++ {
		jump = max(jump, int(math.Abs(float64(samples[i])-float64(samples[i-1]))))
	}
	assert.Less(t, jump, 3500, "no clicks, also where the tune begins anew")
}

func TestWAVAtEveryRate(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000} {
		for channels := 1; channels <= 2; channels++ {
			source, err := media.WAV(bytes.NewReader(wavFile(rate, channels, rate, 440, 6000)))
			require.NoError(t, err)
			samples := readAll(t, source)
			assert.InDelta(t, 8000, len(samples), 2, "%d Hz", rate)
			assert.Greater(t, media.GoertzelShare(samples[100:], 8000, 440), 0.98, "%d Hz: the tone above half the rate is gone", rate)
		}
	}
}

func TestBadWAVs(t *testing.T) {
	t.Parallel()
	good := wavFile(8000, 1, 100, 440, 0)
	change := func(at int, value byte) []byte {
		bad := bytes.Clone(good)
		bad[at] = value
		return bad
	}
	for name, raw := range map[string][]byte{
		"empty": nil, "text": []byte("hello, this is no sound at all"), "header only": good[:20],
		"compressed": change(20, 7), "three channels": change(22, 3), "odd rate": change(24, 1), "8 bits": change(34, 8),
		"no data": good[:36], "no sound": append(bytes.Clone(good[:40]), 0, 0, 0, 0),
		"huge chunk": append(bytes.Clone(good[:12]), 'L', 'I', 'S', 'T', 0xff, 0xff, 0xff, 0xff),
	} {
		_, err := media.WAV(bytes.NewReader(raw))
		require.Error(t, err, name)
	}
	source, err := media.WAV(bytes.NewReader(good[:len(good)-50])) // cut short
	require.NoError(t, err)
	assert.NotEmpty(t, readAll(t, source))
}

func TestG711GoesThereAndBack(t *testing.T) {
	t.Parallel()
	for code := range 256 {
		code := byte(code)
		assert.Equal(t, media.DecodeULaw(code), media.DecodeULaw(media.EncodeULaw(media.DecodeULaw(code))))
		assert.Equal(t, code, media.EncodeALaw(media.DecodeALaw(code)))
	}
	// Points of the tables of G.711.
	assert.EqualValues(t, 0xff, media.EncodeULaw(0))
	assert.EqualValues(t, 0x80, media.EncodeULaw(32767))
	assert.EqualValues(t, 0x00, media.EncodeULaw(-32768))
	assert.EqualValues(t, -32124, media.DecodeULaw(0x00))
	assert.EqualValues(t, 0xd5, media.EncodeALaw(0))
	assert.EqualValues(t, 0xaa, media.EncodeALaw(32767))
	assert.EqualValues(t, 0x2a, media.EncodeALaw(-32768))
	rapid.Check(t, func(t *rapid.T) {
		sample := rapid.Int16().Draw(t, "sample")
		for _, heard := range []int16{media.DecodeULaw(media.EncodeULaw(sample)), media.DecodeALaw(media.EncodeALaw(sample))} {
			if difference := math.Abs(float64(heard) - float64(sample)); difference > math.Abs(float64(sample))/16+16 {
				t.Fatalf("%d became %d", sample, heard)
			}
		}
	})
}

func FuzzWAV(f *testing.F) {
	f.Add(wavFile(8000, 1, 100, 440, 0))
	f.Add(wavFile(44100, 2, 100, 440, 0))
	f.Fuzz(func(t *testing.T, raw []byte) {
		source, err := media.WAV(bytes.NewReader(raw))
		if err != nil {
			return
		}
		buffer := make([]int16, 160)
		for total := 0; ; {
			n, err := source.ReadFrame(buffer)
			if total += n; total > len(raw)+1000 {
				t.Fatal("more sound than the file holds")
			}
			if err != nil {
				return
			}
		}
	})
}

// limited ends a source after some frames.
type limited struct {
	media.Source

	left int
}

func (l *limited) ReadFrame(frame []int16) (int, error) {
	if l.left--; l.left < 0 {
		return 0, io.EOF
	}
	return l.Source.ReadFrame(frame)
}

func read(tb testing.TB, source media.Source, count int) []int16 {
	tb.Helper()
	samples := make([]int16, count)
	for at := 0; at < count; at += 160 {
		_, err := source.ReadFrame(samples[at:min(at+160, count)])
		require.NoError(tb, err)
	}
	return samples
}

func readAll(tb testing.TB, source media.Source) []int16 {
	tb.Helper()
	var samples []int16
	buffer := make([]int16, 160)
	for {
		n, err := source.ReadFrame(buffer)
		samples = append(samples, buffer[:n]...)
		if errors.Is(err, io.EOF) {
			return samples
		}
		require.NoError(tb, err)
	}
}

func loudest(samples []int16) int {
	peak := 0
	for _, sample := range samples {
		peak = max(peak, int(sample), -int(sample))
	}
	return peak
}

// wavFile has a tone, and above 4 kHz, where the rate allows, a second that
// resampling must take out.
func wavFile(rate, channels, frames int, hz, above float64) []byte {
	var data bytes.Buffer
	for i := range frames {
		at := 2 * math.Pi * float64(i) / float64(rate)
		value := 8000 * math.Sin(hz*at)
		if above > 0 && float64(rate) > 2*above {
			value += 8000 * math.Sin(above*at)
		}
		for range channels {
			_ = binary.Write(&data, binary.LittleEndian, int16(value))
		}
	}
	var file bytes.Buffer
	fmt.Fprintf(&file, "RIFF")
	for _, part := range []any{
		uint32(36 + data.Len()), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(channels), uint32(rate),
		uint32(rate * channels * 2), uint16(channels * 2), uint16(16), []byte("data"), uint32(data.Len()), data.Bytes(),
	} {
		_ = binary.Write(&file, binary.LittleEndian, part)
	}
	return file.Bytes()
}
