package sip

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	maxForwards  = 70
	largeRequest = 1300 // bytes; above it a request goes over TCP (RFC 3261 18.1.1)
)

// dialog is what RFC 3261 12 calls the dialog's state. localTag, callID and the addresses do not change.
type dialog struct {
	callID              string
	localTag, remoteTag string
	local               gosip.FromHeader // us, with our tag
	remote              gosip.ToHeader   // them, without their tag
	contactUser         string
	localSeq, remoteSeq uint32
	routes              []gosip.Uri
	target              gosip.Uri // the remote target
	transport           string    // UDP, TCP, TLS, WS
	peer                string    // where the far side's messages come from, or ours go first
	pinned              bool      // answers must use the far side's own connection
	peerUpdates         bool      // the far side takes UPDATE
}

// request builds a request of ours inside the dialog. ACK and CANCEL have the CSeq of their INVITE.
func (a *Agent) request(d *dialog, method gosip.RequestMethod, seq uint32) *gosip.Request {
	target, routes := d.target, d.routes
	if len(routes) > 0 && !routes[0].UriParams.Has("lr") {
		// A strict router wants to be the Request-URI, and the target last (RFC 3261 12.2.1.1).
		target, routes = routes[0], append(append([]gosip.Uri(nil), routes[1:]...), target)
	}
	request := gosip.NewRequest(method, *target.Clone())
	network := d.network(target, routes)
	request.SetTransport(network)
	request.SetDestination(d.destination(target, routes, network))
	a.address(request, network)
	forwards := gosip.MaxForwardsHeader(maxForwards)
	from := d.local
	from.Params = from.Params.Clone()
	to := d.remote
	to.Params = to.Params.Clone()
	if d.remoteTag != "" {
		to.Params.Add("tag", d.remoteTag)
	}
	id := gosip.CallIDHeader(d.callID)
	for i := range routes {
		request.AppendHeader(&gosip.RouteHeader{Address: *routes[i].Clone()})
	}
	request.AppendHeader(&forwards)
	request.AppendHeader(&from)
	request.AppendHeader(&to)
	request.AppendHeader(&id)
	request.AppendHeader(&gosip.CSeqHeader{SeqNo: seq, MethodName: method})
	request.AppendHeader(gosip.NewHeader("User-Agent", a.cfg.UserAgent))
	if method == gosip.INVITE || method == gosip.UPDATE {
		request.AppendHeader(a.contact(d.contactUser, network, d.peer))
		request.AppendHeader(gosip.NewHeader("Allow", allowed))
		request.AppendHeader(gosip.NewHeader("Supported", supported))
	}
	request.SetBody(nil)
	return request
}

// network is the transport towards the next hop.
func (d *dialog) network(target gosip.Uri, routes []gosip.Uri) string {
	next := target
	if len(routes) > 0 {
		next = routes[0]
	}
	if d.pinned {
		return d.transport
	}
	if next.IsEncrypted() {
		return "TLS"
	}
	if wanted, found := next.UriParams.Get("transport"); found && wanted != "" {
		if wanted = strings.ToUpper(wanted); wanted == "UDP" || wanted == "TCP" || wanted == "TLS" {
			return wanted
		}
	}
	if d.transport == "UDP" || len(routes) > 0 || d.transport == "" {
		return "UDP"
	}
	return d.transport
}

func (d *dialog) destination(target gosip.Uri, routes []gosip.Uri, network string) string {
	if d.pinned && d.peer != "" {
		return d.peer
	}
	next := target
	if len(routes) > 0 {
		next = routes[0]
	}
	return hostPort(next.Host, next.Port, network)
}

func hostPort(host string, port int, network string) string {
	if port == 0 {
		port = gosip.DefaultPort(network)
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), strconv.Itoa(port))
}

// address gives a request its Via, and the socket it leaves from.
func (a *Agent) address(request *gosip.Request, network string) {
	via := &gosip.ViaHeader{
		ProtocolName: "SIP", ProtocolVersion: "2.0", Transport: network, Params: gosip.NewParams(),
	}
	via.Params.Add("branch", branch())
	via.Params.Add("rport", "")
	if s := a.socketFor(network); s != nil {
		ours := a.advertised(s, request.Destination())
		via.Host, via.Port = ours.Addr().String(), int(ours.Port())
		if network == "UDP" {
			request.Laddr = gosip.Addr{IP: net.IP(s.address.Addr().AsSlice()), Port: int(s.address.Port())}
		}
	}
	for request.RemoveHeader("Via") {
	}
	request.PrependHeader(via)
}

