#!/usr/bin/env bash
# Runs the end-to-end tests against build/release/codevoice. Usage: tests/e2e/run.sh [--long | --livekit | FILE.test.mjs...]
# (--long: those that take whole interviews, a quarter of an hour; --livekit: those on real LiveKit servers, a quarter too)
set -euo pipefail
cd "$(dirname "$0")"
[ -x ../../.tools/node/bin/node ] && PATH="$PWD/../../.tools/node/bin:$PATH"
if [ ! -e node_modules/.stamp ] || ! cmp -s package-lock.json node_modules/.stamp; then
  echo "==> installing test clients"
  npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.stamp
fi
# what every submission must pass, in five minutes; ./test --long runs the others too
quick=(commands.test.mjs api.test.mjs deepgram.test.mjs metrics.test.mjs test_room.test.mjs accessibility.test.mjs troubleshooting.test.mjs page_turn.test.mjs rooms.test.mjs rooms_firefox.test.mjs rooms_lost.test.mjs shards.test.mjs
  room_service.test.mjs livekit.test.mjs)
long=(page_interview.test.mjs network_cut.test.mjs microphone_file.test.mjs turn_settings.test.mjs deepgram_fails.test.mjs bots.test.mjs killed.test.mjs interview.test.mjs flood.test.mjs server_dies.test.mjs)
livekit=(livekit_lost.test.mjs livekit_serve.test.mjs livekit_cluster.test.mjs barge_in.test.mjs barge_in_cloud.test.mjs)
limit=300000 # ms, of a file as a whole too
case "${1:-}" in
  "") files=("${quick[@]}") ;;
  --long)
    files=("${long[@]}")
    limit=900000 ;;
  --livekit)
    files=("${livekit[@]}")
    limit=900000 ;;
  *) files=("$@") ;;
esac
# takes minutes the first time, which is no test's own
case " ${files[*]} " in *livekit* | *room_service* | *barge_in*) ../../tools/livekit_server.sh >/dev/null ;; esac
exec node --test --test-concurrency=1 --test-timeout="$limit" "${files[@]}"
