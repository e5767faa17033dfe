package live

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/time/rate"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

const (
	// queueSlots is how far a browser may lag before it is dropped.
	queueSlots = 64
	// messageMost bounds a client message: an SDP offer is 2 to 6 kB.
	messageMost = 64 << 10
	// A client may send messagesAtOnce and then messagesPerSecond. Trickled
	// candidates come in bursts of twenty.
	messagesPerSecond = 30
	messagesAtOnce    = 100
	// handleTimeout bounds what one client message may take.
	handleTimeout = 10 * time.Second
	// bufferKept is the write buffer that a connection keeps between messages.
	bufferKept = 16 << 10

	closeSessionEnded = "the session has ended"
	closeTooSlow      = "too slow; connect again and read the state anew"
)

// conn is one websocket.
type conn struct {
	hub   *Hub
	login crm.Login
	actor crm.Actor
	check func(context.Context) error

	queue   chan outgoing
	closed  chan struct{}
	once    sync.Once
	code    int
	reason  string
	limiter *rate.Limiter

	// ws and phone are set before the goroutines begin.
	ws    *websocket.Conn
	phone Phone

	// Only the writer uses these.
	seq    int64
	buffer []byte
	known  map[id.Call]callNames
}

// outgoing is one thing to write: an event to translate, or a reply.
type outgoing struct {
	event *callsvc.UserEvent
	reply *reply
}

// reply answers a client message. Code is empty when it was carried out.
type reply struct {
	id, code, detail string
	data             json.RawMessage
}

func newConn(hub *Hub, login crm.Login, check func(context.Context) error) *conn {
	return &conn{
		hub: hub, login: login, actor: login.Actor(), check: check,
		queue: make(chan outgoing, queueSlots), closed: make(chan struct{}),
		limiter: rate.NewLimiter(messagesPerSecond, messagesAtOnce),
		known:   map[id.Call]callNames{},
	}
}

// run serves the websocket until either side ends it.
func (c *conn) run(ctx context.Context, ws *websocket.Conn) {
	c.ws = ws
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer c.closeSocket(ctx)
	phone, err := c.hub.deps.Connect(ctx, c.actor.Org, c.actor.User, c.deliver)
	if err != nil {
		c.hub.logger.WarnContext(ctx, "connect browser", slog.Any("error", err))
		c.close(websocket.CloseTryAgainLater, "calls are not available")
		c.sayGoodbye()
		return
	}
	c.phone = phone
	defer phone.Close()
	var writing sync.WaitGroup
	writing.Go(func() {
		// Ends what the reader waits for, too.
		defer c.closeSocket(ctx)
		defer cancel()
		c.write(ctx)
	})
	c.read(ctx)
	c.close(websocket.CloseNormalClosure, "")
	writing.Wait()
}

func (c *conn) closeSocket(ctx context.Context) {
	if err := c.ws.Close(); err != nil {
		c.hub.logger.DebugContext(ctx, "close websocket", slog.Any("error", err))
	}
}

// close asks the writer to end the connection; the first reason counts.
func (c *conn) close(code int, reason string) {
	c.once.Do(func() {
		c.code, c.reason = code, reason
		close(c.closed)
	})
}

// deliver takes an event of the call service. It never blocks.
func (c *conn) deliver(event callsvc.UserEvent) {
	if event.Type == EventSessionEnded {
		c.sessionEnded(event)
		return
	}
	c.enqueue(outgoing{event: &event})
}

func (c *conn) enqueue(item outgoing) {
	select {
	case c.queue <- item:
	default:
		c.close(websocket.CloseTryAgainLater, closeTooSlow)
	}
}

func (c *conn) sessionEnded(event callsvc.UserEvent) {
	var ended SessionEnded
	if err := json.Unmarshal(event.Data, &ended); err == nil && ended.ends(c.login.Session) {
		c.close(websocket.ClosePolicyViolation, closeSessionEnded)
	}
}

