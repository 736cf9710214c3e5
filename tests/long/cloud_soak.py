#!/usr/bin/env python3
"""Whole interviews on emulated cloud services that fail at random (seeded): no dead air, no sentence lost or doubled, memory flat.

Usage: cloud_soak.py --minutes 30 --sessions 30 [--seed 1] [--share 8] [--port 29400] [--keep DIR]

The recogniser hears a script of words that never come twice, so that a word lost or doubled is seen in the record; the language model
numbers its sentences for the same reason. Where a local engine takes over, its words are those that were really spoken: they are told apart
by not being of the script.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SYLLABLES = ["ba", "co", "du", "fe", "gi", "ho", "ju", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "xa", "ye", "zi"]
# long enough that an interview of fifty questions lasts an hour
ANSWERS = [
    "A process has its own memory and threads share the memory of their process, which means that a mistake in one thread can hurt all the others, "
    "so I would rather use several processes when one part of the program has to survive the failure of another part that nobody trusts.",
    "I would use a hash table because looking something up takes constant time on average, and when the order of the keys matters as well I would "
    "take a balanced tree instead, since it keeps them sorted and still finds each of them in a number of steps that grows only with the logarithm.",
    "It depends on how often the data changes and on how many people read it, because a copy close to the reader makes every single request faster "
    "but has to be thrown away whenever somebody writes, so that a value which changes all the time is better read from where it is kept.",
    "The lock is taken before the value is read and released after it is written, so that no other thread can see the value in between, and when two "
    "locks are needed at once they are always taken in the same order, because otherwise each of two threads may wait for the other one for ever.",
    "An index makes reading faster but every write has to keep it up to date as well, which is why I would look at the slowest questions first, then "
    "at the plan which the database has made for each of them, and only add an index where the plan reads far more rows than it gives back.",
]
DEAD_AIR_MS = 3000


def word(number):
    """Distinct words of four syllables and an ending, never those of the spoken answers."""
    out = ""
    for _ in range(4):
        out += SYLLABLES[number % len(SYLLABLES)]
        number //= len(SYLLABLES)
    return out + "q"


SCRIPT = [word(i) for i in range(20000)]
NUMBER = {w: i for i, w in enumerate(SCRIPT)}


def own_memory_kb(pid):
    """Without the pages of files: their share grows when another process that has the same ones ends."""
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        return sum(int(line.split()[1]) for line in rollup if line.startswith("Pss_Anon:"))


def call(port, method, path):
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method), timeout=5).read()


def wait_for_line(path, text, process, times=1):
    for _ in range(240):
        if path.read_text().count(text) >= times:
            return
        if process.poll() is not None:
            break
        time.sleep(0.5)
    sys.exit(f"soak: {path.name} never said '{text}': {path.read_text()[-400:]}")


def words_of(session):
    """The candidate's words of a record, in order."""
    lines = [line for line in session["transcript"] if line["speaker"] == "candidate"]
    return [re.sub(r"[^a-z]", "", w.lower()) for line in lines for w in line["heard"].split()]


