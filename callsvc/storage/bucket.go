package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	// uploadTimeout bounds one attempt of one file.
	uploadTimeout = 5 * time.Minute
	// uploadRetry is the wait after an attempt that failed.
	uploadRetry = 10 * time.Second
)

// BucketConfig names a bucket of an S3-compatible store.
type BucketConfig struct {
	// Endpoint is host or host:port; Plain means http instead of https.
	Endpoint string
	Plain    bool
	Region   string
	Bucket   string
	// Prefix stands before each key; it may be empty.
	Prefix string
	// AccessKey and SecretKey are the credentials; both empty: those of the machine's role.
	AccessKey, SecretKey string
	// Waiting holds files until they are uploaded.
	Waiting *Directory
	Logger  *slog.Logger
	// Retry is the wait after an upload that failed; 0 means 10 s.
	Retry time.Duration
}

// ParseBucket reads s3://BUCKET/PREFIX?endpoint=HOST&region=R&plain=true.
func ParseBucket(text string) (BucketConfig, error) {
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "s3" || address.Host == "" {
		return BucketConfig{}, fmt.Errorf("read %q: want s3://BUCKET/PREFIX?endpoint=HOST", text)
	}
	query := address.Query()
	cfg := BucketConfig{
		Bucket: address.Host, Prefix: strings.Trim(address.Path, "/"),
		Endpoint: query.Get("endpoint"), Region: query.Get("region"), Plain: query.Get("plain") == "true",
	}
	if cfg.Endpoint == "" {
		cfg.Endpoint = "s3.amazonaws.com"
	}
	return cfg, nil
}

// Bucket keeps files in an S3-compatible store. A file is written on this
// machine first and uploaded beside the calls, so that a slow store holds
// nothing up; one that could not be uploaded waits, over restarts too.
type Bucket struct {
	cfg    BucketConfig
	client *minio.Client
	more   chan struct{}
}

// OpenBucket makes the client. It does not ask the store for anything yet.
func OpenBucket(cfg BucketConfig) (*Bucket, error) {
	keys := credentials.NewIAM("")
	if cfg.AccessKey != "" {
		keys = credentials.NewStaticV4(cfg.AccessKey, cfg.SecretKey, "")
	}
	client, err := minio.New(cfg.Endpoint, &minio.Options{Creds: keys, Secure: !cfg.Plain, Region: cfg.Region})
	if err != nil {
		return nil, fmt.Errorf("open the bucket %s: %w", cfg.Bucket, err)
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	if cfg.Retry <= 0 {
		cfg.Retry = uploadRetry
	}
	return &Bucket{cfg: cfg, client: client, more: make(chan struct{}, 1)}, nil
}

// unfinished marks a file that is being written.
const unfinished = ".part"

// Create begins a file on this machine.
func (b *Bucket) Create(ctx context.Context, key string) (File, error) {
	file, err := b.cfg.Waiting.Create(ctx, key+unfinished)
	if err != nil {
		return nil, err
	}
	return &waitingFile{File: file, bucket: b, key: key}, nil
}

// waitingFile may be uploaded once it is closed.
type waitingFile struct {
	File
	bucket *Bucket
	key    string
}

func (f *waitingFile) Close() error {
	if err := f.File.Close(); err != nil {
		return fmt.Errorf("close %s: %w", f.key, err)
	}
	if err := f.bucket.cfg.Waiting.root.Rename(f.key+unfinished, f.key); err != nil {
		return fmt.Errorf("complete %s: %w", f.key, err)
	}
	select {
	case f.bucket.more <- struct{}{}:
	default:
	}
	return nil
}

// Open reads a file, from this machine while it waits there.
func (b *Bucket) Open(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	if file, err := b.cfg.Waiting.Open(ctx, key); err == nil {
		return file, nil
	}
	object, err := b.client.GetObject(ctx, b.cfg.Bucket, b.name(key), minio.GetObjectOptions{})
	if err == nil {
		_, err = object.Stat()
	}
	if err != nil {
		if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
			err = fs.ErrNotExist
		}
		return nil, fmt.Errorf("open %s: %w", key, err)
	}
	return object, nil
}

// Delete removes a file, wherever it is.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := b.cfg.Waiting.Delete(ctx, key); err != nil {
		return err
	}
	if err := b.client.RemoveObject(ctx, b.cfg.Bucket, b.name(key), minio.RemoveObjectOptions{}); err != nil {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	return nil
}

func (b *Bucket) name(key string) string { return path.Join(b.cfg.Prefix, key) }

// Run uploads what waits until ctx ends.
func (b *Bucket) Run(ctx context.Context) error {
	for {
		var again <-chan time.Time
		if err := b.upload(ctx); err != nil && ctx.Err() == nil {
			b.cfg.Logger.WarnContext(ctx, "sound waits to be uploaded", slog.String("bucket", b.cfg.Bucket), slog.Any("error", err))
			again = time.After(b.cfg.Retry)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-b.more:
		case <-again:
		}
	}
}

// upload brings every file that waits to the store; one that fails does not
// keep the others.
func (b *Bucket) upload(ctx context.Context) error {
	var failed error
	err := fs.WalkDir(b.cfg.Waiting.root.FS(), ".", func(key string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(key, unfinished) {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		failed = errors.Join(failed, b.put(ctx, key))
		return nil
	})
	return errors.Join(failed, err)
}

func (b *Bucket) put(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	file, err := b.cfg.Waiting.root.Open(key)
	if err != nil {
		return fmt.Errorf("upload %s: %w", key, err)
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return fmt.Errorf("upload %s: %w", key, err)
	}
	options := minio.PutObjectOptions{ContentType: "application/octet-stream"}
	if _, err := b.client.PutObject(ctx, b.cfg.Bucket, b.name(key), file, about.Size(), options); err != nil {
		return fmt.Errorf("upload %s: %w", key, err)
	}
	return b.cfg.Waiting.Delete(ctx, key)
}
