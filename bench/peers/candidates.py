#!/usr/bin/env python3
"""Synthetic candidates over LiveKit's Python SDK, one process: each alone with a bot in a room PREFIX0, PREFIX1 …

Each waits until the bot was silent for a second, plays the clip, and times the reply: last speech sample out of the local queue to the
first 20 ms of the bot that are louder than the threshold. JSON lines on stdout; times are CLOCK_MONOTONIC.
"""
import argparse
import asyncio
import json
import math
import os
import time
import wave

import numpy as np
from livekit import api, rtc

RATE_HZ = 48000
PUSH = 1920  # samples: 40 ms, which keeps this side cheap
now = time.monotonic


def say(event, **fields):
    print(json.dumps({"ev": event, "t": now(), **fields}), flush=True)


def options():
    knobs = argparse.ArgumentParser()
    knobs.add_argument("--n", type=int, required=True)
    knobs.add_argument("--url", required=True)
    knobs.add_argument("--key", required=True)
    knobs.add_argument("--secret", required=True)
    knobs.add_argument("--prefix", default="interview-room-")
    knobs.add_argument("--clip", required=True)
    knobs.add_argument("--seconds", type=float, default=60)
    knobs.add_argument("--silence", type=float, default=1.0)
    knobs.add_argument("--rms", type=float, default=0.01)
    knobs.add_argument("--reply-limit", type=float, default=10)
    knobs.add_argument("--ready-limit", type=float, default=90)
    knobs.add_argument("--stagger", type=float, default=9.0, help="seconds over which the first answers are spread")
    return knobs.parse_args()


def pushes(samples):
    return np.pad(samples, (0, -len(samples) % PUSH)).reshape(-1, PUSH)


def load_clip(path):
    with wave.open(path) as clip:
        assert clip.getframerate() == RATE_HZ and clip.getnchannels() == 1
        return pushes(np.frombuffer(clip.readframes(clip.getnframes()), np.int16))


class Candidate:
    def __init__(self, number, knobs, clip, tone):
        self.number, self.knobs, self.clip, self.tone = number, knobs, clip, tone
        self.bot_is_there = asyncio.Event()
        self.last_loud, self.first_loud = 0.0, None
        self.next_push = None  # of the clip; None: room tone
        self.ended = None  # when the clip's last sample was out
        self.delays, self.failures, self.early = [], 0, 0
        self.tasks = []

    def note(self, event, **fields):
        say(event, i=self.number, **fields)

    async def join(self):
        room_name = f"{self.knobs.prefix}{self.number}"
        grants = api.VideoGrants(room_join=True, room=room_name)
        token = api.AccessToken(self.knobs.key, self.knobs.secret).with_identity(f"human-candidate-{self.number}").with_grants(grants).to_jwt()
        self.room = rtc.Room()
        self.room.on("participant_connected", lambda who: self.note("bot_joined", identity=who.identity))
        self.room.on("participant_disconnected", lambda who: self.note("bot_left"))
        self.room.on("track_subscribed", self.on_track)
        await self.room.connect(self.knobs.url, token)
        for who in self.room.remote_participants.values():
            self.note("bot_joined", identity=who.identity)
        self.source = rtc.AudioSource(RATE_HZ, 1, queue_size_ms=120)
        track = rtc.LocalAudioTrack.create_audio_track("mic", self.source)
        await self.room.local_participant.publish_track(track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE))
        self.tasks.append(asyncio.create_task(self.speak()))
        self.note("joined")

    def on_track(self, track, _publication, _participant):
        if track.kind != rtc.TrackKind.KIND_AUDIO:
            return
        self.note("bot_track")
        self.tasks.append(asyncio.create_task(self.listen(track)))
        self.bot_is_there.set()

    async def speak(self):
        due, toned = now(), 0
        while True:
            is_last = False
            if self.next_push is None:
                samples = self.tone[toned % len(self.tone)]
                toned += 1
            else:
                samples = self.clip[self.next_push]
                self.next_push += 1
                is_last = self.next_push == len(self.clip)
                if is_last:
                    self.next_push = None
            await self.source.capture_frame(rtc.AudioFrame(samples.tobytes(), RATE_HZ, 1, PUSH))
            if is_last:
                self.ended = now() + self.source.queued_duration
            due += PUSH / RATE_HZ
            if due - now() < -0.5:
                due = now()  # the machine slept
            await asyncio.sleep(max(0, due - now()))

    async def listen(self, track):
        async for event in rtc.AudioStream(track, sample_rate=16000, num_channels=1, frame_size_ms=20):
            samples = np.frombuffer(event.frame.data, np.int16).astype(np.float32) / 32768
            if float(np.sqrt(np.mean(samples * samples))) > self.knobs.rms:
                self.last_loud = now()
                self.first_loud = self.first_loud or self.last_loud

    async def talk(self, stop, place):
        await asyncio.sleep(place * self.knobs.stagger / self.knobs.n)
        while True:
            while now() - self.last_loud < self.knobs.silence:
                await asyncio.sleep(0.02)
            if now() + 5 > stop:
                return
            await self.answer(stop)

    async def answer(self, stop):
        self.ended = self.first_loud = None
        self.next_push = 0
        while self.ended is None:
            await asyncio.sleep(0.005)
        if self.first_loud is not None:
            self.early += 1
            self.note("early", before_end_ms=round(1e3 * (self.ended - self.first_loud)))
            self.first_loud = None
        ended = self.ended
        while self.first_loud is None and now() - ended < self.knobs.reply_limit and now() < stop:
            await asyncio.sleep(0.005)
        if self.first_loud is not None:
            self.delays.append(round(1e3 * (self.first_loud - ended), 1))
            self.note("turn", ms=self.delays[-1])
        elif now() - ended >= self.knobs.reply_limit:
            self.failures += 1
            self.note("fail")


def percentile(values, share):
    """Nearest rank."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)] if ranked else None


async def main():
    knobs = options()
    clip = load_clip(knobs.clip)
    tone = pushes((np.random.default_rng(0).standard_normal(PUSH * 25) * 0.0005 * 32767).astype(np.int16))
    crowd = [Candidate(i, knobs, clip, tone) for i in range(knobs.n)]
    for one in crowd:
        await one.join()
    say("all_joined")
    try:
        await asyncio.wait_for(asyncio.gather(*[one.bot_is_there.wait() for one in crowd]), knobs.ready_limit)
    except asyncio.TimeoutError:
        say("not_ready", missing=[one.number for one in crowd if not one.bot_is_there.is_set()])
    await asyncio.sleep(1.0)
    begun = now()
    say("all_ready")
    present = [one for one in crowd if one.bot_is_there.is_set()]
    for fault in await asyncio.gather(*[one.talk(begun + knobs.seconds, k) for k, one in enumerate(present)], return_exceptions=True):
        if isinstance(fault, Exception):
            say("error", what=repr(fault))
    await asyncio.sleep(max(0, begun + knobs.seconds - now()))
    delays = [ms for one in crowd for ms in one.delays]
    say("summary", n=knobs.n, turns=len(delays), failures=sum(one.failures for one in crowd), early=sum(one.early for one in crowd),
        p50_ms=percentile(delays, 0.5), p95_ms=percentile(delays, 0.95), max_ms=max(delays, default=None), missing=knobs.n - len(present))
    await asyncio.sleep(1.0)
    for one in crowd:
        for task in one.tasks:
            task.cancel()
        await one.room.disconnect()


asyncio.run(main())
os._exit(0)  # the SDK's threads do not end by themselves
