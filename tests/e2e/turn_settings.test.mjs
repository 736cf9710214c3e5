// README's "Bot interrupting too early": the two settings it names change when an answer counts as finished.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Codevoice } from './lib/codevoice.mjs';

/** An answer with a pause to think in its middle; how often it was taken for finished. */
async function turnsOf(env) {
  const server = await Codevoice.start({ args: ['--questions', '1', '--seed', '7'], env });
  try {
    await server.command('candidate', '--seconds', '90', '--say', 'A process has its own memory, and [pause 3000] threads share the memory of their process.');
    assert.match(server.log, /turn\.decision .*probability=.*silence_ms=/);
    const turns = server.log.match(/turn\.ended /g).length;
    const doctor = await server.command('doctor');
    assert.match(doctor.stdout, new RegExp(`ok +turn taking +sensitivity ${env.CODEVOICE_TURN_SENSITIVITY}.*patience ${env.CODEVOICE_TURN_PATIENCE_MS} ms`));
    return turns;
  } finally {
    await server.stop();
  }
}

test('Bot interrupting too early: with more patience and less sensitivity a pause to think does not end the answer', async () => {
  assert.ok((await turnsOf({ CODEVOICE_TURN_SENSITIVITY: '1.00', CODEVOICE_TURN_PATIENCE_MS: '600' })) >= 2);
  assert.equal(await turnsOf({ CODEVOICE_TURN_SENSITIVITY: '0.00', CODEVOICE_TURN_PATIENCE_MS: '8000' }), 1);
});
