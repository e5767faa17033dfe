package cluster

import "syscall"

// attributes of the child: another user if we are root, a process group of its
// own so that ^C reaches only us, and a clean stop when we are killed.
func (c *Cluster) attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: sigFast, Credential: c.owner.credential()}
}
