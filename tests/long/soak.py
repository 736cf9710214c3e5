#!/usr/bin/env python3
"""Interviews started and ended in one process, with everything going wrong that may (seeded): nothing is left behind, nobody waits, and every
interview ends with a reason.

Usage: soak.py [--waves 10] [--sessions 20] [--seed 1] [--share 8] [--port 29600] [--keep DIR]

Waves of interviews at once in one `serve` (embedded room, emulated cloud services). The services stall, close and refuse at random; half of
the answers go wrong (`candidate --mishaps`: muted in the middle of a word, silence, noise, left and come back, left for good); in each wave
one interviewer is removed from its room, and another one is a run_bot that is killed, whose interview `serve` goes on with. After each wave,
when all is over, what the process holds is compared with what it held after the first one.
"""
import argparse
import base64
import collections
import hashlib
import hmac
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SYLLABLES = ["ba", "co", "du", "fe", "gi", "ho", "ju", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "xa", "ye", "zi"]
# words that say nothing about whether a sentence is finished: it may be cut anywhere
SCRIPT = " ".join(a + b + "q" for a in SYLLABLES for b in SYLLABLES)
ANSWERS = ["A process has its own memory, and threads share the memory of their process.",
           "You protect shared data with a lock, so that only one thread can change it at a time."]
PLAN = ["--questions", "2", "--minutes", "10", "--seed", "7"]
MS_PER_CHARACTER = 60  # of the voice, as people speak: what is kept of spoken texts (48 MB at most) is then full after the first wave
DEAD_AIR_MS = 3000
GRACE_S = 30  # longer than a room waits for a lost interviewer
STEADY_S = 55  # longer than a connection is kept
KILLED, REMOVED = 0, 1  # sessions of each wave whose interviewer is taken away


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def admin_token(room):
    head = b64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    now = int(time.time())
    grants = {"roomAdmin": True, "roomList": True, "room": room}
    body = b64(json.dumps({"iss": "devkey", "sub": "soak", "nbf": now - 5, "exp": now + 600, "video": grants}).encode())
    return f"{head}.{body}.{b64(hmac.new(b'secret', f'{head}.{body}'.encode(), hashlib.sha256).digest())}"


def room_service(port, method, body, room=""):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/twirp/livekit.RoomService/{method}", data=json.dumps(body).encode(),
                                     headers={"Authorization": f"Bearer {admin_token(room)}", "Content-Type": "application/json"})
    return json.loads(urllib.request.urlopen(request, timeout=10).read() or b"{}")


def call(port, method, path):
    return urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method), timeout=10).read()


def pss_kb(pid):
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))


def holdings(pid, port):
    """What a process has open."""
    kinds = collections.Counter()
    for entry in os.listdir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(f"/proc/{pid}/fd/{entry}")
        except FileNotFoundError:
            continue
        kinds["sockets" if target.startswith("socket:") else "descriptors"] += 1
    kinds["threads"] = len(os.listdir(f"/proc/{pid}/task"))
    kinds["rooms"] = len(room_service(port, "ListRooms", {}).get("rooms", []))
    return dict(kinds)


def wait_for(what, seconds, probe):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = probe()
        if value:
            return value
        time.sleep(0.5)
    return None


