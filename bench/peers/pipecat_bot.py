#!/usr/bin/env python3
"""Pipecat 1.14 as a voice interviewer, all rooms in one process: LiveKit in, Deepgram STT, Silero VAD and Smart Turn v3 in the user
aggregator, OpenAI-style LLM, Deepgram TTS, LiveKit out. Everything else as it comes."""
import argparse
import asyncio
import sys
import time

from livekit import api
from loguru import logger
from pipecat.audio.turn.smart_turn.local_smart_turn_v3 import LocalSmartTurnAnalyzerV3
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair, LLMUserAggregatorParams
from pipecat.services.deepgram.stt import DeepgramSTTService
from pipecat.services.deepgram.tts import DeepgramTTSService
from pipecat.services.openai.llm import OpenAILLMService
from pipecat.transports.livekit.transport import LiveKitParams, LiveKitTransport
from pipecat.turns.user_stop import TurnAnalyzerUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

PROMPT = "You are a job interviewer. Ask one short question at a time."


def bot(number, knobs):
    room = f"{knobs.prefix}{number}"
    grants = api.VideoGrants(room_join=True, room=room, agent=True)
    token = api.AccessToken(knobs.key, knobs.secret).with_identity(f"bot-{number}").with_kind("agent").with_grants(grants).to_jwt()
    transport = LiveKitTransport(url=knobs.url, token=token, room_name=room, params=LiveKitParams(audio_in_enabled=True, audio_out_enabled=True))
    turns = UserTurnStrategies(stop=[TurnAnalyzerUserTurnStopStrategy(turn_analyzer=LocalSmartTurnAnalyzerV3())])
    context = LLMContextAggregatorPair(LLMContext([{"role": "system", "content": PROMPT}]),
                                       user_params=LLMUserAggregatorParams(user_turn_strategies=turns, vad_analyzer=SileroVADAnalyzer()))
    stages = [
        transport.input(),
        DeepgramSTTService(api_key="mock", base_url=f"ws://{knobs.mock}"),
        context.user(),
        OpenAILLMService(api_key="mock", base_url=f"http://{knobs.mock}/v1", settings=OpenAILLMService.Settings(model="gpt-4o-mini")),
        DeepgramTTSService(api_key="mock", base_url=f"ws://{knobs.mock}"),
        transport.output(),
        context.assistant(),
    ]

    @transport.event_handler("on_connected")
    async def _(_transport):
        print(f"CONNECTED {number} {time.monotonic():.3f}", flush=True)

    return PipelineWorker(Pipeline(stages), params=PipelineParams(), idle_timeout_secs=None)


async def main():
    knobs = argparse.ArgumentParser()
    for name in ("--url", "--key", "--secret", "--mock", "--prefix"):
        knobs.add_argument(name, required=True)
    knobs.add_argument("--n", type=int, required=True)
    chosen = knobs.parse_args()
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    runner = WorkerRunner(handle_sigint=True, handle_sigterm=True)
    await runner.add_workers(*[bot(i, chosen) for i in range(chosen.n)])
    await runner.run()


asyncio.run(main())
