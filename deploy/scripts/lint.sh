#!/usr/bin/env bash
# Checks style, types, generated files and the files of deploy/, and goes on
# after a finding, so that one run tells all.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

failed=()

check() {
  local name=$1
  shift
  say "== $name"
  "$@" || failed+=("$name")
}

biome() { (cd "$1" && npx --no-install biome check --error-on-warnings .); }
types() { (cd "$1" && npx --no-install tsc --noEmit); }

# openapi_diff fails when openapi.yaml is not what the handlers say.
openapi_diff() { go test ./webui -run '^TestOpenAPI$'; }

# typescript_diff fails when the generated types are not those of openapi.yaml.
typescript_diff() {
  local fresh
  fresh=$(mktemp)
  (cd webui/app && npx --no-install openapi-typescript ../api/openapi.yaml \
    --default-non-nullable false -o "$fresh" >/dev/null) || return
  diff -u webui/app/src/api/schema.gen.ts "$fresh"
  local status=$?
  rm -f "$fresh"
  return $status
}

shell_scripts() {
  if have shellcheck; then
    shellcheck -x deploy/scripts/*.sh .ci/run
  else
    say "shellcheck is not installed: bash -n only"
    local script status=0
    for script in deploy/scripts/*.sh .ci/run; do bash -n "$script" || status=1; done
    return $status
  fi
}

# The unit is checked as it will be installed, with a stand-in for the program.
systemd_unit() {
  have systemd-analyze || { say "systemd-analyze is not installed: skipped"; return 0; }
  local folder status=0
  folder=$(mktemp -d)
  sed 's#/usr/local/bin/ringbook#/bin/true#' deploy/systemd/ringbook.service >"$folder/ringbook.service"
  systemd-analyze verify --man=no "$folder/ringbook.service" || status=$?
  rm -r "$folder"
  return $status
}

compose_file() {
  # shellcheck disable=SC2016 # a JavaScript template, not a shell variable
  (cd webui/e2e && node --input-type=module -e '
    import { readFileSync } from "node:fs";
    import { parse } from "yaml";
    const { services } = parse(readFileSync("../../deploy/compose/compose.yaml", "utf8"));
    for (const [name, service] of Object.entries(services)) {
      if (!service.image && !service.build) throw new Error(`${name} has neither image nor build`);
    }')
}

check golangci-lint .tools/golangci-lint run --config .golangci.yml ./...
check "biome (app)" biome webui/app
check "biome (e2e)" biome webui/e2e
check "types (app)" types webui/app
check "types (e2e)" types webui/e2e
check sqlc .tools/sqlc diff -f crm/store/sqlc.yaml
check openapi openapi_diff
check "typescript types" typescript_diff
check shell shell_scripts
check systemd systemd_unit
check compose compose_file

if [ ${#failed[@]} != 0 ]; then
  die "lint found something in: ${failed[*]}"
fi
say "lint found nothing"
