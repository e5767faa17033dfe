#!/usr/bin/env bash
# Rewrites what is generated from a source in the repository.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

.tools/sqlc generate -f crm/store/sqlc.yaml
go test ./webui -run '^TestOpenAPI$' -update
(cd webui/app && npm run --silent types)
