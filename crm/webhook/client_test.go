package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/ringbook/ringbook/crm"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestSignKnown is the example that the specification of Standard Webhooks gives.
func TestSignKnown(t *testing.T) {
	t.Parallel()
	signature, err := Sign([]string{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, "msg_p5jXN8AQM9LWM0D4loKWxJek",
		time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	require.NoError(t, err)
	assert.Equal(t, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature)
	_, err = Sign([]string{"whsec_!"}, "m", time.Now(), nil)
	require.Error(t, err)
	_, err = Sign(nil, "m", time.Now(), nil)
	require.Error(t, err)
}

func loopback() []netip.Prefix { return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }

func open(t *testing.T, cfg Config) *Client {
	t.Helper()
	c := New(cfg)
	t.Cleanup(c.Close)
	return c
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func request(url string, secrets ...string) crm.WebhookRequest {
	if len(secrets) == 0 {
		secrets = []string{crm.NewWebhookSecret()}
	}
	return crm.WebhookRequest{ID: "0193", URL: url, Secrets: secrets, Body: []byte(`{"id":"0193"}`), At: time.Now()}
}

func TestSend(t *testing.T) {
	t.Parallel()
	secrets := []string{crm.NewWebhookSecret(), crm.NewWebhookSecret()}
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		assert.Equal(t, http.MethodPost, r.Method)
		assert.Equal(t, "/hook", r.URL.Path)
		assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
		assert.Equal(t, "0193", r.Header.Get("Webhook-Id"))
		var wanted []string
		for _, secret := range secrets {
			key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
			assert.NoError(t, err)
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte("0193." + r.Header.Get("Webhook-Timestamp") + "." + string(body)))
			wanted = append(wanted, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		}
		assert.Equal(t, wanted, strings.Fields(r.Header.Get("Webhook-Signature")))
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write([]byte("thanks\x00\xff"))
	})
	answer := open(t, Config{Allow: loopback()}).Send(t.Context(), request(server.URL+"/hook", secrets...))
	assert.Equal(t, http.StatusAccepted, answer.Status)
	assert.Empty(t, answer.Problem)
	assert.Equal(t, "thanks��", answer.Body)
}

func TestSendVerdicts(t *testing.T) {
	t.Parallel()
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") })
	for status, problem := range map[int]crm.WebhookProblem{
		200: "", 204: "", 301: crm.WebhookRedirect, 307: crm.WebhookRedirect, 400: crm.WebhookStatus, 404: crm.WebhookStatus,
		410: crm.WebhookGone, 429: crm.WebhookStatus, 500: crm.WebhookStatus, 503: crm.WebhookStatus,
	} {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(status)
		})
		answer := open(t, Config{Allow: loopback()}).Send(t.Context(), request(server.URL))
		assert.Equal(t, problem, answer.Problem, status)
		assert.Equal(t, status, answer.Status)
	}
}

// TestSendRefusesPrivate dials by number and by name, with and without TLS.
func TestSendRefusesPrivate(t *testing.T) {
	t.Parallel()
	server := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the message arrived") })
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	far := []netip.Prefix{netip.MustParsePrefix("10.9.0.0/16")}
	for _, cfg := range []Config{{}, {Allow: far}} {
		for _, url := range []string{
			server.URL, "http://localhost" + port, "https://localhost" + port, "https://127.0.0.1" + port, "https://[::1]" + port,
			"https://[::ffff:127.0.0.1]" + port, "https://0" + port, "https://2130706433" + port, "https://0x7f.1" + port,
		} {
			answer := open(t, cfg).Send(t.Context(), request(url))
			assert.Contains(t, []crm.WebhookProblem{crm.WebhookRefused, crm.WebhookUnknownHost}, answer.Problem, url)
			assert.NotContains(t, answer.Detail, "127.0.0.1", "what a name means here stays here")
		}
	}
	for _, url := range []string{"ftp://example.com", "https://user:secret@example.com", "::", "file:///etc/passwd"} {
		assert.Equal(t, crm.WebhookRefused, open(t, Config{Allow: loopback()}).Send(t.Context(), request(url)).Problem, url)
	}
}

