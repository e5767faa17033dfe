package media

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/pion/sdp/v3"
)

// What a description may hold before it is refused unread.
const (
	maxDescription = 16 << 10
	maxMediaLines  = 32
	maxFormats     = 128
)

// way is the direction of media as one side sees it (RFC 3264 section 5.1).
type way struct{ send, receive bool }

func (w way) String() string {
	switch w {
	case way{send: true, receive: true}:
		return sdp.AttrKeySendRecv
	case way{send: true}:
		return sdp.AttrKeySendOnly
	case way{receive: true}:
		return sdp.AttrKeyRecvOnly
	default:
		return sdp.AttrKeyInactive
	}
}

// against is what remains of our wish when the other side wants theirs.
func (w way) against(theirs way) way {
	return way{send: w.send && theirs.receive, receive: w.receive && theirs.send}
}

// codecFormat is a codec under the payload type that a description gives it.
type codecFormat struct {
	codec Codec
	kind  uint8
}

// audioLine is what a description says of one audio line that we can carry.
type audioLine struct {
	index     int
	address   netip.AddrPort // zero when nothing may be sent there
	control   netip.AddrPort
	mux       bool
	codecs    []codecFormat // in the order of preference
	events    uint8
	hasEvents bool
	way       way
}

// findAudio returns the first audio line that we can carry, of those that
// accepted names.
func findAudio(description *sdp.SessionDescription, codecs []Codec, v4 bool) (audioLine, error) {
	refusal := errors.New("no audio line")
	for i, media := range description.MediaDescriptions {
		if media.MediaName.Media != "audio" {
			continue
		}
		line, err := readAudio(description, media, codecs, v4)
		if err == nil {
			line.index = i
			return line, nil
		}
		refusal = err
	}
	return audioLine{}, fmt.Errorf("%w: %w", ErrNotAcceptable, refusal)
}

func readAudio(description *sdp.SessionDescription, media *sdp.MediaDescription, codecs []Codec, v4 bool) (audioLine, error) {
	name := media.MediaName
	switch proto := strings.Join(name.Protos, "/"); {
	case proto != "RTP/AVP" && proto != "RTP/AVPF":
		return audioLine{}, fmt.Errorf("transport %q", proto)
	case name.Port.Value == 0:
		return audioLine{}, errors.New("audio refused by port 0")
	case name.Port.Value < 0 || name.Port.Value > 65535:
		return audioLine{}, fmt.Errorf("port %d", name.Port.Value)
	case len(name.Formats) > maxFormats:
		return audioLine{}, errors.New("too many formats")
	}
	line := audioLine{way: wayOf(description, media)}
	readFormats(&line, media, codecs)
	if len(line.codecs) == 0 {
		return audioLine{}, errors.New("no common codec")
	}
	if err := readAddress(&line, description, media, v4); err != nil {
		return audioLine{}, err
	}
	return line, nil
}

// readAddress takes c= from the media level, else from the session's. The
// address 0.0.0.0 is the hold of RFC 2543.
func readAddress(line *audioLine, description *sdp.SessionDescription, media *sdp.MediaDescription, v4 bool) error {
	connection := media.ConnectionInformation
	if connection == nil {
		connection = description.ConnectionInformation
	}
	if connection == nil || connection.Address == nil {
		return errors.New("no connection address")
	}
	text, _, _ := strings.Cut(connection.Address.Address, "/")
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return fmt.Errorf("connection address: %w", err)
	}
	ip = ip.Unmap().WithZone("")
	switch {
	case ip.IsUnspecified():
		line.way.receive = false
		return nil
	case ip.IsMulticast() || ip == netip.AddrFrom4([4]byte{255, 255, 255, 255}):
		return fmt.Errorf("connection address %s is no unicast address", ip)
	case ip.Is4() != v4:
		return fmt.Errorf("connection address %s is of the other IP version", ip)
	}
	port := uint16(media.MediaName.Port.Value) //nolint:gosec // checked by readAudio
	line.address = netip.AddrPortFrom(ip, port)
	readControl(line, media, ip, port)
	return nil
}

// readControl finds where RTCP goes (RFC 3605, RFC 5761). Only the port of
// a=rtcp is believed: reports go to the host that speaks.
func readControl(line *audioLine, media *sdp.MediaDescription, ip netip.Addr, port uint16) {
	if _, mux := media.Attribute("rtcp-mux"); mux {
		line.mux, line.control = true, line.address
		return
	}
	if text, ok := media.Attribute("rtcp"); ok {
		text, _, _ = strings.Cut(strings.TrimSpace(text), " ")
		if control, err := strconv.ParseUint(text, 10, 16); err == nil && control != 0 {
			line.control = netip.AddrPortFrom(ip, uint16(control))
			return
		}
	}
	if port < 65535 {
		line.control = netip.AddrPortFrom(ip, port+1)
	}
}

