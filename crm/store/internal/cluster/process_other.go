//go:build !linux

package cluster

import "syscall"

// attributes of the child, as on Linux but for the parent-death signal, which
// other systems lack: there a killed service leaves postgres to the next start.
func (c *Cluster) attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: c.owner.credential()}
}
