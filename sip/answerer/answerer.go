package answerer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// Serve answers every INVITE on conn with sdp at once, and every BYE, until ctx
// ends. It closes conn.
func Serve(ctx context.Context, conn net.PacketConn, sdp []byte) error {
	silent := slog.New(slog.DiscardHandler)
	agent, err := sipgo.NewUA(sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(silent)))
	if err != nil {
		return fmt.Errorf("make a user agent: %w", err)
	}
	server, err := sipgo.NewServer(agent, sipgo.WithServerLogger(silent))
	if err != nil {
		return fmt.Errorf("make a server: %w", err)
	}
	address := conn.LocalAddr().(*net.UDPAddr)
	contact := &sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: "answerer", Host: address.IP.String(), Port: address.Port}}
	server.OnInvite(func(request *sip.Request, tx sip.ServerTransaction) {
		response := sip.NewResponseFromRequest(request, sip.StatusOK, "OK", sdp)
		response.AppendHeader(contact)
		response.AppendHeader(sip.NewHeader("Content-Type", "application/sdp"))
		_ = tx.Respond(response) // the caller counts what is missing
	})
	server.OnAck(func(*sip.Request, sip.ServerTransaction) {})
	server.OnBye(func(request *sip.Request, tx sip.ServerTransaction) {
		_ = tx.Respond(sip.NewResponseFromRequest(request, sip.StatusOK, "OK", nil)) // likewise
	})
	done := make(chan error, 1)
	go func() { done <- server.ServeUDP(conn) }()
	select {
	case err = <-done:
		err = fmt.Errorf("serve: %w", err)
		_ = conn.Close() // it has failed already
	case <-ctx.Done():
		_ = conn.Close() // ends ServeUDP
		if err = <-done; errors.Is(err, net.ErrClosed) {
			err = nil
		}
	}
	return errors.Join(err, agent.Close())
}
