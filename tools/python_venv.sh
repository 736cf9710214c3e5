#!/usr/bin/env bash
# Makes .tools/venv-NAME from pinned packages: tools/python_venv.sh NAME REQUIREMENTS_FILE. Does nothing when it is there already.
# Prints the path of its interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."
name=$1 requirements=$2
folder=.tools/venv-$name
mark=$(sha256sum "$requirements" | cut -d' ' -f1)
if [ "$(cat "$folder/made-from" 2>/dev/null)" != "$mark" ]; then
  mkdir -p .tools
  exec 9>".tools/venv-$name.lock"
  flock 9
  if [ "$(cat "$folder/made-from" 2>/dev/null)" != "$mark" ]; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: --no-deps -r "$requirements" >&2
    echo "$mark" >"$folder/made-from"
  fi
fi
echo "$PWD/$folder/bin/python"
