package media

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/pion/logging"
)

// pionLogs passes pion's log lines on to slog. What pion calls an error is
// most often a browser that went away, so nothing rises above debug level but
// its warnings and errors, which become debug lines too: the connection state
// says all that an operator can act on.
type pionLogs struct{ logger *slog.Logger }

// NewLogger makes a logger for one part of pion.
func (p pionLogs) NewLogger(scope string) logging.LeveledLogger {
	return pionLogger{logger: p.logger.With(slog.String("pion_scope", scope))}
}

type pionLogger struct{ logger *slog.Logger }

func (l pionLogger) debug(level, text string) {
	l.logger.LogAttrs(context.Background(), slog.LevelDebug, "pion", slog.String("level", level), slog.String("text", text))
}

func (l pionLogger) debugf(level, format string, args []any) {
	if l.logger.Enabled(context.Background(), slog.LevelDebug) {
		l.debug(level, fmt.Sprintf(format, args...))
	}
}

func (l pionLogger) Trace(string)                      {}
func (l pionLogger) Tracef(string, ...any)             {}
func (l pionLogger) Debug(string)                      {}
func (l pionLogger) Debugf(string, ...any)             {}
func (l pionLogger) Info(text string)                  { l.debug("info", text) }
func (l pionLogger) Infof(format string, args ...any)  { l.debugf("info", format, args) }
func (l pionLogger) Warn(text string)                  { l.debug("warn", text) }
func (l pionLogger) Warnf(format string, args ...any)  { l.debugf("warn", format, args) }
func (l pionLogger) Error(text string)                 { l.debug("error", text) }
func (l pionLogger) Errorf(format string, args ...any) { l.debugf("error", format, args) }
