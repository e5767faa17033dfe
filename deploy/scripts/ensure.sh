#!/usr/bin/env bash
# Installs what a fresh machine lacks for: build, run, test or lint. Debian and
# its relatives through apt, macOS through brew. Says nothing when all is there.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

apt_updated=no

apt_install() {
  have apt-get || die "missing: $*. Install them with this system's package manager."
  say "installing $*"
  local attempt log
  log=$(mktemp)
  for attempt in 1 2 3; do
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=180 \
      install -y --no-install-recommends "$@" </dev/null >"$log" 2>&1; then
      rm -f "$log"
      return
    fi
    if [ $apt_updated = no ]; then
      say "reading the package lists"
      as_root apt-get -qq update >&2 || true
      apt_updated=yes
    else
      say "apt-get install failed, attempt $attempt of 3"
    fi
  done
  tail -n 20 "$log" >&2
  die "could not install: $*"
}

# install_missing takes pairs COMMAND=PACKAGE and installs the packages whose command is not there.
install_missing() {
  local pair missing=()
  for pair in "$@"; do
    have "${pair%%=*}" || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

postgres_there() {
  have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    { have pg_config && [ -x "$(pg_config --bindir)/initdb" ]; }
}

# Debian's package starts a cluster of its own unless told not to. We want the
# programs alone: ringbook keeps a private cluster in its data directory.
ensure_postgres() {
  postgres_there && return
  if [ "$(uname)" = Darwin ]; then
    have brew || die "PostgreSQL is missing; install Homebrew or PostgreSQL."
    brew install postgresql@17
    return
  fi
  apt_install postgresql-common
  local dropin=/etc/postgresql-common/createcluster.d/ringbook.conf
  as_root mkdir -p "${dropin%/*}"
  echo 'create_main_cluster = false' | as_root tee "$dropin" >/dev/null
  apt_install postgresql
  as_root rm -f "$dropin"
  postgres_there || die "PostgreSQL was installed but initdb is not to be found."
}

# at_least says whether version $1 is at least $2.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# An older go fetches the toolchain that go.mod names by itself, from 1.21 on.
ensure_go() {
  [ "$(uname)" = Darwin ] || install_missing go=golang-go
  have go || die "Go is missing; see https://go.dev/dl."
  local version
  version=$(GOTOOLCHAIN=local go env GOVERSION)
  at_least "${version#go}" 1.21 || die "$version is too old; Go 1.26 is needed, see https://go.dev/dl."
}

ensure_node() {
  [ "$(uname)" = Darwin ] || install_missing node=nodejs npm=npm
  if ! have node || ! have npm; then
    die "Node.js 20.19 or newer and npm are missing; see https://nodejs.org."
  fi
  local version
  version=$(node --version)
  at_least "${version#v}" 20.19 || die "Node.js $version is too old; 20.19 or newer is needed, see https://nodejs.org."
}

# The race detector links through a C compiler.
ensure_test() {
  if [ "$(uname)" = Darwin ]; then
    have sipp || brew install sipp
    have baresip || brew install baresip
    return
  fi
  install_missing sipp=sip-tester baresip=baresip-core chromium=chromium gcc=gcc
  [ -e /usr/include/stdlib.h ] || apt_install libc6-dev
}

# ensure_tools builds the developers' tools at the versions of deploy/tools/go.mod.
ensure_tools() {
  local stamp=.tools/stamp sum
  sum=$(digest deploy/tools)-$(go env GOVERSION)
  [ "$(cat $stamp 2>/dev/null)" = "$sum" ] && return
  say "building golangci-lint and sqlc into .tools (some minutes, once)"
  mkdir -p .tools
  local out=$PWD/.tools
  (cd deploy/tools && CGO_ENABLED=0 go build -trimpath -o "$out/" \
    github.com/golangci/golangci-lint/v2/cmd/golangci-lint github.com/sqlc-dev/sqlc/cmd/sqlc)
  printf '%s\n' "$sum" >$stamp
}

[ "$(uname)" = Darwin ] || install_missing git=git
ensure_go
ensure_node
case ${1:-} in
build) ;;
run) ensure_postgres ;;
test)
  ensure_postgres
  ensure_test
  ;;
lint)
  ensure_tools
  npm_ci webui/app
  npm_ci webui/e2e
  if have apt-get; then install_missing shellcheck=shellcheck; fi
  ;;
*) die "usage: ensure.sh build|run|test|lint" ;;
esac
