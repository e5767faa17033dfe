#!/usr/bin/env bash
# Runs every test and goes on after a failure, so that one run tells all.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

npm_ci webui/app
npm_ci webui/e2e
failed=()

say "== Go"
go test -race -timeout 20m ./... || failed+=(go)
say "== vitest"
(cd webui/app && npm test --silent) || failed+=(vitest)
say "== Playwright"
(cd webui/e2e && npm test --silent) || failed+=(playwright)

if [ ${#failed[@]} != 0 ]; then
  die "failed: ${failed[*]}"
fi
say "every test passed"
