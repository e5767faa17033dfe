// Package sip is the SIP user agent: it keeps dialogs with trunks and phones
// as RFC 3261 and its companions ask, and offers each as a leg. It knows legs,
// not calls or people, and treats session descriptions as bytes. sipgo gives
// the parser, the transactions and the transports; the dialog layer is ours.
package sip
