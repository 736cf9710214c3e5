#!/usr/bin/env bash
# Fuzzes every parser of foreign bytes under ASan and UBSan, from fuzz/seeds; what the corpus grows to stays in build/fuzz.
# Usage: tools/fuzz.sh SECONDS [NAME]   all fuzzers (or one) in so many seconds, two and more at once as there are cores
#        tools/fuzz.sh --each SECONDS   every fuzzer for so many seconds
#        tools/fuzz.sh --coverage       lines of each parser that seeds and corpus reach; fails below 80 %
set -euo pipefail
cd "$(dirname "$0")/.."
jobs=${FUZZ_JOBS:-$(nproc)}
findings=build/fuzz/findings
least=80 # percent of a parser's lines

usage() { sed -n '3,5s/^# //p' "$0"; }
names() { ls fuzz/*/*_fuzz.cpp | sed 's|.*/||; s|_fuzz.cpp$||'; }

# one fuzzer, and a line about it
run_one() {
  local seconds=$1 name=$2 status=0
  local corpus=build/fuzz/corpus/$name log=build/fuzz/logs/$name.log
  mkdir -p "$corpus" "$findings" build/fuzz/logs "fuzz/seeds/$name"
  "build/fuzz/fuzz/${name}_fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$findings/$name-" "$corpus" "fuzz/seeds/$name" >"$log" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    awk -v name="$name" '/ cov: /{for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1)} /number_of_executed_units/{runs = $2}
      END {printf "  %-18s %9d execs  cov %d\n", name, runs, cov}' "$log"
    return 0
  fi
  echo "  $name: FOUND ($(grep -m1 -oE 'does not hold: .*|runtime error: .*|ERROR: (Address|Leak)Sanitizer: .*|ERROR: libFuzzer: .*' "$log" || echo "exit $status"))"
  echo "    again with: build/fuzz/fuzz/${name}_fuzz $(grep -oE "$findings/[^ ]+" "$log" | tail -1)    log: $log"
  return 1
}

fuzz() {
  local seconds=$1
  shift
  tools/build.sh fuzz $(printf '%s_fuzz ' "$@")
  echo "==> $# fuzzers, $seconds s each, $jobs at once"
  printf '%s\n' "$@" | xargs -P "$jobs" -I{} "$0" --run-one "$seconds" {} || { echo "fuzzing found something"; exit 1; }
}

coverage() {
  local build=build/fuzz-coverage
  [ -e "$build/build.ninja" ] ||
    cmake --preset fuzz -B "$build" -DCODEVOICE_FUZZ_COVERAGE=ON -DCODEVOICE_SANITIZE= >build-configure.log 2>&1 || { cat build-configure.log; exit 1; }
  rm -f build-configure.log
  cmake --build "$build" --target fuzzers
  local failed=0 name
  for name in $(names); do
    mkdir -p "build/fuzz/corpus/$name"
    find "fuzz/seeds/$name" "build/fuzz/corpus/$name" -type f -print0 |
      LLVM_PROFILE_FILE="$build/$name-%p.profraw" xargs -0 -n 4000 "$build/fuzz/${name}_fuzz" >"$build/$name.log" 2>&1 ||
      { echo "  $name: fails on its seeds or corpus, see $build/$name.log"; failed=1; continue; }
    llvm-profdata-14 merge -o "$build/$name.profdata" "$build/$name"-*.profraw
    rm -f "$build/$name"-*.profraw
    for parser in $(sed -n '1s|^// Parsers: ||p' fuzz/*/"${name}"_fuzz.cpp); do
      llvm-cov-14 export -summary-only -instr-profile="$build/$name.profdata" "$build/fuzz/${name}_fuzz" 2>/dev/null |
        python3 -c '
import json, sys
files = json.load(sys.stdin)["data"][0]["files"]
lines = next(file["summary"]["lines"] for file in files if file["filename"].endswith("/" + sys.argv[1]))
low = lines["percent"] < float(sys.argv[2])
print("  %-34s %5.1f %% of %d lines%s" % (sys.argv[1], lines["percent"], lines["count"], "  TOO LITTLE" if low else ""))
sys.exit(low)' "src/$parser" "$least" || failed=1
    done
  done
  return "$failed"
}

case "${1:-}" in
  --run-one) run_one "$2" "$3" ;;
  --each) fuzz "$2" $(names) ;;
  --coverage) coverage ;;
  '' | --help | *[!0-9]*)
    usage
    [ "${1:-}" = --help ] || exit 2 ;;
  *)
    if [ -n "${2:-}" ]; then
      names | grep -qx "$2" || { echo "no fuzzer '$2'; there are: $(names | xargs)"; exit 2; }
      fuzz "$1" "$2"
    else
      share=$(($1 * jobs / $(names | wc -l)))
      fuzz "$((share > 0 ? share : 1))" $(names)
    fi ;;
esac
