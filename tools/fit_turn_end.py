#!/usr/bin/env python3
"""Fits weights/turn_end.txt, the judgement of src/voice/fused_stop, to labelled pauses.

Usage: tools/fit_turn_end.py OUT PARTS...
PARTS: files written by `bench/run turns --parts FILE`, with --tuning-only or without, then by bench/turns/fit_impression.py --rate (FILE.rated).

Only rows of the tuning half are read. The weights are a logistic regression of "finished" on the signs, by iterated least squares. The
thresholds come from predictions for voices that were not fitted, so that they are not better than they will be.
"""
import csv
import math
import pathlib
import sys

SIGNS = ["rule", "words", "last_sentence", "sentences", "comma", "trailing", "question"]
VOICE = ["end", "end_in_range", "slope", "long_slope", "fall", "rise", "last_second", "range"]
MODEL = ["model_first", "model_newest", "model_sure_not"]
IMPRESSION = ["impression_first", "impression_newest"]
NAMES = SIGNS + MODEL + IMPRESSION + VOICE
RIDGE, LONG_ENOUGH_MS = 8.0, 500
SOON_MS = 560  # a reply within 0.7 s; one of 105 thinking pauses more than with 660, when the model's second answer is there
ENDED_SOON, DECIDED, ENDED_AT_ALL = 0.6, 0.66, 0.98  # of the finished turns: after soon_ms, not only late, and within the question's patience
SURE_NOT = 0.02


def logit(probability):
    p = min(max(probability, 0.005), 0.995)
    return math.log(p / (1 - p))


def read(paths):
    rows = []
    for path in paths:
        with open(path, newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                finished = row["finished"] == "1"
                inside = row["kind"] in ("thinking", "recorded") and int(row["length_ms"]) >= LONG_ENOUGH_MS
                if row["split"] != "tuning" or not (finished or inside):
                    continue
                asked = [float(row[k]) for k in ("p200", "p600") if float(row[k]) >= 0]
                values = [float(row[sign]) for sign in SIGNS] + [logit(asked[0]), logit(asked[-1]), float(asked[-1] < SURE_NOT)]
                told = [float(row[f"i{k[1:]}"]) for k in ("p200", "p600") if float(row[k]) >= 0]
                values += [told[0], told[-1]]
                values += [float(row[sign]) if row["voice"] == "1" else None for sign in VOICE]
                rows.append((row["speaker"], values, int(finished)))
    return rows


def voice_means(rows):
    known = [row[1] for row in rows if row[1][-1] is not None]
    return {i: sum(values[i] for values in known) / len(known) for i in range(len(SIGNS + MODEL), len(NAMES))}  # of the impression too


def with_average_voice(rows, means):
    """Where nothing is known of the pitch it shall count nothing."""
    return [(group, [means[i] if value is None else value for i, value in enumerate(values)], label) for group, values, label in rows]


def solve(matrix, vector):
    size = len(vector)
    rows = [matrix[i][:] + [vector[i]] for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def fit(rows):
    """Weights of the signs as they are, the base last. The ridge holds each by the spread of its sign."""
    count = len(rows[0][1])
    means = [sum(r[1][i] for r in rows) / len(rows) for i in range(count)]
    spreads = [max(1e-3, math.sqrt(sum((r[1][i] - means[i]) ** 2 for r in rows) / len(rows))) for i in range(count)]
    inputs = [[(v - m) / s for v, m, s in zip(r[1], means, spreads)] + [1.0] for r in rows]
    weights = [0.0] * (count + 1)
    for _ in range(25):
        gradient = [-RIDGE * w for w in weights[:-1]] + [0.0]
        curvature = [[RIDGE * (i == k < count) for k in range(count + 1)] for i in range(count + 1)]
        for x, row in zip(inputs, rows):
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(w * v for w, v in zip(weights, x))))))
            for i in range(count + 1):
                gradient[i] += (row[2] - p) * x[i]
                for k in range(count + 1):
                    curvature[i][k] += p * (1 - p) * x[i] * x[k]
        weights = [w + d for w, d in zip(weights, solve(curvature, gradient))]
    raw = [w / s for w, s in zip(weights, spreads)]
    return raw + [weights[-1] - sum(w * m for w, m in zip(raw, means))]


def rate(weights, values):
    return sum(w * v for w, v in zip(weights, values)) + weights[-1]


def predictions(rows):
    rated = []
    for left_out in sorted({row[0] for row in rows}):
        weights = fit([row for row in rows if row[0] != left_out])
        rated += [(rate(weights, row[1]), row[2]) for row in rows if row[0] == left_out]
    return rated


def at_share(values, share):
    values = sorted(values)
    return values[round(share * (len(values) - 1))]


if __name__ == "__main__":
    data = read(sys.argv[2:])
    means = voice_means(data)
    data = with_average_voice(data, means)
    rated = predictions(data)
    finished = [z for z, label in rated if label]
    open_ones = [z for z, label in rated if not label]
    area = sum((a > b) + 0.5 * (a == b) for a in finished for b in open_ones) / (len(finished) * len(open_ones))
    sure, undecided, goes_on = (at_share(finished, 1 - share) for share in (ENDED_SOON, DECIDED, ENDED_AT_ALL))
    lines = [f"# written by tools/fit_turn_end.py from {len(finished)} finished turns and {len(open_ones)} thinking pauses of the tuning half;",
             f"# area under the curve for voices left out {area:.3f}", "# logits for each unit of a sign"]
    weights = fit(data)
    named = {name: -sum(weights[NAMES.index(sign)] * means[NAMES.index(sign)] for sign in signs) for name, signs in
             (("impression", IMPRESSION), ("voice", VOICE))}
    lines += [f"{name} {weight:.4f}" for name, weight in zip(NAMES, weights)] + [f"{name} {value:.4f}" for name, value in named.items()]
    lines += [f"base {weights[-1] - sum(named.values()):.4f}"]
    lines += ["# the silence that ends a turn: soon_ms from `sure` on, longer down to `undecided`, and longer than the patience below `goes_on`",
              f"sure {sure:.3f}", f"undecided {min(undecided, sure - 0.2):.3f}", f"goes_on {min(goes_on, sure - 0.5):.3f}", f"soon_ms {SOON_MS}", ""]
    pathlib.Path(sys.argv[1]).write_text("\n".join(lines))
    print("\n".join(lines))
