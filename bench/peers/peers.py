"""Side by side in one run: Pipecat, LiveKit Agents and CodeVoice do the same interviews with the same mocks and candidates, bots on one core.

Then what only CodeVoice reaches: more sessions with a share of the core, and the embedded room without a LiveKit server.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import measure
import cpu_profile
from measure import Paths, Plan

ROOT = Path(__file__).resolve().parents[2]


def options():
    knobs = argparse.ArgumentParser(prog="bench/run peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    knobs.add_argument("--n", default="1,4,6", help="sessions side by side, growing [1,4,6]")
    knobs.add_argument("--seconds", type=float, default=45, help="of each measurement")
    knobs.add_argument("--quick", action="store_true", help="1 and 4 sessions, 25 s, no share and no embedded run")
    knobs.add_argument("--only", default="pipecat,livekit-agents,codevoice", help="which of the three")
    knobs.add_argument("--share-sessions", default="15,20", help="sessions of CodeVoice in a quarter of the core")
    knobs.add_argument("--embedded-sessions", default="4,30,60", help="sessions of CodeVoice with the embedded room")
    knobs.add_argument("--parts", default="side,check,share,embedded", help="which parts of the run")
    knobs.add_argument("--profile", action="store_true", help="where CodeVoice's CPU goes (perf)")
    knobs.add_argument("--keep", help="folder for logs and results.jsonl")
    for name in ("python", "agents-python", "livekit", "assets"):
        knobs.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    return knobs.parse_args()


def numbers(text):
    return [int(part) for part in text.split(",") if part]


def show(value, digits=0):
    return "-" if value is None else f"{value:.{digits}f}"


HEAD = (f"{'bot':<20}{'N':>4} {'core/session':>12}{'cores':>7}{'PSS MB':>8}{'MB/added':>9}{'p50':>7}{'p95':>7}{'max':>7}{'turns':>6}{'fail':>5}{'early':>6}"
        f"{'start s':>8}  {'livekit':>7}{'mock':>7}{'cand.':>7}{'other':>7}  remarks")


def row(result, base):
    """One line of the table; `base`: the result of the same bot with fewest sessions."""
    if "failed" in result:
        return f"{result['name']:<20}{result['n']:>4}  FAILED: {result['failed']}"
    added = (result["pss_mb"] - base["pss_mb"]) / (result["n"] - base["n"]) if base and result["n"] > base["n"] else None
    cores = result["cores"]
    start = result.get("start_last_s")
    remarks = []
    if result.get("missing"):
        remarks.append(f"{result['missing']} bots missing")
    if result["share"] < 1:
        remarks.append(f"in {result['share']:.2f} of a core, waited {result['throttled_s']:.1f} s for it")
    if result["candidates"] != "python" or result["mock"] != "python":
        remarks.append(f"candidates {result['candidates']}, mock {result['mock']}")
    if result["name"] == "livekit-agents":
        remarks.append(f"worker ready after {result['ready_s']:.1f} s")
    return (f"{result['name']:<20}{result['n']:>4} {result['per_session']['bot']:>12.4f}{cores['bot']:>7.2f}{result['pss_mb']:>8.0f}{show(added, 2):>9}"
            f"{show(result['p50_ms']):>7}{show(result['p95_ms']):>7}{show(result['max_ms']):>7}{result['turns']:>6}{result['failures']:>5}{result['early']:>6}"
            f"{show(start, 2):>8}  {show(cores.get('livekit'), 3):>7}{cores['mock']:>7.3f}{cores['candidates']:>7.3f}{result['others_cores']:>7.2f}  {'; '.join(remarks)}")


class Bench:
    def __init__(self, chosen, folder):
        self.chosen, self.folder = chosen, folder
        self.paths = Paths(python=chosen.python, agents_python=chosen.agents_python, livekit=chosen.livekit, assets=Path(chosen.assets),
                           codevoice=str(ROOT / "build/release/codevoice"), emulator=str(ROOT / "build/release/codevoice_emulator"))
        self.results, self.first = [], {}

    def one(self, name, sessions, **how):
        profiled = None
        if self.chosen.profile and name.startswith("codevoice") and cpu_profile.available() and sessions >= 4:
            profiled = lambda pid: cpu_profile.record(pid, sessions)
        kind = f"{name}-{sessions}-{how.get('candidates', 'python')}-{how.get('mock', 'python')}-{how.get('share', 1)}"
        plan = Plan(name=name, sessions=sessions, seconds=self.chosen.seconds, folder=self.folder / kind, profile=profiled, **how)
        result = measure.Run(plan, self.paths).measure()
        self.results.append(result)
        with open(self.folder / "results.jsonl", "a") as out:
            out.write(json.dumps(result) + "\n")
        key = (name, how.get("candidates", "python"), how.get("share", 1))
        base = self.first.get(key)
        if "failed" not in result:
            self.first.setdefault(key, result)
        print(row(result, base), flush=True)
        if any(result.get("workers", {}).values()):
            told = ", ".join(f"{kind} {1000 * cores:.2f}" for kind, cores in result["workers"].items())
            print(f"    inference and the like, ms of CPU a second of session: {told}", flush=True)
        if result.get("profile"):
            print(cpu_profile.table(result["profile"]), flush=True)
        return result

    def floor(self):
        with measure.Started(self.folder / "floor") as started:
            port = measure.free_port()
            mock = started.start("mock", [self.paths.python, self.paths.here / "mock_server.py", "--port", port, "--voice", self.paths.assets / "voice.wav"])
            measure.wait_for_port(port, mock)
            probe = [self.paths.python, self.paths.here / "floor.py", f"127.0.0.1:{port}", self.paths.assets / "answer.wav"]
            found = json.loads(subprocess.run([str(part) for part in probe], check=True, capture_output=True, text=True).stdout)
        print(f"the mocks' own floor: {found['floor_ms']:.0f} ms (final text {found['final_ms']:.0f}, first sentence {found['sentence_ms']:.0f}, "
              f"first audio {found['audio_ms']:.0f})")
        return found["floor_ms"]

    def side_by_side(self, counts):
        for count in counts:
            for name in self.chosen.only.split(","):
                self.one(name, count)

    def check_own_parts(self):
        """Runs of many sessions use our own candidates and mock: are they the same as the Python ones at 4?"""
        print("\nour own candidates and mock against the Python ones, CodeVoice with 4 sessions:")
        runs = [self.one("codevoice", 4), self.one("codevoice", 4, candidates="codevoice"), self.one("codevoice", 4, candidates="codevoice", mock="emulator")]
        if any("failed" in run or run["p50_ms"] is None for run in runs):
            return False
        spread = max(run["p50_ms"] for run in runs) - min(run["p50_ms"] for run in runs)
        print(f"p50 differ by {spread:.0f} ms, CPU of a session by "
              f"{100 * (max(r['per_session']['bot'] for r in runs) / min(r['per_session']['bot'] for r in runs) - 1):.0f} %")
        return True

    def many(self):
        how = {"candidates": "codevoice", "mock": "emulator"}
        print("\na quarter of the core, real LiveKit server:")
        for count in numbers(self.chosen.share_sessions):
            self.one("codevoice", count, share=0.25, **how)

    def embedded(self):
        how = {"candidates": "codevoice", "mock": "emulator"}
        print("\nembedded room, no LiveKit server (rooms and bots in one process on the one core):")
        through = self.one("codevoice", 4, **how)
        results = {count: self.one("codevoice-embedded", count, **how) for count in numbers(self.chosen.embedded_sessions)}
        alone = results.get(4)
        if alone and "failed" not in alone and "failed" not in through:
            before = through["cores"]["bot"] + through["cores"]["livekit"]
            print(f"saved with 4 sessions: {1000 * (before - alone['cores']['bot']) / 4:.1f} ms of CPU a second of session "
                  f"(bot and LiveKit server {before:.3f} cores, embedded {alone['cores']['bot']:.3f}), {through['p50_ms'] - alone['p50_ms']:.0f} ms of each reply")


def main():
    chosen = options()
    if chosen.quick:
        chosen.n, chosen.seconds, chosen.parts = "1,4", 25, "side"
    parts = chosen.parts.split(",")
    folder = Path(chosen.keep or tempfile.mkdtemp(prefix="codevoice-peers-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(chosen, folder)
    print(f"logs and results: {folder}")
    if "codevoice" in chosen.only:
        bench.paths.cache = measure.first_start(bench.paths, folder / "first-start")
    bench.floor()
    print(f"bots on core {measure.processes.CORES - 1} alone, everything else on the others; {chosen.seconds:.0f} s each\n{HEAD}", flush=True)
    if "side" in parts:
        bench.side_by_side(numbers(chosen.n))
    if "check" in parts:
        bench.check_own_parts()
    if "share" in parts:
        bench.many()
    if "embedded" in parts:
        bench.embedded()
    failed = [result for result in bench.results if result["name"].startswith("codevoice") and ("failed" in result or result["failures"] or result["early"])]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
