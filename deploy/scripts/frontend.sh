#!/usr/bin/env bash
# Builds the pages into webui/app/dist, when a source has changed since the last time.
# shellcheck source=deploy/scripts/lib.sh
source "$(dirname "$0")/lib.sh"

app=webui/app
npm_ci $app
stamp=$app/node_modules/.ringbook-built
sum=$(digest $app/src $app/public $app/*.html $app/*.json $app/*.ts)
if [ "$(cat $stamp 2>/dev/null)" = "$sum" ] && [ -f $app/dist/index.html ]; then
  exit 0
fi
say "building the pages"
(cd $app && npm run --silent build)
printf '%s\n' "$sum" >$stamp
