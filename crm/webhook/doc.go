// Package webhook delivers messages to the addresses that admins name: signed,
// bounded in time and size, and never to an address inside the network that the
// service itself runs in. What is delivered, and when again, is for others.
package webhook
