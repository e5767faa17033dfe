// Package storebench is for load generators: it fills a private database with
// very many contacts, faster than any method of the store could, and spells the
// statements of the store's hot paths for pgbench. It lives here because only
// crm/store may talk to PostgreSQL; no service imports it.
package storebench
