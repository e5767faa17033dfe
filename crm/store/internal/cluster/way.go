package cluster

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// handleRoot is where a Linux process finds its open files by number.
const handleRoot = "/proc/self/fd/"

// checkWay sees whether the user of postgres can walk to the folder. Root's
// home and temporary folders are closed to others: on Linux postgres is then
// handed its folders open, elsewhere the operator has to choose.
func (c *Cluster) checkWay(ctx context.Context) error {
	barrier, err := c.owner.barrier(c.cfg.Dir)
	if err != nil || barrier == "" {
		return err
	}
	if runtime.GOOS != "linux" {
		return fmt.Errorf("run the private database: we are root, so it runs as the user %s, who cannot enter the folder %s; chmod o+x %s, choose another --data, or give --database-url",
			c.owner.name, barrier, barrier)
	}
	c.walled = true
	c.cfg.Logger.DebugContext(ctx, "handing postgres its folders open, since its user cannot walk to them",
		slog.String("user", c.owner.name), slog.String("closed_folder", barrier))
	return nil
}

// hand gives the child names for folders: their own, or numbers of open files
// when the child's user could not walk to them. The caller closes the files
// after the start.
func (c *Cluster) hand(cmd *exec.Cmd, folders ...string) (names []string, closeAll func(), err error) {
	closeAll = func() {
		for _, file := range cmd.ExtraFiles {
			_ = file.Close()
		}
	}
	if !c.walled {
		return folders, closeAll, nil
	}
	for _, folder := range folders {
		file, err := os.Open(folder) //nolint:gosec // our own folders
		if err != nil {
			closeAll()
			return nil, nil, fmt.Errorf("open the folder for postgres: %w", err)
		}
		// ExtraFiles begin at 3 in the child.
		names = append(names, handleRoot+strconv.Itoa(3+len(cmd.ExtraFiles)))
		cmd.ExtraFiles = append(cmd.ExtraFiles, file)
	}
	return names, closeAll, nil
}

func isHandle(path string) bool { return strings.HasPrefix(path, handleRoot) }
