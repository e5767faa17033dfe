package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"filippo.io/age"
)

// Key reads the key that seals sound, an age identity, and makes one where the
// file is missing. Nodes of one installation need the same key; who loses it
// loses every recording.
func Key(path string) (*age.X25519Identity, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	switch {
	case err == nil:
		key, err := age.ParseX25519Identity(strings.TrimSpace(string(text)))
		if err != nil {
			return nil, fmt.Errorf("read the storage key %s: %w", path, err)
		}
		return key, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read the storage key: %w", err)
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make a storage key: %w", err)
	}
	// A second process that starts at the same time must not make another one.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names the file
	if errors.Is(err, fs.ErrExist) {
		return Key(path)
	}
	if err != nil {
		return nil, fmt.Errorf("write the storage key: %w", err)
	}
	_, err = file.WriteString(key.String() + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, fmt.Errorf("write the storage key: %w", err)
	}
	return key, nil
}
