package webui

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// readyTimeout bounds how long readyz may ask around.
const readyTimeout = 3 * time.Second

// healthz says that the process is alive.
func (s *Server) healthz(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
}

// readyz says whether the database, bus and SIP sockets serve. Why not is for
// the log alone.
func (s *Server) readyz(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), readyTimeout)
	defer cancel()
	if err := s.ready(ctx); err != nil {
		s.logger.WarnContext(ctx, "not ready", slog.Any("error", err))
		writeProblem(c, api.NewProblem(http.StatusServiceUnavailable, string(crm.CodeUnavailable),
			"Something that the service needs is not there yet."))
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
}
