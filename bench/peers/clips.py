"""Cuts what the candidates say and what the mock's voice is made of out of the recording that tools/setup.sh fetched. Needs numpy."""
import sys
import wave
from pathlib import Path

import numpy as np

ANSWER_S = (1.15, 4.55)  # "it was the best of times, it was the worst of times": no pause inside, and Smart Turn takes it as finished
VOICE_S = (1.2, 44.0)
PEAK = 0.5


def trimmed(samples, rate, threshold=0.02):
    window = int(rate * 0.01)
    loud = np.array([np.abs(samples[at:at + window]).max() for at in range(0, len(samples) - window, window)]) / np.abs(samples).max()
    places = np.where(loud > threshold)[0]
    return samples[places[0] * window:(places[-1] + 1) * window]


def write(path, samples, rate):
    scaled = samples / np.abs(samples).max() * PEAK
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((scaled * 32767).astype(np.int16).tobytes())


def main(recording, folder):
    with wave.open(recording) as source:
        rate = source.getframerate()
        samples = np.frombuffer(source.readframes(source.getnframes()), np.int16).astype(np.float32) / 32768
    for name, (begin, end) in {"answer.wav": ANSWER_S, "voice.wav": VOICE_S}.items():
        write(Path(folder) / name, trimmed(samples[int(begin * rate):int(end * rate)], rate), rate)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