func TestSendAsksNoProxy(t *testing.T) {
	proxy := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") })
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	// httptest's own host, which the environment's rules do not exempt.
	answer := open(t, Config{Timeout: time.Second}).Send(t.Context(), request("https://192.168.77.1/"))
	assert.Equal(t, crm.WebhookRefused, answer.Problem)
}

func TestSendIsBounded(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	slow := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			w.WriteHeader(http.StatusOK)
			_ = http.NewResponseController(w).Flush()
		}
		<-release
	})
	t.Cleanup(func() { close(release) })
	client := open(t, Config{Allow: loopback(), Timeout: 300 * time.Millisecond})
	begun := time.Now()
	assert.Equal(t, crm.WebhookTimeout, client.Send(t.Context(), request(slow.URL)).Problem)
	answer := client.Send(t.Context(), request(slow.URL+"/body"))
	assert.Empty(t, answer.Problem, "the status was said in time")
	assert.Less(t, time.Since(begun), 3*time.Second)

	sent := 0
	huge := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := bytes.Repeat([]byte("x"), 4<<10)
		for range 1 << 14 {
			n, err := w.Write(chunk)
			if sent += n; err != nil {
				return
			}
		}
	})
	answer = open(t, Config{Allow: loopback()}).Send(t.Context(), request(huge.URL))
	assert.Equal(t, http.StatusOK, answer.Status)
	assert.Len(t, answer.Body, keepMost)
	huge.Close()
	assert.Less(t, sent, 32<<20, "the rest was never read")

	header := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
	})
	assert.Equal(t, crm.WebhookUnreachable, open(t, Config{Allow: loopback()}).Send(t.Context(), request(header.URL)).Problem)
}

func TestSendFewToOneHost(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	server := serve(t, func(http.ResponseWriter, *http.Request) {
		arrived <- struct{}{}
		<-release
	})
	client := open(t, Config{Allow: loopback()})
	done := make(chan crm.WebhookAnswer, perHost)
	for range perHost {
		go func() { done <- client.Send(context.WithoutCancel(t.Context()), request(server.URL)) }()
	}
	for range perHost {
		<-arrived
	}
	assert.True(t, client.Send(t.Context(), request(server.URL)).Busy)
	other := serve(t, func(http.ResponseWriter, *http.Request) {})
	assert.False(t, client.Send(t.Context(), request(other.URL)).Busy)
	close(release)
	for range perHost {
		assert.Empty(t, (<-done).Problem)
	}
	assert.Empty(t, client.busy)
}

func TestSendWithTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	answer := open(t, Config{Allow: loopback()}).Send(t.Context(), request(server.URL))
	assert.Equal(t, crm.WebhookTLS, answer.Problem)
	assert.NotEmpty(t, answer.Detail)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	assert.Empty(t, open(t, Config{Allow: loopback(), Roots: roots}).Send(t.Context(), request(server.URL)).Problem)
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	assert.Equal(t, crm.WebhookTLS, open(t, Config{Allow: loopback()}).Send(t.Context(), request(strings.Replace(plain.URL, "http:", "https:", 1))).Problem)
	closed := serve(t, func(http.ResponseWriter, *http.Request) {})
	closed.Close()
	assert.Equal(t, crm.WebhookUnreachable, open(t, Config{Allow: loopback()}).Send(t.Context(), request(closed.URL)).Problem)
}

func TestCheck(t *testing.T) {
	t.Parallel()
	strict, house := New(Config{}), New(Config{Allow: loopback()})
	for url, want := range map[string][2]bool{
		"https://example.com/hook":     {true, true},
		"https://example.com:8443/":    {true, true},
		"http://example.com/":          {false, true}, // where it leads to is looked at when it is sent
		"https://127.0.0.1/":           {false, true},
		"http://127.0.0.1:9000/":       {false, true},
		"http://8.8.8.8/":              {false, false},
		"https://8.8.8.8/":             {true, true},
		"https://8.8.8.8:22/":          {false, false},
		"https://169.254.169.254/":     {false, false},
		"https://[::1]/":               {false, false},
		"https://[::ffff:10.0.0.1]/":   {false, false},
		"https://localhost/":           {false, true},
		"https://printer.local/":       {false, true},
		"https://metadata.internal./x": {false, true},
	} {
		assert.Equal(t, want, [2]bool{strict.Check(url) == nil, house.Check(url) == nil}, url)
	}
}
