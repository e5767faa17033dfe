package main

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parse reads a command line as run does and gives the serve command's flags.
func parse(t *testing.T, getenv func(string) string, args ...string) (serveCommand, error) {
	t.Helper()
	var flags cli
	parser, err := kong.New(&flags, kong.Resolvers(environment(getenv)))
	require.NoError(t, err)
	_, err = parser.Parse(append([]string{"serve"}, args...))
	return flags.Serve, err
}

func TestServeDefaults(t *testing.T) {
	t.Parallel()
	flags, err := parse(t, noEnvironment)
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:8080", flags.HTTP)
	assert.Equal(t, []string{"udp://127.0.0.1:5060"}, flags.SIP)
	assert.Equal(t, "127.0.0.1:40000", flags.Media)
	assert.Equal(t, portRange{20000, 29999}, flags.RTPPorts)
	assert.Equal(t, "30s", flags.Drain.String())
	assert.Equal(t, "json", flags.Log)
	assert.Equal(t, "data", filepath.Base(flags.Data))
	assert.False(t, flags.Demo)
}

func TestServeReadsTheEnvironmentBelowFlags(t *testing.T) {
	t.Parallel()
	variables := map[string]string{
		"RINGBOOK_HTTP":          "127.0.0.1:1",
		"RINGBOOK_SIP":           "udp://127.0.0.1:2,tcp://127.0.0.1:2",
		"RINGBOOK_RTP_PORTS":     "300-400",
		"RINGBOOK_DATABASE_URL":  "postgres://db/ringbook",
		"RINGBOOK_NATS_URL":      "nats://bus",
		"RINGBOOK_PUBLIC_IP":     "192.0.2.1",
		"RINGBOOK_DEMO":          "true",
		"RINGBOOK_DRAIN":         "5s",
		"RINGBOOK_LOG":           "text",
		"RINGBOOK_WEBHOOK_ALLOW": "10.1.0.0/16,fd01::/64",
	}
	flags, err := parse(t, func(name string) string { return variables[name] }, "--http", "127.0.0.1:9")
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1:9", flags.HTTP, "the command line wins")
	assert.Equal(t, []string{"udp://127.0.0.1:2", "tcp://127.0.0.1:2"}, flags.SIP)
	assert.Equal(t, portRange{300, 400}, flags.RTPPorts)
	assert.Equal(t, "postgres://db/ringbook", flags.DatabaseURL)
	assert.Equal(t, "nats://bus", flags.NATSURL)
	assert.Equal(t, "192.0.2.1", flags.PublicIP)
	assert.True(t, flags.Demo)
	assert.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd01::/64")}, flags.WebhookAllow)
	assert.Equal(t, "5s", flags.Drain.String())
	assert.Equal(t, "text", flags.Log)
}

func TestServeRefusesBadFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--rtp-ports", "20000"},
		{"--rtp-ports", "0-10"},
		{"--rtp-ports", "200-100"},
		{"--rtp-ports", "1-70000"},
		{"--log", "xml"},
		{"--drain", "soon"},
		{"--nonsense"},
	} {
		_, err := parse(t, noEnvironment, args...)
		require.Error(t, err, args)
	}
}

func TestServeNeedsACertificateForTLS(t *testing.T) {
	t.Parallel()
	flags, err := parse(t, noEnvironment, "--sip", "tls://127.0.0.1:0")
	require.NoError(t, err)
	_, err = flags.certificates()
	require.ErrorContains(t, err, "--sip-tls-cert")
}

func TestNodeIDIsKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	first, err := nodeID(dir)
	require.NoError(t, err)
	second, err := nodeID(dir)
	require.NoError(t, err)
	assert.Equal(t, first, second)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "node-id"), []byte("garbage"), 0o600))
	_, err = nodeID(dir)
	require.Error(t, err, "a damaged file is not replaced in silence")
}

func TestHelpAndVersionPrint(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{"--help": "simulate", "version": "ringbook dev"} {
		var printed bytes.Buffer
		require.NoError(t, run(t.Context(), []string{command}, &printed, noEnvironment))
		assert.Contains(t, printed.String(), want)
	}
	require.Error(t, run(t.Context(), []string{"dance"}, &bytes.Buffer{}, noEnvironment))
}
