"""Many interviews in one process.

Part 1, local engines: 8 candidates at once; nobody cut off, no dead air over 3 s, no underrun.
Part 2, engines of fixed delay: what the product itself costs per session, in CPU of the bot's process alone (the candidates speak
pre-encoded packets in a process named apart) and in PSS per added session; the number of sessions grows until the machine is full.
"""
import argparse
import os
import time

import bench

CPU_AIM_PERCENT, PSS_AIM_MB = 2.0, 1.5
DEAD_AIR_MS = 3000
ANSWERS = [
    "A process has its own memory space, while threads share the memory of their process.",
    "You protect shared data with a mutex, so that only one thread can change it at a time.",
    "An index makes reading faster, but every write has to keep it up to date.",
    "I would measure first, and then look at the slowest part.",
]


def serve(engines):
    return bench.Server([bench.PROGRAM, "serve", engines], {"CODEVOICE_QUESTIONS": "5", "CODEVOICE_SEED": "7", "CODEVOICE_MINUTES": "60", "CODEVOICE_MODELS": str(bench.ROOT / ".tools/models")})


def crowd(server, sessions, turns, seconds):
    says = [part for text in ANSWERS for part in ("--say", text)]
    arguments = ["--room", "bench-", "--sessions", str(sessions), "--turns", str(turns), "--seconds", str(seconds), *says]
    return server.candidate(arguments)


def of(events, name):
    return [e for e in events if e["event"] == name]


def judge(events, log, sessions, turns):
    replies = [e["delay_ms"] for e in of(events, "reply")]
    failures = [e["what"] for e in of(events, "failure")]
    gaps = [e["gap_ms"] for e in of(events, "gap")]
    underruns = [line["ms"] for line in log if line.get("event") == "output.underrun"]
    restarts = sum(line.get("event") in ("vad.restarted", "stt.restarted") for line in log)
    found = {
        "sessions joined": f"{len(of(events, 'joined'))} of {sessions}",
        "answers replied to": f"{len(replies)} of {sessions * turns}",
        "reply p50 / p95": f"{bench.percentile(replies, 0.5)} / {bench.percentile(replies, 0.95)} ms",
        "cut off": failures.count("cut off while speaking"),
        "other failures": [f for f in failures if f != "cut off while speaking"] or 0,
        "dead air over 3 s": sum(ms > DEAD_AIR_MS for ms in replies + gaps),
        "underruns": f"{len(underruns)}" + (f" (longest {max(underruns)} ms)" if underruns else ""),
        "engine restarts": restarts,
    }
    for name, value in found.items():
        print(f"  {name:<22}{value}")
    return len(replies) == sessions * turns and not failures and found["dead air over 3 s"] == 0 and not underruns


def local(sessions, turns):
    print(f"local engines, {sessions} candidates at once, {os.cpu_count()} cores")
    with serve("local") as server:
        candidates = crowd(server, sessions, turns, 170)
        cpu, begun = bench.cpu_seconds(server.process.pid), time.monotonic()
        output, _ = candidates.communicate()
        used = (bench.cpu_seconds(server.process.pid) - cpu) / (time.monotonic() - begun)
        fine = judge(bench.events(output), server.log(), sessions, turns)
        print(f"  bot process            {used:.2f} cores")
    return fine


def steady(server, sessions, seconds):
    """CPU share of one core and PSS while `sessions` interviews go on."""
    time.sleep(0.05 * sessions + 6)  # all have joined and are being greeted
    cpu, begun = bench.cpu_seconds(server.process.pid), time.monotonic()
    time.sleep(seconds)
    used = (bench.cpu_seconds(server.process.pid) - cpu) / (time.monotonic() - begun)
    return used, bench.pss_bytes(server.process.pid)


def fixed(counts, turns):
    print(f"\nengines of fixed delay\n  {'sessions':>8}{'cores':>8}{'% of a core each':>18}{'PSS MB':>9}{'MB per added':>14}{'p95 reply':>11}  lost")
    carried, base = 0, None
    for count in counts:
        with serve("fixed") as server:
            empty = bench.pss_bytes(server.process.pid)
            candidates = crowd(server, count, turns, 60)
            used, pss = steady(server, count, 15)
            output, _ = candidates.communicate()
            events = bench.events(output)
        replies = [e["delay_ms"] for e in of(events, "reply")]
        lost = len(of(events, "failure")) + count - len(of(events, "joined"))
        base = base or (0, empty)
        added = (pss - base[1]) / max(1, count - base[0]) / 1e6
        print(f"  {count:>8}{used:>8.2f}{100 * used / count:>18.2f}{pss / 1e6:>9.1f}{added:>14.2f}{bench.percentile(replies, 0.95):>11}  {lost}", flush=True)
        base = (count, pss)
        if lost:
            break
        carried = count
    print(f"  carried with nobody lost: {carried} (aim: {CPU_AIM_PERCENT:.0f} % of a core and {PSS_AIM_MB} MB each)")
    return carried > 0


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--sessions", type=int, default=8, help="candidates at once with local engines")
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--counts", default="1,10,25,50,100", help="sessions with engines of fixed delay, growing")
    options.add_argument("--only", choices=["local", "fixed"])
    chosen = options.parse_args()
    fine = True
    if chosen.only != "fixed":
        fine = local(chosen.sessions, chosen.turns) and fine
    if chosen.only != "local":
        fine = fixed([int(n) for n in chosen.counts.split(",")], 2) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
