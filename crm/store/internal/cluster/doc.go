// Package cluster runs a private PostgreSQL as a child process, from binaries
// that the machine has, on a unix socket that only its user can open. It owns
// the folder, the lock against a second instance, and the ways back after a
// crash of either process. It speaks no SQL: package store does.
package cluster
