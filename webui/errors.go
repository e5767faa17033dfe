package webui

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// Codes that arise in HTTP itself, beside those of crm and callsvc.
const (
	codeCSRFMissing     = "csrf_missing"
	codeMalformed       = "malformed"
	codeTooLarge        = "too_large"
	codeMediaType       = "unsupported_media_type"
	codeMethod          = "method_not_allowed"
	codeTooManyRequests = "too_many_requests"
	codeTimeout         = "timeout"
	codeInternal        = "internal"
)

// statusOf is the one table from domain codes to HTTP.
func statusOf(code string) int {
	switch code {
	case string(crm.CodeInvalid), string(crm.CodeInvalidPhone), string(crm.CodeUnknownCustomer), callsvc.CodeNoTrunk:
		return http.StatusUnprocessableEntity
	case string(crm.CodeNotFound):
		return http.StatusNotFound
	case string(crm.CodeConflict), string(crm.CodeEmailTaken), string(crm.CodeMergeSelf), string(crm.CodeErased), string(crm.CodeLastAdmin), string(crm.CodeLockedCustomersDiffer),
		callsvc.CodeAlreadyAnswered, callsvc.CodeCallEnded, callsvc.CodeNoAudioDevice:
		return http.StatusConflict
	case string(crm.CodeForbidden), string(crm.CodeLockedToCustomer), codeCSRFMissing:
		return http.StatusForbidden
	case string(crm.CodeUnauthenticated):
		return http.StatusUnauthorized
	case string(crm.CodeStale):
		return http.StatusPreconditionFailed
	case string(crm.CodeUnavailable):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// codeOf names the problems that huma finds on its own.
func codeOf(status int) string {
	switch status {
	case http.StatusBadRequest:
		return codeMalformed
	case http.StatusUnprocessableEntity:
		return string(crm.CodeInvalid)
	case http.StatusRequestEntityTooLarge:
		return codeTooLarge
	case http.StatusUnsupportedMediaType:
		return codeMediaType
	case http.StatusRequestTimeout:
		return codeTimeout
	case http.StatusNotFound:
		return string(crm.CodeNotFound)
	}
	return codeInternal
}

// problemOf is what the client is told of an error. Where the error is ours
// and not the client's, the log is told more: this is where it stops.
func (s *Server) problemOf(ctx context.Context, method string, err error) *api.Problem {
	var (
		problem    *api.Problem
		record     *crm.Error
		call       *callsvc.Error
		retryAfter *throttledError
	)
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.As(err, &retryAfter):
		return api.NewProblem(http.StatusTooManyRequests, codeTooManyRequests,
			"There were too many attempts. Please wait a little.")
	case errors.As(err, &record):
		return s.recordProblem(ctx, method, record, err)
	case errors.As(err, &call):
		if call.Code == callsvc.CodeUnavailable {
			s.logger.WarnContext(ctx, "call service unavailable", slog.Any("error", err))
		}
		return api.NewProblem(statusOf(call.Code), call.Code, sentence(call.Detail))
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		s.logger.WarnContext(ctx, "request ran out of time", slog.Any("error", err))
		return api.NewProblem(http.StatusServiceUnavailable, string(crm.CodeUnavailable),
			"The service took too long to answer. Please try again.")
	}
	s.logger.ErrorContext(ctx, "request failed", slog.Any("error", err))
	return internalProblem()
}

func (s *Server) recordProblem(ctx context.Context, method string, record *crm.Error, err error) *api.Problem {
	if record.Code == crm.CodeUnavailable {
		s.logger.WarnContext(ctx, "store unavailable", slog.Any("error", err))
	}
	where := "body."
	if method == http.MethodGet {
		where = "query."
	}
	problem := api.NewProblem(statusOf(string(record.Code)), string(record.Code), sentence(record.Message))
	for _, field := range record.Fields {
		problem.Errors = append(problem.Errors, api.ProblemField{Location: where + field.Field, Message: field.Message})
	}
	if record.Code == crm.CodeEmailTaken && len(record.Fields) == 0 {
		problem.Errors = []api.ProblemField{{Location: where + "email", Message: record.Message}}
	}
	if record.ContactID != nil {
		problem.ContactID = record.ContactID.String()
	}
	return problem
}

// problems turns the errors that huma makes into ours, without echoing the
// input back: it may hold a password.
func problems(_ huma.Context, _ string, body any) (any, error) {
	model, ok := body.(*huma.ErrorModel)
	if !ok {
		return body, nil
	}
	problem := api.NewProblem(model.Status, codeOf(model.Status), sentence(model.Detail))
	for _, detail := range model.Errors {
		if detail != nil {
			problem.Errors = append(problem.Errors, api.ProblemField{Location: detail.Location, Message: detail.Message})
		}
	}
	return problem, nil
}

func internalProblem() *api.Problem {
	return api.NewProblem(http.StatusInternalServerError, codeInternal, "Something went wrong on our side.")
}

// writeProblem ends a request that no huma handler answers.
func writeProblem(c *gin.Context, problem *api.Problem) {
	c.Header("Content-Type", "application/problem+json")
	c.AbortWithStatusJSON(problem.Status, problem)
}

// sentence makes a detail end as sentences do.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
