"""Deepgram's voice, over a WebSocket and by request: the length of the audio depends only on the characters that are not spaces, so
that every client gets the same seconds."""
import asyncio
import json
import time
import uuid
import wave

import numpy as np
import soxr
from aiohttp import WSMsgType, web


def letters(text):
    return sum(not c.isspace() for c in text)


class Voice:
    def __init__(self, knobs):
        self.knobs = knobs
        with wave.open(knobs.voice) as recording:
            self.source_rate = recording.getframerate()
            self.source = np.frombuffer(recording.readframes(recording.getnframes()), np.int16).astype(np.float32) / 32768
        self.by_rate = {}
        for rate in (16000, 24000, 48000):  # before anybody waits for it
            self.at(rate)

    def at(self, rate):
        if rate not in self.by_rate:
            self.by_rate[rate] = (soxr.resample(self.source, self.source_rate, rate) * 32767).astype(np.int16).tobytes()
        return self.by_rate[rate]

    def speech(self, count, rate):
        bytes_wanted = int(count * self.knobs.tts_ms_per_char / 1000 * rate) * 2
        voice = self.at(rate)
        return (voice * (bytes_wanted // len(voice) + 1))[:bytes_wanted]

    async def stream(self, count, rate, send, stats):
        """Chunks at tts_speed times real time."""
        speech = self.speech(count, rate)
        step = int(rate * self.knobs.tts_chunk_ms / 1000) * 2
        begun = time.monotonic()
        for at in range(0, len(speech), step):
            chunk = speech[at:at + step]
            await send(chunk)
            stats["tts_audio_s"] += len(chunk) / 2 / rate
            await asyncio.sleep(max(0, begun + (at + step) / 2 / rate / self.knobs.tts_speed - time.monotonic()))


class Speaker:
    """One WebSocket: texts queue up, a sentence begins to sound first_byte after it was asked for."""

    def __init__(self, socket, rate, voice, knobs, stats):
        self.socket, self.rate, self.voice, self.knobs, self.stats = socket, rate, voice, knobs, stats
        self.pending, self.flushes = "", 0
        self.restart()

    def restart(self):
        self.queue = asyncio.Queue()
        self.task = asyncio.create_task(self.work(self.queue))

    async def work(self, queue):
        is_first = True
        while True:
            kind, what, asked = await queue.get()
            if kind == "flushed":
                await self.socket.send_str(json.dumps({"type": "Flushed", "sequence_id": what}))
                is_first = True
                continue
            if is_first:
                await asyncio.sleep(max(0, asked + self.knobs.tts_first_byte_ms / 1000 - time.monotonic()))
            is_first = False
            await self.voice.stream(what, self.rate, self.socket.send_bytes, self.stats)

    def speak(self, text):
        self.stats["tts_speaks"] += 1
        self.pending += text
        if self.knobs.tts_start != "sentence":
            return
        end = max(self.pending.rstrip().rfind(mark) for mark in ".?!")
        if end >= 0:
            self.queue.put_nowait(("text", letters(self.pending[:end + 1]), time.monotonic()))
            self.pending = self.pending[end + 1:]

    def flush(self):
        self.stats["tts_flushes"] += 1
        now = time.monotonic()
        if letters(self.pending):
            self.queue.put_nowait(("text", letters(self.pending), now))
        self.pending = ""
        self.queue.put_nowait(("flushed", self.flushes, now))
        self.flushes += 1

    async def clear(self):
        self.stats["tts_clears"] += 1
        self.task.cancel()
        self.pending = ""
        self.restart()
        await self.socket.send_str(json.dumps({"type": "Cleared", "sequence_id": self.flushes}))


async def speak_socket(request, voice, knobs, stats):
    socket = web.WebSocketResponse(max_msg_size=0)
    await socket.prepare(request)
    stats["tts_conns"] += 1
    own_id = str(uuid.uuid4())
    hello = {"type": "Metadata", "request_id": own_id, "model_name": request.query.get("model", ""), "model_version": "0", "model_uuid": own_id}
    await socket.send_str(json.dumps(hello))
    speaker = Speaker(socket, int(request.query.get("sample_rate", 24000)), voice, knobs, stats)
    async for message in socket:
        if message.type != WSMsgType.TEXT:
            continue
        order = json.loads(message.data)
        kind = order.get("type")
        if kind == "Speak":
            speaker.speak(order.get("text", ""))
        elif kind == "Flush":
            speaker.flush()
        elif kind == "Clear":
            await speaker.clear()
        elif kind == "Close":
            break
    speaker.task.cancel()
    await socket.close()
    return socket


async def speak_request(request, voice, knobs, stats):
    stats["tts_rest"] += 1
    order = await request.json()
    rate = int(request.query.get("sample_rate", 24000))
    await asyncio.sleep(knobs.tts_first_byte_ms / 1000)
    response = web.StreamResponse(headers={"Content-Type": f"audio/l16;rate={rate}", "dg-request-id": str(uuid.uuid4())})
    response.enable_chunked_encoding()
    await response.prepare(request)
    await voice.stream(letters(order.get("text", "")), rate, response.write, stats)
    await response.write_eof()
    return response
