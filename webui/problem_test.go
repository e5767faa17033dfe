package webui

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

const someID = "01890000-0000-7000-8000-000000000001"

// eachOperation walks the routes that need a session.
func eachOperation(s *Server, visit func(method, path string)) {
	for path, item := range s.huma.OpenAPI().Paths {
		for method, operation := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
		} {
			if operation != nil && len(operation.Security) > 0 {
				visit(method, "/api/v1"+strings.ReplaceAll(path, "{id}", someID))
			}
		}
	}
}

func TestEveryOperationNeedsASession(t *testing.T) {
	t.Parallel()
	server := newTestServer(t, withStore(newFakeStore(t)))
	browser := newClient(t, serve(t, server))
	visited := 0
	eachOperation(server, func(method, path string) {
		visited++
		requireProblem(t, browser.do(t, method, path, nil), 401, "unauthenticated")
	})
	assert.GreaterOrEqual(t, visited, 50)
}

func TestEveryWriteNeedsTheHeader(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	server := newTestServer(t, withStore(store))
	browser := loggedIn(t, serve(t, server), "admin@example.com")
	browser.bare = true
	visited := 0
	eachOperation(server, func(method, path string) {
		if method == http.MethodGet {
			return
		}
		visited++
		requireProblem(t, browser.do(t, method, path, "{}"), 403, "csrf_missing")
	})
	assert.GreaterOrEqual(t, visited, 30)
	store.onlySession(t)
}

func TestEachDomainCode(t *testing.T) {
	t.Parallel()
	store := newFakeStore(t)
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(store))), "agent@example.com")
	taken := id.New[id.Contact]()
	for _, test := range []struct {
		err    error
		status int
		code   string
	}{
		{&crm.Error{Code: crm.CodeInvalid, Message: "x", Fields: []crm.FieldError{{Field: "phones[1].raw", Message: "odd"}}}, 422, "invalid"},
		{&crm.Error{Code: crm.CodeNotFound, Message: "x"}, 404, "not_found"},
		{&crm.Error{Code: crm.CodeConflict, Message: "x"}, 409, "conflict"},
		{&crm.Error{Code: crm.CodeForbidden, Message: "x"}, 403, "forbidden"},
		{&crm.Error{Code: crm.CodeUnavailable, Message: "x"}, 503, "unavailable"},
		{&crm.Error{Code: crm.CodeStale, Message: "x"}, 412, "stale"},
		{&crm.Error{Code: crm.CodeEmailTaken, Message: "x", ContactID: &taken}, 409, "email_taken"},
		{&crm.Error{Code: crm.CodeInvalidPhone, Message: "x"}, 422, "invalid_phone"},
		{&crm.Error{Code: crm.CodeUnknownCustomer, Message: "x"}, 422, "unknown_customer"},
		{&crm.Error{Code: crm.CodeLockedToCustomer, Message: "x"}, 403, "locked_to_customer"},
		{fmt.Errorf("read: %w", context.DeadlineExceeded), 503, "unavailable"},
		{errors.New("connection to 10.0.0.1 lost, password x"), 500, "internal"},
	} {
		store.answers(test.err)
		got := browser.do(t, http.MethodPost, "/api/v1/contacts", map[string]string{"firstName": "Ada", "lastName": "Byron"})
		problem := requireProblem(t, got, test.status, test.code)
		switch test.code {
		case "invalid":
			assert.Equal(t, []api.ProblemField{{Location: "body.phones[1].raw", Message: "odd"}}, problem.Errors)
		case "email_taken":
			assert.Equal(t, taken.String(), problem.ContactID)
			require.Len(t, problem.Errors, 1)
			assert.Equal(t, "body.email", problem.Errors[0].Location)
		case "internal":
			assert.NotContains(t, string(got.body), "10.0.0.1")
		}
	}
}

func TestEachCallCode(t *testing.T) {
	t.Parallel()
	calls := &fakeCalls{}
	server := newTestServer(t, withStore(newFakeStore(t)), func(_ *Config, deps *Deps) { deps.Calls = calls })
	browser := loggedIn(t, serve(t, server), "agent@example.com")
	for code, status := range map[string]int{
		callsvc.CodeNotFound: 404, callsvc.CodeInvalid: 422, callsvc.CodeConflict: 409, callsvc.CodeForbidden: 403,
		callsvc.CodeUnavailable: 503, callsvc.CodeAlreadyAnswered: 409, callsvc.CodeCallEnded: 409,
		callsvc.CodeNoTrunk: 422, callsvc.CodeNoAudioDevice: 409,
	} {
		calls.refuse(&callsvc.Error{Code: code, Detail: "answered by Ada"})
		problem := requireProblem(t, browser.do(t, http.MethodPost, "/api/v1/calls/"+someID+"/answer", nil), status, code)
		assert.Equal(t, "Answered by Ada.", problem.Detail)
	}
}

