package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAllMeasures runs every measurement once over few contacts: the figures
// mean nothing then, but each path works and is written down.
func TestAllMeasures(t *testing.T) {
	t.Parallel()
	record := filepath.Join(t.TempDir(), "record.json")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"all", "--quick", "--contacts", "2000", "--json", record}, &out), "%s", &out)
	text, err := os.ReadFile(record)
	require.NoError(t, err)
	var written report
	require.NoError(t, json.Unmarshal(text, &written))
	assert.Equal(t, 2000, written.Contacts)
	names := map[string]bool{}
	for _, f := range written.Figures {
		assert.Positive(t, f.Value, f.Name)
		assert.Positive(t, f.LimitValue, f.Name)
		names[f.Name] = true
	}
	for _, name := range []string{"relay of an RTP packet", "calls with lookup and row", "INVITE to websocket p99", "lookup, 8 at once", "list page, 1 at once"} {
		assert.Contains(t, names, name)
	}
}

func TestUnknownCommandIsRefused(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.Error(t, run(t.Context(), []string{"swim"}, &out))
}

func TestPercentiles(t *testing.T) {
	t.Parallel()
	var none sample
	assert.Zero(t, none.at(50))
	many := sample{4e6, 1e6, 3e6, 2e6}
	assert.InDelta(t, 3, many.at(50), 0.001)
	assert.InDelta(t, 4, many.at(99), 0.001)
}
