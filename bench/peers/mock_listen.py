"""Deepgram's live recognition over a WebSocket: loudness decides what is speech, the words come from a fixed text at a fixed pace."""
import asyncio
import json
import time
import uuid

import numpy as np
from aiohttp import WSMsgType, web

STEP_S = 0.01  # loudness is looked at so often


class Recogniser:
    """One stream: audio in, Deepgram's messages out through `put`."""

    def __init__(self, query, knobs, stats, put):
        self.knobs, self.stats, self.put = knobs, stats, put
        self.rate = int(query.get("sample_rate", 16000))
        self.channels = int(query.get("channels", 1))
        self.wants_interims = query.get("interim_results", "false") == "true"
        self.wants_events = query.get("vad_events", "false") == "true"
        self.id = str(uuid.uuid4())
        self.words = knobs.transcript.split()
        self.words_done = 0
        self.rest = b""
        self.at = 0.0  # seconds of audio heard
        self.begin = None  # of the segment being spoken
        self.newest_interim = 0.0
        self.loud_ms = self.quiet_ms = 0.0

    def take(self, audio):
        self.stats["stt_audio_s"] += len(audio) / 2 / self.channels / self.rate
        step = int(self.rate * STEP_S) * self.channels * 2
        self.rest += audio
        whole = len(self.rest) // step
        if not whole:
            return
        samples = np.frombuffer(self.rest[:whole * step], np.int16).astype(np.float32).reshape(whole, -1) / 32768
        self.rest = self.rest[whole * step:]
        for loudness in np.sqrt((samples * samples).mean(axis=1)):
            self.at += STEP_S
            self.hear(loudness >= self.knobs.stt_rms)
            if self.begin is not None and self.wants_interims and self.at - self.newest_interim >= self.knobs.stt_interim_ms / 1000:
                self.newest_interim = self.at
                self.result(self.at, final=False)

    def hear(self, is_loud):
        if is_loud:
            self.loud_ms += 1000 * STEP_S
            self.quiet_ms = 0.0
            if self.begin is None and self.loud_ms >= self.knobs.stt_min_speech_ms:
                self.begin = self.newest_interim = self.at - self.loud_ms / 1000
                if self.wants_events:
                    self.put({"type": "SpeechStarted", "channel": [0, 1], "timestamp": self.begin})
            return
        self.quiet_ms += 1000 * STEP_S
        if self.begin is None:
            self.loud_ms = 0.0
        elif self.quiet_ms >= self.knobs.stt_hangover_ms:
            self.stats["stt_segments"] += 1
            self.close_segment(self.at - self.quiet_ms / 1000, speech_final=True)

    def close_segment(self, end, **flags):
        self.words_done += self.result(end, final=True, **flags)
        self.begin, self.loud_ms = None, 0.0

    def finalize(self):
        self.stats["stt_finalize"] += 1
        if self.begin is not None:
            self.close_segment(self.at, speech_final=True, from_finalize=True)
        else:
            self.result(self.at, final=True, from_finalize=True, empty=True)

    def result(self, end, final, speech_final=False, from_finalize=False, empty=False):
        begin = self.at if self.begin is None else self.begin
        count = 0 if empty else max(1, round((end - begin) * self.knobs.words_per_s))
        pace = (end - begin) / count if count else 0
        words = []
        for k in range(count):
            word = self.words[(self.words_done + k) % len(self.words)]
            shown = (word.capitalize() if k == 0 else word) + ("." if final and k == count - 1 else "")
            words.append({"word": word, "start": begin + k * pace, "end": begin + (k + 1) * pace, "confidence": 0.98, "punctuated_word": shown})
        best = {"transcript": " ".join(w["punctuated_word"] for w in words), "confidence": 0.98 if count else 0.0, "words": words}
        self.put({"type": "Results", "channel_index": [0, 1], "duration": end - begin, "start": begin, "is_final": final,
                  "speech_final": speech_final, "channel": {"alternatives": [best]}, "from_finalize": from_finalize,
                  "metadata": {"request_id": self.id, "model_uuid": self.id, "model_info": {"name": "mock-nova-3", "version": "0", "arch": "nova-3"}}})
        self.stats["stt_finals" if final else "stt_interims"] += 1
        return count

    def goodbye(self):
        if self.begin is not None:
            self.close_segment(self.at, speech_final=True)
        self.put({"type": "Metadata", "transaction_key": "deprecated", "request_id": self.id, "sha256": "", "created": "",
                  "duration": self.at, "channels": self.channels})


async def send_when_due(socket, queue):
    while True:
        due, message = await queue.get()
        await asyncio.sleep(max(0, due - time.monotonic()))
        if socket.closed:
            return
        await socket.send_str(json.dumps(message))


async def listen(request, knobs, stats):
    socket = web.WebSocketResponse(max_msg_size=0)
    await socket.prepare(request)
    stats["stt_conns"] += 1
    queue = asyncio.Queue()
    sender = asyncio.create_task(send_when_due(socket, queue))
    stream = Recogniser(request.query, knobs, stats, lambda message: queue.put_nowait((time.monotonic() + knobs.stt_delay_ms / 1000, message)))
    async for message in socket:
        if message.type == WSMsgType.BINARY:
            stream.take(message.data)
        elif message.type == WSMsgType.TEXT:
            kind = json.loads(message.data).get("type")
            if kind == "Finalize":
                stream.finalize()
            elif kind == "CloseStream":
                stream.goodbye()
                await asyncio.sleep((knobs.stt_delay_ms + 5) / 1000)
                break
    sender.cancel()
    await socket.close()
    return socket
