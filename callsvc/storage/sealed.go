package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"filippo.io/age"
)

// openHead is how much of a file lies open: the header of a WAV file, which is
// written last because it says how long the sound is. It tells nothing else.
const openHead = 44

// Files is a storage, as callsvc.Storage.
type Files interface {
	Create(ctx context.Context, key string) (File, error)
	Open(ctx context.Context, key string) (io.ReadSeekCloser, error)
	Delete(ctx context.Context, key string) error
}

// Sealed keeps sound encrypted in another storage, with the age format
// (age-encryption.org/v1): whoever has the files, or a copy of the disk, has
// nothing without the key. A file is a WAV header followed by the sealed sound.
type Sealed struct {
	under Files
	key   *age.X25519Identity
}

// Seal wraps a storage. Files that were written without it cannot be read through it.
func Seal(under Files, key *age.X25519Identity) *Sealed {
	return &Sealed{under: under, key: key}
}

// Create begins a file. It is written from its beginning to its end; only the
// first 44 bytes may be written anew.
func (s *Sealed) Create(ctx context.Context, key string) (File, error) {
	file, err := s.under.Create(ctx, key)
	if err != nil {
		return nil, err
	}
	sealed, err := s.seal(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("seal %s: %w", key, err), file.Close(), s.under.Delete(ctx, key))
	}
	return sealed, nil
}

func (s *Sealed) seal(file File) (*sealedFile, error) {
	if _, err := file.Write(make([]byte, openHead)); err != nil {
		return nil, err
	}
	body, err := age.Encrypt(file, s.key.Recipient())
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return &sealedFile{file: file, body: body}, nil
}

// Open reads a file.
func (s *Sealed) Open(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	file, err := s.under.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	sound, err := s.unseal(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("unseal %s: %w", key, err), file.Close())
	}
	return sound, nil
}

func (s *Sealed) unseal(file io.ReadSeekCloser) (*openedSound, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	at := readerAt(file)
	var head [openHead]byte
	if _, err := at.ReadAt(head[:], 0); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	body, length, err := age.DecryptReaderAt(io.NewSectionReader(at, openHead, size-openHead), size-openHead, s.key)
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	whole := &joined{head: head, body: body}
	return &openedSound{SectionReader: io.NewSectionReader(whole, 0, openHead+length), file: file}, nil
}

// Delete removes a file.
func (s *Sealed) Delete(ctx context.Context, key string) error { return s.under.Delete(ctx, key) }

// sealedFile seals while it is written.
type sealedFile struct {
	file File
	body io.WriteCloser
	head [openHead]byte
	at   int64
	end  int64
}

func (f *sealedFile) Write(p []byte) (int, error) {
	written := 0
	if f.at < openHead {
		written = copy(f.head[f.at:], p)
		f.at += int64(written)
		f.end = max(f.end, f.at)
	}
	if written == len(p) {
		return written, nil
	}
	if f.at != f.end {
		return written, errors.New("write sealed file: what is sealed cannot be written anew")
	}
	n, err := f.body.Write(p[written:])
	f.at += int64(n)
	f.end = f.at
	if err != nil {
		return written + n, fmt.Errorf("write sealed file: %w", err)
	}
	return len(p), nil
}

// Seek goes back to the header, or on to the end.
func (f *sealedFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.end
	}
	if offset < 0 || offset > openHead && offset != f.end {
		return f.at, fmt.Errorf("seek in sealed file to %d", offset)
	}
	f.at = offset
	return f.at, nil
}

// Close completes the file.
func (f *sealedFile) Close() error {
	err := f.body.Close()
	if err == nil {
		_, err = f.file.Seek(0, io.SeekStart)
	}
	if err == nil {
		_, err = f.file.Write(f.head[:])
	}
	if err = errors.Join(err, f.file.Close()); err != nil {
		return fmt.Errorf("complete sealed file: %w", err)
	}
	return nil
}

// openedSound is a sealed file as it was before it was sealed.
type openedSound struct {
	*io.SectionReader
	file io.Closer
}

func (s *openedSound) Close() error { return s.file.Close() }

// joined is the header and what follows it.
type joined struct {
	head [openHead]byte
	body io.ReaderAt
}

func (j *joined) ReadAt(p []byte, offset int64) (int, error) {
	read := 0
	if offset < openHead {
		read = copy(p, j.head[offset:])
	}
	if read == len(p) {
		return read, nil
	}
	n, err := j.body.ReadAt(p[read:], offset+int64(read)-openHead)
	return read + n, err //nolint:wrapcheck // io.EOF must stay itself
}

// readerAt reads a file that can only seek, one reader at a time.
func readerAt(file io.ReadSeeker) io.ReaderAt {
	if at, ok := file.(io.ReaderAt); ok {
		return at
	}
	return &seeking{file: file}
}

type seeking struct {
	mu   sync.Mutex
	file io.ReadSeeker
}

func (s *seeking) ReadAt(p []byte, offset int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.file.Seek(offset, io.SeekStart); err != nil {
		return 0, fmt.Errorf("read at %d: %w", offset, err)
	}
	n, err := io.ReadFull(s.file, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}
