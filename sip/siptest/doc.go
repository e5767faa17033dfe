// Package siptest is a scripted phone on loopback UDP for every package's
// tests: it sends what it is told to, also what no honest phone would, and
// waits for what it is told to expect. It knows nothing of the agent.
package siptest
