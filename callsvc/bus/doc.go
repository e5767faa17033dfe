// Package bus carries events and commands between the parts and nodes of the
// service. It is NATS: a server inside the process without any listening
// socket by default, or a cluster by URL. It owns the nats libraries; messages
// are JSON and what they mean is their senders' business.
package bus
