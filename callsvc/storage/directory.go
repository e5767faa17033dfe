package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Directory keeps files below one directory. A key is a path with slashes, and
// no key leads out of the directory, whatever it says.
type Directory struct {
	root *os.Root
}

// File is a file being written, as callsvc.StoredFile.
type File = interface {
	io.WriteSeeker
	io.Closer
}

// Open makes the directory where it is missing.
func Open(dir string) (*Directory, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open the storage: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the storage: %w", err)
	}
	return &Directory{root: root}, nil
}

// Close frees the directory.
func (d *Directory) Close() error {
	if err := d.root.Close(); err != nil {
		return fmt.Errorf("close the storage: %w", err)
	}
	return nil
}

func checked(key string) error {
	if key == "" || strings.HasPrefix(key, ".") || !fs.ValidPath(key) {
		return fmt.Errorf("no key of a file: %q", key)
	}
	return nil
}

// Create begins a file that is not there yet. It can be opened once it is closed.
func (d *Directory) Create(_ context.Context, key string) (File, error) {
	if err := checked(key); err != nil {
		return nil, err
	}
	if err := d.root.MkdirAll(path.Dir(key), 0o700); err != nil {
		return nil, fmt.Errorf("create %s: %w", key, err)
	}
	file, err := d.root.OpenFile(key, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", key, err)
	}
	return file, nil
}

// Open reads a file.
func (d *Directory) Open(_ context.Context, key string) (io.ReadSeekCloser, error) {
	if err := checked(key); err != nil {
		return nil, err
	}
	file, err := d.root.Open(key)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", key, err)
	}
	return file, nil
}

// Delete removes a file. One that is gone is no mistake.
func (d *Directory) Delete(_ context.Context, key string) error {
	if err := checked(key); err != nil {
		return err
	}
	if err := d.root.Remove(key); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	return nil
}
