"""What the bench starts, what that costs, and on how much of which core it runs."""
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()
CPU_GROUPS = Path("/sys/fs/cgroup/cpu")  # v1; v2 has no such folder
UNIFIED = Path("/sys/fs/cgroup")


def prefer_over_other_jobs():
    """Where the kernel shares a core between sessions (autogroup), an idle job of another session would get as much of it as a bot."""
    try:
        Path("/proc/self/autogroup").write_text("-15")
    except OSError:
        pass


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for_port(port, process, limit=30):
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"port {port} was not opened")


def tree(root):
    """The process and all below it."""
    children = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            parent = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        children.setdefault(int(parent), []).append(int(entry))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


class Cpu:
    """CPU seconds of a process and all below it; those that ended keep what they had when last looked at."""

    def __init__(self, root):
        self.root, self.newest = root, {}

    def seconds(self):
        for pid in tree(self.root):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            self.newest[pid] = max((int(fields[11]) + int(fields[12])) / TICKS, self.newest.get(pid, 0))
        return sum(self.newest.values())


def pss_mb(root):
    total = 0
    for pid in tree(root):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])
    return total / 1024


def machine():
    """Busy and stolen seconds of all cores."""
    fields = [int(value) / TICKS for value in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return fields[0] + fields[1] + fields[2] + fields[5] + fields[6], fields[7]


class Share:
    """A group of processes that may use so much of a core (cgroup cpu quota); None where such groups cannot be made."""

    def __init__(self, folder, share):
        self.folder = folder
        folder.mkdir()
        period = 20_000  # as short as a tick of audio, so that a session waits at most that long for its share
        if (folder / "cpu.max").exists():
            (folder / "cpu.max").write_text(f"{int(period * share)} {period}")
        else:
            (folder / "cpu.cfs_period_us").write_text(str(period))
            (folder / "cpu.cfs_quota_us").write_text(str(int(period * share)))

    @classmethod
    def make(cls, share):
        base = CPU_GROUPS if (CPU_GROUPS / "cpu.cfs_quota_us").exists() or CPU_GROUPS.is_dir() else UNIFIED
        try:
            return cls(base / f"codevoice-bench-{os.getpid()}", share)
        except OSError:
            return None

    def enter(self):
        """In the child, before it becomes the program."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def throttled(self):
        """Seconds in which the group had to wait for its share."""
        text = (self.folder / "cpu.stat").read_text()
        if found := re.search(r"throttled_time (\d+)", text):
            return int(found[1]) / 1e9
        found = re.search(r"throttled_usec (\d+)", text)
        return int(found[1]) / 1e6 if found else 0.0

    def remove(self):
        for _ in range(50):
            try:
                self.folder.rmdir()
                return
            except OSError:
                time.sleep(0.1)


class Started:
    """Everything one measurement starts: bots on the last core, the rest on the others; ended in reverse order."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, name, command, env=None, is_bot=False, share=None, stdout=None):
        log = open(self.folder / f"{name}.log", "w")
        cores = {CORES - 1} if is_bot else set(range(max(1, CORES - 1)))

        def place():
            os.sched_setaffinity(0, cores)
            prefer_over_other_jobs()
            if share:
                share.enter()

        process = subprocess.Popen([str(part) for part in command], env=os.environ | (env or {}), cwd=self.folder, preexec_fn=place,
                                   start_new_session=True, stdout=stdout or log, stderr=log if stdout else subprocess.STDOUT)
        self.processes.append(process)
        return process

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in reversed(self.processes):
            try:
                process.wait(6)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(process.pid, signal.SIGKILL)  # each leads a session of its own
            except ProcessLookupError:
                pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
