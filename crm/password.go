package crm

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The argon2id parameters (RFC 9106). OWASP's floor is 19 MiB and two passes
// with one lane; 32 MiB costs a login about 40 ms and an attacker with a
// graphics card the memory that he has least of. One lane, because logins run
// side by side anyway. Raising them keeps old hashes valid: each hash says its
// own parameters.
const (
	argonMemoryKiB = 32 * 1024
	argonPasses    = 2
	argonLanes     = 1
	argonSaltBytes = 16
	argonKeyBytes  = 32
)

// The most that a stored hash may ask for, so that a damaged or planted row
// cannot take the machine's memory.
const (
	argonMaxMemoryKiB = 256 * 1024
	argonMaxPasses    = 16
	argonMaxLanes     = 16
	argonMaxBytes     = 64
)

// The lengths of a password in bytes. The upper one only bounds the work.
const (
	MinPasswordBytes = 8
	MaxPasswordBytes = 1024
)

var (
	// ErrWrongPassword says that the password is not the one that was hashed.
	ErrWrongPassword = errors.New("wrong password")
	errPasswordHash  = errors.New("not an argon2id hash")
)

// PasswordHasher turns passwords into PHC strings and back into yes or no. It
// runs only so many at once: each takes a processor and 32 MiB for a while,
// and a burst of logins must not take them from the calls.
type PasswordHasher struct {
	slots chan struct{}
	decoy string
}

// NewPasswordHasher makes a hasher that works on up to parallel passwords at
// once; 0 means half the processors, at least one.
func NewPasswordHasher(parallel int) *PasswordHasher {
	if parallel <= 0 {
		parallel = max(1, runtime.GOMAXPROCS(0)/2)
	}
	salt := make([]byte, argonSaltBytes)
	return &PasswordHasher{
		slots: make(chan struct{}, parallel),
		decoy: encodeHash(salt, make([]byte, argonKeyBytes)),
	}
}

// Hash returns the PHC string of a password that somebody chose.
func (h *PasswordHasher) Hash(ctx context.Context, password string) (string, error) {
	if err := CheckPassword(password); err != nil {
		return "", err
	}
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, argonSaltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("make salt: %w", err)
	}
	key := argon2.IDKey([]byte(password), salt, argonPasses, argonMemoryKiB, argonLanes, argonKeyBytes)
	return encodeHash(salt, key), nil
}

// Verify returns nil when password is the one of encoded, ErrWrongPassword
// when it is not.
func (h *PasswordHasher) Verify(ctx context.Context, encoded, password string) error {
	if len(password) > MaxPasswordBytes {
		return ErrWrongPassword
	}
	hash, err := decodeHash(encoded)
	if err != nil {
		return err
	}
	if err := h.enter(ctx); err != nil {
		return err
	}
	defer h.leave()
	key := argon2.IDKey([]byte(password), hash.salt, hash.passes, hash.memoryKiB, hash.lanes, uint32(len(hash.key))) //nolint:gosec // decodeHash bounds the length
	if subtle.ConstantTimeCompare(key, hash.key) != 1 {
		return ErrWrongPassword
	}
	return nil
}

// VerifyDecoy takes as long as Verify and always says ErrWrongPassword. It is
// for logins of users who do not exist, so that the time does not tell.
func (h *PasswordHasher) VerifyDecoy(ctx context.Context, password string) error {
	if err := h.Verify(ctx, h.decoy, password); err != nil {
		return err
	}
	return ErrWrongPassword
}

func (h *PasswordHasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
}

func (h *PasswordHasher) leave() { <-h.slots }

// CheckPassword refuses a password that may not be chosen.
func CheckPassword(password string) error {
	var message string
	switch {
	case len(password) < MinPasswordBytes:
		message = fmt.Sprintf("must have at least %d characters", MinPasswordBytes)
	case len(password) > MaxPasswordBytes:
		message = fmt.Sprintf("must have at most %d bytes", MaxPasswordBytes)
	default:
		return nil
	}
	return &Error{
		Code: CodeInvalid, Message: "That password cannot be used.",
		Fields: []FieldError{{Field: "password", Message: message}},
	}
}

// argonHash is a PHC string taken apart.
type argonHash struct {
	memoryKiB, passes uint32
	lanes             uint8
	salt, key         []byte
}

func encodeHash(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemoryKiB, argonPasses, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

func decodeHash(encoded string) (argonHash, error) {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return argonHash{}, errPasswordHash
	}
	var hash argonHash
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &hash.memoryKiB, &hash.passes, &hash.lanes); err != nil {
		return argonHash{}, fmt.Errorf("%w: %w", errPasswordHash, err)
	}
	var err error
	if hash.salt, err = base64.RawStdEncoding.Strict().DecodeString(parts[4]); err != nil {
		return argonHash{}, fmt.Errorf("%w: %w", errPasswordHash, err)
	}
	if hash.key, err = base64.RawStdEncoding.Strict().DecodeString(parts[5]); err != nil {
		return argonHash{}, fmt.Errorf("%w: %w", errPasswordHash, err)
	}
	if !hash.bounded() {
		return argonHash{}, errPasswordHash
	}
	return hash, nil
}

func (h argonHash) bounded() bool {
	return h.memoryKiB >= 8*uint32(h.lanes) && h.memoryKiB <= argonMaxMemoryKiB &&
		h.passes >= 1 && h.passes <= argonMaxPasses &&
		h.lanes >= 1 && h.lanes <= argonMaxLanes &&
		len(h.salt) >= 8 && len(h.salt) <= argonMaxBytes &&
		len(h.key) >= 16 && len(h.key) <= argonMaxBytes
}
