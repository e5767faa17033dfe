// Package media carries the sound of a call: RTP towards trunks and phones,
// WebRTC towards browsers, relayed packet for packet between the two. It knows
// streams and packets, not calls, agents or SIP messages; the SDP it reads and
// writes arrives as bytes from whoever signals.
package media
