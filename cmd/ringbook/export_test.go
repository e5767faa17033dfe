package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
)

func TestExportBesideARunningService(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	startService(t, dir)
	require.NoError(t, run(t.Context(), []string{
		"admin", "create-org", "--data", dir, "--name", "Empty", "--country", "GB",
		"--admin-email", "boss@empty.test", "--admin-password", "correct horse battery",
	}, io.Discard, noEnvironment))
	export := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append([]string{"export", "contacts", "--data", dir}, args...), &out, noEnvironment)
		return out.String(), err
	}

	text, err := export("--org", "Empty")
	require.NoError(t, err)
	assert.Equal(t, crm.ExportHeader+"\r\n", text, "another organisation's contacts stay its own")
	text, err = export("--org", "Demo")
	require.NoError(t, err)
	lines := strings.Count(text, "\r\n")
	assert.Greater(t, lines, 20)

	file := filepath.Join(t.TempDir(), "contacts.csv")
	said, err := export("--org", "demo", "--profile", "spreadsheet", "-o", file)
	require.NoError(t, err)
	assert.Contains(t, said, file)
	kept, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(string(kept), "\ufeff"+crm.ExportHeader))
	assert.Equal(t, lines, bytes.Count(kept, []byte("\r\n")))
	_, err = export("--org", "demo", "-o", os.DevNull)
	require.NoError(t, err)

	_, err = export("--org", "Nobody")
	require.Error(t, err)
	_, err = export("--org", "Demo", "--profile", "xml")
	require.Error(t, err)
}

func TestAnExportThatFailsLeavesTheFileThatWasThere(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "contacts.csv")
	require.NoError(t, os.WriteFile(file, []byte("before"), 0o600))
	broken := errors.New("the database went away")
	require.ErrorIs(t, writeWhole(file, func(out io.Writer) error {
		_, err := io.WriteString(out, "half")
		return errors.Join(err, broken)
	}), broken)
	kept, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "before", string(kept))
	left, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	assert.Len(t, left, 1)
}
