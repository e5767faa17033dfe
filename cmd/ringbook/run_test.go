package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	agentEmail = "agent@example.com"
	startLimit = 60 * time.Second
)

// serveArgs starts the demo on free ports in dir.
func serveArgs(dir string) []string {
	return []string{
		"serve", "--demo", "--log", "text", "--data", dir, "--drain", "20s", "--http", "127.0.0.1:0",
		"--sip", "udp://127.0.0.1:0", "--media", "127.0.0.1:0", "--rtp-ports", "45000-48999", "--demo-callee", "127.0.0.1:9",
	}
}

// startService runs the service in this process. stop is what SIGTERM does; the
// result of run comes on ended.
func startService(t *testing.T, dir string) (at endpoints, stop context.CancelFunc, ended <-chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	lines, done, finished := newOutput(t), make(chan error, 1), make(chan struct{})
	go func() {
		defer close(finished)
		done <- run(ctx, serveArgs(dir), lines, noEnvironment)
	}()
	t.Cleanup(func() {
		cancel()
		<-finished
	})
	return readEndpoints(t, lines.await("serves http://", startLimit)), cancel, done
}

func TestInboundCallReachesTheBrowserAndIsLogged(t *testing.T) {
	t.Parallel()
	at, stop, ended := startService(t, t.TempDir())
	agent := logIn(t, at, agentEmail, demoPassword)
	phone := agent.connect(t)

	caller := make(chan error, 1)
	go func() { caller <- run(t.Context(), at.callArgs("+447700900123"), newOutput(t), noEnvironment) }()
	var offered struct {
		Call struct {
			ID, Direction, Status string
		}
		Line string
	}
	phone.await(t, "call.offered", &offered)
	assert.Equal(t, "inbound", offered.Call.Direction)
	assert.NotEmpty(t, offered.Line)
	phone.send(t, "call.reject", map[string]any{"callId": offered.Call.ID})
	require.ErrorContains(t, <-caller, "not answered")

	row := agent.awaitCall(t, offered.Call.ID, func(row callRow) bool { return row.Status == "ended" })
	assert.Contains(t, []string{"rejected", "missed", "busy"}, row.Outcome)
	assert.Nil(t, row.AnsweredAt)
	assert.NotNil(t, row.EndedAt)

	stop()
	require.NoError(t, <-ended)
}

func TestStoppingDrainsRunningCalls(t *testing.T) {
	t.Parallel()
	at, stop, ended := startService(t, t.TempDir())
	agent := logIn(t, at, agentEmail, demoPassword)
	phone := agent.connect(t)
	phone.openSound(t)

	lines := newOutput(t)
	ctx, hangUp := context.WithCancel(t.Context())
	defer hangUp()
	caller := make(chan error, 1)
	go func() { caller <- run(ctx, at.callArgs("+447700900124"), lines, noEnvironment) }()
	call := phone.answerNext(t)
	lines.await("answered", startLimit)

	stop()
	require.Eventually(t, func() bool {
		err := run(t.Context(), at.callArgs("+447700900125"), newOutput(t), noEnvironment)
		return err != nil
	}, 10*time.Second, 100*time.Millisecond, "new calls are refused")
	select {
	case err := <-ended:
		require.Fail(t, "the service did not wait for the call", "%v", err)
	case err := <-caller:
		require.Fail(t, "the call was cut off", "%v", err)
	default:
	}
	row := agent.call(t, call)
	assert.Equal(t, "connected", row.Status, "the web serves until the call has ended")

	hangUp()
	require.NoError(t, <-caller)
	require.NoError(t, <-ended)
}

func TestKilledServiceEndsItsCallsWhenItStartsAgain(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "ringbook")
	built, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, "%s", built)
	dir := t.TempDir()
	lines := newOutput(t)
	killed := exec.CommandContext(t.Context(), binary, serveArgs(dir)...)
	killed.Stdout, killed.Stderr = lines, os.Stderr
	require.NoError(t, killed.Start())
	at := readEndpoints(t, lines.await("serves http://", startLimit))
	agent := logIn(t, at, agentEmail, demoPassword)
	phone := agent.connect(t)
	phone.openSound(t)
	callerLines := newOutput(t)
	ctx, giveUp := context.WithCancel(t.Context())
	defer giveUp()
	caller := make(chan error, 1)
	go func() { caller <- run(ctx, at.callArgs("+447700900126"), callerLines, noEnvironment) }()
	call := phone.answerNext(t)
	before := agent.awaitCall(t, call, func(row callRow) bool { return row.AnsweredAt != nil })

	require.NoError(t, killed.Process.Signal(syscall.SIGKILL))
	require.Error(t, killed.Wait())
	giveUp()
	t.Logf("the caller, whose goodbye nobody answers: %v", <-caller)

	at, stop, ended := startService(t, dir)
	agent = logIn(t, at, agentEmail, demoPassword)
	after := agent.awaitCall(t, call, func(row callRow) bool { return row.Status == "ended" })
	assert.Equal(t, "failed", after.Outcome)
	assert.Equal(t, "node_lost", after.Cause.Text)
	assert.Equal(t, before.StartedAt, after.StartedAt)
	assert.Equal(t, before.AnsweredAt, after.AnsweredAt)
	assert.NotNil(t, after.EndedAt)
	stop()
	require.NoError(t, <-ended)
}

func TestAdminWorksBesideARunningService(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at, _, _ := startService(t, dir)
	secrets := map[string]string{
		"RINGBOOK_ADMIN_PASSWORD": "correct horse battery",
		"RINGBOOK_PASSWORD":       "staple correct horse",
	}
	getenv := func(name string) string { return secrets[name] }
	lines := newOutput(t)
	require.NoError(t, run(t.Context(), []string{
		"admin", "create-org", "--data", dir, "--name", "Tidewater", "--country", "GB", "--admin-email", "boss@tidewater.test",
	}, lines, getenv))
	lines.await("boss@tidewater.test", time.Second)
	require.NoError(t, run(t.Context(), []string{
		"admin", "create-user", "--data", dir, "--org", "Tidewater", "--email", "pat@tidewater.test", "--name", "Pat Quill",
	}, lines, getenv))

	boss := logIn(t, at, "boss@tidewater.test", secrets["RINGBOOK_ADMIN_PASSWORD"])
	var contacts struct{ Items []json.RawMessage }
	require.Equal(t, http.StatusOK, boss.get(t, "/contacts", &contacts))
	assert.Empty(t, contacts.Items, "another organisation's contacts stay its own")
	logIn(t, at, "pat@tidewater.test", secrets["RINGBOOK_PASSWORD"])

	require.NoError(t, run(t.Context(), []string{
		"admin", "reset-password", "--data", dir, "--email", "pat@tidewater.test", "--password", "a fresh secret 1",
	}, lines, noEnvironment))
	logIn(t, at, "pat@tidewater.test", "a fresh secret 1")
	require.NoError(t, run(t.Context(), []string{"migrate", "--data", dir}, lines, noEnvironment))
}

func TestServeAnswersHealthChecks(t *testing.T) {
	t.Parallel()
	at, _, _ := startService(t, t.TempDir())
	for _, path := range []string{"/healthz", "/readyz"} {
		answer, err := http.Get(at.url + path)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Equal(t, http.StatusOK, answer.StatusCode, path)
	}
}
