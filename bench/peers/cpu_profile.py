"""Where the CPU of a bot goes, by perf: samples of its stacks, put into groups of functions, as ms of CPU a second of session."""
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 12
RATE_HZ = 1999
STACK_BYTES = 65_528  # the most perf takes along: libopus has tens of kilobytes of arrays on it
# from the leaf outwards, the first frame that fits a group names it: so what is done for a caller counts as what it is
GROUPS = [
    ("Opus encode", r"opus_encode|OpusEncoder"),
    ("decode at 16 kHz", r"opus_decode|OpusDecoder|Jitter|OpusReceiver"),
    ("Smart Turn", r"OpenVinoTurn|openvino_turn|LogMel|RealFft"),
    ("VAD", r"silero|Silero|VadStream"),
    ("STT, TTS, LLM sockets", r"[Dd]eepgram|CloudSocket|HttpClient|WebSocket|boost::beast|SentAudio|llm::|net::|boost::json|libssl"),
    ("speech cache", r"SpeechCache|LocalTts|SpeechJob"),
    ("network and SRTP", r"srtp_|usrsctp|sctp_|codevoice::rtc::|codevoice::room::"),
    ("resampling", r"soxr|Resampler"),
    ("store", r"sqlite3|soci|store::"),
    ("log and metrics", r"spdlog|codevoice::log::|metrics::"),
    ("waits between stages", r"pipeline::(Signal|within|ReplyEpoch)|parallel_group|pipeline::Inbox"),
    ("stages and interview", r"codevoice::(voice|pipeline|session|interview|audio)"),
]
# and below these everything runs
LOOP = [
    ("timers", r"timerfd|timer_queue|SystemClock|steady_timer|wait_handler"),
    ("waking and sleeping", r"epoll_wait|futex|schedule|finish_task_switch"),
    ("event loop", r"boost::asio"),
]
GROUPS, LOOP = ([(name, re.compile(pattern)) for name, pattern in groups] for groups in (GROUPS, LOOP))
OPENVINO = re.compile(r"openvino|libtbb|ov::|dnnl|/tmp/perf-")  # the last is code made at run time
BUDGET = {"Opus encode": 3.5, "Smart Turn": 5.0, "decode at 16 kHz": 1.5, "VAD": 1.0, "network and SRTP": 1.5, "STT, TTS, LLM sockets": 1.5}


def available():
    return shutil.which("perf") is not None


def stacks(script):
    """(thread, [frame, …]) of each sample, the leaf first."""
    thread, frames = None, []
    for line in script.splitlines():
        if not line.strip():
            if frames:
                yield thread, frames
            frames = []
        elif line[0] not in " \t":
            thread = line.split()[0]
        else:
            frames.append(line.strip().split(" ", 1)[-1])
    if frames:
        yield thread, frames


def first_of(groups, frames):
    return next((name for frame in frames for name, pattern in groups if pattern.search(frame)), None)


def group_of(thread, frames):
    if name := first_of(GROUPS, frames):
        return name
    if thread == "sctp":
        return "network and SRTP"
    if any(OPENVINO.search(frame) for frame in frames):
        return "inference, model not told"
    return first_of(LOOP, frames) or "rest"


def record(pid, sessions, seconds=SECONDS):
    """Samples the process for some seconds; gives {group: ms of CPU a second of session} and the functions that cost most."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "perf.data"
        subprocess.run(["perf", "record", "-q", "-F", str(RATE_HZ), "-g", "--call-graph", f"dwarf,{STACK_BYTES}", "-p", str(pid), "-o", str(data), "--", "sleep", str(seconds)],
                       check=True, capture_output=True)
        script = subprocess.run(["perf", "script", "-i", str(data), "--no-inline", "-F", "comm,ip,sym,dso"], check=True, capture_output=True,
                                text=True, errors="replace").stdout
    groups, leaves, count = {}, {}, 0
    for thread, frames in stacks(script):
        count += 1
        name = group_of(thread, frames)
        groups[name] = groups.get(name, 0) + 1
        leaf = f"{name}: {frames[0][:90]}"
        leaves[leaf] = leaves.get(leaf, 0) + 1
    to_ms = 1000 / RATE_HZ / seconds / sessions
    top = sorted(leaves.items(), key=lambda entry: -entry[1])[:15]
    return {"samples": count, "groups": {name: n * to_ms for name, n in groups.items()}, "functions": [(name, n * to_ms) for name, n in top]}


def table(profile):
    lines = [f"{'ms of CPU a second of session':<34}{'ms':>8}{'share':>8}{'budget':>8}"]
    total = sum(profile["groups"].values())
    for name, ms in sorted(profile["groups"].items(), key=lambda entry: -entry[1])[:14]:
        budget = BUDGET.get(name)
        lines.append(f"{name:<34}{ms:>8.2f}{100 * ms / total:>7.0f}%{budget or '':>8}")
    lines.append(f"{'all':<34}{total:>8.2f}   (from {profile['samples']} samples)")
    lines += ["functions that cost most:"] + [f"  {ms:6.2f}  {name}" for name, ms in profile["functions"]]
    return "\n".join(lines)
