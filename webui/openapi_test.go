package webui

import (
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write api/openapi.yaml")

const openAPIFile = "api/openapi.yaml"

// TestOpenAPI keeps the committed document, from which the front end's types
// are made, the same as the routes.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	server := newTestServer(t)
	if *update {
		require.NoError(t, os.WriteFile(openAPIFile, server.document.yaml, 0o600))
	}
	committed, err := os.ReadFile(openAPIFile)
	require.NoError(t, err)
	assert.Equal(t, string(committed), string(server.document.yaml),
		"run `go test ./webui -run TestOpenAPI -update`, then the front end's `npm run api`")
}
