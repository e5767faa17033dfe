package storage

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/require"
)

// write stores a header that is completed last, as a recorder does, and sound.
func write(t *testing.T, files Files, key string, sound []byte) []byte {
	t.Helper()
	file, err := files.Create(t.Context(), key)
	require.NoError(t, err)
	_, err = file.Write(make([]byte, openHead))
	require.NoError(t, err)
	for rest := sound; len(rest) > 0; {
		n := min(len(rest), 1+rand.IntN(9000))
		_, err := file.Write(rest[:n])
		require.NoError(t, err)
		rest = rest[n:]
	}
	head := bytes.Repeat([]byte("h"), openHead)
	_, err = file.Seek(0, io.SeekStart)
	require.NoError(t, err)
	_, err = file.Write(head)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	return append(head, sound...)
}

func read(t *testing.T, files Files, key string) []byte {
	t.Helper()
	found, err := files.Open(t.Context(), key)
	require.NoError(t, err)
	text, err := io.ReadAll(found)
	require.NoError(t, err)
	require.NoError(t, found.Close())
	return text
}

func openDirectory(t *testing.T) (*Directory, string) {
	t.Helper()
	dir := t.TempDir()
	files, err := Open(dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, files.Close()) })
	return files, dir
}

func newKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := Key(filepath.Join(t.TempDir(), "key"))
	require.NoError(t, err)
	return key
}

func TestSealedSoundIsReadFromAnywhere(t *testing.T) {
	t.Parallel()
	files, dir := openDirectory(t)
	sealed := Seal(files, newKey(t))
	sound := bytes.Repeat([]byte("what was said "), 20_000)
	whole := write(t, sealed, "a/b.wav", sound)
	require.Equal(t, whole, read(t, sealed, "a/b.wav"))

	found, err := sealed.Open(t.Context(), "a/b.wav")
	require.NoError(t, err)
	for range 50 {
		from := rand.Int64N(int64(len(whole)) - 200)
		_, err := found.Seek(from, io.SeekStart)
		require.NoError(t, err)
		part := make([]byte, 200)
		_, err = io.ReadFull(found, part)
		require.NoError(t, err)
		require.Equal(t, whole[from:from+200], part)
	}
	require.NoError(t, found.Close())

	onDisk, err := os.ReadFile(filepath.Join(dir, "a/b.wav"))
	require.NoError(t, err)
	require.NotContains(t, string(onDisk), "what was said")
	_, err = Seal(files, newKey(t)).Open(t.Context(), "a/b.wav")
	require.Error(t, err, "another key opens nothing")
	onDisk[len(onDisk)-1] ^= 1
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a/b.wav"), onDisk, 0o600))
	_, err = sealed.Open(t.Context(), "a/b.wav")
	require.Error(t, err, "what was changed is not played")
}

func TestSealedSoundIsNotWrittenAnew(t *testing.T) {
	t.Parallel()
	files, _ := openDirectory(t)
	file, err := Seal(files, newKey(t)).Create(t.Context(), "a.wav")
	require.NoError(t, err)
	_, err = file.Write(make([]byte, 100))
	require.NoError(t, err)
	_, err = file.Seek(60, io.SeekStart)
	require.Error(t, err)
	_, err = file.Seek(0, io.SeekStart)
	require.NoError(t, err)
	_, err = file.Write(make([]byte, 60))
	require.Error(t, err)
	require.NoError(t, file.Close())
}

func TestKeyIsMadeOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "key")
	first, err := Key(path)
	require.NoError(t, err)
	second, err := Key(path)
	require.NoError(t, err)
	require.Equal(t, first.String(), second.String())
	about, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), about.Mode().Perm())
	require.NoError(t, os.WriteFile(path, []byte("no key"), 0o600))
	_, err = Key(path)
	require.Error(t, err)
}

func TestBucketUploadsWhatWaits(t *testing.T) {
	t.Parallel()
	backend := s3mem.New()
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	cfg, err := ParseBucket("s3://sounds/of/ringbook?plain=true&region=eu-west-2&endpoint=" + strings.TrimPrefix(server.URL, "http://"))
	require.NoError(t, err)
	cfg.AccessKey, cfg.SecretKey, cfg.Retry = "key", "secret", 50*time.Millisecond
	waiting, dir := openDirectory(t)
	cfg.Waiting = waiting
	bucket, err := OpenBucket(cfg)
	require.NoError(t, err)
	files := Seal(bucket, newKey(t))

	// The store does not answer yet: the bucket is not there.
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- bucket.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-done)
	})
	sound := bytes.Repeat([]byte{1, 2, 3}, 50_000)
	whole := write(t, files, "calls/x.wav", sound)
	require.Equal(t, whole, read(t, files, "calls/x.wav"), "it is played while it waits")

	require.NoError(t, backend.CreateBucket("sounds"))
	require.Eventually(t, func() bool {
		_, err := os.Stat(filepath.Join(dir, "calls/x.wav"))
		return os.IsNotExist(err)
	}, 20*time.Second, 20*time.Millisecond)
	require.Equal(t, whole, read(t, files, "calls/x.wav"))
	_, err = backend.HeadObject("sounds", "of/ringbook/calls/x.wav")
	require.NoError(t, err)

	require.NoError(t, files.Delete(t.Context(), "calls/x.wav"))
	_, err = files.Open(t.Context(), "calls/x.wav")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestParseBucketRefusesNonsense(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "sounds", "http://x", "s3://", "s3:///prefix"} {
		_, err := ParseBucket(text)
		require.Error(t, err, text)
	}
}
