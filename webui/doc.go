// Package webui is the way in for browsers and scripts: the HTTP API, the
// websocket (package live), sessions and the front end's files. It turns
// requests into steps of crm and callsvc and their errors into problems; it
// decides nothing about records or calls and never sees SQL or SIP. What it
// needs of the store is declared beside each noun that uses it. routes.go has
// every route on one page, errors.go alone turns codes into HTTP.
package webui
