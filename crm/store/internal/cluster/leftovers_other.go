//go:build !linux

package cluster

import "syscall"

// leftovers trusts the pid file where there is no /proc; postgres itself then
// refuses to start beside a living server.
func leftovers(data string) []int {
	pid := readPidFile(data).pid
	if pid > 1 && syscall.Kill(pid, 0) == nil {
		return []int{pid}
	}
	return nil
}
