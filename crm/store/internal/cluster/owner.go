package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// owner is the user that postgres runs as. PostgreSQL refuses to run as root.
type owner struct {
	name     string
	uid, gid uint32
	// dropped says that it is another user than ours.
	dropped bool
}

// ownerFor is us, unless we are root: then whoever owns data, else the user
// postgres or nobody.
func ownerFor(data string) (owner, error) {
	if os.Geteuid() != 0 {
		//nolint:gosec // user numbers have 32 bits
		return owner{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid())}, nil
	}
	var stat syscall.Stat_t
	if err := syscall.Stat(data, &stat); err == nil && stat.Uid != 0 {
		return owner{name: strconv.Itoa(int(stat.Uid)), uid: stat.Uid, gid: stat.Gid, dropped: true}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		o, err := lookUp(name)
		if err != nil {
			continue
		}
		return o, o.ownTree(data)
	}
	return owner{}, errors.New("run the private database: we are root, and there is neither a user postgres nor nobody to run it as")
}

func lookUp(name string) (owner, error) {
	account, err := user.Lookup(name)
	if err != nil {
		return owner{}, fmt.Errorf("look up the user %s: %w", name, err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return owner{}, fmt.Errorf("look up the user %s: %w", name, err)
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return owner{}, fmt.Errorf("look up the user %s: %w", name, err)
	}
	return owner{name: name, uid: uint32(uid), gid: uint32(gid), dropped: true}, nil
}

// credential for the child; nil keeps ours.
func (o owner) credential() *syscall.Credential {
	if !o.dropped {
		return nil
	}
	return &syscall.Credential{Uid: o.uid, Gid: o.gid}
}

func (o owner) own(path string) error {
	if !o.dropped {
		return nil
	}
	if err := os.Lchown(path, int(o.uid), int(o.gid)); err != nil {
		return fmt.Errorf("give %s to the user %s: %w", path, o.name, err)
	}
	return nil
}

// ownTree gives a data folder that root copied back to the user of postgres.
func (o owner) ownTree(root string) error {
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return o.own(path)
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("give %s to the user %s: %w", root, o.name, err)
	}
	return nil
}

// barrier is the first folder on the way to dir that keeps the user out, or "".
func (o owner) barrier(dir string) (string, error) {
	if !o.dropped {
		return "", nil
	}
	folder, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", fmt.Errorf("resolve %s: %w", dir, err)
	}
	chain := []string{folder}
	for folder != filepath.Dir(folder) {
		folder = filepath.Dir(folder)
		chain = append(chain, folder)
	}
	for _, folder := range slices.Backward(chain) {
		var stat syscall.Stat_t
		if err := syscall.Stat(folder, &stat); err != nil {
			return "", fmt.Errorf("look at %s: %w", folder, err)
		}
		if !o.mayEnter(stat) {
			return folder, nil
		}
	}
	return "", nil
}

func (o owner) mayEnter(stat syscall.Stat_t) bool {
	switch {
	case stat.Uid == o.uid:
		return stat.Mode&0o100 != 0
	case stat.Gid == o.gid:
		return stat.Mode&0o010 != 0
	}
	return stat.Mode&0o001 != 0
}