def check_record(session):
    faults = []
    heard = [NUMBER[w] for w in words_of(session) if w in NUMBER]
    for before, after in zip(heard, heard[1:]):
        if after == before + 1:
            continue
        kind = "doubled or out of order" if after <= before else "lost"
        faults.append(f"{session['id']}: after word {before} comes {after}: {kind}")
    notes = [int(n) for line in session["transcript"] if line["speaker"] == "interviewer" for n in re.findall(r"note (\d+)", line["text"])]
    if len(notes) != len(set(notes)):
        faults.append(f"{session['id']}: a sentence of the interviewer is doubled: {notes}")
    if notes != sorted(notes):
        faults.append(f"{session['id']}: sentences of the interviewer are out of order: {notes}")
    return faults, len(heard), len(notes)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--minutes", type=float, default=30)
    ask.add_argument("--sessions", type=int, default=30)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--share", type=int, default=8, help="percent of requests and connections that are hit")
    ask.add_argument("--port", type=int, default=29400)
    ask.add_argument("--keep", help="folder for logs and data (default: a temporary one)")
    a = ask.parse_args()
    folder = pathlib.Path(a.keep or tempfile.mkdtemp(prefix="codevoice-soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    built = pathlib.Path(os.environ.get("CODEVOICE_BUILD", ROOT / "build/release"))
    (folder / "script.txt").write_text(" ".join(SCRIPT))
    env = {**os.environ, "DEBUG": "on", "LIVEKIT_API_KEY": "devkey", "LIVEKIT_API_SECRET": "secret", "LIVEKIT_API_URL": f"ws://127.0.0.1:{a.port + 1}",
           "DEEPGRAM_API_KEY": "x", "KRUTRIM_API_KEY": "x", "CODEVOICE_DEEPGRAM_URL": f"ws://127.0.0.1:{a.port}",
           "CODEVOICE_LLM_URL": f"http://127.0.0.1:{a.port}/v1", "CODEVOICE_DATA": str(folder / "data")}
    running = []

    def start(name, command, **more):
        log = open(folder / f"{name}.log", "w")
        process = subprocess.Popen(command, stdout=more.get("stdout", log), stderr=log, env=env, cwd=folder)
        running.append(process)
        return process

    try:
        start("emulator", [built / "codevoice_emulator", "--port", str(a.port), "--transcript-file", folder / "script.txt",
                           "--llm-answer", "POINTS: none\nThank you, this is note {n}. "])
        rooms = start("serve", [built / "codevoice", "serve", "--no-bot", "--http", f"127.0.0.1:{a.port + 2}", "--rtc", f"127.0.0.1:{a.port + 1}",
                                "--udp", str(a.port + 10), "--tcp", "0", "--data", "rooms"])
        wait_for_line(folder / "serve.log", "is ready", rooms)
        server = start("bots", [built / "codevoice", "run_bot", "--rooms", f"soak-:{a.sessions}", "--questions", "50", "--minutes", "240", "--seed", "7"])
        wait_for_line(folder / "bots.log", "Waiting for participants", server, a.sessions)
        if a.minutes > 45:  # fifty questions must last
            ANSWERS[:] = [f"{one[:-1]}, and besides that, {other[0].lower()}{other[1:]}" for one, other in zip(ANSWERS, ANSWERS[1:] + ANSWERS[:1])]
        says = ["--turns", "100000", *(part for answer in ANSWERS for part in ("--say", answer))]
        candidate = start("candidate", [built / "codevoice", "candidate", "--room", "soak-0" if a.sessions == 1 else "soak-", "--sessions", str(a.sessions), "--json", "--log-level", "warn",
                                        "--seconds", str(int(a.minutes * 60)), *says], stdout=subprocess.PIPE)
        events = []

        def read():
            for line in candidate.stdout:
                events.append(json.loads(line))

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        time.sleep(20)  # everybody is greeted before the weather turns
        call(a.port, "POST", f"/faults/random?seed={a.seed}&share_percent={a.share}")
        memory, end = [], time.monotonic() + a.minutes * 60 - 20
        while time.monotonic() < end and candidate.poll() is None and server.poll() is None:
            time.sleep(min(15, max(0.1, end - time.monotonic())))
            memory.append(own_memory_kb(server.pid))
            turns = sum(e["event"] == "reply" for e in events)
            print(f"{time.strftime('%H:%M:%S')} replies {turns} memory {memory[-1] / 1024:.0f} MB", flush=True)
        injected = json.loads(urllib.request.urlopen(f"http://127.0.0.1:{a.port}/faults", timeout=5).read())
        stats = json.loads(urllib.request.urlopen(f"http://127.0.0.1:{a.port}/stats", timeout=5).read())
        (folder / "faults.json").write_text(json.dumps(injected))
        call(a.port, "DELETE", "/faults")
        candidate.wait(timeout=90)
        reader.join(timeout=5)
        server.terminate()
        died = server.wait(timeout=60)
        listed = json.loads(subprocess.run([built / "codevoice", "sessions", "list", "--limit", "1000", "--format", "json"], env=env, capture_output=True, cwd=folder).stdout)
        sessions = [json.loads(subprocess.run([built / "codevoice", "sessions", "show", s["id"], "--format", "json"], env=env, capture_output=True,
                                              cwd=folder).stdout) for s in listed]
    finally:
        for process in reversed(running):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
    (folder / "events.jsonl").write_text("\n".join(json.dumps(e) for e in events))
    faults, words, notes = [], 0, 0
    for session in sessions:
        found, heard, numbered = check_record(session)
        faults += found
        words += heard
        notes += numbered
    replies = [e["delay_ms"] for e in events if e["event"] == "reply"]
    dead = [e for e in events if (e["event"] == "reply" and e["delay_ms"] > DEAD_AIR_MS) or (e["event"] == "gap" and e["gap_ms"] > DEAD_AIR_MS)]
    failed = [e for e in events if e["event"] in ("failure", "interviewer_left")]
    # what is kept on purpose (48 MB of spoken clauses, 16,000 tokens of conversation) is full after some forty minutes: judged is what comes then
    eighth = max(1, len(memory) // 8)
    early, late = sum(memory[-2 * eighth:-eighth]) / max(1, len(memory[-2 * eighth:-eighth])), sum(memory[-eighth:]) / eighth
    grown = (late - early) / 1024
    replies.sort()
    quantile = lambda q: replies[min(len(replies) - 1, int(q * len(replies)))] if replies else None
    count = lambda key: sum(1 for f in (injected if isinstance(injected, list) else injected.get("injected", [])) if key in json.dumps(f))
    print(f"sessions {len(sessions)} replies {len(replies)} p50 {quantile(0.5)} p95 {quantile(0.95)} max {replies[-1] if replies else None} ms")
    print(f"faults injected: listen {count('listen')} speak {count('speak')} llm {count('llm')}; services: {stats}")
    print(f"words of the script on record {words}, numbered sentences {notes}, lost or doubled {len(faults)}")
    print(f"dead air over {DEAD_AIR_MS / 1000:.0f} s: {len(dead)}; failures {len(failed)}; memory at first {memory[0] / 1024:.0f} MB, last eighth but one {early / 1024:.0f} MB, last {late / 1024:.0f} MB")
    for line in faults[:20] + [json.dumps(e) for e in dead[:10] + failed[:10]]:
        print("  " + line)
    bad = faults or dead or failed or died != 0 or not replies or grown > max(4, 0.015 * early / 1024)
    print("FAIL" if bad else "PASS", f"({folder})")
    sys.exit(1 if bad else 0)


main()
