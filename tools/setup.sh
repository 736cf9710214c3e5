#!/usr/bin/env bash
# Makes a Debian 12 machine able to build and test CodeVoice. Idempotent: says what it does, and does nothing twice.
# Usage: tools/setup.sh [build|test|all]   (build: what the product needs; test: also browsers, fuzzers, lint; default: build)
set -euo pipefail
cd "$(dirname "$0")/.."
goal=${1:-build}
tools_dir=${CODEVOICE_TOOLS_DIR:-$PWD/.tools}   # everything that is not from apt lands here
mkdir -p "$tools_dir"

say() { printf '==> %s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

build_packages=(
  build-essential g++ cmake ninja-build ccache mold pkg-config git unzip python3 python3-pip python3-yaml
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libssl-dev libsrtp2-dev libusrsctp-dev
  libopus-dev libopusenc-dev libopusfile-dev libogg-dev libsoxr-dev libprotobuf-dev protobuf-compiler
  libsoci-dev libsqlite3-dev libpq-dev libhiredis-dev libsodium-dev libexpected-dev libcli11-dev libspdlog-dev
  libfmt-dev libyaml-cpp-dev flite1-dev zlib1g-dev libgtest-dev libgmock-dev libbenchmark-dev libseccomp-dev
  bubblewrap espeak-ng
)
test_packages=(
  chromium firefox-esr clang clang-format clang-tidy lld libclang-rt-14-dev llvm-14 postgresql redis-server sox
)

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || printf '%s\n' "$package"
  done
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -eq 0 ] && return 0
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "these packages are missing and neither root nor sudo is at hand: ${missing[*]}"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  # test servers are started by the tests themselves, on loopback; nothing is left running by the installation
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

. /etc/os-release 2>/dev/null || true
command -v apt-get >/dev/null || die "this script knows Debian 12 (apt); on ${PRETTY_NAME:-this system} install the packages named in tools/setup.sh by hand"
install_packages "${build_packages[@]}"
if [ "$goal" != build ]; then install_packages "${test_packages[@]}"; fi
python3 tools/fetch_wheels.py "$tools_dir"
