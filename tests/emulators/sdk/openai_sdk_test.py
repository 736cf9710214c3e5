"""OpenAI's official client against the emulator: streamed and whole completions, models, refusals.

Usage: openai_sdk_test.py EMULATOR_PROGRAM   (run by CTest through run.sh, in a venv of pinned packages)
"""
import subprocess
import sys
import unittest

import openai

PROGRAM = sys.argv.pop(1)
ANSWER = "That is right. Why does it matter?"


class EmulatorTest(unittest.TestCase):
    def setUp(self):
        self.emulator = subprocess.Popen([PROGRAM, "--port", "0", "--key", "right", "--llm-model", "gpt-oss-120b", "--llm-answer", ANSWER,
                                          "--llm-first-token-ms", "1", "--llm-reasoning", "hm hm"], stdout=subprocess.PIPE, text=True)
        port = self.emulator.stdout.readline().split()[-1]
        self.where = f"http://127.0.0.1:{port}/v1"
        self.client = openai.OpenAI(api_key="right", base_url=self.where, max_retries=0)
        self.messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "A stack is last in, first out."}]

    def tearDown(self):
        self.client.close()
        self.emulator.terminate()
        self.emulator.wait()
        self.emulator.stdout.close()

    def test_streamed(self):
        chunks = list(self.client.chat.completions.create(model="gpt-oss-120b", messages=self.messages, stream=True,
                                                          stream_options={"include_usage": True}))
        said = [c for c in chunks if c.choices]
        self.assertEqual("".join(c.choices[0].delta.content or "" for c in said), ANSWER)
        self.assertEqual(said[-1].choices[0].finish_reason, "stop")
        self.assertEqual(chunks[-1].usage.completion_tokens, 7 + 2)
        self.assertEqual({c.object for c in chunks}, {"chat.completion.chunk"})

    def test_whole(self):
        answer = self.client.chat.completions.create(model="gpt-oss-120b", messages=self.messages)
        self.assertEqual(answer.choices[0].message.content, ANSWER)
        self.assertGreater(answer.usage.prompt_tokens, 5)

    def test_models(self):
        self.assertEqual([m.id for m in self.client.models.list()], ["gpt-oss-120b"])

    def test_refusals(self):
        with self.assertRaises(openai.AuthenticationError):
            openai.OpenAI(api_key="wrong", base_url=self.where, max_retries=0).models.list()
        with self.assertRaises(openai.NotFoundError):
            self.client.chat.completions.create(model="another", messages=self.messages)
        with self.assertRaises(openai.BadRequestError):
            self.client.chat.completions.create(model="gpt-oss-120b", messages=[])

    def test_faults(self):
        self.client.post("../faults/llm?status=429&times=1", cast_to=object)
        with self.assertRaises(openai.RateLimitError):
            self.client.chat.completions.create(model="gpt-oss-120b", messages=self.messages)
        self.client.post("../faults/llm?close_after=2&times=1", cast_to=object)
        with self.assertRaises(Exception):
            list(self.client.chat.completions.create(model="gpt-oss-120b", messages=self.messages, stream=True))


unittest.main()
