package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/crm/store/internal/cluster"
)

// ErrNotRunning says that no service runs a private cluster in the data directory.
var ErrNotRunning = cluster.ErrNotRunning

// ErrInUse says that another service runs the private cluster in the data
// directory.
var ErrInUse = cluster.ErrInUse

const (
	// privateRole owns the private database. It is no superuser, so that the
	// private database asks for no more than an external one has to give.
	privateRole     = "ringbook"
	privateDatabase = "ringbook"
)

type privateCluster struct {
	cluster *cluster.Cluster
	url     string
}

func startPrivate(ctx context.Context, dataDir string, logger *slog.Logger) (*privateCluster, error) {
	if dataDir == "" {
		return nil, errors.New("open the database: neither a database URL nor a data directory is given")
	}
	c, err := cluster.Start(ctx, cluster.Config{Dir: clusterDir(dataDir), Logger: logger})
	if err != nil {
		return nil, fmt.Errorf("start the private database: %w", err)
	}
	private := &privateCluster{cluster: c, url: socketURL(c.Socket(), privateRole, privateDatabase)}
	if err := bootstrap(ctx, c.Socket()); err != nil {
		return nil, errors.Join(err, private.close(context.WithoutCancel(ctx)))
	}
	return private, nil
}

func (p *privateCluster) close(ctx context.Context) error {
	if err := p.cluster.Close(ctx); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}

func clusterDir(dataDir string) string { return filepath.Join(dataDir, "postgres") }

// socketURL names a database behind a unix socket. TLS has no place there.
func socketURL(socket, role, database string) string {
	query := url.Values{"host": {socket}, "user": {role}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + query.Encode()
}

// bootstrap makes role and database on a cluster that has none yet.
func bootstrap(ctx context.Context, socket string) error {
	conn, err := pgx.Connect(ctx, socketURL(socket, cluster.Superuser, "postgres"))
	if err != nil {
		return fmt.Errorf("reach the private database: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, step := range []struct{ exists, create string }{
		{"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + privateRole + "')", "CREATE ROLE " + privateRole + " LOGIN CREATEROLE"},
		{"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '" + privateDatabase + "')", "CREATE DATABASE " + privateDatabase + " OWNER " + privateRole},
	} {
		var exists bool
		if err := conn.QueryRow(ctx, step.exists).Scan(&exists); err != nil {
			return fmt.Errorf("look into the private database: %w", err)
		}
		if exists {
			continue
		}
		if _, err := conn.Exec(ctx, step.create); err != nil {
			return fmt.Errorf("set up the private database: %w", err)
		}
	}
	return nil
}

// JoinRunning gives the URL of the private database that a running service
// keeps in dataDir, for admin commands beside it; ErrNotRunning when none does.
func JoinRunning(_ context.Context, dataDir string) (databaseURL string, err error) {
	socket, err := cluster.Find(clusterDir(dataDir))
	if err != nil {
		return "", fmt.Errorf("join the database of %s: %w", dataDir, err)
	}
	return socketURL(socket, privateRole, privateDatabase), nil
}
