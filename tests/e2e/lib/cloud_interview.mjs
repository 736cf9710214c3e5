// One interview with one answer on an emulated Deepgram, for tests of the cloud engines.
import assert from 'node:assert/strict';
import { Codevoice } from './codevoice.mjs';
import { Emulator } from './emulator.mjs';

export const key = 'a-secret-key-nobody-may-see';
const words = 'a process has its own memory while threads share the memory of their process and need locks for it';
const spoken = 'A process has its own memory, while threads share the memory of their process, and need locks for it.';

const events = (child) => child.log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
const ended = (child) => new Promise((done) => (child.exitCode !== null ? done(child.exitCode) : child.once('exit', done)));

/** One interview with one answer; gives the candidate's process and the session's record. */
export async function interview({ env = {}, prepare = () => {} } = {}) {
  const emulator = await Emulator.start('--key', key, '--transcript', words, '--tts-ms-per-char', '15');
  await prepare(emulator);
  const server = await Codevoice.start({
    args: ['--questions', '1', '--seed', '7'],
    env: { DEEPGRAM_API_KEY: key, CODEVOICE_DEEPGRAM_URL: `ws://127.0.0.1:${emulator.port}`, ...env },
  });
  try {
    const candidate = server.spawn('candidate', '--json', '--seconds', '90', '--say', spoken);
    assert.equal(await ended(candidate), 0, candidate.log + server.log);
    const sessions = await server.sessions();
    assert.equal(sessions.length, 1);
    const stats = await emulator.stats();
    return { candidate, log: server.log, record: await server.session(sessions[0].id), stats };
  } finally {
    await server.stop();
    emulator.stop();
  }
}

export const replies = (candidate) => events(candidate).filter((event) => event.event === 'reply');
