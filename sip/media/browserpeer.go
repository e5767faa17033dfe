package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// browserPeer is one connection of a browser.
type browserPeer struct {
	stream   *BrowserStream
	conn     *webrtc.PeerConnection
	track    browserTrack
	identity browserIdentity
	answered atomic.Bool
	listener atomic.Int32 // the newest track, which alone is heard
	said     atomic.Pointer[BrowserState]
}

// browserIdentity tells one connection, and one ICE session of it, from another.
type browserIdentity struct {
	fingerprint, user string
}

// covers tells whether the candidate is of this ICE session.
func (i browserIdentity) covers(candidate webrtc.ICECandidateInit) bool {
	return candidate.UsernameFragment == nil || *candidate.UsernameFragment == "" || *candidate.UsernameFragment == i.user
}

// readBrowserOffer checks an offer before pion sees it.
func readBrowserOffer(offer string) (browserIdentity, error) {
	if len(offer) > maxOffer {
		return browserIdentity{}, fmt.Errorf("%d bytes are too many", len(offer))
	}
	var description sdp.SessionDescription
	if err := description.UnmarshalString(offer); err != nil {
		return browserIdentity{}, fmt.Errorf("read offer: %w", err)
	}
	if len(description.MediaDescriptions) > maxMediaLines {
		return browserIdentity{}, errors.New("too many media lines")
	}
	for _, media := range description.MediaDescriptions {
		if media.MediaName.Media != "audio" || media.MediaName.Port.Value == 0 || len(media.MediaName.Formats) > maxFormats {
			continue
		}
		var line audioLine
		readFormats(&line, media, []Codec{PCMU, PCMA})
		if len(line.codecs) == 0 {
			continue
		}
		return browserIdentity{
			fingerprint: attributeOf(&description, media, "fingerprint"),
			user:        attributeOf(&description, media, "ice-ufrag"),
		}, nil
	}
	return browserIdentity{}, ErrNotAcceptable
}

func attributeOf(description *sdp.SessionDescription, media *sdp.MediaDescription, key string) string {
	if value, ok := media.Attribute(key); ok {
		return value
	}
	value, _ := description.Attribute(key)
	return value
}

// newPeer opens a connection that sends and receives audio.
func (b *BrowserStream) newPeer(identity browserIdentity) (*browserPeer, error) {
	conn, err := b.port.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, fmt.Errorf("open connection: %w", err)
	}
	peer := &browserPeer{stream: b, conn: conn, identity: identity}
	sender, err := conn.AddTrack(&peer.track)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("add track: %w", err), conn.Close())
	}
	conn.OnICECandidate(peer.onCandidate)
	conn.OnConnectionStateChange(peer.announce)
	conn.OnTrack(func(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
		number := peer.listener.Add(1)
		b.spawn(func() { peer.readTrack(track, number) })
		b.spawn(func() {
			peer.readReports(func() ([]rtcp.Packet, error) {
				packets, _, err := receiver.ReadRTCP()
				return packets, err
			})
		})
	})
	b.spawn(func() {
		peer.readReports(func() ([]rtcp.Packet, error) {
			packets, _, err := sender.ReadRTCP()
			return packets, err
		})
	})
	return peer, nil
}

func (p *browserPeer) dead() bool {
	state := p.conn.ConnectionState()
	return state == webrtc.PeerConnectionStateClosed
}

// onCandidate passes on what was found too late for the answer.
func (p *browserPeer) onCandidate(candidate *webrtc.ICECandidate) {
	if candidate == nil || !p.answered.Load() {
		return
	}
	raw, err := json.Marshal(candidate.ToJSON())
	if err == nil {
		p.stream.onCandidate(raw)
	}
}

// announce reports the state, unless another connection has taken over.
func (p *browserPeer) announce(state webrtc.PeerConnectionState) {
	if p.stream.current.Load() != p {
		return
	}
	var name BrowserState
	switch state {
	case webrtc.PeerConnectionStateNew:
		name = BrowserNew
	case webrtc.PeerConnectionStateConnected:
		name = BrowserConnected
	case webrtc.PeerConnectionStateDisconnected:
		name = BrowserDisconnected
	case webrtc.PeerConnectionStateFailed:
		name = BrowserFailed
	case webrtc.PeerConnectionStateClosed:
		name = BrowserClosed
	case webrtc.PeerConnectionStateConnecting, webrtc.PeerConnectionStateUnknown:
		return
	}
	if before := p.said.Swap(&name); before == nil || *before != name {
		p.stream.onState(name)
	}
}

// sounds are the payload types that were agreed on.
func (p *browserPeer) sounds() (sounds [128]hearable) {
	for _, transceiver := range p.conn.GetTransceivers() {
		if receiver := transceiver.Receiver(); receiver != nil {
			for _, codec := range receiver.GetParameters().Codecs {
				sounds[codec.PayloadType&0x7f] = soundOf(codec)
			}
		}
	}
	return sounds
}

// readTrack hears the browser until the track ends. A payload type that was
// not agreed on is an error of one packet, not of the track.
func (p *browserPeer) readTrack(track *webrtc.TrackRemote, number int32) {
	var (
		datagram [maxDatagram]byte
		packet   Packet
	)
	for {
		n, _, err := track.Read(datagram[:])
		if ended(err) {
			return
		}
		if err == nil || n > 0 {
			p.handle(datagram[:n], number, &packet)
		}
	}
}

func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, net.ErrClosed)
}

func (p *browserPeer) handle(datagram []byte, number int32, packet *Packet) {
	b := p.stream
	defer func() {
		if reason := recover(); reason != nil {
			b.port.logger.LogAttrs(context.Background(), slog.LevelError, "browser handler panicked", slog.Any("reason", reason))
		}
	}()
	header, payload, ok := parseRTP(datagram)
	if !ok || p.listener.Load() != number || b.current.Load() != p {
		return
	}
	now := time.Now()
	b.hearing.Lock()
	sound := b.ear.sounds[header.payloadType]
	kind := Audio
	if sound == eventSound {
		kind = TelephoneEvent
	}
	b.ear.reception.packet(header, kind, now)
	pass := b.ear.fill(packet, header, payload, sound)
	b.hearing.Unlock()
	b.heard.Store(now.UnixNano())
	if pass {
		b.deliver(packet)
	}
}

// readReports drains RTCP, which pion needs, and learns the round trip from it.
func (p *browserPeer) readReports(read func() ([]rtcp.Packet, error)) {
	for {
		packets, err := read()
		if ended(err) {
			return
		}
		bound := p.track.binding.Load()
		for _, packet := range packets {
			var reports []rtcp.ReceptionReport
			switch report := packet.(type) {
			case *rtcp.SenderReport:
				reports = report.Reports
			case *rtcp.ReceiverReport:
				reports = report.Reports
			}
			for _, report := range reports {
				if bound == nil || report.SSRC != bound.ssrc {
					continue
				}
				if roundTrip, ok := roundTripOf(report, time.Now()); ok {
					p.stream.roundTrip.Store(int64(roundTrip))
				}
			}
		}
	}
}
