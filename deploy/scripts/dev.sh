#!/usr/bin/env bash
# Serves the demo and rebuilds: the pages by Vite at once, the service when a Go
# or SQL file has changed. Vite sends /api to the service.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

npm_ci webui/app
mkdir -p bin
serve_pid=
vite_pid=

stop() {
  trap '' INT TERM EXIT
  # shellcheck disable=SC2086 # an empty one must vanish
  kill -TERM $serve_pid $vite_pid 2>/dev/null || true
  wait || true
  exit 0
}
trap stop INT TERM EXIT

sources() { find cmd sip callsvc crm webui -name node_modules -prune -o \( -name '*.go' -o -name '*.sql' \) -print0; }
state() { sources | xargs -0 cksum | cksum; }

(cd webui/app && exec npx vite --clearScreen false) &
vite_pid=$!
last=
while kill -0 "$vite_pid" 2>/dev/null; do
  now=$(state)
  if [ "$now" != "$last" ]; then
    last=$now
    if go build -o bin/ringbook-dev ./cmd/ringbook; then
      if [ -n "$serve_pid" ]; then
        kill -TERM "$serve_pid" 2>/dev/null || true
        wait "$serve_pid" || true
      fi
      bin/ringbook-dev serve --demo --log text --drain 1s "$@" &
      serve_pid=$!
    fi
  fi
  sleep 1 &
  wait $! || true
done
