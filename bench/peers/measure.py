"""One measurement: a room server, mocks, candidates and a bot, looked at for some seconds; gives a dictionary of what was seen."""
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import processes
from processes import Cpu, Share, Started, free_port, wait_for_port

KEY, SECRET = "benchkey", "bench-secret-bench-secret-bench-secret-01"
PREFIX = "interview-room-"
LIVEKIT = """port: {port}
bind_addresses: ["127.0.0.1"]
keys: {{{key}: {secret}}}
rtc:
  udp_port: {udp}
  tcp_port: 0
  node_ip: 127.0.0.1
  use_external_ip: false
  enable_loopback_candidate: true
  interfaces: {{includes: [lo]}}
  ips: {{includes: ["127.0.0.0/8"]}}
logging: {{level: warn}}
"""


@dataclass
class Plan:
    """What is measured."""
    name: str                  # pipecat, livekit-agents, codevoice, codevoice-embedded
    sessions: int
    seconds: float
    folder: Path
    candidates: str = "python"  # or codevoice
    mock: str = "python"        # or emulator
    share: float = 1.0          # of the bots' core
    profile: object = None      # called with the bot's pid in the middle of the window


@dataclass
class Paths:
    python: str
    agents_python: str
    livekit: str
    codevoice: str
    emulator: str
    assets: Path
    cache: Path = None  # compiled models of a first start
    here: Path = field(default_factory=lambda: Path(__file__).parent)


class Events:
    """JSON lines of the candidates as they come."""

    def __init__(self, process, log):
        self.all, self.changed = [], threading.Condition()
        threading.Thread(target=self.read, args=(process.stdout, log), daemon=True).start()

    def read(self, stream, log):
        with open(log, "w") as copy:
            for line in stream:
                text = line.decode(errors="replace")
                copy.write(text)
                try:
                    event = json.loads(text)
                except ValueError:
                    continue
                event.setdefault("t", time.monotonic())
                event["ev"] = event.get("ev") or event.get("event")
                with self.changed:
                    self.all.append(event)
                    self.changed.notify_all()

    def named(self, name):
        with self.changed:
            return [event for event in self.all if event["ev"] == name]

    def wait(self, name, count, limit):
        end = time.monotonic() + limit
        with self.changed:
            while sum(event["ev"] == name for event in self.all) < count:
                if time.monotonic() > end:
                    raise SystemExit(f"{sum(event['ev'] == name for event in self.all)} of {count} '{name}' after {limit} s")
                self.changed.wait(0.2)
        return self.named(name)[count - 1]


def first_start(paths, folder):
    """Compiles the models into a cache, as the first start on a machine does; gives the cache's folder."""
    run = Run(Plan("codevoice-embedded", 1, 0, folder), paths)
    with Started(folder) as run.started:
        run.start_embedded()
        time.sleep(12)  # the local engines that stand in for the services are loaded after the start
    return folder / "data/cache"


