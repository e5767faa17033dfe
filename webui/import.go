package webui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// ImportStore brings files of contacts in and takes them back.
type ImportStore interface {
	ImportCreate(ctx context.Context, actor crm.Actor, name string, file io.Reader) (crm.Import, error)
	ImportGet(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error)
	ImportList(ctx context.Context, actor crm.Actor, page crm.PageRequest) (crm.Page[crm.Import], error)
	ImportRowList(ctx context.Context, actor crm.Actor, key id.Import, filter crm.ImportRowFilter, page crm.PageRequest) (crm.Page[crm.ImportRow], error)
	ImportUpdate(ctx context.Context, actor crm.Actor, key id.Import, change crm.ImportChange) (crm.Import, error)
	ImportApply(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error)
	ImportRevert(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error)
	ImportDiscard(ctx context.Context, actor crm.Actor, key id.Import) (crm.Import, error)
}

const (
	// uploadTimeout is how long a file may take to come.
	uploadTimeout = 15 * time.Minute
	// formMost is what a form may have around its file.
	formMost  = 64 << 10
	mediaForm = "multipart/form-data"
)

// formWithFile describes a form with a file.
func formWithFile() *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{mediaForm: {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{"file"},
		Properties: map[string]*huma.Schema{"file": {
			Type: huma.TypeString, Format: "binary", Description: "CSV, an Excel workbook (.xlsx) or vCards, up to 64 MB.",
		}},
	}}}}
}

// patientUpload gives a file the time that it takes to come.
func (s *Server) patientUpload(ctx huma.Context, next func(huma.Context)) {
	control := http.NewResponseController(humagin.Unwrap(ctx).Writer)
	until := time.Now().Add(uploadTimeout)
	if err := errors.Join(control.SetReadDeadline(until), control.SetWriteDeadline(until)); err != nil {
		s.logger.DebugContext(ctx.Context(), "no deadlines to extend", slog.Any("error", err))
	}
	next(ctx)
}

type importMadeAnswer struct{ Body api.ImportMade }

func (s *Server) importCreate(ctx context.Context, _ *struct{}) (*importMadeAnswer, error) {
	actor := actorOf(ctx)
	// Before a file comes that nobody may bring.
	if err := actor.Require(crm.RoleSupervisor); err != nil {
		return nil, err //nolint:wrapcheck // a refusal for people
	}
	file, err := uploaded(requestFrom(ctx).raw)
	if err != nil {
		return nil, err
	}
	made, err := s.store.ImportCreate(ctx, actor, file.FileName(), file)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, api.NewProblem(http.StatusRequestEntityTooLarge, codeTooLarge, "A file may have up to 64 MB. Split it.")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, api.NewProblem(http.StatusBadRequest, codeMalformed, "The file did not come whole.")
	case err != nil:
		return nil, err
	}
	return &importMadeAnswer{Body: api.ImportMade{ID: made.ID}}, nil
}

// uploaded finds the file in a form, without reading it.
func uploaded(r *http.Request) (*multipart.Part, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, crm.MaxImportFile+formMost)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, api.NewProblem(http.StatusUnsupportedMediaType, codeMediaType, "Send the file in a form ("+mediaForm+").")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			const message = "There is no file in the form."
			return nil, &crm.Error{Code: crm.CodeInvalid, Message: message, Fields: []crm.FieldError{{Field: "file", Message: message}}}
		}
		if err != nil {
			return nil, api.NewProblem(http.StatusBadRequest, codeMalformed, "This form cannot be read.")
		}
		if part.FormName() == "file" {
			return part, nil
		}
		if err := part.Close(); err != nil {
			return nil, fmt.Errorf("read form: %w", err)
		}
	}
}

// ImportPath names an import in an address. huma reads embedded parameters of exported types only.
type ImportPath struct {
	ID id.Import `path:"id" format:"uuid"`
}

type importAnswer struct{ Body api.Import }

func importAnswerOf(found crm.Import, err error) (*importAnswer, error) {
	if err != nil {
		return nil, err
	}
	return &importAnswer{Body: api.ImportOf(found)}, nil
}

func (s *Server) importGet(ctx context.Context, input *ImportPath) (*importAnswer, error) {
	return importAnswerOf(s.store.ImportGet(ctx, actorOf(ctx), input.ID))
}

type importListInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
}

type importListAnswer struct{ Body api.Page[api.Import] }

func (s *Server) importList(ctx context.Context, input *importListInput) (*importListAnswer, error) {
	page, err := s.store.ImportList(ctx, actorOf(ctx), crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor})
	if err != nil {
		return nil, err
	}
	return &importListAnswer{Body: api.PageOf(page, api.ImportOf)}, nil
}

type importRowsInput struct {
	ImportPath
	Fate   crm.ImportFate `query:"fate" enum:"create,update,skip,refuse"`
	Kept   bool           `query:"kept" doc:"Only those that a revert left because of later work."`
	Limit  int            `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string         `query:"cursor" maxLength:"2000" doc:"nextCursor of the page before."`
}

type importRowsAnswer struct{ Body api.Page[api.ImportRow] }

func (s *Server) importRows(ctx context.Context, input *importRowsInput) (*importRowsAnswer, error) {
	page, err := s.store.ImportRowList(ctx, actorOf(ctx), input.ID, crm.ImportRowFilter{Fate: input.Fate, Kept: input.Kept},
		crm.PageRequest{Limit: input.Limit, Cursor: input.Cursor})
	if err != nil {
		return nil, err
	}
	return &importRowsAnswer{Body: api.PageOf(page, api.ImportRowOf)}, nil
}

type importUpdateInput struct {
	ImportPath
	Body api.ImportPatch
}

func (s *Server) importUpdate(ctx context.Context, input *importUpdateInput) (*importAnswer, error) {
	return importAnswerOf(s.store.ImportUpdate(ctx, actorOf(ctx), input.ID, input.Body.Change()))
}

func (s *Server) importApply(ctx context.Context, input *ImportPath) (*importAnswer, error) {
	return importAnswerOf(s.store.ImportApply(ctx, actorOf(ctx), input.ID))
}

func (s *Server) importRevert(ctx context.Context, input *ImportPath) (*importAnswer, error) {
	return importAnswerOf(s.store.ImportRevert(ctx, actorOf(ctx), input.ID))
}

func (s *Server) importDiscard(ctx context.Context, input *ImportPath) (*struct{}, error) {
	if _, err := s.store.ImportDiscard(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	return nil, nil //nolint:nilnil // huma answers 204
}
