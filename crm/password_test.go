package crm

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPasswordHashAndVerify(t *testing.T) {
	t.Parallel()
	hasher := NewPasswordHasher(2)
	encoded, err := hasher.Hash(t.Context(), "ringbook-demo")
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(encoded, "$argon2id$v=19$m=32768,t=2,p=1$"), encoded)
	require.NoError(t, hasher.Verify(t.Context(), encoded, "ringbook-demo"))
	require.ErrorIs(t, hasher.Verify(t.Context(), encoded, "ringbook-demo "), ErrWrongPassword)
	require.ErrorIs(t, hasher.Verify(t.Context(), encoded, strings.Repeat("x", MaxPasswordBytes+1)), ErrWrongPassword)
	require.ErrorIs(t, hasher.VerifyDecoy(t.Context(), "ringbook-demo"), ErrWrongPassword)

	again, err := hasher.Hash(t.Context(), "ringbook-demo")
	require.NoError(t, err)
	assert.NotEqual(t, encoded, again, "each hash has its own salt")
}

func TestPasswordHashKeepsOldParameters(t *testing.T) {
	t.Parallel()
	// "password" with m=65536,t=2,p=1 and salt "somesalt": a vector of the reference implementation.
	const vector = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	require.NoError(t, NewPasswordHasher(1).Verify(t.Context(), vector, "password"))
	require.ErrorIs(t, NewPasswordHasher(1).Verify(t.Context(), vector, "Password"), ErrWrongPassword)
}

func TestPasswordRefusesDamagedHashes(t *testing.T) {
	t.Parallel()
	hasher := NewPasswordHasher(1)
	for _, encoded := range []string{
		"", "plain", "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=19456,t=2,p=1$!$!",
	} {
		err := hasher.Verify(t.Context(), encoded, "password")
		require.ErrorIs(t, err, errPasswordHash, encoded)
	}
}

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	hasher := NewPasswordHasher(1)
	for _, password := range []string{"", "1234567", strings.Repeat("x", MaxPasswordBytes+1)} {
		_, err := hasher.Hash(t.Context(), password)
		var refusal *Error
		require.ErrorAs(t, err, &refusal)
		assert.Equal(t, "password", refusal.Fields[0].Field)
	}
}

func TestPasswordHasherIsBounded(t *testing.T) {
	t.Parallel()
	hasher := NewPasswordHasher(1)
	require.NoError(t, hasher.enter(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	waiting.Go(func() {
		_, err := hasher.Hash(ctx, "ringbook-demo")
		assert.ErrorIs(t, err, context.Canceled)
	})
	cancel()
	waiting.Wait()
	hasher.leave()
}
