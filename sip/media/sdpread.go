package media

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pion/sdp/v3"
)

// parseDescription reads a session description within bounds. pion's reader
// refuses a whole description for one line that it does not know, a fax line
// for instance, so it is shown only what matters here; such lines must still be
// answered, and keep their place.
func parseDescription(raw []byte) (*sdp.SessionDescription, error) {
	if len(raw) > maxDescription {
		return nil, fmt.Errorf("read session description: %d bytes are too many", len(raw))
	}
	plain, err := readPlain(string(raw))
	if err != nil {
		return nil, fmt.Errorf("read session description: %w", err)
	}
	var description sdp.SessionDescription
	if err := description.UnmarshalString(plain.String()); err != nil {
		return nil, fmt.Errorf("read session description: %w", err)
	}
	for i, name := range plain.foreign {
		description.MediaDescriptions[i].MediaName = name
	}
	return &description, nil
}

// plainDescription is a description reduced to the lines that matter, in the
// order that RFC 8866 wants.
type plainDescription struct {
	connection string
	attributes []string
	media      []plainMedia
	foreign    map[int]sdp.MediaName // lines that are neither ours nor pion's to read
}

type plainMedia struct {
	name, connection string
	attributes       []string
}

func readPlain(raw string) (*plainDescription, error) {
	if !strings.HasPrefix(raw, "v=0") {
		return nil, errors.New("it does not begin with v=0")
	}
	plain := &plainDescription{foreign: make(map[int]sdp.MediaName)}
	for line := range strings.Lines(raw) {
		line = strings.TrimRight(line, "\r\n")
		key, value, ok := strings.Cut(line, "=")
		if !ok || strings.ContainsAny(value, "\r\x00") {
			continue
		}
		switch key {
		case "m":
			if err := plain.addMedia(value); err != nil {
				return nil, err
			}
		case "c":
			if connection := plain.lastConnection(); *connection == "" {
				*connection = value
			}
		case "a":
			attributes := plain.lastAttributes()
			*attributes = append(*attributes, value)
		}
	}
	return plain, nil
}

// addMedia takes the value of an m= line.
func (p *plainDescription) addMedia(value string) error {
	fields := strings.Fields(value)
	switch {
	case len(fields) < 4:
		return fmt.Errorf("media line %q is too short", value)
	case len(fields) > maxFormats+3:
		return fmt.Errorf("%w: %d formats", ErrNotAcceptable, len(fields)-3)
	case len(p.media) == maxMediaLines:
		return errors.New("too many media lines")
	}
	name := strings.Join(fields, " ")
	if fields[0] != "audio" || !strings.HasPrefix(fields[2], "RTP/") {
		p.foreign[len(p.media)] = sdp.MediaName{Media: fields[0], Protos: []string{fields[2]}, Formats: fields[3:]}
		name = "text 0 UDP 0"
	}
	p.media = append(p.media, plainMedia{name: name})
	return nil
}

func (p *plainDescription) lastConnection() *string {
	if len(p.media) == 0 {
		return &p.connection
	}
	return &p.media[len(p.media)-1].connection
}

func (p *plainDescription) lastAttributes() *[]string {
	if len(p.media) == 0 {
		return &p.attributes
	}
	return &p.media[len(p.media)-1].attributes
}

// String is what pion gets to read.
func (p *plainDescription) String() string {
	var text strings.Builder
	line := func(key, value string) {
		if value != "" {
			text.WriteString(key + "=" + value + "\r\n")
		}
	}
	text.WriteString("v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\n")
	line("c", p.connection)
	text.WriteString("t=0 0\r\n")
	for _, attribute := range p.attributes {
		line("a", attribute)
	}
	for _, media := range p.media {
		line("m", media.name)
		line("c", media.connection)
		for _, attribute := range media.attributes {
			line("a", attribute)
		}
	}
	return text.String()
}
