#!/usr/bin/env bash
# The vendors' official clients against the emulator, each in a venv of pinned packages: run.sh EMULATOR_PROGRAM TEST.py
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$("$here/../../../tools/python_venv.sh" "emulator-sdk" "$here/requirements.txt")
exec "$python" "$here/$2" "$1"
