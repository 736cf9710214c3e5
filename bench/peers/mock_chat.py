"""An OpenAI-style chat completion: the same three sentences for everybody, token by token."""
import asyncio
import json
import time
import uuid

from aiohttp import web

REPLY = ("Thank you, that is a very clear picture of the situation you faced. I would like to hear a little more about the part "
         "you played yourself. Which decision was the hardest one to make, and why?").split()


def tokens_of(count):
    tokens = [(" " if i else "") + REPLY[i % len(REPLY)] for i in range(count)]
    if not tokens[-1].endswith((".", "?", "!")):
        tokens[-1] += "."
    return tokens


async def stream(response, base, tokens, usage, knobs, stats):
    async def event(**fields):
        await response.write(b"data: " + json.dumps({**base, **fields}).encode() + b"\n\n")

    def choice(delta, finish_reason=None):
        return [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}]

    begin = time.monotonic() + knobs.llm_first_token_ms / 1000
    for i, token in enumerate(tokens):
        await asyncio.sleep(max(0, begin + i * knobs.llm_token_ms / 1000 - time.monotonic()))
        await event(choices=choice({"role": "assistant", "content": token} if i == 0 else {"content": token}))
        stats["llm_tokens"] += 1
    await event(choices=choice({}, "stop"))
    if usage is not None:
        await event(choices=[], usage=usage)
    await response.write(b"data: [DONE]\n\n")
    await response.write_eof()


async def complete(request, knobs, stats):
    stats["llm_requests"] += 1
    order = await request.json()
    tokens = tokens_of(knobs.llm_tokens)
    usage = {"prompt_tokens": 100, "completion_tokens": len(tokens), "total_tokens": 100 + len(tokens)}
    base = {"id": "chatcmpl-" + uuid.uuid4().hex, "created": int(time.time()), "model": order.get("model", "mock")}
    if not order.get("stream"):
        await asyncio.sleep((knobs.llm_first_token_ms + knobs.llm_token_ms * len(tokens)) / 1000)
        message = {"role": "assistant", "content": "".join(tokens)}
        return web.json_response({**base, "object": "chat.completion", "usage": usage,
                                  "choices": [{"index": 0, "finish_reason": "stop", "message": message}]})
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    wants_usage = (order.get("stream_options") or {}).get("include_usage")
    try:
        await stream(response, {**base, "object": "chat.completion.chunk", "system_fingerprint": None}, tokens, usage if wants_usage else None, knobs, stats)
    except ConnectionResetError:
        stats["llm_aborted"] += 1
    except asyncio.CancelledError:
        stats["llm_aborted"] += 1
        raise
    return response
