package callsvc

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func allStates() []state {
	return []state{
		stateCreated, stateOffering, statePreparing, stateDialling, stateAlerting,
		stateConnected, stateHeld, stateEnded, stateWaiting, stateMenu, stateMessage, stateTransferring,
	}
}

func allTriggers() []trigger {
	return []trigger{
		triggerOffered, triggerPlaced, triggerDialled, triggerAlerting, triggerAnswered, triggerHeld, triggerResumed,
		triggerUnknownNumber, triggerNoAgent, triggerUnanswered, triggerDeclined, triggerRefused, triggerNoStream, triggerFarFailed,
		triggerFarGone, triggerAgentGone, triggerBrowserLost, triggerMediaLost, triggerStopped,
		triggerWaits, triggerMenu, triggerMessage, triggerTurnedAway, triggerMessageLeft, triggerTransferred, triggerReturned,
	}
}

// TestTransitions walks every state with every event against a picture of the
// table: a column for each trigger of allTriggers, "." where nothing happens.
func TestTransitions(t *testing.T) {
	t.Parallel()
	letters := map[byte]state{
		'o': stateOffering, 'p': statePreparing, 'd': stateDialling, 'a': stateAlerting,
		'C': stateConnected, 'H': stateHeld, 'E': stateEnded,
		'T': stateTransferring, 'w': stateWaiting, 'm': stateMenu, 'v': stateMessage,
	}
	// beginnings, turns, ends before an answer, ends at any time, steps of a route, transfer
	picture := map[state]string{
		stateCreated:      "op..." + ".." + "EE..E.." + "E...E" + "wmvE." + "..",
		stateOffering:     "o...C" + ".." + ".EEEE.." + "EE..E" + "wmvE." + "..",
		statePreparing:    "..d.." + ".." + "....EE." + ".E..E" + "....." + "..",
		stateDialling:     "...aC" + ".." + "....E.E" + ".EE.E" + "....." + "..",
		stateAlerting:     "....C" + ".." + "....E.E" + ".EE.E" + "....." + "..",
		stateConnected:    "....." + "H." + "....E.." + "EEEEE" + "....." + "T.",
		stateHeld:         "....." + ".C" + "....E.." + "EEEEE" + "....." + "T.",
		stateTransferring: "....C" + ".." + "....E.." + "EE..E" + "....." + ".C",
		stateWaiting:      "o...." + ".." + ".E..E.." + "EE..E" + "wmvE." + "..",
		stateMenu:         "o...." + ".." + ".E..E.." + "EE..E" + "wmvE." + "..",
		stateMessage:      "....." + ".." + "....E.." + "EE..E" + "...EE" + "..",
		stateEnded:        "....." + ".." + "......." + "....." + "....." + "..",
	}
	table := transitions()
	require.Len(t, table, len(allStates()))
	for _, from := range allStates() {
		row := picture[from]
		require.Len(t, row, len(allTriggers()))
		for i, event := range allTriggers() {
			next, ok := table[from][event]
			require.Equal(t, row[i] != '.', ok, "%s on %s", from, event)
			if ok {
				require.Equal(t, letters[row[i]], next, "%s on %s", from, event)
			}
		}
	}
}

func TestEveryStateCanEnd(t *testing.T) {
	t.Parallel()
	for from, row := range transitions() {
		if from != stateEnded {
			require.Equal(t, stateEnded, row[triggerStopped], "shutdown ends a call that is %s", from)
		}
	}
}

func TestMailboxIsBounded(t *testing.T) {
	t.Parallel()
	box := newMailbox()
	for range mailboxLimit {
		require.NoError(t, box.post(func(*liveCall) {}, false))
	}
	require.ErrorIs(t, box.post(func(*liveCall) {}, false), &Error{Code: CodeUnavailable})
	require.NoError(t, box.post(func(*liveCall) {}, true), "what must not be missed has room of its own")
	require.Len(t, box.take(), mailboxLimit+1)
	box.close()
	require.ErrorIs(t, box.post(func(*liveCall) {}, true), &Error{Code: CodeCallEnded})
}

func FuzzReadCommand(f *testing.F) {
	f.Add([]byte(`{"Org":"0190a5c0-0000-7000-8000-000000000001","User":"0190a5c0-0000-7000-8000-000000000002","Role":"agent","Command":{"Name":"dtmf","Digits":"12#"}}`))
	f.Add([]byte(`{"Command":{"Name":"mute","Muted":true}}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`{"Org":[],"Command":7}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		payload, err := readCommand(data)
		if err != nil {
			require.Equal(t, CodeInvalid, replyOf(err).Code)
			return
		}
		require.NoError(t, payload.Command.validate())
		require.LessOrEqual(t, len(payload.Command.Digits), maxCommand)
		if payload.Command.Name == CommandDTMF {
			require.NoError(t, validDigits(payload.Command.Digits))
		}
	})
}

func TestAttribution(t *testing.T) {
	t.Parallel()
	exact := func(score int, reason string) Match { return Match{Exact: true, Score: score, Reason: reason} }
	cases := map[string]struct {
		matches []Match
		chosen  int // -1: none
	}{
		"nobody":             {nil, -1},
		"one exact":          {[]Match{exact(100, "primary")}, 0},
		"exact over partial": {[]Match{exact(100, "primary"), {Score: 70, Reason: "partial"}}, 0},
		"better exact":       {[]Match{exact(90, "secondary"), exact(100, "primary")}, 1},
		"two as good":        {[]Match{exact(100, "primary"), exact(100, "primary")}, -1},
		"shared":             {[]Match{{Exact: true, Score: 95, Reason: "shared", SharedBy: 2}, {Exact: true, Score: 94, Reason: "shared", SharedBy: 2}}, -1},
		"shared but alone":   {[]Match{{Exact: true, Score: 95, Reason: "shared", SharedBy: 4}}, -1},
		"only candidate":     {[]Match{{Score: 60, Reason: "variant"}}, 0},
		"two partial":        {[]Match{{Score: 60, Reason: "partial"}, {Score: 50, Reason: "partial"}}, -1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			match, found := attributed(c.matches)
			require.Equal(t, c.chosen >= 0, found)
			if found {
				require.Equal(t, c.matches[c.chosen], match)
			}
		})
	}
}
