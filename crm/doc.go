// Package crm holds the records of the product and their rules: contacts,
// customers, tickets, notes, users and what may be done to them by whom. It
// holds no SQL (package crm/store does) and no HTTP (package webui does).
package crm
