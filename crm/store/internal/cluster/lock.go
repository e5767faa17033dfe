package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var (
	// ErrInUse says that another process runs a cluster in the folder.
	ErrInUse = errors.New("the database folder is in use")
	// ErrNotRunning says that no process runs a cluster in the folder.
	ErrNotRunning = errors.New("no private database runs there")
)

// lockPatience outlasts the moment in which Find probes the lock.
const lockPatience = 500 * time.Millisecond

// acquire takes the lock that only one process can hold. The kernel drops it
// with the process, however that ends.
func acquire(ctx context.Context, path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644) //nolint:gosec // admin commands of other users read it
	if err != nil {
		return nil, fmt.Errorf("open the lock of the database folder: %w", err)
	}
	deadline := time.Now().Add(lockPatience)
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return file, note(file)
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(deadline) {
			break
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
	holder, _ := os.ReadFile(path) //nolint:gosec // our own folder
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%w: process %s runs a database in %s; stop it or choose another --data",
			ErrInUse, strings.TrimSpace(string(holder)), filepath.Dir(path))
	}
	return nil, fmt.Errorf("lock the database folder: %w", err)
}

// note leaves our pid for the message that a second instance shows.
func note(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return fmt.Errorf("note the holder of the lock: %w", err)
	}
	if _, err := file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return fmt.Errorf("note the holder of the lock: %w", err)
	}
	return nil
}

// Find gives the socket folder of the cluster that another process runs in
// dir, for commands beside a running service.
func Find(dir string) (socket string, err error) {
	lock, err := os.Open(filepath.Join(dir, "lock")) //nolint:gosec // the operator's folder
	if errors.Is(err, os.ErrNotExist) {
		return "", ErrNotRunning
	}
	if err != nil {
		return "", fmt.Errorf("look for a running database: %w", err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); err == nil {
		return "", ErrNotRunning
	}
	data := filepath.Join(dir, "data")
	if _, err := os.ReadDir(data); errors.Is(err, os.ErrPermission) {
		return "", fmt.Errorf("look for a running database: run this as the user of the service: %w", err)
	}
	file := readPidFile(data)
	if !file.ready {
		return "", fmt.Errorf("%w: it is only starting or stopping", ErrNotRunning)
	}
	if isHandle(file.socket) {
		return filepath.Join(dir, "run"), nil
	}
	return file.socket, nil
}
