package app

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built front end, with index.html at its root once it was built.
func Files() (fs.FS, error) { return fs.Sub(dist, "dist") }
