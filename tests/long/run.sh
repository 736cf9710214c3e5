#!/usr/bin/env bash
# Long runs: tests/long/run.sh [NAME]. --list names them.
set -euo pipefail
cd "$(dirname "$0")/../.."
case "${1:-all}" in
  --list) echo "fuzz    every fuzzer for a minute, then the lines of each parser that were reached" ;;
  fuzz | all)
    tools/fuzz.sh --each 60
    tools/fuzz.sh --coverage ;;
  *) echo "no long run '$1'; --list names them"; exit 2 ;;
esac
