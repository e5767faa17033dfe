package callsvc

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/sip/media"
)

// closePatience bounds the wait for a browser's connection to close.
const closePatience = 5 * time.Second

// Connection is one browser tab of a user: it gets the user's events and may
// carry the user's sound.
type Connection struct {
	id      string
	desk    *desk
	service *Service
	subs    []*bus.Subscription

	delivering sync.Mutex
	deliver    func(UserEvent)
	gone       bool

	mu     sync.Mutex
	stream *media.BrowserStream
	state  media.BrowserState
	closed bool
}

// Connect registers a browser of user. deliver gets the events, one at a time,
// and must not block. The first connection makes the user available unless they
// chose otherwise; calls that ring or run for the user are told to it at once.
func (s *Service) Connect(ctx context.Context, org id.Org, user id.User, deliver func(UserEvent)) (*Connection, error) {
	c := &Connection{id: uuid.NewString(), desk: s.desk(org, user), service: s, deliver: deliver}
	for _, subject := range []string{userSubject(org, user), orgSubject(org)} {
		sub, err := s.deps.Bus.Subscribe(subject, c.forward)
		if err != nil {
			c.unsubscribe(ctx)
			return nil, fmt.Errorf("connect browser: %w", err)
		}
		c.subs = append(c.subs, sub)
	}
	c.desk.connect(c)
	return c, nil
}

// ID names the connection, as CallUpdated.AudioOwner does.
func (c *Connection) ID() string { return c.id }

func (c *Connection) forward(ctx context.Context, message bus.Message) {
	var event UserEvent
	if err := message.Decode(&event); err != nil {
		c.service.cfg.Logger.ErrorContext(ctx, "event not readable", slog.String("subject", message.Subject), slog.Any("error", err))
		return
	}
	c.give(event)
}

func (c *Connection) give(event UserEvent) {
	c.delivering.Lock()
	defer c.delivering.Unlock()
	if !c.gone {
		c.deliver(event)
	}
}

// Offer answers the browser's SDP offer. This connection carries the user's
// sound from now on, and a live call goes on in it.
func (c *Connection) Offer(ctx context.Context, sdp string) (string, error) {
	stream, err := c.open()
	if err != nil {
		return "", err
	}
	answer, err := stream.Answer(ctx, sdp)
	if err != nil {
		return "", fmt.Errorf("answer the browser's offer: %w", &Error{Code: CodeInvalid, Detail: err.Error()})
	}
	c.desk.wear(c, stream)
	return answer, nil
}

// open gives the connection's stream, making it the first time.
func (c *Connection) open() (*media.BrowserStream, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, refuse(CodeConflict, "the connection is closed")
	}
	if c.stream == nil {
		stream, err := c.service.deps.WebRTC.NewBrowserStream(c.candidate, c.changed)
		if err != nil {
			return nil, fmt.Errorf("open browser stream: %w", err)
		}
		c.stream = stream
	}
	return c.stream, nil
}

// AddCandidate takes an ICE candidate of the browser, before or after its offer.
func (c *Connection) AddCandidate(candidate json.RawMessage) error {
	stream, err := c.open()
	if err != nil {
		return err
	}
	if err := stream.AddCandidate(candidate); err != nil {
		return fmt.Errorf("take the browser's candidate: %w", &Error{Code: CodeInvalid, Detail: err.Error()})
	}
	return nil
}

func (c *Connection) candidate(candidate json.RawMessage) {
	c.give(UserEvent{Type: EventRTCCandidate, At: time.Now().UTC(), Data: candidate})
}

// changed hears from the stream, also from within Offer and Close.
func (c *Connection) changed(state media.BrowserState) {
	c.mu.Lock()
	c.state = state
	c.mu.Unlock()
	c.desk.soundChanged(c, state)
}

// sound gives the stream when it is connected, else nil.
func (c *Connection) sound() *media.BrowserStream {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || c.state != media.BrowserConnected {
		return nil
	}
	return c.stream
}

// Close forgets the browser. The user goes offline after a grace when it was
// the last; a call goes on in another tab, or waits for one.
func (c *Connection) Close() {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return
	}
	c.closed = true
	stream := c.stream
	c.mu.Unlock()
	c.delivering.Lock()
	c.gone = true
	c.delivering.Unlock()
	ctx := context.Background()
	c.unsubscribe(ctx)
	c.desk.disconnect(c)
	if stream != nil {
		c.closeStream(ctx, stream)
	}
}

// closeStream bounds the wait: pion v4.2.26 can hang for ever when it is closed
// between its handshake and the first packet, and the browser's websocket must
// not hang with it.
func (c *Connection) closeStream(ctx context.Context, stream *media.BrowserStream) {
	closed := make(chan error, 1)
	go func() { closed <- stream.Close() }()
	patience := time.NewTimer(closePatience)
	defer patience.Stop()
	select {
	case err := <-closed:
		if err != nil {
			c.service.cfg.Logger.WarnContext(ctx, "browser stream not closed", slog.Any("error", err))
		}
	case <-patience.C:
		c.service.cfg.Logger.ErrorContext(ctx, "browser stream hangs in closing")
	}
}

func (c *Connection) unsubscribe(ctx context.Context) {
	for _, sub := range c.subs {
		if err := sub.Close(); err != nil {
			c.service.cfg.Logger.WarnContext(ctx, "subscription not closed", slog.Any("error", err))
		}
	}
}

// wear makes c's stream the one that the user hears.
func (d *desk) wear(c *Connection, stream *media.BrowserStream) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if slices.Contains(d.connections, c) {
		d.wearLocked(c, stream)
	}
}

func (d *desk) wearLocked(c *Connection, stream *media.BrowserStream) {
	if owner, worn := d.headset.worn(); owner != c.id || worn != stream {
		d.headset.wear(c.id, stream)
		d.tellTalkingLocked(func(l *liveCall) { l.soundMoved(c.id) })
	}
	if c.sound() != nil {
		d.soundReadyLocked()
	}
}

// soundReadyLocked lets calls that waited for a browser go on.
func (d *desk) soundReadyLocked() {
	stop(&d.deserted)
	d.tellTalkingLocked((*liveCall).streamReady)
}

func (d *desk) tellTalkingLocked(work func(*liveCall)) {
	for call, talking := range d.calls {
		if talking {
			call.tell(work)
		}
	}
}

// soundChanged hears of the state of a connection's stream.
func (d *desk) soundChanged(c *Connection, state media.BrowserState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if owner, _ := d.headset.worn(); owner != c.id {
		return
	}
	switch state {
	case media.BrowserConnected:
		d.soundReadyLocked()
	case media.BrowserFailed:
		d.desertLocked()
	case media.BrowserNew, media.BrowserDisconnected, media.BrowserClosed:
	}
}

// soundReady says that the user can be heard and hear now.
func (d *desk) soundReady() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	owner, _ := d.headset.worn()
	for _, c := range d.connections {
		if c.id == owner {
			return c.sound() != nil
		}
	}
	return false
}
