"""The mocks' own share of a reply: what a client pays that reacts at once. Speaks the clip to the recogniser in real time, sends its
final text to the chat model, the first sentence to the voice, and takes the first audio. Prints milliseconds from the last sample."""
import asyncio
import json
import sys
import time
import wave

import aiohttp

CHUNK_S = 0.02


async def last_sample_to_final(session, address, clip):
    with wave.open(clip) as recording:
        rate = recording.getframerate()
        audio = recording.readframes(recording.getnframes())
    step = int(rate * CHUNK_S) * 2
    silence = bytes(step)
    async with session.ws_connect(f"ws://{address}/v1/listen?sample_rate={rate}&encoding=linear16") as socket:
        ended = asyncio.get_running_loop().create_future()

        async def speak():
            due = time.monotonic()
            for at in range(0, len(audio) + 50 * step, step):
                chunk = audio[at:at + step]
                await socket.send_bytes(chunk + silence[len(chunk):])
                due += CHUNK_S
                if at < len(audio) <= at + step:
                    ended.set_result(time.monotonic())
                await asyncio.sleep(max(0, due - time.monotonic()))

        speaking = asyncio.create_task(speak())
        async for message in socket:
            result = json.loads(message.data)
            if result.get("is_final") and ended.done():
                speaking.cancel()
                return time.monotonic() - ended.result()


async def request_to_sentence(session, address):
    begun, text = time.monotonic(), ""
    order = {"model": "probe", "stream": True, "messages": [{"role": "user", "content": "hello"}]}
    async with session.post(f"http://{address}/v1/chat/completions", json=order) as answer:
        async for line in answer.content:
            if not line.startswith(b"data: {"):
                continue
            choices = json.loads(line[6:])["choices"]
            text += choices[0]["delta"].get("content", "") if choices else ""
            if text.endswith((".", "?", "!")):
                return time.monotonic() - begun, text


async def sentence_to_audio(session, address, text):
    async with session.ws_connect(f"ws://{address}/v1/speak?sample_rate=24000&encoding=linear16") as socket:
        begun = time.monotonic()
        await socket.send_str(json.dumps({"type": "Speak", "text": text}))
        await socket.send_str(json.dumps({"type": "Flush"}))
        async for message in socket:
            if message.type == aiohttp.WSMsgType.BINARY:
                return time.monotonic() - begun


async def main(address, clip):
    async with aiohttp.ClientSession() as session:
        heard = await last_sample_to_final(session, address, clip)
        worded, text = await request_to_sentence(session, address)
        spoken = await sentence_to_audio(session, address, text)
    print(json.dumps({"final_ms": 1e3 * heard, "sentence_ms": 1e3 * worded, "audio_ms": 1e3 * spoken, "floor_ms": 1e3 * (heard + worded + spoken)}))


asyncio.run(main(sys.argv[1], sys.argv[2]))
