package main

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/media"
)

// toneFile is a WAV of two seconds of hz.
func toneFile(t *testing.T, hz float64) string {
	t.Helper()
	samples := make([]int16, 2*sampleRate)
	for i := range samples {
		samples[i] = int16(8000 * math.Sin(2*math.Pi*hz*float64(i)/sampleRate))
	}
	path := filepath.Join(t.TempDir(), "tone.wav")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, writeWAV(file, samples))
	require.NoError(t, file.Close())
	return path
}

// startCallee runs a callee on a free port and returns its SIP address and output.
func startCallee(t *testing.T, args ...string) (address string, lines *output) {
	t.Helper()
	lines = newOutput(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, append([]string{"simulate", "callee", "--listen", "127.0.0.1:0"}, args...), lines, noEnvironment)
	}()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-done)
	})
	_, address, _ = strings.Cut(lines.await("answering on ", 5*time.Second), "answering on ")
	return address, lines
}

func TestSimulatedPartiesHearEachOther(t *testing.T) {
	t.Parallel()
	address, callee := startCallee(t, "--ring-ms", "1", "--say", toneFile(t, 700))
	recording := filepath.Join(t.TempDir(), "heard.wav")
	caller := newOutput(t)
	require.NoError(t, run(t.Context(), []string{
		"simulate", "call", "--target", "sip:" + address, "--seconds", "3", "--record", recording, "--say", toneFile(t, 440),
	}, caller, noEnvironment))
	caller.await("ringing", time.Second)
	caller.await("hearing -", time.Second)
	caller.await("hung up", time.Second)
	callee.await("is heard at -", time.Second)
	callee.await("hung up", 5*time.Second)

	heard, err := readWAV(recording)
	require.NoError(t, err)
	require.Greater(t, len(heard.samples), sampleRate)
	assert.Greater(t, media.GoertzelShare(heard.samples, sampleRate, 700), 0.9)
}

func TestSimulateCallFailsWithTheCause(t *testing.T) {
	t.Parallel()
	busy, err := newSimulator("127.0.0.1:0", "", nobody{})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- busy.agent.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		assert.NoError(t, <-done)
	})
	err = run(t.Context(), []string{"simulate", "call", "--target", busy.agent.ListenAddr("udp").String()}, newOutput(t), noEnvironment)
	require.ErrorContains(t, err, "not answered: 404")
}

func TestInterruptCancelsASimulatedCall(t *testing.T) {
	t.Parallel()
	address, callee := startCallee(t, "--ring-ms", "60000")
	ctx, cancel := context.WithCancel(t.Context())
	lines := newOutput(t)
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"simulate", "call", "--target", "sip:" + address}, lines, noEnvironment)
	}()
	lines.await("ringing", 5*time.Second)
	cancel()
	require.ErrorIs(t, <-done, errCancelled)
	callee.await("gave up", 5*time.Second)
}

func TestCalleeEchoesAfterItsTune(t *testing.T) {
	t.Parallel()
	mirror := newEcho(media.Tone(500), 160)
	frame := make([]int16, 160)
	_, err := mirror.ReadFrame(frame)
	require.NoError(t, err)
	assert.NotZero(t, frame[4], "the tune plays first")
	for range sampleRate / 4 {
		mirror.push(1234)
	}
	first := -1
	for i := range 50 {
		n, err := mirror.ReadFrame(frame)
		require.NoError(t, err)
		require.Equal(t, len(frame), n)
		if first < 0 && frame[len(frame)-1] == 1234 {
			first = i
		}
	}
	assert.InDelta(t, 25, first, 1, "half a second later, in frames of 20 ms")
	assert.Zero(t, frame[0], "silence once all is said")
}

func TestTargetReadsAddresses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"sip:127.0.0.1:5060":                 "127.0.0.1:5060",
		"127.0.0.1:5070":                     "127.0.0.1:5070",
		"sip:+441234@pbx.test;transport=udp": "pbx.test:5060",
		"sip:[::1]:5061":                     "[::1]:5061",
		"sip:[::1]":                          "[::1]:5060",
	} {
		got, err := target(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	_, err := target("sip:")
	require.Error(t, err)
}
