#!/usr/bin/env python3
"""Loopback stand-ins for Deepgram (recognition, voice) and an OpenAI-style chat model, in one process, with fixed delays.

Every client gets the same words after the same time, so that what differs is the client. GET /stats counts the work done.
"""
import argparse

from aiohttp import web

import mock_chat
import mock_listen
import mock_speak


def options():
    knobs = argparse.ArgumentParser()
    knobs.add_argument("--port", type=int, required=True)
    knobs.add_argument("--voice", required=True, help="WAV the voice speaks with")
    knobs.add_argument("--transcript", default="it was the best of times it was the worst of times")
    knobs.add_argument("--stt-hangover-ms", type=float, default=50, help="silence after which a result is final")
    knobs.add_argument("--stt-delay-ms", type=float, default=0, help="before each result")
    knobs.add_argument("--stt-interim-ms", type=float, default=500)
    knobs.add_argument("--stt-rms", type=float, default=0.003, help="louder is speech")
    knobs.add_argument("--stt-min-speech-ms", type=float, default=60)
    knobs.add_argument("--words-per-s", type=float, default=3.3)
    knobs.add_argument("--tts-first-byte-ms", type=float, default=50)
    knobs.add_argument("--tts-ms-per-char", type=float, default=22, help="of audio; spaces count nothing")
    knobs.add_argument("--tts-speed", type=float, default=8, help="times real time")
    knobs.add_argument("--tts-chunk-ms", type=float, default=100)
    knobs.add_argument("--tts-start", choices=["sentence", "flush"], default="sentence")
    knobs.add_argument("--llm-first-token-ms", type=float, default=100)
    knobs.add_argument("--llm-token-ms", type=float, default=5)
    knobs.add_argument("--llm-tokens", type=int, default=40)
    return knobs.parse_args()


STATS = dict.fromkeys(
    ["stt_conns", "stt_audio_s", "stt_segments", "stt_finals", "stt_interims", "stt_finalize", "tts_conns", "tts_rest", "tts_speaks",
     "tts_flushes", "tts_clears", "tts_audio_s", "llm_requests", "llm_tokens", "llm_aborted"], 0)


def main():
    chosen = options()
    app = web.Application()
    voice = mock_speak.Voice(chosen)

    async def stats(_):
        return web.json_response(STATS)

    app.add_routes([
        web.get("/v1/listen", lambda request: mock_listen.listen(request, chosen, STATS)),
        web.get("/v1/speak", lambda request: mock_speak.speak_socket(request, voice, chosen, STATS)),
        web.post("/v1/speak", lambda request: mock_speak.speak_request(request, voice, chosen, STATS)),
        web.post("/v1/chat/completions", lambda request: mock_chat.complete(request, chosen, STATS)),
        web.get("/stats", stats),
    ])
    web.run_app(app, host="127.0.0.1", port=chosen.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
