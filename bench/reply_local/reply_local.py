"""Reply delay on the candidate's own audio: last sample of the answer sent -> first sample received of a sentence that depends on it.

An acknowledgement that says nothing about the answer is a column of its own, never the reply. Everything runs at the shipped default
settings. Three parts: whole answers (half and whole model answers of the bank, spoken by the local voice, and real recordings), and
answers with a thinking pause inside, where a reply before the end is a cut-off.
"""
import argparse
import json
import re
import tempfile
import wave
from pathlib import Path

import bench

P50_LIMIT_MS, P95_LIMIT_MS = 700, 2200  # an answer whose end is in doubt is waited for, up to 2 s (bench/run turns): ARCHITECTURE.md
SEED = 7
QUESTIONS = 6


def sentences(text):
    return re.split(r"(?<=[.!?]) +", text)


def first_half(text):
    parts = sentences(text)
    return " ".join(parts[: max(1, min(2, len(parts) // 2))])


def last_half(text):
    parts = sentences(text)
    return " ".join(parts[-2:])


def with_pause(text, pause_ms):
    """A pause where people think: after a word in the middle of the text's second sentence, or of its first."""
    words = first_half(text).split()
    at = max(3, len(words) // 2)
    return f"{' '.join(words[:at])} [pause {pause_ms}] {' '.join(words[at:])}"


def cut(source, begin, end, target):
    """A stretch of a recording, in seconds."""
    with wave.open(str(source)) as clip, wave.open(str(target), "wb") as out:
        out.setparams(clip.getparams())
        clip.setpos(int(begin * clip.getframerate()))
        out.writeframes(clip.readframes(int((end - begin) * clip.getframerate())))


def recordings(folder):
    """Ends of two recordings: "Fail again. Fail better." and "in short, the period was so far like the present period, ..."."""
    stretches = [("beckett", 6.5, 9.6), ("two_cities", 29.8, 41.7)]
    paths = [folder / f"{name}.wav" for name, _, _ in stretches]
    for path, (name, begin, end) in zip(paths, stretches):
        cut(bench.ROOT / f".tools/assets/{name}.wav", begin, end, path)
    return [part for path in paths for part in ("--wav", str(path))]


def whole_answers(asked):
    answers = [first_half(asked[0]["model"])]
    for question in asked[1:-1]:
        answers += [first_half(question["model"]), last_half(question["model"])]
    answers.append(first_half(asked[-1]["model"]))
    return [part for answer in answers for part in ("--say", answer)]


def split_answers(asked):
    pauses = [600, 900, 1200, 1500]
    return [part for i, q in enumerate(asked[:4]) for part in ("--say", with_pause(q["model"], pauses[i]))]


def stamp(line):
    clock = line["time"].split("T")[1].split(":")
    return (int(clock[0]) * 60 + int(clock[1])) * 60_000 + round(float(clock[2].rstrip("Z")) * 1000)


def breakdown(log):
    """Per turn: the stages of its reply, from the server's log, in ms."""
    turns = {}
    for line in log:
        turn = turns.setdefault(line.get("turn"), {})
        name = line.get("event")
        if name == "turn.decision" and line["decision"] == "stop":
            turn.update(stop=stamp(line), silence=line["silence_ms"], reason=line["reason"], asks=turn.get("asks", 0) + 1)
        elif name == "turn.decision":
            turn["asks"] = turn.get("asks", 0) + 1
        elif name == "turn.ended":
            turn["text"] = stamp(line)
        elif name == "reply.worded":
            turn["worded"] = stamp(line)
        elif name == "tts.first_clause" and "voiced" not in turn:
            turn.update(voiced=stamp(line), cached=line["cached"])
        elif name == "output.sentence" and "playing" not in turn:
            turn["playing"] = stamp(line)
    return [t for t in turns.values() if {"stop", "text", "worded", "voiced", "playing"} <= t.keys()]


def show_breakdown(turns):
    rows = [
        ("silence until the turn was found over (VAD, turn model, patience)", [t["silence"] for t in turns]),
        ("  of it decided at the first pause mark", [t["silence"] for t in turns if t["asks"] == 1]),
        ("last words of the recogniser", [t["text"] - t["stop"] for t in turns]),
        ("interview decides and words it", [t["worded"] - t["text"] for t in turns]),
        ("voice, first clause", [t["voiced"] - t["worded"] for t in turns]),
        ("  of it not in the cache", [t["voiced"] - t["worded"] for t in turns if not t["cached"]]),
        ("until it is played", [t["playing"] - t["voiced"] for t in turns]),
    ]
    print(f"\n{'where the time goes (server), ms':<68}{'n':>4}{'p50':>8}{'p95':>8}")
    for name, values in rows:
        if values:
            print(f"{name:<68}{len(values):>4}{bench.percentile(values, 0.5):>8.0f}{bench.percentile(values, 0.95):>8.0f}")
    reasons = [t["reason"] for t in turns]
    print("turns ended by: " + ", ".join(f"{r} {reasons.count(r)}" for r in sorted(set(reasons))))


def run_part(data, answers, seed):
    settings = {"CODEVOICE_QUESTIONS": str(QUESTIONS), "CODEVOICE_SEED": str(seed), "CODEVOICE_MINUTES": "60"}
    with bench.Server([bench.CODEVOICE, "serve"], settings, data) as server:
        candidate = server.candidate(["--seconds", "500", *answers])
        output, _ = candidate.communicate()
        return bench.events(output), server.log()


def delays(events, name):
    return [e["delay_ms"] for e in events if e["event"] == name]


def row(name, values):
    if not values:
        return f"{name:<52}{0:>4}"
    return f"{name:<52}{len(values):>4}{bench.percentile(values, 0.5):>8}{bench.percentile(values, 0.95):>8}{min(values):>8}{max(values):>8}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--whole-only", action="store_true", help="leave out the answers with a thinking pause")
    options.add_argument("--log", help="where to keep the server's log of the whole answers (with CODEVOICE_LOG_PII=on also what was heard)")
    chosen = options.parse_args()
    asked = bench.questions(QUESTIONS, chosen.seed)
    with tempfile.TemporaryDirectory(prefix="codevoice-reply-") as folder:
        # a speaker keeps to one session, as people do
        parts = [run_part(folder, answers, chosen.seed) for answers in (whole_answers(asked), recordings(Path(folder)))]
        if chosen.log:
            Path(chosen.log).write_text("\n".join(json.dumps(line) for _, log in parts for line in log))
        split = [] if chosen.whole_only else run_part(folder, split_answers(asked), chosen.seed)[0]
    whole = [event for events, _ in parts for event in events]
    dependent, first = delays(whole, "dependent_reply"), delays(whole, "reply")
    failures = [e["what"] for e in whole if e["event"] == "failure"]
    print(f"{'reply, ms after the last sample of the answer':<52}{'n':>4}{'p50':>8}{'p95':>8}{'min':>8}{'max':>8}")
    print(row("first sample of a sentence on the answer", dependent) + f"   limits {P50_LIMIT_MS} / {P95_LIMIT_MS}")
    print(row("first sample of anything (acknowledgements too)", first))
    print(f"settings: sensitivity {setting('CODEVOICE_TURN_SENSITIVITY', '0.5')}, patience {setting('CODEVOICE_TURN_PATIENCE_MS', 'by the question')} (shipped defaults)")
    cut_whole = failures.count("cut off while speaking")
    print(f"whole answers: {len(first)} replied to, {cut_whole} cut off" + "".join(f"; {f}" for f in failures if f != "cut off while speaking"))
    if split:
        cuts = [e for e in split if e["event"] == "failure" and e["what"] == "cut off while speaking"]
        print(f"answers with a thinking pause of 0.6 to 1.5 s: {len(delays(split, 'reply'))} replied to, {len(cuts)} cut off")
    show_breakdown([turn for _, log in parts for turn in breakdown(log)])
    fine = dependent and bench.percentile(dependent, 0.5) <= P50_LIMIT_MS and bench.percentile(dependent, 0.95) <= P95_LIMIT_MS and not failures
    print("\nwithin the limits" if fine else "\nNOT within the limits")
    return 0 if fine else 1


def setting(name, default):
    import os

    return os.environ.get(name, default)


if __name__ == "__main__":
    raise SystemExit(main())
