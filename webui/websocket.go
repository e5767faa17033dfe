package webui

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
	"github.com/ringbook/ringbook/webui/live"
)

// websocket hands a logged-in browser to the hub until it goes.
func (s *Server) websocket(c *gin.Context) {
	ctx := c.Request.Context()
	login, err := s.login(ctx, c.Request)
	if err != nil {
		writeProblem(c, s.problemOf(ctx, c.Request.Method, err))
		return
	}
	if !s.sameOrigin(c.Request) {
		writeProblem(c, api.NewProblem(http.StatusForbidden, string(crm.CodeForbidden),
			"The websocket may only be opened from the service's own pages."))
		return
	}
	if !websocket.IsWebSocketUpgrade(c.Request) {
		writeProblem(c, api.NewProblem(http.StatusUpgradeRequired, "upgrade_required", "This address speaks websocket only."))
		return
	}
	hash, err := tokenOf(c.Request)
	if err != nil {
		writeProblem(c, s.problemOf(ctx, c.Request.Method, err))
		return
	}
	if err := s.hub.Serve(c.Writer, c.Request, login, s.revalidate(hash, login.Session)); err != nil {
		if status, code, detail := live.Refusal(err); status != 0 {
			writeProblem(c, api.NewProblem(status, code, detail))
		}
	}
	c.Abort()
}

// sameOrigin says whether a browser opened the socket from our own page. A
// request without an origin is no browser's, so no other site is behind it.
func (s *Server) sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	parsed, err := url.Parse(origin)
	if err != nil || parsed.Host == "" {
		return false
	}
	return strings.EqualFold(parsed.Host, r.Host) || s.publicURL != nil && strings.EqualFold(parsed.Host, s.publicURL.Host)
}
