package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ringbook/ringbook/crm"
)

// What one delivery may cost.
const (
	dialTimeout = 5 * time.Second
	sendTimeout = 10 * time.Second
	idleTimeout = 30 * time.Second
	// readMost is how much of an answer is read, keepMost how much is kept.
	readMost   = 16 << 10
	keepMost   = 1 << 10
	headerMost = 32 << 10
	detailMost = 300
	// perHost is how many messages may be on their way to one host at once.
	perHost = 4
)

// Config says where messages may go beyond the public internet.
type Config struct {
	// Allow are networks of the operator's own choice: on-premises receivers,
	// also without TLS and on any port.
	Allow []netip.Prefix
	// Timeout bounds one delivery; 0 means ten seconds.
	Timeout time.Duration
	// Roots are the authorities believed; nil means the system's.
	Roots *x509.CertPool
}

// Client delivers messages. *Client satisfies crm.WebhookSender.
type Client struct {
	timeout       time.Duration
	allow         []netip.Prefix
	secure, plain *http.Client

	mu sync.Mutex
	// busy counts the messages on their way to each host.
	busy map[string]int
}

// New makes a client.
func New(cfg Config) *Client {
	c := &Client{timeout: cfg.Timeout, allow: cfg.Allow, busy: map[string]int{}}
	if c.timeout == 0 {
		c.timeout = sendTimeout
	}
	c.secure = client(guard{allow: cfg.Allow}, cfg.Roots)
	c.plain = client(guard{allow: cfg.Allow, plain: true}, nil)
	return c
}

func client(g guard, roots *x509.CertPool) *http.Client {
	dialer := &net.Dialer{Timeout: dialTimeout, Control: g.control}
	return &http.Client{
		Transport: &http.Transport{
			// No proxy: it would be asked to reach what the guard refuses.
			Proxy: nil, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}, TLSHandshakeTimeout: dialTimeout,
			MaxConnsPerHost: perHost, MaxIdleConnsPerHost: 1, MaxIdleConns: 64, IdleConnTimeout: idleTimeout,
			MaxResponseHeaderBytes: headerMost,
		},
		// A redirect would send a signed message where no admin said.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Close lets go of connections that are kept.
func (c *Client) Close() {
	c.secure.CloseIdleConnections()
	c.plain.CloseIdleConnections()
}

// Check implements crm.WebhookSender. Names are not resolved: what they mean is
// looked at whenever a message is sent.
func (c *Client) Check(target string) error {
	parsed, err := url.Parse(target)
	if err != nil {
		return refusal("This is no address.")
	}
	port := portHTTPS
	if parsed.Scheme == "http" {
		if len(c.allow) == 0 {
			return refusal("The address must begin with https://.")
		}
		port = portHTTP
	}
	if text := parsed.Port(); text != "" {
		if port, err = strconv.Atoi(text); err != nil {
			return refusal("This is no port.")
		}
	}
	ip, err := netip.ParseAddr(parsed.Hostname())
	if err != nil {
		if local(parsed.Hostname()) && len(c.allow) == 0 {
			return refusal("This host is not on the public internet.")
		}
		return nil
	}
	g := guard{allow: c.allow, plain: parsed.Scheme == "http"}
	if g.permit(netip.AddrPortFrom(ip, uint16(port))) != nil {
		return refusal("This address is not on the public internet.")
	}
	return nil
}

// local names never leave the machine or the house.
func local(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal")
}

func refusal(message string) error {
	return &crm.Error{Code: crm.CodeInvalid, Message: message, Fields: []crm.FieldError{{Field: "url", Message: message}}}
}

// Send implements crm.WebhookSender.
func (c *Client) Send(ctx context.Context, request crm.WebhookRequest) crm.WebhookAnswer {
	target, err := url.Parse(request.URL)
	if err != nil || target.User != nil || target.Scheme != "http" && target.Scheme != "https" {
		return crm.WebhookAnswer{Problem: crm.WebhookRefused}
	}
	host := strings.ToLower(target.Host)
	if !c.take(host) {
		return crm.WebhookAnswer{Busy: true}
	}
	defer c.leave(host)
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	sent, err := prepare(ctx, request)
	if err != nil {
		return crm.WebhookAnswer{Problem: crm.WebhookRefused, Detail: bounded(err.Error(), detailMost)}
	}
	by := c.secure
	if target.Scheme == "http" {
		by = c.plain
	}
	begun := time.Now()
	response, err := by.Do(sent)
	if err != nil {
		return failed(err, time.Since(begun))
	}
	defer func() { _ = response.Body.Close() }()
	// What cannot be read of a body changes nothing: the status was said.
	body, _ := io.ReadAll(io.LimitReader(response.Body, readMost))
	return crm.WebhookAnswer{
		Status: response.StatusCode, Problem: verdict(response.StatusCode), Body: bounded(string(body), keepMost), Took: time.Since(begun),
	}
}

func prepare(ctx context.Context, request crm.WebhookRequest) (*http.Request, error) {
	signature, err := Sign(request.Secrets, request.ID, request.At, request.Body)
	if err != nil {
		return nil, err
	}
	sent, err := http.NewRequestWithContext(ctx, http.MethodPost, request.URL, bytes.NewReader(request.Body))
	if err != nil {
		return nil, err //nolint:wrapcheck // url.Error says it all
	}
	sent.Header.Set("Content-Type", "application/json")
	sent.Header.Set("User-Agent", "Ringbook-Webhooks/1")
	// The names in lower case, as the specification writes them.
	sent.Header["webhook-id"] = []string{request.ID}
	sent.Header["webhook-timestamp"] = []string{strconv.FormatInt(request.At.Unix(), 10)}
	sent.Header["webhook-signature"] = []string{signature}
	return sent, nil
}

// verdict is what a status means: 2xx is success, and nothing else is.
func verdict(status int) crm.WebhookProblem {
	switch {
	case status >= 200 && status < 300:
		return ""
	case status >= 300 && status < 400:
		return crm.WebhookRedirect
	case status == http.StatusGone:
		return crm.WebhookGone
	}
	return crm.WebhookStatus
}

// failed says why there was no answer, without telling what lies behind a name.
func failed(err error, took time.Duration) crm.WebhookAnswer {
	var (
		name     *net.DNSError
		network  *net.OpError
		verify   *tls.CertificateVerificationError
		record   tls.RecordHeaderError
		answer   = crm.WebhookAnswer{Problem: crm.WebhookUnreachable, Took: took}
		timeouts interface{ Timeout() bool }
	)
	switch {
	case errors.Is(err, ErrRefused):
		answer.Problem = crm.WebhookRefused
	case errors.As(err, &name) && !name.IsTimeout:
		answer.Problem = crm.WebhookUnknownHost
	case errors.As(err, &timeouts) && timeouts.Timeout(), errors.Is(err, context.DeadlineExceeded):
		answer.Problem = crm.WebhookTimeout
	case errors.As(err, &verify):
		answer.Problem, answer.Detail = crm.WebhookTLS, bounded(verify.Err.Error(), detailMost)
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		answer.Problem = crm.WebhookTLS
	case errors.As(err, &network):
		answer.Detail = bounded(network.Err.Error(), detailMost)
	}
	return answer
}

func (c *Client) take(host string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy[host] >= perHost {
		return false
	}
	c.busy[host]++
	return true
}

func (c *Client) leave(host string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy[host]--; c.busy[host] <= 0 {
		delete(c.busy, host)
	}
}

// bounded is the beginning of a stranger's text, without what PostgreSQL and
// people cannot read.
func bounded(text string, most int) string {
	if len(text) > most {
		text = text[:most]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "\x00", "�")
}
