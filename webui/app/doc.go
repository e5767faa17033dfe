// Package app carries the built front end inside the binary. dist is made by
// `npm run build` and not committed, but for a placeholder that lets a fresh
// clone compile before npm ever ran.
package app
