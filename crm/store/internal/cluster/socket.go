package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
)

// maxSocketPath is what sockaddr_un holds besides the final zero.
const maxSocketPath = 107

// socketDir is the folder for the socket: beside the data, or a short one
// under the system's temporary folder when the path would not fit into a
// socket address.
func (c *Cluster) socketDir(ctx context.Context) (string, error) {
	dir := filepath.Join(c.cfg.Dir, "run")
	if len(filepath.Join(dir, ".s.PGSQL."+port)) > maxSocketPath {
		dir = c.fallbackSocket()
		c.cfg.Logger.InfoContext(ctx, "the path of the database socket is too long, using a short folder",
			slog.String("folder", dir))
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", fmt.Errorf("make the folder of the socket: %w", err)
	}
	var stat syscall.Stat_t
	if err := syscall.Lstat(dir, &stat); err != nil {
		return "", fmt.Errorf("look at the folder of the socket: %w", err)
	}
	// Whoever could have made the folder before us would own the socket.
	ours := stat.Uid == c.owner.uid || stat.Uid == uint32(os.Geteuid()) //nolint:gosec // user numbers have 32 bits
	if stat.Mode&syscall.S_IFMT != syscall.S_IFDIR || !ours {
		return "", fmt.Errorf("make the folder of the socket: %s belongs to somebody else; remove it", dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a folder needs its x bit
		return "", fmt.Errorf("close the folder of the socket: %w", err)
	}
	return dir, c.owner.own(dir)
}

func (c *Cluster) fallbackSocket() string {
	sum := sha256.Sum256([]byte(c.cfg.Dir))
	return filepath.Join(os.TempDir(), "ringbook-"+hex.EncodeToString(sum[:6]))
}

// removeFallbackSocket keeps the temporary folder clean; a socket folder
// beside the data stays.
func (c *Cluster) removeFallbackSocket() {
	if c.socket != "" && c.socket == c.fallbackSocket() {
		_ = os.Remove(c.socket)
	}
}
