// Package live is the websocket between a browser and the service: it carries
// the events of callsvc to the browser as the contract's messages, with the
// caller's record beside a ringing call, and the browser's commands and media
// signalling back. It never holds up a call: a connection has a bounded queue,
// and one that does not keep up is closed and reads the state anew.
//
// A connection has two goroutines, the reader that also carries out messages
// in their order and the writer that alone writes and counts. Hub.Serve waits
// for both. No two locks are ever held together.
package live
