package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/crm"
)

func TestImportBesideARunningService(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	startService(t, dir)
	require.NoError(t, run(t.Context(), []string{
		"admin", "create-org", "--data", dir, "--name", "Empty", "--country", "GB",
		"--admin-email", "boss@empty.test", "--admin-password", "correct horse battery",
	}, io.Discard, noEnvironment))
	command := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append(args, "--data", dir, "--org", "Empty"), &out, noEnvironment)
		return out.String(), err
	}
	write := func(text string) string {
		t.Helper()
		file := filepath.Join(t.TempDir(), "people.csv")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	const people = "name,email,phone,company,kind,status,notes\r\n" +
		"Ada Byron,ada@engines.example,+442079460001,Engines Ltd,customer,Active,=SUM(A1)\r\n" +
		"José Núñez,jose@engines.example,,,vendor,Lead,\r\n"
	file := write(people)

	said, err := command("import", "contacts", file, "--dry-run", "--create-customers")
	require.NoError(t, err)
	assert.Contains(t, said, "2 to create, 0 to update, 0 left alone, 0 refused")
	exported, err := command("export", "contacts")
	require.NoError(t, err)
	assert.Equal(t, crm.ExportHeader+"\r\n", exported, "a dry run changes nothing")

	said, err = command("import", "contacts", file)
	require.ErrorIs(t, err, errRefusedRows)
	assert.Contains(t, said, "line 2 refused: Ada Byron: unknown_customer Engines Ltd")
	assert.Contains(t, said, "1 created")
	said, err = command("import", "contacts", file, "--create-customers")
	require.NoError(t, err)
	assert.Contains(t, said, "1 to create, 0 to update, 1 left alone, 0 refused")
	exported, err = command("export", "contacts")
	require.NoError(t, err)
	assert.Equal(t, people, exported)

	_, err = command("import", "contacts", filepath.Join(dir, "none.csv"))
	require.Error(t, err)
	_, err = command("import", "contacts", write("\xd0\xcf\x11\xe0 old"))
	require.ErrorContains(t, err, "old Excel")
	_, err = command("import", "contacts", file, "--delimiter", "x")
	require.ErrorContains(t, err, "invalid")
	_, err = command("import", "contacts", file, "--on-match", "burn")
	require.Error(t, err)
	semicolon := write(strings.ReplaceAll("Zoë Zed;zoe@z.example\n", "\n", "\r\n"))
	said, err = command("import", "contacts", semicolon, "--delimiter", ";", "--no-header")
	require.NoError(t, err)
	assert.Contains(t, said, "Imported: 1 created")
}
