#!/usr/bin/env python3
"""Makes tests/speech/data/smart_turn.bin and silero_vad.bin: what the Python front-end and ONNX Runtime say about a few clips.

Usage: make_mel_fixture.py PIPECAT_DIR TOOLS_DIR OUT_DIR   (needs numpy and onnxruntime; pipecat-ai 1.14.0 unzipped in PIPECAT_DIR)
Clips are ranges of TOOLS_DIR/assets/beckett.wav, so the file holds only results. Layout, little-endian: "MELF", u32 clips; per
clip u32 begin, u32 end (samples), i32 added to each sample, f32 probability, then 80 bands x 40 frames (every 20th, from the
10th) of i16 features / 8192. silero_vad.bin is the f32 probability of each 512-sample window of the whole recording.
"""
import importlib.util
import pathlib
import struct
import sys
import wave

import numpy as np
import onnxruntime

CLIPS = [(0, 128000, 0), (31414, 159414, 0), (0, 40000, 0), (60000, 90123, 0), (120000, 159414, 0), (90000, 159414, 600), (0, 12000, 0)]


def front_end(pipecat):
    path = pipecat / "pipecat/audio/turn/smart_turn/_whisper_features.py"
    spec = importlib.util.spec_from_file_location("whisper_features", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.compute_whisper_log_mel_features


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def voice_activity(model, speech):
    state, context, probabilities = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32), []
    for begin in range(0, len(speech) - 511, 512):
        window = speech[begin:begin + 512]
        inputs = {"input": np.concatenate([context, window])[None], "state": state, "sr": np.array(16000)}
        probability, state = model.run(None, inputs)
        context = window[-64:]
        probabilities.append(probability.item())
    return np.array(probabilities, dtype="<f4")


def main():
    pipecat, tools, out = (pathlib.Path(a) for a in sys.argv[1:4])
    features_of, model = front_end(pipecat), session(tools / "models/turn/smart-turn-v3.2-cpu.onnx")
    with wave.open(str(tools / "assets/beckett.wav")) as file:
        speech = np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
    data = b"MELF" + struct.pack("<I", len(CLIPS))
    for begin, end, offset in CLIPS:
        clip = np.clip(speech[begin:end].astype(np.int32) + offset, -32768, 32767).astype(np.float32) / 32768.0
        features = features_of(np.pad(clip, (128000 - len(clip), 0)))
        probability = model.run(None, {"input_features": features[None]})[0][0].item()
        print(f"{begin:7d} {end:7d} {offset:5d} {probability:.4f}")
        data += struct.pack("<IIif", begin, end, offset, probability)
        data += np.round(features[:, 10::20] * 8192).astype("<i2").tobytes()
    (out / "smart_turn.bin").write_bytes(data)
    vad = session(tools / "models/vad/silero_vad_op18_ifless.onnx")
    (out / "silero_vad.bin").write_bytes(voice_activity(vad, speech.astype(np.float32) / 32768.0).tobytes())


main()
