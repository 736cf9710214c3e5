#!/usr/bin/env bash
# Long runs: tests/long/run.sh [NAME]. --list names them.
set -euo pipefail
cd "$(dirname "$0")/../.."
case "${1:-all}" in
  --list) echo "fuzz    every fuzzer for a minute" ;;
  fuzz | all)
    if [ -x tools/fuzz.sh ]; then tools/fuzz.sh "$((60 * $(ls fuzz/*/*_fuzz.cpp | wc -l)))"; else echo "no fuzzers here"; exit 1; fi ;;
  *) echo "no long run '$1'; --list names them"; exit 2 ;;
esac
