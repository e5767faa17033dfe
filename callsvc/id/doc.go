// Package id gives every kind of record an identifier type of its own, so that
// the compiler refuses a contact where a customer belongs. All are UUIDv7
// (RFC 9562 section 5.7): they sort by creation time and may be made by any
// node without asking the database.
package id
