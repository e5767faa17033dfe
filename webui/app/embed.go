// Package app carries the built front end inside the binary. dist is made by
// `npm run build` and not committed, but for a placeholder that lets a fresh
// clone compile before npm ever ran.
package app

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built front end, with index.html at its root once it was built.
func Files() (fs.FS, error) { return fs.Sub(dist, "dist") }
