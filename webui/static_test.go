package webui

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFrontEnd(t *testing.T) {
	t.Parallel()
	browser := newClient(t, serve(t, newTestServer(t)))
	for _, path := range []string{"/", "/contacts", "/contacts/" + someID, "/index.html"} {
		got := browser.do(t, http.MethodGet, path, nil)
		assert.Equal(t, http.StatusOK, got.status, path)
		assert.Contains(t, string(got.body), "<title>Ringbook", path)
		assert.Equal(t, "no-cache", got.header.Get("Cache-Control"))
		assert.Equal(t, "text/html; charset=utf-8", got.header.Get("Content-Type"))
	}
	script := browser.do(t, http.MethodGet, "/assets/app-abc123.js", nil)
	assert.Equal(t, http.StatusOK, script.status)
	assert.Contains(t, script.header.Get("Cache-Control"), "immutable")
	assert.Contains(t, script.header.Get("Content-Type"), "javascript")
	assert.Equal(t, http.StatusOK, browser.do(t, http.MethodGet, "/favicon.svg", nil).status)
	for _, path := range []string{"/assets/gone.js", "/robots.txt", "/.keep", "/../../etc/passwd.txt"} {
		requireProblem(t, browser.do(t, http.MethodGet, path, nil), 404, "not_found")
	}
	requireProblem(t, browser.do(t, http.MethodPost, "/contacts", "{}"), 405, "method_not_allowed")
}

func TestFrontEndNotBuilt(t *testing.T) {
	t.Parallel()
	server := newTestServer(t, func(_ *Config, deps *Deps) { deps.Assets = fstest.MapFS{".keep": {}} })
	got := newClient(t, serve(t, server)).do(t, http.MethodGet, "/", nil)
	assert.Equal(t, http.StatusServiceUnavailable, got.status)
	assert.Contains(t, string(got.body), "make build")
}

func TestUnknownAddressesOfTheAPI(t *testing.T) {
	t.Parallel()
	browser := newClient(t, serve(t, newTestServer(t)))
	requireProblem(t, browser.do(t, http.MethodGet, "/api/v1/nothing", nil), 404, "not_found")
	requireProblem(t, browser.do(t, http.MethodGet, "/api/nothing", nil), 404, "not_found")
	got := browser.do(t, http.MethodPut, "/api/v1/contacts", "{}")
	requireProblem(t, got, 405, "method_not_allowed")
	assert.Contains(t, got.header.Get("Allow"), "POST")
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	browser := newClient(t, serve(t, newTestServer(t)))
	got := browser.do(t, http.MethodGet, "/", nil)
	policy := got.header.Get("Content-Security-Policy")
	host := strings.TrimPrefix(browser.base, "http://")
	assert.Contains(t, policy, "connect-src 'self' ws://"+host+" wss://"+host+";")
	assert.Contains(t, policy, "script-src 'self';")
	assert.NotContains(t, policy, "unsafe")
	assert.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
	assert.Empty(t, got.header.Get("Strict-Transport-Security"))
	for host, kept := range map[string]bool{
		"crm.example.com": true, "[::1]:8080": true, "127.0.0.1:8080": true,
		"x;script-src *": false, "a b": false, "evil, x": false,
	} {
		assert.Equal(t, kept, hostPattern.MatchString(host), host)
	}
}

func TestDocsComeFromUs(t *testing.T) {
	t.Parallel()
	browser := newClient(t, serve(t, newTestServer(t)))
	page := browser.do(t, http.MethodGet, "/api/docs", nil)
	require.Equal(t, http.StatusOK, page.status)
	assert.NotContains(t, string(page.body), "https://")
	for path, kind := range map[string]string{"docs.js": "javascript", "docs.css": "css", "openapi.yaml": "yaml"} {
		got := browser.do(t, http.MethodGet, "/api/"+path, nil)
		assert.Equal(t, http.StatusOK, got.status)
		assert.Contains(t, got.header.Get("Content-Type"), kind)
	}
	var document struct {
		OpenAPI    string
		Components struct{ Schemas map[string]any }
	}
	require.NoError(t, json.Unmarshal(browser.do(t, http.MethodGet, "/api/openapi.json", nil).body, &document))
	assert.Equal(t, "3.1.0", document.OpenAPI)
	for _, name := range []string{"Problem", "Contact", "CallOffered", "ServerMessage", "ClientMessage"} {
		assert.Contains(t, document.Components.Schemas, name)
	}
	assert.NotContains(t, document.Components.Schemas, "ErrorModel")
}

func TestHealth(t *testing.T) {
	t.Parallel()
	server := newTestServer(t, func(_ *Config, deps *Deps) {
		deps.Ready = func(context.Context) error { return errors.New("no SIP at 10.0.0.1") }
	})
	browser := newClient(t, serve(t, server))
	assert.Equal(t, http.StatusOK, browser.do(t, http.MethodGet, "/healthz", nil).status)
	got := browser.do(t, http.MethodGet, "/readyz", nil)
	requireProblem(t, got, 503, "unavailable")
	assert.NotContains(t, string(got.body), "10.0.0.1")
	ready := newClient(t, serve(t, newTestServer(t)))
	assert.Equal(t, http.StatusOK, ready.do(t, http.MethodGet, "/readyz", nil).status)
}
