# shellcheck shell=bash
# Functions that several scripts use. Source it; it changes to the repository's root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '%s\n' "$*" >&2; }

die() {
  say "ringbook: $*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    die "needs root to run: $*"
  fi
}

# digest prints one sum over the content of the files and folders named.
digest() {
  find "$@" -type f -not -path '*/node_modules/*' -print0 | LC_ALL=C sort -z |
    xargs -0 cksum | cksum | cut -d' ' -f1
}

# npm_ci installs the packages of a folder when its lock file is not the one installed.
npm_ci() {
  local folder=$1 stamp=$1/node_modules/.ringbook-lock sum
  sum=$(digest "$folder/package.json" "$folder/package-lock.json")
  if [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ]; then
    say "installing npm packages of $folder"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) ||
      (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) # a registry may drop one request
    printf '%s\n' "$sum" >"$stamp"
  fi
}
