#!/usr/bin/env bash
# Runs the Go benchmarks of the hot paths, then the load generators. Every figure
# is a ratio to a limit measured in the same run; deploy/bench keeps the records.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

go test -run '^$' -bench . -benchmem ./...
exec bin/ringbench "$@"
