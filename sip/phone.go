package sip

import (
	"fmt"
	"net/netip"

	gosip "github.com/emiago/sipgo/sip"
)

// phoneInvites takes an INVITE from where a phone is registered, which must prove its password as REGISTER does. It
// gives the user, empty when no phone is there; handled says that the INVITE was challenged or refused.
func (a *Agent) phoneInvites(request *gosip.Request, tx *gosip.ServerTx) (user string, handled bool) {
	r, source := a.registrar, sourceOf(request)
	if r == nil || !r.bindings.at(source, r.now()) {
		return "", false
	}
	user, refused := r.prove(request, source)
	if refused == nil && !r.bindings.holds(user, source, r.now()) {
		refused = a.response(request, 403)
	}
	if refused != nil {
		a.send(tx, refused)
		return "", true
	}
	return user, false
}

func trunkIDs(t *trunk) []string {
	if t.ID == "" {
		return nil // a phone
	}
	return []string{t.ID}
}

// pin keeps a phone's dialog on the way that the phone's own messages come: behind NAT, its Contact leads nowhere.
func (d *dialog) pin(source netip.AddrPort, network string) {
	d.peer, d.transport, d.pinned = source.String(), network, true
}

// phoneTrunk stands for a registered phone where a trunk does for a carrier. It has no goroutine and no password.
func (a *Agent) phoneTrunk(id string) (*trunk, *binding, error) {
	if a.registrar != nil {
		for _, one := range a.registrar.bindings.all(a.registrar.now()) {
			if one.ID == id {
				t := &trunk{agent: a, Trunk: Trunk{Proxy: one.Source.String(), Transport: one.Transport}}
				t.resolved.Store(&[]netip.AddrPort{one.Source})
				return t, one, nil
			}
		}
	}
	return nil, nil, fmt.Errorf("dial: phone %q is not registered", id)
}
