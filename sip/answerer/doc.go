// Package answerer is a bare sipgo server that answers every call at once. It
// does nothing that a service needs: ringbench takes it for the limit that ours
// is held to. No service imports it.
package answerer
