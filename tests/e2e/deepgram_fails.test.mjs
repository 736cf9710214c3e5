// Interviews on emulated cloud speech that fails: the local engines take over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interview, replies } from './lib/cloud_interview.mjs';

test('where Deepgram refuses the key the local engines interview, said once in the record', async () => {
  const { candidate, log, record } = await interview({ env: { DEEPGRAM_API_KEY: 'another-key-nobody-may-see' } });
  assert.equal(replies(candidate).length, 1, candidate.log + log);
  const notes = record.transcript.filter((line) => /takes over/.test(line.text));
  assert.equal(notes.length, 2, JSON.stringify(notes)); // recognition, and the voice
  assert.match(log, /provider\.refused .*DEEPGRAM_API_KEY/);
  assert.doesNotMatch(log + JSON.stringify(record), /another-key-nobody-may-see/);
});

test('a voice that fails in the middle of the interview is replaced within the sentence', async () => {
  const { candidate, record } = await interview({
    prepare: async (emulator) => {
      await emulator.fault('speak', 'stall_after=6');
      await emulator.fault('speak_rest', 'status=503');
    },
  });
  assert.equal(replies(candidate).length, 1, candidate.log);
  assert.match(JSON.stringify(record), /Deepgram aura-helios-en failed, .* takes over/);
});
