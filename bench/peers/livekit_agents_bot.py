#!/usr/bin/env python3
"""LiveKit Agents 1.8 as a voice interviewer: a worker with automatic dispatch and a process a job, Silero VAD deciding turns, Deepgram
STT and TTS, OpenAI-style LLM. Everything else as it comes. Settings come as PEERS_* variables; usage: livekit_agents_bot.py start"""
import math
import os
import time

from livekit.agents import Agent, AgentSession, JobContext, JobProcess, WorkerOptions, cli
from livekit.plugins import deepgram, openai, silero

PROMPT = "You are a job interviewer. Ask one short question at a time."
MOCK = os.environ.get("PEERS_MOCK", "")


def prewarm(process: JobProcess):
    process.userdata["vad"] = silero.VAD.load()


async def interview(job: JobContext):
    session = AgentSession(vad=job.proc.userdata["vad"], turn_handling={"turn_detection": "vad"},
                           stt=deepgram.STT(api_key="mock", base_url=f"http://{MOCK}/v1/listen"),
                           llm=openai.LLM(model="gpt-4o-mini", api_key="mock", base_url=f"http://{MOCK}/v1"),
                           tts=deepgram.TTS(api_key="mock", base_url=f"http://{MOCK}/v1/speak"))
    await session.start(agent=Agent(instructions=PROMPT), room=job.room)
    await job.connect()
    print(f"CONNECTED {job.room.name} {time.monotonic():.3f}", flush=True)


if __name__ == "__main__":
    cli.run_app(WorkerOptions(entrypoint_fnc=interview, prewarm_fnc=prewarm, ws_url=os.environ["PEERS_URL"], api_key=os.environ["PEERS_KEY"],
                              api_secret=os.environ["PEERS_SECRET"], host="127.0.0.1", port=0, load_threshold=math.inf,
                              initialize_process_timeout=60.0, log_level="INFO"))
