"""What the benches share: a server of their own on free ports, candidates, percentiles, the process's cost."""
import json
import math
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODEVOICE = ROOT / "build/release/codevoice"
PROGRAM = ROOT / "build/release/bench/bench_density"


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def percentile(values, share):
    """Nearest rank; nan without values."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)] if ranked else math.nan


class Server:
    """`command` (a serve) with a data folder of its own; its log as JSON lines."""

    def __init__(self, command, settings=None, data=None):
        self.own_data = data is None
        self.data = data or tempfile.mkdtemp(prefix="codevoice-bench-")
        self.http = free_port(socket.SOCK_STREAM)
        rtc = free_port(socket.SOCK_STREAM)
        self.env = os.environ | {
            "DEBUG": "on", "LIVEKIT_API_URL": "", "LIVEKIT_API_KEY": "devkey", "LIVEKIT_API_SECRET": "secret", "CODEVOICE_DATA": str(self.data),
            "CODEVOICE_HTTP": f"127.0.0.1:{self.http}", "CODEVOICE_RTC": f"127.0.0.1:{rtc}", "CODEVOICE_LOG_JSON": "on",
            "CODEVOICE_UDP_PORT": str(free_port(socket.SOCK_DGRAM)), "CODEVOICE_TCP_PORT": str(free_port(socket.SOCK_STREAM)),
        } | (settings or {})
        self.candidate_env = self.env | {"LIVEKIT_API_URL": f"ws://127.0.0.1:{rtc}"}
        self.log_path = Path(self.data) / "serve.log"
        with open(self.log_path, "w") as log:
            self.process = subprocess.Popen([str(part) for part in command], env=self.env, cwd=self.data, stdout=log, stderr=subprocess.STDOUT)
        self._wait()

    def _wait(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.http}/healthz", timeout=1)
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("serve did not start:\n" + self.log_path.read_text())

    def log(self):
        lines = []
        for line in self.log_path.read_text().splitlines():
            if line.startswith("{"):
                lines.append(json.loads(line))
        return lines

    def candidate(self, arguments):
        """Starts synthetic candidates; they run beside, in a process named apart."""
        return subprocess.Popen([str(CODEVOICE), "candidate", "--json", *arguments], env=self.candidate_env, cwd=self.data, stdout=subprocess.PIPE, text=True)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
        if self.own_data and not os.environ.get("BENCH_KEEP"):
            shutil.rmtree(self.data, ignore_errors=True)
        elif self.own_data:
            print("kept:", self.data)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def cpu_seconds(pid):
    """User and system time of all threads of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss_bytes(pid):
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def questions(count, seed):
    """What `serve --questions COUNT --seed SEED` asks first: [{id, model, wrong}]."""
    env = os.environ | {"CODEVOICE_QUESTIONS": str(count), "CODEVOICE_SEED": str(seed)}
    out = subprocess.run([str(PROGRAM), "answers"], env=env, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def events(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]
