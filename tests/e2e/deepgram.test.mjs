// Interviews on emulated cloud speech.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interview, key, replies } from './lib/cloud_interview.mjs';

test('an interview listens and speaks through Deepgram', async () => {
  const { candidate, log, record, stats } = await interview();
  assert.equal(replies(candidate).length, 1, candidate.log);
  assert.match(JSON.stringify(record).toLowerCase().replaceAll('.', ''), /a process has its own memory while threads share the memory/);
  assert.ok(stats.stt_conns >= 1 && stats.stt_finals >= 1, JSON.stringify(stats));
  assert.ok(stats.tts_conns >= 1 && stats.tts_speaks >= 2 && stats.tts_audio_s > 5, JSON.stringify(stats));
  assert.match(log, /stt="?Deepgram nova-3/);
  assert.doesNotMatch(log + JSON.stringify(record) + candidate.log, new RegExp(key));
  assert.doesNotMatch(JSON.stringify(record), /takes over/);
});

test('an interview listens through Opus packets', async () => {
  const { candidate, record, stats } = await interview({ env: { CODEVOICE_DEEPGRAM_ENCODING: 'opus' } });
  assert.equal(replies(candidate).length, 1, candidate.log);
  assert.match(JSON.stringify(record).toLowerCase().replaceAll('.', ''), /a process has its own memory while threads share the memory/);
  assert.ok(stats.stt_opus_conns >= 1 && stats.stt_opus_conns === stats.stt_conns, JSON.stringify(stats));
  assert.ok(stats.stt_audio_s > 2 && stats.stt_bytes < (stats.stt_audio_s * 32_000) / 6, JSON.stringify(stats));
});

test("Flux ends the candidate's turns", async () => {
  const { candidate, log } = await interview({ env: { CODEVOICE_STT: 'flux' } });
  assert.equal(replies(candidate).length, 1, candidate.log);
  assert.match(log, /turn\.ended .*reason="?recogniser/);
});
