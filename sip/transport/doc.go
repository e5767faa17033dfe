// Package transport guards the SIP sockets: it opens them with buffers large
// enough for a burst and drops what a source may not send before the parser
// sees it. It knows datagrams and addresses, not dialogs or calls.
package transport
