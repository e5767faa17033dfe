package webui

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/webui/api"
)

// client is a browser: it keeps its cookie and sends the CSRF header.
type client struct {
	base string
	http *http.Client
	// bare leaves the CSRF header out.
	bare bool
}

// answer is a response with its body read.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	problem api.Problem
}

// into decodes a body that must be of status.
func into[T any](t *testing.T, got answer, status int) T {
	t.Helper()
	var value T
	require.Equal(t, status, got.status, string(got.body))
	require.NoError(t, json.Unmarshal(got.body, &value), string(got.body))
	return value
}

// serve runs the server's handler on a real socket.
func serve(t *testing.T, server *Server) string {
	t.Helper()
	listening := httptest.NewServer(server.Handler())
	t.Cleanup(func() {
		server.hub.Close(t.Context())
		listening.Close()
	})
	return listening.URL
}

func newClient(t *testing.T, base string) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &client{base: base, http: &http.Client{Jar: jar, Transport: transport}}
}

// loggedIn is a browser of email.
func loggedIn(t *testing.T, base, email string) *client {
	t.Helper()
	c := newClient(t, base)
	got := c.do(t, http.MethodPost, "/api/v1/session", map[string]string{"email": email, "password": testPassword})
	require.Equal(t, http.StatusOK, got.status, string(got.body))
	return c
}

// do sends a request. body is sent as it is when it is a string, as JSON
// otherwise; headers come in pairs.
func (c *client) do(t *testing.T, method, path string, body any, headers ...string) answer {
	t.Helper()
	var sent io.Reader
	switch content := body.(type) {
	case nil:
	case string:
		sent = strings.NewReader(content)
	default:
		encoded, err := json.Marshal(content)
		require.NoError(t, err)
		sent = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, c.base+path, sent)
	require.NoError(t, err)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if !c.bare {
		request.Header.Set(csrfHeader, "1")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := c.http.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	got := answer{status: response.StatusCode, header: response.Header, body: content}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "application/problem+json") {
		require.NoError(t, json.Unmarshal(content, &got.problem))
		require.Equal(t, got.status, got.problem.Status)
	}
	return got
}

// requireProblem checks the status and the code of a refusal.
func requireProblem(t *testing.T, got answer, status int, code string) api.Problem {
	t.Helper()
	require.Equal(t, status, got.status, string(got.body))
	require.Equal(t, code, got.problem.Code(), string(got.body))
	require.Equal(t, api.ProblemBase+code, got.problem.Type)
	require.NotEmpty(t, got.problem.Title)
	require.NotEmpty(t, got.problem.Detail)
	return got.problem
}
