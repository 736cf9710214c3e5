"""Deepgram's official client against the emulator: listen v1, listen v2 (Flux), speak over a WebSocket and by POST.

Usage: deepgram_sdk_test.py EMULATOR_PROGRAM   (run by CTest through run.sh, in a venv of pinned packages)
"""
import math
import random
import struct
import subprocess
import sys
import threading
import unittest

from deepgram import DeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.core.events import EventType
from deepgram.environment import DeepgramClientEnvironment
from deepgram.listen.v1.types import ListenV1Configure, ListenV1Results
from deepgram.listen.v2.types import ListenV2Connected, ListenV2TurnInfo
from deepgram.speak.v1.types import SpeakV1Flushed, SpeakV1Metadata, SpeakV1Text, SpeakV1Warning
from websockets.exceptions import InvalidStatus

RATE = 16000
PROGRAM = sys.argv.pop(1)
SCRIPT = "a hash table maps keys to values"


def speech(seconds):
    dice = random.Random(seconds)
    return b"".join(struct.pack("<h", dice.randint(-3000, 3000)) for _ in range(int(seconds * RATE)))


def silence(seconds):
    return bytes(int(seconds * RATE) * 2)


class EmulatorTest(unittest.TestCase):
    def setUp(self):
        self.emulator = subprocess.Popen([PROGRAM, "--port", "0", "--key", "right", "--transcript", SCRIPT, "--tts-speed", "50"], stdout=subprocess.PIPE, text=True)
        port = self.emulator.stdout.readline().split()[-1]
        self.where = DeepgramClientEnvironment(base=f"http://127.0.0.1:{port}", production=f"ws://127.0.0.1:{port}",
                                               agent=f"ws://127.0.0.1:{port}", agent_rest=f"http://127.0.0.1:{port}")
        self.client = DeepgramClient(api_key="right", environment=self.where)

    def tearDown(self):
        self.emulator.terminate()
        self.emulator.wait()
        self.emulator.stdout.close()

    def talk(self, connection, act, enough):
        """Runs `act` on an open connection and gives all messages until `enough(messages)`."""
        messages, done = [], threading.Event()

        def take(message):
            messages.append(message)
            if enough(messages):
                done.set()

        connection.on(EventType.MESSAGE, take)
        threading.Thread(target=connection.start_listening, daemon=True).start()
        act(connection)
        self.assertTrue(done.wait(10), f"came: {messages}")
        return messages

    def test_listen_v1_hears_the_script(self):
        def act(connection):
            for piece in (speech(2.2), silence(0.5)):
                for at in range(0, len(piece), 2560):
                    connection.send_media(piece[at:at + 2560])
            connection.send_keep_alive()

        with self.client.listen.v1.connect(model="nova-3", encoding="linear16", sample_rate=RATE, interim_results="true",
                                           punctuate="true", vad_events="true", utterance_end_ms="1000") as connection:
            messages = self.talk(connection, act, lambda all: any(getattr(m, "is_final", False) for m in all))

        finals = [m for m in messages if isinstance(m, ListenV1Results) and m.is_final]
        interims = [m for m in messages if isinstance(m, ListenV1Results) and not m.is_final]
        self.assertIn("SpeechStarted", [m.type for m in messages])
        self.assertGreaterEqual(len(interims), 3)
        self.assertEqual(finals[0].channel.alternatives[0].transcript, "A hash table maps keys to values a.")
        self.assertTrue(finals[0].speech_final)
        self.assertFalse(finals[0].from_finalize)
        words = finals[0].channel.alternatives[0].words
        self.assertEqual(words[1].word, "hash")
        self.assertLessEqual(words[0].end, words[1].start)

    def test_listen_v1_finalizes_and_closes_on_request(self):
        def act(connection):
            connection.send_media(speech(1.0))
            connection.send_finalize()
            connection.send_close_stream()

        with self.client.listen.v1.connect(model="nova-3", encoding="linear16", sample_rate=RATE) as connection:
            messages = self.talk(connection, act, lambda all: any(m.type == "Metadata" for m in all))

        self.assertTrue(messages[0].from_finalize)
        self.assertEqual(messages[0].channel.alternatives[0].transcript, "a hash table maps")
        self.assertAlmostEqual(messages[-1].duration, 1.0, places=2)

    def test_listen_v1_takes_keyterms_in_the_middle(self):
        with self.client.listen.v1.connect(model="nova-3", encoding="linear16", sample_rate=RATE) as connection:
            messages = self.talk(connection, lambda c: c.send_configure(ListenV1Configure(keyterms=["mutex", "heap"])), bool)
        self.assertEqual((messages[0].type, messages[0].keyterms), ("ConfigureSuccess", ["mutex", "heap"]))

        with self.client.listen.v1.connect(model="nova-2", encoding="linear16", sample_rate=RATE) as connection:
            messages = self.talk(connection, lambda c: c.send_configure(ListenV1Configure(keyterms=["mutex"])), bool)
        self.assertEqual((messages[0].type, messages[0].code), ("ConfigureFailure", "CONFIGURE_KEYTERMS_NOT_SUPPORTED"))

    def test_listen_v1_refuses_a_wrong_key(self):
        stranger = DeepgramClient(api_key="wrong", environment=self.where)
        with self.assertRaises((ApiError, InvalidStatus)) as refused:
            with stranger.listen.v1.connect(model="nova-3", encoding="linear16", sample_rate=RATE):
                pass
        self.assertIn("401", str(refused.exception))

    def test_listen_v2_tells_turns(self):
        def act(connection):
            for piece in (speech(1.5), silence(0.25), speech(0.5), silence(1.0)):
                for at in range(0, len(piece), 2560):
                    connection.send_media(piece[at:at + 2560])

        with self.client.listen.v2.connect(model="flux-general-en", encoding="linear16", sample_rate=RATE, eager_eot_threshold=0.5,
                                           eot_threshold=0.8) as connection:
            messages = self.talk(connection, act, lambda all: any(getattr(m, "event", "") == "EndOfTurn" for m in all))

        self.assertIsInstance(messages[0], ListenV2Connected)
        turns = [m for m in messages if isinstance(m, ListenV2TurnInfo)]
        events = [m.event for m in turns]
        self.assertEqual(events[0], "StartOfTurn")
        self.assertEqual([e for e in events if e not in ("StartOfTurn", "Update")], ["EagerEndOfTurn", "TurnResumed", "EagerEndOfTurn", "EndOfTurn"])
        self.assertEqual(turns[-1].transcript, turns[-2].transcript)
        self.assertEqual(turns[-1].trigger, "model")
        self.assertGreaterEqual(turns[-1].end_of_turn_confidence, 0.8)
        self.assertEqual([m.sequence_id for m in messages], list(range(len(messages))))
        self.assertTrue(turns[-1].transcript.startswith("a hash table maps keys to"))

    def test_speak_flushes_and_clears(self):
        def act(connection):
            connection.send_text(SpeakV1Text(text="Hello there."))
            connection.send_flush()

        with self.client.speak.v1.connect(model="aura-helios-en", encoding="linear16", sample_rate=24000) as connection:
            messages = self.talk(connection, act, lambda all: any(isinstance(m, SpeakV1Flushed) for m in all))
            audio = b"".join(m for m in messages if isinstance(m, bytes))
            self.assertIsInstance(messages[0], SpeakV1Metadata)
            self.assertEqual(messages[0].model_name, "aura-helios-en")
            self.assertEqual(len(audio), 2 * int(24000 * 11 * 0.022))
            samples = struct.unpack(f"<{len(audio) // 2}h", audio)
            self.assertGreater(math.sqrt(sum(s * s for s in samples) / len(samples)), 500)

        with self.client.speak.v1.connect(model="aura-helios-en", encoding="linear16", sample_rate=24000) as connection:
            messages = self.talk(connection, lambda c: (c.send_text(SpeakV1Text(text="Never mind.")), c.send_clear()),
                                 lambda all: any(getattr(m, "type", "") == "Cleared" for m in all))

    def test_speak_warns_when_flushed_too_often(self):
        with self.client.speak.v1.connect(model="aura-helios-en", encoding="linear16", sample_rate=24000) as connection:
            messages = self.talk(connection, lambda c: [c.send_flush() for _ in range(21)], lambda all: any(isinstance(m, SpeakV1Warning) for m in all))
        self.assertIsInstance(messages[-1], SpeakV1Warning)

    def test_speak_by_post_gives_the_same_sound(self):
        audio = b"".join(self.client.speak.v1.audio.generate(text="Hello there.", model="aura-helios-en", encoding="linear16", sample_rate=48000, container="none"))
        self.assertEqual(len(audio), 2 * int(48000 * 11 * 0.022))


unittest.main()