class Soak:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="codevoice-soak-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.built = pathlib.Path(os.environ.get("CODEVOICE_BUILD", ROOT / "build/release"))
        port = options.port
        self.signalling = port + 1
        self.env = {**os.environ, "DEBUG": "on", "LIVEKIT_API_KEY": "devkey", "LIVEKIT_API_SECRET": "secret", "LIVEKIT_API_URL": "",
                    "DEEPGRAM_API_KEY": "x", "KRUTRIM_API_KEY": "x", "CODEVOICE_DEEPGRAM_URL": f"ws://127.0.0.1:{port}",
                    "CODEVOICE_LLM_URL": f"http://127.0.0.1:{port}/v1", "CODEVOICE_DATA": str(self.folder / "data"), "CODEVOICE_VOICE": "flite",
                    "CODEVOICE_GRACE_S": str(GRACE_S)}
        self.client_env = {**self.env, "LIVEKIT_API_URL": f"ws://127.0.0.1:{self.signalling}"}
        self.running, self.events, self.problems = [], [], []
        self.notes = open(self.folder / "events.jsonl", "w")

    def start(self, name, command, env, **more):
        log = open(self.folder / f"{name}.log", "a")
        process = subprocess.Popen([str(part) for part in command], stdout=more.get("stdout", log), stderr=log, env=env, cwd=self.folder)
        self.running.append(process)
        return process

    def log_of(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def begin(self):
        port = self.options.port
        (self.folder / "script.txt").write_text(SCRIPT)
        trim = self.folder / "trim.so"
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", trim, ROOT / "tests/long/trim.c", "-lpthread"], check=True)
        self.start("emulator", [self.built / "codevoice_emulator", "--port", port, "--transcript-file", self.folder / "script.txt", "--tts-ms-per-char", MS_PER_CHARACTER,
                                "--llm-answer", "POINTS: none\nThank you, that is clear. "], self.env)
        self.serve = self.start("serve", [self.built / "codevoice", "serve", "--interview-in", "soak-*", *PLAN,
                                          "--http", f"127.0.0.1:{port + 2}", "--rtc", f"127.0.0.1:{self.signalling}", "--udp", port + 10, "--tcp", 0],
                                {**self.env, "LD_PRELOAD": str(trim)})
        if not wait_for("serve", 120, lambda: "is ready" in self.log_of("serve")):
            sys.exit(f"soak: serve did not start: {self.log_of('serve')[-500:]}")
        call(port, "POST", f"/faults/random?seed={self.options.seed}&share_percent={self.options.share}")

    def sessions(self):
        listed = subprocess.run([self.built / "codevoice", "sessions", "list", "--limit", "10000", "--format", "json"], env=self.env, capture_output=True,
                                cwd=self.folder, check=True)
        return json.loads(listed.stdout)

    def take_away(self, wave, session):
        """The interviewer of this one, by the means the product has."""
        room = f"soak-{wave}-{session}"
        if session == KILLED:
            self.bot.send_signal(signal.SIGKILL)
        else:
            room_service(self.signalling, "RemoveParticipant", {"room": room, "identity": "ai-interviewer"}, room)

    def read(self, wave, process):
        waiting = {KILLED, REMOVED}
        for line in process.stdout:
            event = json.loads(line)
            event["wave"] = wave
            self.events.append(event)
            print(json.dumps(event), file=self.notes, flush=True)
            if event["event"] == "reply" and event["session"] in waiting:
                waiting.discard(event["session"])
                self.take_away(wave, event["session"])

    def run_wave(self, wave):
        name = f"bot-{wave}"
        self.bot = self.start(name, [self.built / "codevoice", "run_bot", "--room", f"soak-{wave}-{KILLED}", *PLAN], self.client_env)
        if not wait_for("run_bot", 60, lambda: "Waiting for participants" in self.log_of(name)):
            self.problems.append(f"wave {wave}: run_bot did not begin to wait: {self.log_of(name)[-300:]}")
        says = [part for answer in ANSWERS for part in ("--say", answer)]
        crowd = self.start("candidates", [self.built / "codevoice", "candidate", "--room", f"soak-{wave}-", "--sessions", self.options.sessions, "--json",
                                          "--log-level", "warn", "--seconds", 300, "--spread", 6000, "--mishaps", self.options.seed * 100 + wave, *says],
                           self.client_env, stdout=subprocess.PIPE)
        reader = threading.Thread(target=self.read, args=(wave, crowd), daemon=True)
        reader.start()
        crowd.wait(timeout=400)
        reader.join(timeout=10)
        if self.bot.poll() is None:
            self.bot.kill()
        if not wait_for("the end", 90, lambda: all(s["status"] != "Started" for s in self.sessions())):
            self.problems.append(f"wave {wave}: sessions that do not end: {[s['id'] for s in self.sessions() if s['status'] == 'Started']}")

    def at_rest(self):
        """Rooms, and connections that were kept for the next request, close a while after the last interview."""
        held, since, end = None, 0.0, time.monotonic() + 150
        while time.monotonic() < end:
            now = holdings(self.serve.pid, self.signalling)
            if now != held:
                held, since = now, time.monotonic()
            if held["rooms"] == 0 and time.monotonic() - since > STEADY_S:
                break
            time.sleep(1)
        self.serve.send_signal(signal.SIGUSR1)
        time.sleep(2)
        return held, pss_kb(self.serve.pid) / 1024

    def check_memory(self, marks):
        first = marks[0]
        for wave, (held, pss) in enumerate(marks[1:], 2):
            if held != first[0]:
                self.problems.append(f"wave {wave}: holds {held}, after the first {first[0]}")
            if abs(pss - first[1]) > 0.05 * first[1]:
                self.problems.append(f"wave {wave}: {pss:.1f} MB, after the first {first[1]:.1f}")

    def check_sessions(self):
        sessions = self.sessions()
        wanted = self.options.waves * self.options.sessions
        rooms = collections.Counter(s["room"] for s in sessions)
        self.problems += [f"room {room} has {count} interviews" for room, count in rooms.items() if count != 1]
        if len(rooms) != wanted:
            self.problems.append(f"{len(rooms)} rooms had an interview, {wanted} were wanted")
        self.problems += [f"{s['id']} is {s['status']} for '{s['reason']}'" for s in sessions if s["status"] == "Started" or not s["reason"]]
        return collections.Counter(re.sub(r":.*", "", f"{s['status']} {s['reason']}") for s in sessions)

    def check_events(self):
        for e in self.events:
            removed = e.get("session") == REMOVED and e["event"] in ("failure", "interviewer_left")
            killed = e.get("session") == KILLED and e["event"] in ("interviewer_left", "welcome")
            late = e.get("delay_ms", e.get("gap_ms", 0)) > DEAD_AIR_MS and e["event"] in ("reply", "gap", "welcome") and not killed
            if late or (e["event"] in ("failure", "interviewer_left") and not removed and not killed):
                self.problems.append(json.dumps(e))

    def run(self):
        marks, started = [], time.monotonic()
        try:
            self.begin()
            for wave in range(1, self.options.waves + 1):
                self.run_wave(wave)
                marks.append(self.at_rest())
                print(f"{(time.monotonic() - started) / 60:5.1f} min  wave {wave}: {wave * self.options.sessions} interviews, {marks[-1][1]:.1f} MB, {marks[-1][0]}",
                      flush=True)
            injected = json.loads(call(self.options.port, "GET", "/faults"))
            ends = self.check_sessions()
            self.serve.terminate()
            if self.serve.wait(timeout=60) != 0:
                self.problems.append(f"serve ended with {self.serve.returncode}")
        finally:
            for process in reversed(self.running):
                if process.poll() is None:
                    process.kill()
        self.check_memory(marks)
        self.check_events()
        self.report(marks, ends, injected)

    def report(self, marks, ends, injected):
        def spread(kind):
            delays = sorted(e["delay_ms"] for e in self.events if e["event"] == kind)
            at = lambda share: delays[min(len(delays) - 1, int(share * len(delays)))] if delays else None
            return f"{kind}s {len(delays)}: p50 {at(0.5)} p95 {at(0.95)} max {delays[-1] if delays else None} ms"
        faults = collections.Counter(f["service"] for f in (injected if isinstance(injected, list) else injected.get("injected", [])))
        mishaps = collections.Counter(e["kind"] for e in self.events if e["event"] == "mishap")
        print(spread("reply") + "; " + spread("welcome"))
        print(f"mishaps {dict(mishaps)}, interviewers removed or killed {2 * self.options.waves}; faults of services {dict(faults)}")
        print(f"ends: {dict(ends)}")
        print(f"memory after the first wave {marks[0][1]:.1f} MB, then {min(m[1] for m in marks):.1f} to {max(m[1] for m in marks):.1f} MB; holds {marks[-1][0]}")
        for line in self.problems[:40]:
            print("  " + line)
        print("FAIL" if self.problems else "PASS", f"({self.folder})")
        sys.exit(1 if self.problems else 0)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--waves", type=int, default=10)
    ask.add_argument("--sessions", type=int, default=20, help="at once")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--share", type=int, default=8, help="percent of requests and connections that are hit")
    ask.add_argument("--port", type=int, default=29600)
    ask.add_argument("--keep", help="folder for logs and data (default: a temporary one)")
    Soak(ask.parse_args()).run()


main()
