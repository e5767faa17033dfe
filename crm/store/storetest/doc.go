// Package storetest gives tests stores on a real PostgreSQL: one private
// cluster for each test binary, and in it a database of its own for each test,
// copied from a migrated template. Tests may run in parallel.
package storetest
