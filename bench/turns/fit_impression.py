#!/usr/bin/env python3
"""Fits weights/turn_impression.txt, what src/voice/impression weighs, to labelled pauses of the tuning half's voices.

Usage: bench/turns/fit_impression.py OUT TRAINING... [--rate PARTS...]
TRAINING: files written by `bench/run turns --training N --parts FILE`: answers cut and ended alike, in altered voices, rooms and noise.
PARTS:    files of `bench/run turns --parts FILE`; each gets a copy FILE.rated, in which the impressions are rated anew, those of a tuning voice by
          weights that have never heard it. tools/fit_turn_end.py reads these.

A logistic regression on the numbers' first principal components. How strongly it is held back is chosen by leaving one voice out.
"""
import csv
import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402  (after the number of its threads)

SHORTEST_MS, COMPONENTS, ROUNDS = 300, 300, 12
RIDGES = [30.0, 100.0, 300.0, 1000.0, 3000.0]
ASKED = ["p200", "p600"]
RATED = ["i200", "i600"]


def read(path):
    """The rows of a file, and for each the numbers at its two first asks."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    numbers = np.fromfile(path + ".impressions", dtype=np.float32).reshape(len(rows), len(ASKED), -1)
    return rows, numbers


def samples(paths):
    inputs, labels, voices, asks = [], [], [], []
    for path in paths:
        for row, numbers in zip(*read(path)):
            finished = row["finished"] == "1"
            inside = row["kind"] == "thinking" and int(row["length_ms"]) >= SHORTEST_MS
            if row["split"] != "tuning" or not (finished or inside):
                continue
            for ask, name in enumerate(ASKED):
                if float(row[name]) >= 0:
                    inputs.append(numbers[ask])
                    labels.append(int(finished))
                    voices.append(row["speaker"])
                    asks.append(ask)
    return np.array(inputs, dtype=np.float64), np.array(labels), np.array(voices), np.array(asks)


class Space:
    """The numbers by their spread, turned so that the first say most."""

    def __init__(self, inputs):
        self.mean = inputs.mean(0)
        self.spread = inputs.std(0) + 1e-3
        scaled = (inputs - self.mean) / self.spread
        _, _, turned = np.linalg.svd(scaled.T @ scaled)
        self.axes = turned[:COMPONENTS].T

    def seen(self, inputs):
        return ((inputs - self.mean) / self.spread) @ self.axes

    def weights(self, fitted):
        """The base first, then a weight for each number as it comes."""
        each = (self.axes @ fitted[:-1]) / self.spread
        return np.concatenate([[fitted[-1] - each @ self.mean], each])


def fit(inputs, labels, ridge):
    inputs = np.hstack([inputs, np.ones((len(inputs), 1))])
    held = ridge * np.eye(inputs.shape[1])
    held[-1, -1] = 0
    weights = np.zeros(inputs.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        curvature = (inputs * (p * (1 - p))[:, None]).T @ inputs + held
        weights += np.linalg.solve(curvature, inputs.T @ (labels - p) - held @ weights)
    return weights


def rate(weights, inputs):
    return inputs @ weights[:-1] + weights[-1]


def area(rates, labels):
    finished, still_open = rates[labels == 1][:, None], rates[labels == 0][None]
    return float(((finished > still_open) + 0.5 * (finished == still_open)).mean())


def without_voice(inputs, labels, voices, asks, ridge):
    """Weights that have never heard a voice, and the area under the curve for it (first asks), for each."""
    weights, areas = {}, {}
    for voice in sorted(set(voices)):
        others, own = voices != voice, (voices == voice) & (asks == 0)
        weights[voice] = fit(inputs[others], labels[others], ridge)
        areas[voice] = area(rate(weights[voice], inputs[own]), labels[own])
    return weights, areas


def rate_parts(path, space, weights, without):
    rows, numbers = read(path)
    for row, both in zip(rows, space.seen(numbers.reshape(-1, numbers.shape[-1]).astype(np.float64)).reshape(len(rows), len(ASKED), -1)):
        for ask, name in enumerate(ASKED):
            row[RATED[ask]] = f"{rate(without.get(row['speaker'], weights), both[ask]):.4f}" if float(row[name]) >= 0 else "0"
    with open(path + ".rated", "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    arguments = sys.argv[1:]
    at = arguments.index("--rate") if "--rate" in arguments else len(arguments)
    out, training, parts = arguments[0], arguments[1:at], arguments[at + 1:]
    inputs, labels, voices, asks = samples(training)
    space = Space(inputs)
    inputs = space.seen(inputs)
    tried = {ridge: without_voice(inputs, labels, voices, asks, ridge) for ridge in RIDGES}
    ridge = max(RIDGES, key=lambda one: np.mean(list(tried[one][1].values())))
    without, areas = tried[ridge]
    weights = fit(inputs, labels, ridge)
    said = " ".join(f"{voice} {value:.3f}" for voice, value in areas.items())
    first = asks == 0
    numbers = [f"{value:.4g}" for value in space.weights(weights)]
    lines = [f"# written by bench/turns/fit_impression.py from {int((first & (labels == 1)).sum())} finished turns and "
             f"{int((first & (labels == 0)).sum())} thinking pauses in altered voices, ridge {ridge:g};",
             f"# area under the curve for a voice left out: {said}", "# the base, then a weight for each number of the impression", numbers[0]]
    lines += [" ".join(numbers[i:i + 16]) for i in range(1, len(numbers), 16)]
    with open(out, "w") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines[:3]))
    for path in parts:
        rate_parts(path, space, weights, without)


main()
