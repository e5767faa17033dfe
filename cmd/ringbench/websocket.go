package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"github.com/ringbook/ringbook/crm"
)

// browser is a websocket of a logged-in user.
type browser struct {
	conn net.Conn
	rest *bufio.Reader
}

// browse logs user in and opens the websocket.
func (s *service) browse(ctx context.Context, user crm.User) (*browser, error) {
	cookie, err := s.cookie(ctx, user)
	if err != nil {
		return nil, err
	}
	dialer := ws.Dialer{Header: ws.HandshakeHeaderHTTP(http.Header{"Cookie": {cookie}})}
	conn, rest, _, err := dialer.Dial(ctx, "ws://"+s.web.Addr()+"/api/v1/ws")
	if err != nil {
		return nil, fmt.Errorf("open the websocket: %w", err)
	}
	if rest == nil {
		rest = bufio.NewReader(conn)
	}
	tab := &browser{conn: conn, rest: rest}
	// The server greets once it has subscribed: before that, events pass by.
	if hello, err := tab.next(); err != nil || !contains(hello, []byte(`"hello"`)) {
		tab.close()
		return nil, errors.Join(fmt.Errorf("no hello but %q", hello), err)
	}
	return tab, nil
}

func (b *browser) close() { _ = b.conn.Close() } // measured already

// next reads one message and answers pings.
func (b *browser) next() ([]byte, error) {
	text, err := wsutil.ReadServerText(struct {
		io.Reader
		io.Writer
	}{b.rest, b.conn})
	if err != nil {
		return nil, fmt.Errorf("read the websocket: %w", err)
	}
	return text, nil
}

// over says that a read failed because the socket was closed here.
func over(err error) bool { return errors.Is(err, net.ErrClosed) || errors.Is(err, io.EOF) }