// read carries out the client's messages in their order until the socket closes.
func (c *conn) read(ctx context.Context) {
	c.ws.SetReadLimit(messageMost)
	// Two pings may be lost before the client counts as gone.
	alive := func(string) error {
		return c.ws.SetReadDeadline(time.Now().Add(3 * c.hub.cfg.PingEvery))
	}
	c.ws.SetPongHandler(alive)
	if err := alive(""); err != nil {
		return
	}
	for {
		kind, message, err := c.ws.ReadMessage()
		if err != nil {
			return
		}
		if kind != websocket.TextMessage {
			c.close(websocket.CloseUnsupportedData, "text messages only")
			return
		}
		c.receive(ctx, message)
	}
}

// write is the only writer of the socket. It ends by saying goodbye.
func (c *conn) write(ctx context.Context) {
	defer c.sayGoodbye()
	ping := time.NewTicker(c.hub.cfg.PingEvery)
	defer ping.Stop()
	if err := c.greet(ctx); err != nil {
		return
	}
	for {
		var err error
		select {
		case <-c.closed:
			return
		case item := <-c.queue:
			err = c.send(ctx, item)
		case <-ping.C:
			err = c.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(c.hub.cfg.WriteWait))
		}
		if err != nil {
			c.close(websocket.CloseAbnormalClosure, "")
			return
		}
	}
}

// send writes one item. A defect in the translation of one event must not
// take the others with it.
func (c *conn) send(ctx context.Context, item outgoing) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			c.panicked(ctx, "event", reason)
		}
	}()
	if item.reply != nil {
		return c.writeReply(*item.reply)
	}
	message, err := c.translate(ctx, *item.event)
	if err != nil {
		c.hub.logger.ErrorContext(ctx, "event not readable",
			slog.String("event_type", item.event.Type), slog.Any("error", err))
		return nil
	}
	if message == nil {
		return nil
	}
	return c.writeMessage(item.event.Type, message)
}

// writeMessage writes {type, seq, at, data}. It is put together by hand, since
// the data is encoded already and only the number differs between browsers. at
// is when it is sent, so that a client can set its clock by it; when something
// happened stands in the data.
func (c *conn) writeMessage(kind string, data json.RawMessage) error {
	c.seq++
	buffer := append(c.buffer[:0], `{"type":"`...)
	buffer = append(buffer, kind...)
	buffer = append(buffer, `","seq":`...)
	buffer = strconv.AppendInt(buffer, c.seq, 10)
	buffer = append(buffer, `,"at":"`...)
	buffer = c.hub.deps.Now().UTC().AppendFormat(buffer, time.RFC3339Nano)
	buffer = append(buffer, `","data":`...)
	buffer = append(buffer, data...)
	buffer = append(buffer, '}')
	return c.writeText(buffer)
}

func (c *conn) writeReply(answer reply) error {
	c.seq++
	message := struct {
		Type   string          `json:"type"`
		Seq    int64           `json:"seq"`
		ID     string          `json:"id"`
		Code   string          `json:"code,omitempty"`
		Detail string          `json:"detail,omitempty"`
		Data   json.RawMessage `json:"data,omitempty"`
	}{Type: "ok", Seq: c.seq, ID: answer.id, Code: answer.code, Detail: answer.detail, Data: answer.data}
	if answer.code != "" {
		message.Type = "error"
	}
	encoded, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encode reply: %w", err)
	}
	return c.writeText(encoded)
}

func (c *conn) writeText(text []byte) error {
	if cap(text) <= bufferKept {
		c.buffer = text
	}
	if err := c.ws.SetWriteDeadline(time.Now().Add(c.hub.cfg.WriteWait)); err != nil {
		return fmt.Errorf("set write deadline: %w", err)
	}
	if err := c.ws.WriteMessage(websocket.TextMessage, text); err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	return nil
}

// sayGoodbye tells the client why, if it still listens.
func (c *conn) sayGoodbye() {
	c.close(websocket.CloseNormalClosure, "")
	if c.code == websocket.CloseAbnormalClosure {
		return
	}
	frame := websocket.FormatCloseMessage(c.code, c.reason)
	// An error means that nobody is left to tell.
	_ = c.ws.WriteControl(websocket.CloseMessage, frame, time.Now().Add(time.Second))
}

func (c *conn) panicked(ctx context.Context, what string, reason any) {
	c.hub.logger.ErrorContext(ctx, "websocket handler panicked", slog.String("what", what),
		slog.String("reason", fmt.Sprint(reason)), slog.String("stack", string(debug.Stack())))
}
