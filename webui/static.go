package webui

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// assets serves the built front end.
type assets struct {
	files fs.FS
	// index is the page that every path of the app begins with; empty before the app was built.
	index []byte
}

func newAssets(files fs.FS) (*assets, error) {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read front end: %w", err)
	}
	return &assets{files: files, index: index}, nil
}

// fallback answers what no route does: the API's problems, the front end's
// files, and its one page for every other path that a person may open.
func (s *Server) fallback(c *gin.Context) {
	name := strings.TrimPrefix(path.Clean("/"+c.Request.URL.Path), "/")
	reads := c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
	switch {
	case name == "api" || strings.HasPrefix(name, "api/"):
		writeProblem(c, api.NewProblem(http.StatusNotFound, string(crm.CodeNotFound), "There is no such address in the API."))
	case !reads:
		s.methodNotAllowed(c)
	case s.assets.serve(c, name):
	case name != "index.html" && (strings.HasPrefix(name, "assets/") || path.Ext(name) != ""):
		writeProblem(c, api.NewProblem(http.StatusNotFound, string(crm.CodeNotFound), "There is no such file."))
	default:
		s.assets.page(c)
	}
}

func (s *Server) methodNotAllowed(c *gin.Context) {
	writeProblem(c, api.NewProblem(http.StatusMethodNotAllowed, codeMethod, "That method cannot be used here."))
}

// serve answers with a file, if there is one of that name.
func (a *assets) serve(c *gin.Context, name string) bool {
	if name == "" || name == "index.html" || strings.HasPrefix(path.Base(name), ".") {
		return false
	}
	content, err := fs.ReadFile(a.files, name)
	if err != nil {
		return false
	}
	// Vite puts a hash of the content into each name under assets.
	cache := "no-cache"
	if strings.HasPrefix(name, "assets/") {
		cache = "public, max-age=31536000, immutable"
	}
	c.Header("Cache-Control", cache)
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		c.Header("Content-Type", kind)
	}
	c.Status(http.StatusOK)
	http.ServeContent(c.Writer, c.Request, name, time.Time{}, bytes.NewReader(content))
	return true
}

// page answers with the app's one page, which is never cached, so that a new
// release is seen at once.
func (a *assets) page(c *gin.Context) {
	c.Header("Cache-Control", "no-cache")
	if len(a.index) == 0 {
		c.Data(http.StatusServiceUnavailable, "text/plain; charset=utf-8",
			[]byte("The front end is not built. Run `make build`, which runs npm and puts it into this binary.\n"))
		return
	}
	c.Data(http.StatusOK, "text/html; charset=utf-8", a.index)
}