func wayOf(description *sdp.SessionDescription, media *sdp.MediaDescription) way {
	for _, attributes := range [][]sdp.Attribute{media.Attributes, description.Attributes} {
		for _, attribute := range attributes {
			switch attribute.Key {
			case sdp.AttrKeySendRecv:
				return way{send: true, receive: true}
			case sdp.AttrKeySendOnly:
				return way{send: true}
			case sdp.AttrKeyRecvOnly:
				return way{receive: true}
			case sdp.AttrKeyInactive:
				return way{}
			}
		}
	}
	return way{send: true, receive: true}
}

// readFormats resolves the payload types of a line, static or mapped.
func readFormats(line *audioLine, media *sdp.MediaDescription, codecs []Codec) {
	mapped := make(map[string]string)
	for _, attribute := range media.Attributes {
		if attribute.Key != "rtpmap" || len(mapped) >= maxFormats {
			continue
		}
		if number, encoding, ok := strings.Cut(attribute.Value, " "); ok {
			mapped[number] = strings.ToUpper(strings.TrimSpace(encoding))
		}
	}
	for _, format := range media.MediaName.Formats {
		number, err := strconv.ParseUint(format, 10, 7)
		if err != nil || number >= 64 && number < 96 {
			continue
		}
		line.addFormat(uint8(number), encodingOf(format, mapped), codecs)
	}
}

func encodingOf(format string, mapped map[string]string) string {
	if encoding, ok := mapped[format]; ok {
		return strings.TrimSuffix(encoding, "/1")
	}
	switch format {
	case "0":
		return "PCMU/8000"
	case "8":
		return "PCMA/8000"
	}
	return ""
}

func (l *audioLine) addFormat(number uint8, encoding string, codecs []Codec) {
	switch encoding {
	case "TELEPHONE-EVENT/8000":
		if !l.hasEvents {
			l.events, l.hasEvents = number, true
		}
	case "PCMU/8000", "PCMA/8000":
		codec := PCMU
		if encoding == "PCMA/8000" {
			codec = PCMA
		}
		if slices.Contains(codecs, codec) {
			l.codecs = append(l.codecs, codecFormat{codec: codec, kind: number})
		}
	}
}

// audioBody is our own audio line in an offer or an answer.
type audioBody struct {
	address   netip.AddrPort
	codecs    []codecFormat
	events    uint8
	hasEvents bool
	mux       bool
	way       way
}

// media writes the line out.
func (b audioBody) media() *sdp.MediaDescription {
	media := &sdp.MediaDescription{MediaName: sdp.MediaName{
		Media: "audio", Port: sdp.RangedPort{Value: int(b.address.Port())}, Protos: []string{"RTP", "AVP"},
	}}
	for _, format := range b.codecs {
		name := "PCMU/8000"
		if format.codec == PCMA {
			name = "PCMA/8000"
		}
		number := strconv.Itoa(int(format.kind))
		media.MediaName.Formats = append(media.MediaName.Formats, number)
		media.WithValueAttribute("rtpmap", number+" "+name)
	}
	if b.hasEvents {
		number := strconv.Itoa(int(b.events))
		media.MediaName.Formats = append(media.MediaName.Formats, number)
		media.WithValueAttribute("rtpmap", number+" telephone-event/8000")
		media.WithValueAttribute("fmtp", number+" 0-16")
	}
	media.WithValueAttribute("ptime", "20")
	if b.mux {
		media.WithPropertyAttribute("rtcp-mux")
	} else {
		media.WithValueAttribute("rtcp", strconv.Itoa(int(b.address.Port())+1))
	}
	return media.WithPropertyAttribute(b.way.String())
}

// refuse is the answer to a line that we do not take (RFC 3264 section 6).
func refuse(offered *sdp.MediaDescription) *sdp.MediaDescription {
	name := offered.MediaName
	name.Port = sdp.RangedPort{}
	return &sdp.MediaDescription{MediaName: name}
}

// describe wraps media lines into a session description.
func describe(ip netip.Addr, id, version uint64, lines ...*sdp.MediaDescription) ([]byte, error) {
	family := "IP4"
	if ip.Is6() {
		family = "IP6"
	}
	description := sdp.SessionDescription{
		Origin: sdp.Origin{
			Username: "ringbook", SessionID: id, SessionVersion: version,
			NetworkType: "IN", AddressType: family, UnicastAddress: ip.String(),
		},
		SessionName:           "ringbook",
		ConnectionInformation: &sdp.ConnectionInformation{NetworkType: "IN", AddressType: family, Address: &sdp.Address{Address: ip.String()}},
		TimeDescriptions:      []sdp.TimeDescription{{}},
		MediaDescriptions:     lines,
	}
	raw, err := description.Marshal()
	if err != nil {
		return nil, fmt.Errorf("write session description: %w", err)
	}
	return raw, nil
}