func TestValidationNamesTheField(t *testing.T) {
	t.Parallel()
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(newFakeStore(t)))), "agent@example.com")
	for _, test := range []struct{ method, path, body, location string }{
		{"POST", "/contacts", `{"lastName":"Byron"}`, "body"},
		{"POST", "/contacts", `{"firstName":"","lastName":"Byron"}`, "body.firstName"},
		{"POST", "/contacts", `{"firstName":7,"lastName":"Byron"}`, "body.firstName"},
		{"POST", "/contacts", `{"firstName":"Ada","lastName":"Byron","kind":"friend"}`, "body.kind"},
		{"POST", "/contacts", `{"firstName":"Ada","lastName":"Byron","fristName":"x"}`, "body.fristName"},
		{"POST", "/contacts", `{"firstName":"Ada","lastName":"Byron","customerId":"x"}`, "body.customerId"},
		{"POST", "/contacts", `{"firstName":"Ada","lastName":"Byron","phones":[{"label":"x"}]}`, "body.phones[0]"},
		{"PATCH", "/contacts/" + someID, `{"firstName":null}`, "body.firstName"},
		{"PATCH", "/contacts/" + someID, `{"email":7}`, "body.email"},
		{"GET", "/contacts?limit=0", "", "query.limit"},
		{"GET", "/contacts?limit=x", "", "query.limit"},
		{"GET", "/contacts?marketingOptOut=maybe", "", "query.marketingOptOut"},
		{"GET", "/contacts/not-an-id", "", "path.id"},
		{"GET", "/calls?status=ringing,asleep", "", "query.status"},
		{"GET", "/lookup", "", "query.number"},
		{"POST", "/calls/" + someID + "/dtmf", `{"digits":"12x"}`, "body.digits"},
	} {
		got := browser.do(t, test.method, "/api/v1"+test.path, bodyOf(test.body))
		require.Equal(t, 422, got.status, test)
		problem := requireProblem(t, got, 422, "invalid")
		require.NotEmpty(t, problem.Errors, test)
		assert.Equal(t, test.location, problem.Errors[0].Location, test)
		assert.NotEmpty(t, problem.Errors[0].Message)
	}
	got := browser.do(t, http.MethodPatch, "/api/v1/contacts/"+someID, "{}", "If-Match", "new")
	problem := requireProblem(t, got, 422, "invalid")
	assert.Equal(t, "header.If-Match", problem.Errors[0].Location)
}

func bodyOf(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func TestUnreadableBodies(t *testing.T) {
	t.Parallel()
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(newFakeStore(t)))), "agent@example.com")
	const path = "/api/v1/contacts"
	requireProblem(t, browser.do(t, http.MethodPost, path, `{"firstName":`), 400, "malformed")
	requireProblem(t, browser.do(t, http.MethodPost, path, ""), 400, "malformed")
	requireProblem(t, browser.do(t, http.MethodPost, path, "<a/>", "Content-Type", "application/xml"), 415, "unsupported_media_type")
	large := `{"firstName":"Ada","lastName":"Byron","notes":"` + strings.Repeat("x", bodyMost) + `"}`
	requireProblem(t, browser.do(t, http.MethodPost, path, large), 413, "too_large")
	echoed := browser.do(t, http.MethodPost, "/api/v1/session", `{"email":"a","password":"secret-word","x":1}`)
	requireProblem(t, echoed, 422, "invalid")
	assert.NotContains(t, string(echoed.body), "secret-word", "input is not echoed")
}

func TestPanicIsAProblem(t *testing.T) {
	t.Parallel()
	browser := loggedIn(t, serve(t, newTestServer(t, withStore(newFakeStore(t)))), "agent@example.com")
	got := browser.do(t, http.MethodGet, "/api/v1/trunks", nil)
	requireProblem(t, got, 500, "internal")
	assert.NotEmpty(t, got.header.Get(requestIDHeader))
	assert.Equal(t, http.StatusOK, browser.do(t, http.MethodGet, "/api/v1/me", nil).status)
}
