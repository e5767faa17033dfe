package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// initialise makes the data folder when there is none. It is made under
// another name and renamed when whole, so that a kill in between leaves
// nothing that looks like a database.
func (c *Cluster) initialise(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(c.data(), "PG_VERSION")); err == nil {
		return nil
	}
	if entries, err := os.ReadDir(c.data()); err == nil && len(entries) > 0 {
		return fmt.Errorf("make the private database: %s is not empty and holds no database; move it away", c.data())
	}
	fresh := c.data() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("clear an unfinished database: %w", err)
	}
	if err := os.Mkdir(fresh, 0o700); err != nil {
		return fmt.Errorf("make the private database: %w", err)
	}
	if err := c.owner.own(fresh); err != nil {
		return err
	}
	if err := c.initdb(ctx, fresh); err != nil {
		return err
	}
	if err := os.Remove(c.data()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("make the private database: %w", err)
	}
	if err := os.Rename(fresh, c.data()); err != nil {
		return fmt.Errorf("make the private database: %w", err)
	}
	return syncDir(c.cfg.Dir)
}

func (c *Cluster) initdb(ctx context.Context, dir string) error {
	cmd := exec.CommandContext(ctx, c.bin.path("initdb")) //nolint:gosec // the binary is the operator's choice
	folders, closeFolders, err := c.hand(cmd, dir)
	if err != nil {
		return err
	}
	defer closeFolders()
	cmd.Args = append(cmd.Args,
		"-D", folders[0], "-U", Superuser, "--auth=trust", "--encoding=UTF8", "--locale=C",
		"--data-checksums", "--no-instructions")
	if c.cfg.Ephemeral {
		cmd.Args = append(cmd.Args, "--no-sync")
	}
	cmd.Dir = "/"
	cmd.Env = environment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: c.owner.credential()}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("run initdb: %w: %s", err, tail(string(out)))
	}
	return nil
}

// environment is ours without what would make postgres read another
// configuration.
func environment() []string {
	var kept []string
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "PG") && !strings.HasPrefix(entry, "LC_") && !strings.HasPrefix(entry, "LANG") {
			kept = append(kept, entry)
		}
	}
	return append(kept, "LC_ALL=C")
}

func syncDir(path string) error {
	dir, err := os.Open(path) //nolint:gosec // our own folder
	if err != nil {
		return fmt.Errorf("flush %s: %w", path, err)
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil {
		return fmt.Errorf("flush %s: %w", path, err)
	}
	return nil
}

// tail bounds what a program said to what an error can carry.
func tail(text string) string {
	const most = 600
	text = strings.TrimSpace(text)
	if len(text) > most {
		text = "…" + text[len(text)-most:]
	}
	return text
}
