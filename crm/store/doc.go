// Package store keeps the records of package crm and the call log of package
// callsvc in PostgreSQL. It is the only owner of pgx: no other package sees a
// row, a transaction or a SQL error. Without a database URL it runs a private
// cluster from the machine's PostgreSQL binaries (internal/cluster).
//
// Every method is one business step: it owns its transaction, is scoped to one
// organisation by row-level security as well as by an explicit org_id, and
// answers with records and errors of package crm.
package store
