#!/usr/bin/env bash
# Serves the demo, with the demo callee beside it: the phone that answers what
# the agents dial. Both end together, on ^C or SIGTERM.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

callee=127.0.0.1:5090
pids=()

# shellcheck disable=SC2317 # the trap calls it
stop() {
  trap '' INT TERM
  [ ${#pids[@]} = 0 ] || kill -TERM "${pids[@]}" 2>/dev/null || true
}
trap stop INT TERM

bin/ringbook simulate callee --listen $callee >/dev/null &
callee_pid=$!
pids+=("$callee_pid")

bin/ringbook serve --demo "$@" &
serve_pid=$!
pids+=("$serve_pid")

# A signal ends wait early, so wait again until the service is gone.
status=0
while kill -0 "$serve_pid" 2>/dev/null; do
  status=0
  wait "$serve_pid" || status=$?
done
trap '' INT TERM
kill -TERM "$callee_pid" 2>/dev/null || true
wait "$callee_pid" 2>/dev/null || true
exit "$status"
