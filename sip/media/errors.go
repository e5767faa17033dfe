package media

import "errors"

var (
	// ErrNotAcceptable says that a session description offers nothing that we
	// can carry; SIP answers it with 488.
	ErrNotAcceptable = errors.New("no acceptable audio")
	// ErrPortsExhausted says that every RTP port is in use or at rest.
	ErrPortsExhausted = errors.New("no free rtp port")
	// ErrClosed says that the stream has ended.
	ErrClosed = errors.New("stream closed")
)
