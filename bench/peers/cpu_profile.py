"""Where the CPU of a bot goes, by perf: samples of its stacks, put into groups of functions, as ms of CPU a second of session."""
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 12
# the first that fits a frame of the stack, from the leaf outwards, names the group
GROUPS = [
    ("Opus encode", r"opus_encode|OpusEncoder"),
    ("decode at 16 kHz", r"opus_decode|OpusDecoder|JitterPlayout|OpusReceiver|JitterBuffer"),
    ("Smart Turn", r"openvino_turn|OpenvinoTurn|TurnClassifier|TurnModel|LogMel|log_mel"),
    ("VAD", r"silero|Silero|VadStream"),
    ("network and SRTP", r"srtp_|SrtpSession|UdpSocket|PacketMux|PacketPath|sendmmsg|recvmmsg|sendmsg|recvmsg|SctpStack|usrsctp|DtlsSession|rtc::|room::"),
    ("STT, TTS, LLM sockets", r"deepgram|Deepgram|HttpClient|http_client|WebSocket|web_socket|boost::beast|llm::|net::|boost::json"),
    ("resampling", r"soxr|Resampler"),
    ("store", r"sqlite3|soci|store::"),
    ("pipeline and stages", r"codevoice::(voice|pipeline|session|interview)"),
    ("timers and loop", r"epoll|timerfd|scheduler|boost::asio"),
]
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


def group_of(frames):
    for name, pattern in GROUPS:
        compiled = re.compile(pattern)
        if name == "timers and loop":
            continue  # everything runs below it
        if any(compiled.search(frame) for frame in frames):
            return name
    if any(OPENVINO.search(frame) for frame in frames):
        return "inference, model not told"
    return "timers and loop" if any(re.search(GROUPS[-1][1], frame) for frame in frames) else "rest"


def record(pid, sessions, seconds=SECONDS):
    """Samples the process for some seconds; gives {group: ms of CPU a second of session} and the functions that cost most."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "perf.data"
        subprocess.run(["perf", "record", "-q", "-F", "297", "-g", "--call-graph", "dwarf,16384", "-p", str(pid), "-o", str(data), "--", "sleep", str(seconds)],
                       check=True, capture_output=True)
        script = subprocess.run(["perf", "script", "-i", str(data), "--no-inline", "-F", "comm,ip,sym,dso"], check=True, capture_output=True,
                                text=True, errors="replace").stdout
    groups, leaves, count = {}, {}, 0
    for _, frames in stacks(script):
        count += 1
        name = group_of(frames)
        groups[name] = groups.get(name, 0) + 1
        leaf = f"{name}: {frames[0][:90]}"
        leaves[leaf] = leaves.get(leaf, 0) + 1
    to_ms = 1000 / 297 / seconds / sessions
    top = sorted(leaves.items(), key=lambda entry: -entry[1])[:15]
    return {"samples": count, "groups": {name: n * to_ms for name, n in groups.items()}, "functions": [(name, n * to_ms) for name, n in top]}


def table(profile):
    lines = [f"{'ms of CPU a second of session':<34}{'ms':>8}{'share':>8}{'budget':>8}"]
    total = sum(profile["groups"].values())
    for name, ms in sorted(profile["groups"].items(), key=lambda entry: -entry[1])[:10]:
        budget = BUDGET.get(name)
        lines.append(f"{name:<34}{ms:>8.2f}{100 * ms / total:>7.0f}%{budget or '':>8}")
    lines.append(f"{'all':<34}{total:>8.2f}   (from {profile['samples']} samples)")
    lines += ["functions that cost most:"] + [f"  {ms:6.2f}  {name}" for name, ms in profile["functions"]]
    return "\n".join(lines)
