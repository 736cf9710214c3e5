#!/usr/bin/env bash
# Configures (once) and builds a preset. Usage: tools/build.sh PRESET [TARGET...]
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
if [ ! -e "build/$preset/build.ninja" ]; then
  echo "==> configuring build/$preset"
  cmake --preset "$preset" >"build-configure.log" 2>&1 || { cat build-configure.log; exit 1; }
  mv build-configure.log "build/$preset/configure.log"
fi
echo "==> building $preset${*:+: $*}"
cmake --build "build/$preset" ${*:+--target "$@"}
