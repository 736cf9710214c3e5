#!/usr/bin/env python3
"""Runs clang-tidy (.clang-tidy, findings are errors) over sources of src/ that a build folder knows.

Usage: tidy.py [--base REV | --all] [FILE...]   (default: what changed since REV, HEAD~1)
The compile commands are g++'s; its precompiled header is left out of them, since clang cannot read it.
"""
import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
GNU_ONLY = {"-fpch-preprocess", "-Winvalid-pch", "-Wno-mismatched-new-delete", "-Wno-stringop-overflow", "-Wno-stringop-overread",
            "-Wno-restrict", "-Wno-maybe-uninitialized", "-Wno-tsan"}
FALSE_ALARMS = ["-Wno-unused-lambda-capture"]  # of clang 14, about members called as templates in generic lambdas


def compile_commands():
    for preset in ("debug", "release"):
        path = ROOT / "build" / preset / "compile_commands.json"
        if path.exists():
            return json.loads(path.read_text())
    sys.exit("tidy: no build/debug or build/release yet (tools/build.sh debug)")


def for_clang(command):
    words, kept, skip = shlex.split(command), [], False
    if "ccache" in words[0] or "cmake" in words[0]:
        words = words[next(i for i, word in enumerate(words) if word.endswith(("c++", "g++"))):]
    for i, word in enumerate(words):
        if skip:
            skip = False
        elif word == "-include" and i + 1 < len(words) and "cmake_pch" in words[i + 1]:
            skip = True
        elif word not in GNU_ONLY:
            kept.append(word)
    return kept + FALSE_ALARMS


def changed_since(base):
    out = subprocess.run(["git", "diff", "--name-only", "--diff-filter=d", base, "--", "src/*.cpp"], cwd=ROOT, capture_output=True, text=True)
    return out.stdout.split()


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--base", default="HEAD~1")
    ask.add_argument("--all", action="store_true")
    ask.add_argument("files", nargs="*")
    given = ask.parse_args()
    known = {str(pathlib.Path(entry["file"]).resolve()): entry for entry in compile_commands()}
    source = str(ROOT / "src") + "/"
    names = [name for name in known if name.startswith(source)] if given.all else given.files or changed_since(given.base)
    wanted = sorted({str((ROOT / name).resolve()) for name in names} & set(known))
    if not wanted:
        print("tidy: nothing to look at")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        entries = [{**known[name], "arguments": for_clang(known[name]["command"])} for name in wanted]
        for entry in entries:
            del entry["command"]
        (pathlib.Path(folder) / "compile_commands.json").write_text(json.dumps(entries))

        def look_at(name):
            return subprocess.run(["clang-tidy", "--quiet", "-p", folder, name], cwd=ROOT, capture_output=True, text=True)
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(look_at, wanted))
    bad = [result for result in results if result.returncode != 0]
    for result in bad:
        print(result.stdout, "\n".join(line for line in result.stderr.splitlines() if "warnings generated" not in line), sep="")
    print(f"tidy: {len(wanted)} files, {len(bad)} with findings")
    return bool(bad)


sys.exit(main())
