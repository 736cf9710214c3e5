#!/usr/bin/env bash
# Builds the web pages into web/dist (self-contained HTML); --lint or --test checks their sources instead. Node comes from the machine, or from .tools/node when that is too old.
set -euo pipefail
cd "$(dirname "$0")/../web"
[ -x ../.tools/node/bin/node ] && PATH="$PWD/../.tools/node/bin:$PATH"
if [ ! -e node_modules/.stamp ] || ! cmp -s package-lock.json node_modules/.stamp; then
  echo "==> installing web packages"
  npm install --no-save --no-audit --no-fund --loglevel=error  # exact versions of the lock file; `npm ci` refuses locks without foreign platforms
  cp package-lock.json node_modules/.stamp
fi
case "${1:-}" in
  --lint) exec npm run --silent lint ;;
  --test) exec npm run --silent test ;;
  *) exec node build.mjs ;;
esac
