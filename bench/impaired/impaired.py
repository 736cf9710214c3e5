"""Interviews over bad networks, by the relay of tests/support/impair.py: failed turns, reply delay, word errors beside a clean network.

Local engines throughout. The candidates' media reaches the server through the relay alone: the server advertises the relay's address.
Limits: no failed turn anywhere; word errors at 5 % loss at most 1.5 times those of the clean network, at 10 % at most twice.
"""
import argparse
import json
import re
import signal
import subprocess
import sys

import bench

ANSWERS = [
    "A process has its own memory, and the threads inside it share that memory with each other.",
    "I would put an index on that column, because reading becomes much faster than before.",
    "The browser asks a name server for the address, and then it opens a connection to it.",
    "A stack keeps the newest element on top, and a queue gives you the oldest one first.",
    "The lock makes sure that only one of them writes to the counter at the same time.",
    "If the test fails, I would look at the newest change first and try to make it smaller.",
]
# name, relay options, limit of the word errors as a multiple of the clean network's
NETWORKS = [
    ("clean", [], None),
    ("5 % loss", ["--loss", "5"], 1.5),
    ("10 % loss", ["--loss", "10"], 2.0),
    ("50 ms jitter", ["--jitter", "50"], None),
    ("5 % reordered", ["--reorder", "5"], None),
    ("200 ms delay", ["--delay", "100"], None),
    ("rebinding every 7 s", ["--rebind", "7"], None),
    ("5 % loss, 50 ms jitter", ["--loss", "5", "--jitter", "50"], None),
    ("10 % loss, TCP only", ["--loss", "100"], None),
]
LEAST_ERRORS = 0.02  # below it a word more or less is chance


def words(text):
    return re.findall(r"[a-z0-9']+", text.lower())


def distance(said, heard):
    """Words to replace, insert and delete."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def records(server):
    run = lambda *command: json.loads(subprocess.run([str(bench.CODEVOICE), "sessions", *command, "--format", "json"], env=server.env, cwd=server.data,
                                                     check=True, capture_output=True, text=True).stdout)
    return [run("show", session["id"]) for session in run("list")]


def measure(name, options, chosen):
    settings = {"CODEVOICE_ADVERTISE": "127.0.0.2", "CODEVOICE_QUESTIONS": "8", "CODEVOICE_SEED": "7", "CODEVOICE_MINUTES": "60", "CODEVOICE_SHARDS": "1"}
    says = [part for answer in ANSWERS[:chosen.answers] for part in ("--say", answer)]
    with bench.Server([bench.CODEVOICE, "serve", "--interview-in", "bad-*"], settings) as server:
        relay = subprocess.Popen([sys.executable, str(bench.ROOT / "tests/support/impair.py"), "--udp", server.env["CODEVOICE_UDP_PORT"], "--tcp",
                                  server.env["CODEVOICE_TCP_PORT"], "--seed", str(chosen.seed), *options], stdout=subprocess.PIPE, text=True)
        relay.stdout.readline()
        candidate = server.candidate(["--room", "bad-", "--sessions", str(chosen.sessions), "--spread", "2000", "--seconds", "240", "--log-level", "warn", *says])
        events = bench.events(candidate.communicate()[0])
        relay.send_signal(signal.SIGTERM)
        counts = json.loads(relay.communicate()[0])
        sessions = records(server)
    said = words(" ".join(ANSWERS[:chosen.answers]))
    heard = [words(" ".join(line["heard"] for line in session["transcript"] if line["speaker"] == "candidate")) for session in sessions]
    return {
        "name": name, "counts": counts, "delays": [e["delay_ms"] for e in events if e["event"] == "reply"],
        "failures": [e["what"] for e in events if e["event"] == "failure"] + ["the interviewer left"] * sum(e["event"] == "interviewer_left" for e in events),
        "errors": sum(distance(said, found) for found in heard) / max(1, len(said) * len(heard)), "sessions": len(heard),
    }


def main():
    knobs = argparse.ArgumentParser(prog="bench/run impaired", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    knobs.add_argument("--sessions", type=int, default=2, help="side by side [2]")
    knobs.add_argument("--answers", type=int, default=len(ANSWERS), help=f"of each [{len(ANSWERS)}]")
    knobs.add_argument("--seed", type=int, default=1)
    knobs.add_argument("--only", help="networks whose name holds this; the clean one always")
    chosen = knobs.parse_args()
    head = f"{'network':<26}{'turns':>6}{'failed':>8}{'p50 ms':>8}{'p95 ms':>8}{'word errors':>13}{'x clean':>9}   packets lost up / down"
    print(head, flush=True)
    clean, fine = None, True
    for name, options, limit in NETWORKS:
        if chosen.only and clean is not None and chosen.only not in name:
            continue
        found = measure(name, options, chosen)
        clean = found["errors"] if clean is None else clean
        ratio = found["errors"] / max(clean, LEAST_ERRORS)
        complete = len(found["delays"]) == chosen.sessions * chosen.answers and not found["failures"]
        fine &= complete and (limit is None or ratio <= limit)
        counts = found["counts"]
        share = lambda way: f"{100 * counts[way + '_lost'] / max(1, counts[way]):.1f} %"
        print(f"{name:<26}{len(found['delays']):>6}{len(found['failures']):>8}{bench.percentile(found['delays'], 0.5):>8.0f}{bench.percentile(found['delays'], 0.95):>8.0f}"
              f"{100 * found['errors']:>11.1f} %{ratio:>9.2f}   {share('up')} / {share('down')}"
              + (f", rebound {counts['rebound']} times" if counts["rebound"] else "") + (f"; limit {limit}" if limit else "")
              + "".join(f"\n    {what}" for what in sorted(set(found["failures"]))), flush=True)
    print("\nwithin the limits" if fine else "\nNOT within the limits")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
