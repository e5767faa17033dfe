package webui

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"github.com/ringbook/ringbook/crm"
)

const mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// ExportStore writes many contacts at once.
type ExportStore interface {
	ContactExport(ctx context.Context, actor crm.Actor, export crm.ContactExport, out io.Writer) (int64, error)
}

type contactExportInput struct {
	ContactParams
	Query   string `query:"q" maxLength:"200" doc:"What was typed into search."`
	Sort    string `query:"sort" maxLength:"40" doc:"A field name, with - before it for descending; by last name unless given." example:"-createdAt"`
	Columns string `query:"columns" enum:"custom" doc:"custom: behind the others a column for each custom field, under its name."`
	Profile string `query:"profile" enum:"spreadsheet,data" default:"spreadsheet" doc:"spreadsheet: with a byte order mark, and no cell can run as a formula. data: RFC 4180, every value as it is."`
}

func (s *Server) contactExportCSV(ctx context.Context, input *contactExportInput) (*huma.StreamResponse, error) {
	filter, err := input.filter(actorOf(ctx), input.Query)
	if err != nil {
		return nil, err
	}
	export := crm.ContactExport{Filter: filter, Sort: input.Sort, Profile: crm.ExportProfile(input.Profile), Custom: input.Columns != ""}
	return s.download("text/csv; charset=utf-8", s.exportName("csv"), func(ctx context.Context, out io.Writer) error {
		_, err := s.store.ContactExport(ctx, actorOf(ctx), export, out)
		return err
	}), nil
}

type contactSheetInput struct {
	ContactParams
	Query   string `query:"q" maxLength:"200" doc:"What was typed into search."`
	Sort    string `query:"sort" maxLength:"40" doc:"A field name, with - before it for descending; by last name unless given." example:"-createdAt"`
	Columns string `query:"columns" enum:"custom" doc:"custom: behind the others a column for each custom field, under its name."`
}

func (s *Server) contactExportXLSX(ctx context.Context, input *contactSheetInput) (*huma.StreamResponse, error) {
	filter, err := input.filter(actorOf(ctx), input.Query)
	if err != nil {
		return nil, err
	}
	export := crm.ContactExport{Filter: filter, Sort: input.Sort, Profile: crm.ProfileData, Custom: input.Columns != ""}
	return s.download(mediaXLSX, s.exportName("xlsx"), func(ctx context.Context, out io.Writer) error {
		return crm.WriteXLSX(out, func(rows io.Writer) error {
			_, err := s.store.ContactExport(ctx, actorOf(ctx), export, rows)
			return err
		})
	}), nil
}

func (s *Server) exportName(ending string) string {
	return "contacts-" + s.now().UTC().Format(time.DateOnly) + "." + ending
}

func (s *Server) contactVCard(ctx context.Context, input *ContactPath) (*huma.StreamResponse, error) {
	contact, err := s.store.ContactGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	card, err := crm.VCard(contact)
	if err != nil {
		return nil, err //nolint:wrapcheck // it says that it is about the vCard
	}
	return s.download("text/vcard; charset=utf-8", fileName(contact.Name())+".vcf", func(_ context.Context, out io.Writer) error {
		_, err := out.Write(card)
		return err //nolint:wrapcheck // the client is gone
	}), nil
}

// fileName is a name without what means something in paths.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.TrimLeft(name, "."))
}

// download is an answer that is a file, sent while it is made. What fails before
// its first byte is told as a problem; afterwards the connection is cut, so that
// no client takes a part for the whole.
func (s *Server) download(media, name string, fill func(context.Context, io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(answer huma.Context) {
		ctx, c := answer.Context(), humagin.Unwrap(answer)
		out := &fileWriter{c: c, control: http.NewResponseController(c.Writer), media: media, name: name}
		// The server's read deadline would end the request as if the client had gone.
		if err := out.control.SetReadDeadline(time.Time{}); err != nil {
			s.logger.DebugContext(ctx, "no read deadline to lift", slog.Any("error", err))
		}
		err := fill(ctx, out)
		switch {
		case err == nil:
		case !out.begun:
			writeProblem(c, s.problemOf(ctx, answer.Method(), err))
		default:
			s.logger.WarnContext(ctx, "download cut off", slog.String("request_id", requestFrom(ctx).id),
				slog.String("route", c.FullPath()), slog.Any("error", err))
			panic(http.ErrAbortHandler)
		}
	}}
}

// fileWriter sends the headers with the first byte, and gives each piece the
// time that the server else gives a whole answer: a long file is no slow client.
type fileWriter struct {
	c           *gin.Context
	control     *http.ResponseController
	media, name string
	begun       bool
}

// Write implements io.Writer.
func (w *fileWriter) Write(p []byte) (int, error) {
	if !w.begun {
		w.begun = true
		w.c.Header("Content-Type", w.media)
		w.c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": w.name}))
		w.c.Status(http.StatusOK)
	}
	// Without deadlines, as in tests, there is none to extend.
	_ = w.control.SetWriteDeadline(time.Now().Add(writeTimeout))
	return w.c.Writer.Write(p) //nolint:wrapcheck // the writer of the answer
}
