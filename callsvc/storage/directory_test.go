package storage

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesStayInTheDirectory(t *testing.T) {
	t.Parallel()
	files, err := Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, files.Close()) })
	file, err := files.Create(t.Context(), "voicemail/a/b.wav")
	require.NoError(t, err)
	_, err = file.Write([]byte("sound"))
	require.NoError(t, err)
	require.NoError(t, file.Close())
	_, err = files.Create(t.Context(), "voicemail/a/b.wav")
	require.Error(t, err, "a file is written once")
	found, err := files.Open(t.Context(), "voicemail/a/b.wav")
	require.NoError(t, err)
	text, err := io.ReadAll(found)
	require.NoError(t, err)
	require.Equal(t, "sound", string(text))
	require.NoError(t, found.Close())
	for _, key := range []string{"", "/etc/passwd", "../x", "a/../../x", ".x", "a//b"} {
		_, err := files.Create(t.Context(), key)
		require.Error(t, err, key)
		_, err = files.Open(t.Context(), key)
		require.Error(t, err, key)
		require.Error(t, files.Delete(t.Context(), key), key)
	}
	require.NoError(t, files.Delete(t.Context(), "voicemail/a/b.wav"))
	require.NoError(t, files.Delete(t.Context(), "voicemail/a/b.wav"))
	_, err = files.Open(t.Context(), "voicemail/a/b.wav")
	require.Error(t, err)
}
