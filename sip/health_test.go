package sip

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/sip/siptest"
)

func TestTrunkIsAskedWhetherItLives(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.SetTrunks([]Trunk{{
		ID: "asked", Addresses: loopback(), Proxy: r.phone.Addr().String(), Domain: "example.com", OptionsEvery: 20 * time.Millisecond,
	}})
	state := func() TrunkHealth { return r.TrunkHealths()[0] }
	answer := func(status int) {
		request := r.phone.Expect("OPTIONS")
		r.phone.Reply(request, status, siptest.Token(), "")
	}
	answer(200)
	require.Eventually(t, func() bool { return !state().AnsweredAt.IsZero() }, siptest.Patience, time.Millisecond)
	require.Empty(t, state().LastError)
	require.Equal(t, "asked", state().TrunkID)

	answer(503)
	require.Eventually(t, func() bool { return state().LastError != "" }, siptest.Patience, time.Millisecond)
	require.Equal(t, "The provider answered 503 Service Unavailable.", state().LastError)

	answer(405) // it lives, whatever it thinks of OPTIONS
	require.Eventually(t, func() bool { return state().LastError == "" }, siptest.Patience, time.Millisecond)

	r.phone.Expect("OPTIONS") // and no answer
	require.Eventually(t, func() bool { return state().LastError == "No answer from "+r.phone.Addr().String()+"." }, siptest.Patience, time.Millisecond)
}
