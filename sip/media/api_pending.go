package media

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/netip"
	"time"
)

var errPending = errors.New("media: not built yet")

// Ports hands out RTP port pairs.
type Ports struct{}

// NewPorts makes a pool.
func NewPorts(ip netip.Addr, first, last uint16, rest time.Duration) (*Ports, error) {
	return nil, errPending
}

// RTPConfig configures an RTP stream.
type RTPConfig struct {
	Ports    *Ports
	PublicIP netip.Addr
	Logger   *slog.Logger
	Codecs   []Codec
}

// RTPStream is an RTP leg.
type RTPStream struct{ Stream }

// NewRTPStream opens a stream.
func NewRTPStream(cfg RTPConfig) (*RTPStream, error) { return nil, errPending }

// Offer is our offer.
func (s *RTPStream) Offer() ([]byte, error) { return nil, errPending }

// SetAnswer takes the far answer.
func (s *RTPStream) SetAnswer(answer []byte) error { return errPending }

// Answer answers an offer.
func (s *RTPStream) Answer(offer []byte) ([]byte, error) { return nil, errPending }

// Hold makes a hold offer.
func (s *RTPStream) Hold(on bool) ([]byte, error) { return nil, errPending }

// RemoteHold tells whether the far side holds.
func (s *RTPStream) RemoteHold() bool { return false }

// LocalAddr is where we receive.
func (s *RTPStream) LocalAddr() netip.AddrPort { return netip.AddrPort{} }

// WebRTCConfig configures the browser port.
type WebRTCConfig struct {
	Listen   string
	PublicIP netip.Addr
	Logger   *slog.Logger
}

// WebRTC is the browser port.
type WebRTC struct{}

// NewWebRTC opens the port.
func NewWebRTC(cfg WebRTCConfig) (*WebRTC, error) { return nil, errPending }

// Addr is the port's address.
func (w *WebRTC) Addr() netip.AddrPort { return netip.AddrPort{} }

// Close closes the port.
func (w *WebRTC) Close() error { return nil }

// BrowserState is the connection's state.
type BrowserState string

// The states of a browser stream.
const (
	BrowserNew          BrowserState = "new"
	BrowserConnected    BrowserState = "connected"
	BrowserDisconnected BrowserState = "disconnected"
	BrowserFailed       BrowserState = "failed"
	BrowserClosed       BrowserState = "closed"
)

// BrowserStream is a browser leg.
type BrowserStream struct{ Stream }

// NewBrowserStream makes a browser leg.
func (w *WebRTC) NewBrowserStream(onCandidate func(json.RawMessage), onState func(BrowserState)) (*BrowserStream, error) {
	return nil, errPending
}

// Answer answers an offer.
func (b *BrowserStream) Answer(ctx context.Context, offer string) (string, error) {
	return "", errPending
}

// AddCandidate adds a candidate.
func (b *BrowserStream) AddCandidate(candidate json.RawMessage) error { return errPending }

// Bridge relays between two streams.
type Bridge struct{}

// Join bridges.
func Join(a, b Stream) *Bridge { return nil }

// Close ends the bridge.
func (b *Bridge) Close() {}

// Source is sound to play.
type Source interface {
	ReadFrame(frame []int16) (n int, err error)
}

// RingbackTone is the ringback of a region.
func RingbackTone(region string) Source { return nil }

// HoldTone is the hold tune.
func HoldTone() Source { return nil }

// Tone is a steady sine.
func Tone(hz float64) Source { return nil }

// WAV reads a WAV file.
func WAV(r io.Reader) (Source, error) { return nil, errPending }

// Playback is sound being played.
type Playback struct{}

// Play plays.
func Play(s Stream, src Source) *Playback { return nil }

// Stop stops.
func (p *Playback) Stop() {}

// Done is closed at the end.
func (p *Playback) Done() <-chan struct{} { return nil }

// SendDigits sends RFC 4733 events.
func SendDigits(ctx context.Context, s Stream, digits string) error { return errPending }

// Captured collects what a stream received.
type Captured struct{}

// Capture collects, for tests.
func Capture(s Stream) *Captured { return nil }

// Samples are the decoded samples.
func (c *Captured) Samples() []int16 { return nil }

// Digits are the events heard.
func (c *Captured) Digits() string { return "" }