class Run:
    def __init__(self, plan, paths):
        self.plan, self.paths = plan, paths
        self.room_port, self.mock_port, self.http_port = free_port(), free_port(), free_port()
        self.url = f"ws://127.0.0.1:{self.room_port}"
        self.mock_address = f"127.0.0.1:{self.mock_port}"
        self.share = None

    def measure(self):
        if self.plan.share < 1:
            self.share = Share.make(self.plan.share)
            if not self.share:
                return {"name": self.plan.name, "n": self.plan.sessions, "failed": "cannot limit the CPU of a process here"}
        try:
            with Started(self.plan.folder) as self.started:
                return self.run()
        except SystemExit as why:
            return {"name": self.plan.name, "n": self.plan.sessions, "failed": str(why)}
        finally:
            if self.share:
                self.share.remove()

    # --- parts ---

    def start_mock(self):
        if self.plan.mock == "emulator":
            command = [self.paths.emulator, "--port", self.mock_port]
        else:
            command = [self.paths.python, self.paths.here / "mock_server.py", "--port", self.mock_port, "--voice", self.paths.assets / "voice.wav"]
        process = self.started.start("mock", command)
        wait_for_port(self.mock_port, process)
        return process

    def start_livekit(self):
        config = self.plan.folder / "livekit.yaml"
        config.write_text(LIVEKIT.format(port=self.room_port, udp=free_port(processes.socket.SOCK_DGRAM), key=KEY, secret=SECRET))
        process = self.started.start("livekit", [self.paths.livekit, "--config", config])
        wait_for_port(self.room_port, process)
        return process

    def product_env(self, settings=None):
        data = self.plan.folder / "data"
        data.mkdir(exist_ok=True)
        if self.paths.cache and not (data / "cache").exists():  # as on any machine after its first start
            shutil.copytree(self.paths.cache, data / "cache")
        return {
            "DEBUG": "on", "LIVEKIT_API_URL": self.url, "LIVEKIT_API_KEY": KEY, "LIVEKIT_API_SECRET": SECRET, "CODEVOICE_DATA": str(data),
            "CODEVOICE_DEEPGRAM_URL": f"ws://{self.mock_address}", "CODEVOICE_LLM_URL": f"http://{self.mock_address}/v1",
            "DEEPGRAM_API_KEY": "x", "KRUTRIM_API_KEY": "x", "CODEVOICE_MODELS": str(self.paths.assets.parents[1] / "models"),
            "CODEVOICE_QUESTIONS": "50", "CODEVOICE_MINUTES": "240", "CODEVOICE_SEED": "7", "CODEVOICE_SHARDS": "1", "CODEVOICE_LOG_JSON": "on",
            "CODEVOICE_TURN_STRATEGY": "smart_turn",  # as Pipecat
        } | (settings or {})

    def bot_command(self):
        n = self.plan.sessions
        common = ["--url", self.url, "--key", KEY, "--secret", SECRET, "--prefix", PREFIX]
        if self.plan.name == "pipecat":
            return [self.paths.python, self.paths.here / "pipecat_bot.py", *common, "--mock", self.mock_address, "--n", n], {}
        if self.plan.name == "livekit-agents":
            env = {"PEERS_URL": self.url, "PEERS_KEY": KEY, "PEERS_SECRET": SECRET, "PEERS_MOCK": self.mock_address}
            return [self.paths.agents_python, self.paths.here / "livekit_agents_bot.py", "start"], env
        metrics = ["--metrics", f"127.0.0.1:{self.http_port}"]
        return [self.paths.codevoice, "run_bot", "--rooms", f"{PREFIX}:{n}", *metrics], self.product_env()

    def start_bot(self):
        command, env = self.bot_command()
        process = self.started.start("bot", command, env, is_bot=True, share=self.share)
        return process, time.monotonic()

    def start_embedded(self):
        """`serve`: the rooms and the bots in one process, no LiveKit server."""
        env = self.product_env({"LIVEKIT_API_URL": "", "CODEVOICE_RTC": f"127.0.0.1:{self.room_port}", "CODEVOICE_HTTP": f"127.0.0.1:{self.http_port}",
                                "CODEVOICE_UDP_PORT": str(free_port(processes.socket.SOCK_DGRAM)), "CODEVOICE_TCP_PORT": "0"})
        process = self.started.start("bot", [self.paths.codevoice, "serve", "--interview-in", f"{PREFIX}*"], env, is_bot=True, share=self.share)
        begun = time.monotonic()
        wait_for_port(self.http_port, process)
        return process, begun

    def start_candidates(self):
        n, seconds = self.plan.sessions, self.plan.seconds
        clip = self.paths.assets / "answer.wav"
        if self.plan.candidates == "codevoice":
            command = [self.paths.codevoice, "candidate", "--json", "--room", PREFIX if n > 1 else f"{PREFIX}0", "--sessions", n, "--turns", 1000, "--wav", clip,
                       "--quiet", 1000, "--spread", 9000, "--stagger", 9000, "--seconds", int(seconds + 14)]
            env = self.product_env({"CODEVOICE_LOG_LEVEL": "warn"})
        else:
            command = [self.paths.python, self.paths.here / "candidates.py", "--n", n, "--url", self.url, "--key", KEY, "--secret", SECRET,
                       "--prefix", PREFIX, "--clip", clip, "--seconds", seconds]
            env = {}
        process = self.started.start("candidates", command, env, stdout=subprocess.PIPE)
        return process, Events(process, self.plan.folder / "candidates.jsonl")

    # --- the run ---

    def run(self):
        plan = self.plan
        mock = self.start_mock()
        embedded = plan.name == "codevoice-embedded"
        livekit = None if embedded else self.start_livekit()
        ready_s = None
        if embedded:
            bot, begun = self.start_embedded()
            ready_s = time.monotonic() - begun
        elif plan.name == "livekit-agents":  # a worker: it waits for jobs
            bot, begun = self.start_bot()
            ready_s = self.wait_for_log("registered worker", begun)
            time.sleep(5)  # its idle processes warm up, and the server learns of it
        candidates, events = self.start_candidates()
        if plan.candidates == "codevoice":
            events.wait("joined", plan.sessions, 60)
        else:
            events.wait("all_joined", 1, 60)
        if not embedded and plan.name != "livekit-agents":
            bot, begun = self.start_bot()
        parts = {"bot": Cpu(bot.pid), "mock": Cpu(mock.pid), "candidates": Cpu(candidates.pid)} | ({"livekit": Cpu(livekit.pid)} if livekit else {})
        window_begins = self.wait_until_interviewed(events)
        seen = self.watch(bot, parts, window_begins + 2.0, window_begins + plan.seconds - 0.5)
        return seen | self.replies(events) | self.start_times(events, begun, ready_s) | {"name": plan.name, "n": plan.sessions}

    def wait_for_log(self, pattern, begun, limit=60):
        while not re.search(pattern, self.started.log("bot")):
            if time.monotonic() > begun + limit:
                raise SystemExit(f"the bot did not say '{pattern}'")
            time.sleep(0.05)
        return time.monotonic() - begun

    def wait_until_interviewed(self, events):
        if self.plan.candidates == "python":
            return events.wait("all_ready", 1, 120)["t"]
        events.wait("agent_state", self.plan.sessions, 60)
        return time.monotonic()

    def mock_stats(self):
        with urllib.request.urlopen(f"http://{self.mock_address}/stats", timeout=5) as answer:
            return flat(json.load(answer))

    def worker_seconds(self):
        """CPU of CodeVoice's inference and the like, by kind, as its own metrics say."""
        if not self.plan.name.startswith("codevoice"):
            return {}
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
        return {kind: float(value) for kind, value in re.findall(r'^codevoice_worker_cpu_seconds_total\{work="(\w+)"\} (\S+)$', text, re.M)}

    def watch(self, bot, parts, begin, end):
        time.sleep(max(0, begin - time.monotonic()))
        work, (busy, stolen), before = self.mock_stats(), processes.machine(), {name: cpu.seconds() for name, cpu in parts.items()}
        workers = self.worker_seconds()
        begun, throttled = time.monotonic(), self.share.throttled() if self.share else 0.0
        profiled = self.plan.profile(bot.pid) if self.plan.profile else None
        pss = 0.0
        while time.monotonic() < end:
            time.sleep(min(5, max(0.05, end - time.monotonic())))
            if bot.poll() is not None:
                raise SystemExit(f"the bot ended with {bot.returncode}")
            pss = max(pss, processes.pss_mb(bot.pid))
        took = time.monotonic() - begun
        used = {name: cpu.seconds() - before[name] for name, cpu in parts.items()}
        busy_after, stolen_after = processes.machine()
        work_after, workers_after = self.mock_stats(), self.worker_seconds()
        return {
            "window_s": took, "pss_mb": pss, "cores": {name: seconds / took for name, seconds in used.items()},
            "per_session": {name: seconds / took / self.plan.sessions for name, seconds in used.items()},
            "others_cores": (busy_after - busy - sum(used.values())) / took, "stolen_cores": (stolen_after - stolen) / took,
            "throttled_s": (self.share.throttled() - throttled) if self.share else 0.0, "share": self.plan.share, "profile": profiled,
            "workers": {kind: (workers_after[kind] - workers[kind]) / took / self.plan.sessions for kind in workers},
            "mock": self.plan.mock, "candidates": self.plan.candidates,
            "work": {name: work_after[name] - work.get(name, 0) for name in work_after},
        }

    def replies(self, events):
        if self.plan.candidates == "python":
            summary = events.wait("summary", 1, 30)
            return {key: summary[key] for key in ("turns", "failures", "early", "p50_ms", "p95_ms", "max_ms")} | {"missing": summary["missing"]}
        events.wait("summary", 1, self.plan.seconds + 40)
        delays = sorted(event["delay_ms"] for event in events.named("reply"))
        failures = [event["what"] for event in events.named("failure")]
        early = sum(what == "cut off while speaking" for what in failures)
        rank = lambda share: delays[max(0, -(-int(share * 100) * len(delays) // 100) - 1)] if delays else None
        return {"turns": len(delays), "early": early, "failures": len(failures) - early, "p50_ms": rank(0.5), "p95_ms": rank(0.95),
                "max_ms": delays[-1] if delays else None, "missing": self.plan.sessions - len(events.named("joined")),
                "failure_kinds": sorted(set(failures))}

    def start_times(self, events, begun, ready_s):
        """From the start of the bot's process to its joining; for bots that wait for jobs, from the candidate's joining."""
        if self.plan.candidates != "python":
            return {"ready_s": ready_s}
        joined = {event["i"]: event["t"] for event in events.named("joined")}
        waits = self.plan.name in ("livekit-agents", "codevoice-embedded")
        times = sorted(event["t"] - (joined.get(event["i"], begun) if waits else begun) for event in events.named("bot_joined"))
        return {"ready_s": ready_s, "start_first_s": times[0] if times else None, "start_last_s": times[-1] if times else None}


def flat(value, prefix=""):
    """Numbers of nested objects by their path."""
    found = {}
    for name, inner in value.items():
        if isinstance(inner, dict):
            found |= flat(inner, f"{prefix}{name}.")
        elif isinstance(inner, (int, float)) and not isinstance(inner, bool):
            found[prefix + name] = inner
    return found
