package cluster

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// leftovers finds the postgres processes that work in data by their folder and
// executable. A pid file would lie: its number may be another's by now, and a
// zombie still answers to signals.
func leftovers(data string) []int {
	home, err := os.Stat(data)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		executable, err := os.Readlink(filepath.Join("/proc", entry.Name(), "exe"))
		if err != nil || !isPostgres(executable) {
			continue
		}
		// Stat follows the link to the folder itself, so that a renamed or
		// linked path is known too.
		folder, err := os.Stat(filepath.Join("/proc", entry.Name(), "cwd"))
		if err == nil && os.SameFile(home, folder) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func isPostgres(executable string) bool {
	name := filepath.Base(strings.TrimSuffix(executable, " (deleted)"))
	return name == "postgres" || name == "postmaster"
}
