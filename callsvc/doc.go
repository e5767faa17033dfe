// Package callsvc decides what a call is, who gets it and what happened. It
// joins legs of package sip and browser streams of package sip/media into
// calls, one goroutine owning each call, and tells the rest of the product
// through events. It knows agents, numbers and trunks by identifier; what a
// contact is, it asks through the ports in port.go.
package callsvc