// contact is our Contact towards a peer.
func (a *Agent) contact(user, network, peer string) *gosip.ContactHeader {
	s := a.socketFor(network)
	uri := gosip.Uri{Scheme: "sip", User: escapeUser(user), UriParams: gosip.NewParams()}
	if s == nil {
		s = a.sockets[0]
	}
	ours := a.advertised(s, peer)
	uri.Host, uri.Port = ours.Addr().String(), int(ours.Port())
	if s.transport != "udp" {
		uri.UriParams.Add("transport", s.transport)
	}
	return &gosip.ContactHeader{Address: uri, Params: gosip.NewParams()}
}

// transmit begins a client transaction. What is too large for UDP goes over TCP, and over UDP all the same
// when nobody listens there (RFC 3261 18.1.1).
func (a *Agent) transmit(ctx context.Context, request *gosip.Request) (*gosip.ClientTx, error) {
	if request.Transport() == "UDP" && len(request.String()) > largeRequest {
		large := request.Clone()
		large.SetTransport("TCP")
		large.Laddr = gosip.Addr{}
		a.address(large, "TCP")
		limited, cancel := context.WithTimeout(ctx, a.cfg.Timers.transaction()/8)
		tx, err := a.begin(limited, large)
		cancel()
		if err == nil {
			*request = *large
			return tx, nil
		}
		a.log.DebugContext(ctx, "no tcp for a large request, using udp", slog.Any("error", err))
	}
	return a.begin(ctx, request)
}

func (a *Agent) begin(ctx context.Context, request *gosip.Request) (tx *gosip.ClientTx, err error) {
	a.traces.left(request)
	err = a.gate.pass(func() error {
		tx, err = a.tx.Request(ctx, request)
		return err
	})
	return tx, err
}

// exchange reads a client transaction to its final response on a goroutine of its own. each gets every response;
// end is called instead of a final response when there will be none. limit bounds the wait for the first.
func (a *Agent) exchange(tx *gosip.ClientTx, limit time.Duration, each func(*gosip.Response), end func(error)) {
	a.spawn(func() {
		timer := time.NewTimer(limit)
		defer timer.Stop()
		expired := timer.C
		for {
			select {
			case response := <-tx.Responses():
				if response.IsProvisional() && tx.Origin().IsInvite() {
					expired = nil
				}
				each(response)
				if !response.IsProvisional() {
					return
				}
			case <-tx.Done():
				end(transactionError(tx.Err()))
				return
			case <-expired:
				tx.Terminate()
				end(errTimeout)
				return
			}
		}
	})
}

// errTimeout says that the far side did not answer in time.
var errTimeout = errors.New("no answer in time")

func transactionError(err error) error {
	switch {
	case errors.Is(err, gosip.ErrTransactionTimeout):
		return errTimeout
	case err == nil:
		return ErrEnded
	default:
		return err
	}
}

// updateTarget takes a new remote target from a target refresh request or its response (RFC 3261 12.2).
func (d *dialog) updateTarget(message gosip.Message) {
	headers := message.GetHeaders("Contact")
	if len(headers) == 0 {
		headers = message.GetHeaders("m")
	}
	if len(headers) == 0 {
		return
	}
	contact, ok := headers[0].(*gosip.ContactHeader)
	if !ok || contact.Address.Wildcard || contact.Address.Host == "" ||
		(contact.Address.Scheme != "sip" && contact.Address.Scheme != "sips") {
		return
	}
	target := contact.Address.Clone()
	target.Headers = nil // what a Contact would have us add to our requests is not its business
	d.target = *target
}

// recordRoutes reads the route set: in order for who was called, reversed for who calls.
func recordRoutes(message gosip.Message, reverse bool) []gosip.Uri {
	var routes []gosip.Uri
	for _, header := range message.GetHeaders("Record-Route") {
		if route, ok := header.(*gosip.RecordRouteHeader); ok {
			routes = append(routes, *route.Address.Clone())
		}
	}
	if reverse {
		for i, j := 0, len(routes)-1; i < j; i, j = i+1, j-1 {
			routes[i], routes[j] = routes[j], routes[i]
		}
	}
	return routes
}

// notePeer reads what else a message says of the far side.
func (d *dialog) notePeer(message gosip.Message) {
	for _, method := range options(message, "Allow") {
		if method == "update" {
			d.peerUpdates = true
		}
	}
}
