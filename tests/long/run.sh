#!/usr/bin/env bash
# Long runs: tests/long/run.sh [NAME]. --list names them.
set -euo pipefail
cd "$(dirname "$0")/../.."
fuzz() {
  tools/fuzz.sh --each 60
  tools/fuzz.sh --coverage
}
memory() {
  tools/build.sh release speech_tests
  build/release/tests/speech_tests --gtest_filter='*MemoryStaysFlat*'
}
tsan() {
  # engines of others (OpenVINO, sherpa-onnx) are not instrumented: the tests of these folders use none
  local folders=(base pipeline rtc room room_meeting session)
  tools/build.sh tsan "${folders[@]/%/_tests}"
  local folder
  for folder in "${folders[@]}"; do
    echo "==> $folder under the thread sanitizer"
    "$(find build/tsan/tests -name "${folder}_tests" -type f -perm -u+x)" --gtest_brief=1
  done
  # a race makes serve end with 66, which the last of these tests sees; TBB cannot be loaded under a sanitizer, so no engines
  echo "==> rooms on two media threads under the thread sanitizer"
  tools/build.sh tsan codevoice
  CODEVOICE_BINARY=$PWD/build/tsan/codevoice CODEVOICE_TEST_ENGINES=off tests/e2e/run.sh shards.test.mjs
}

e2e() {
  tools/build.sh release codevoice
  tests/e2e/run.sh --long
}

livekit() {
  tools/build.sh release codevoice codevoice_emulator
  tests/e2e/run.sh --livekit
}
barge_in() {
  tools/build.sh release codevoice codevoice_emulator
  tools/livekit_server.sh
  tests/e2e/run.sh barge_in.test.mjs barge_in_cloud.test.mjs
}

cloud() {
  tools/build.sh release codevoice codevoice_emulator
  python3 tests/long/cloud_soak.py --minutes 30 --sessions 30
  python3 tests/long/cloud_soak.py --minutes 60 --sessions 1
}

soak() {
  tools/build.sh release codevoice codevoice_emulator
  python3 tests/long/soak.py
}

case "${1:-all}" in
  --list)
    echo "barge_in 20 conversations with interruptions on a LiveKit server, with the local voice and on emulated cloud services: what is on record is what was heard, word by word"
    echo "cloud   interviews on emulated cloud services that fail at random: 30 minutes of 30, an hour of one; no dead air, nothing lost or doubled"
    echo "e2e     whole interviews on the page and by run_bot, a network that is cut, a flood of junk"
    echo "fuzz    every fuzzer for a minute, then the lines of each parser that were reached"
    echo "livekit interviews on LiveKit servers that are cut, restarted, joined by Redis; serve on one; and barge_in"
    echo "memory  what the sanitizers cannot see: the voice's memory over many clauses, in the release build"
    echo "soak    200 interviews in one process, 20 at once: services that fail, answers that go wrong, interviewers that are killed; nothing left behind, nobody waits, every end has a reason"
    echo "tsan    unit tests of the threaded folders, and rooms on two media threads, under the thread sanitizer" ;;
  barge_in) barge_in ;;
  cloud) cloud ;;
  e2e) e2e ;;
  fuzz) fuzz ;;
  livekit) livekit ;;
  memory) memory ;;
  soak) soak ;;
  tsan) tsan ;;
  all)
    e2e
    livekit
    cloud
    fuzz
    memory
    soak
    tsan ;;
  *) echo "no long run '$1'; --list names them"; exit 2 ;;
esac
