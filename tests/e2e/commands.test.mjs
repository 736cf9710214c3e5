// The commands as a user runs them: help, errors in one line, doctor, migrate, tokens.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Codevoice } from './lib/codevoice.mjs';
import { silence, speech, tone, wavBytes, writeWav } from './lib/wav.mjs';

/** Without the quiet around it. */
function trimmed(samples) {
  const sounds = (x) => Math.abs(x) > 0.003;
  return samples.subarray(samples.findIndex(sounds), samples.findLastIndex(sounds) + 1);
}

let server;
before(async () => (server = await Codevoice.start({ args: ['--no-bot'] })));
after(() => server?.stop());

test('a token goes to stdout alone, the words to stderr', async () => {
  const { code, stdout, stderr } = await server.command('get_user_token');
  assert.equal(code, 0);
  assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  assert.match(stderr, /HERE IS YOUR TOKEN \(Copy the long string below\):/);
  const claims = JSON.parse(Buffer.from(stdout.split('.')[1], 'base64url'));
  assert.equal(claims.sub, 'human-candidate');
  assert.equal(claims.video.room, 'interview-room-1');
  assert.ok(Math.abs(claims.exp - Date.now() / 1000 - 6 * 3600) < 60);
});

test('wrong usage is one line and exit code 2', async () => {
  for (const args of [['dance'], ['serve', '--volume', '11'], ['sessions', 'show'], ['serve', '--http', 'nowhere']]) {
    const { code, stderr } = await server.command(...args);
    assert.equal(code, 2, args.join(' '));
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('a taken port is named', async () => {
  const { code, stderr } = await server.command('serve', '--no-bot', '--udp', '0', '--tcp', '0');
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`${server.rtcPort}|${server.httpPort}`));
});

test('doctor tells what it found: the running server, its missing interviewer, the key it accepts', async () => {
  const { code, stdout } = await server.command('doctor');
  assert.equal(code, 0, stdout);
  assert.match(stdout, /ok +ports +in use: codevoice serve is running without an interviewer .*run_bot/); // Bot not responding
  assert.match(stdout, /ok +room server +ws:.* accepts our key/);
  assert.match(stdout, /ok +speech models/);
  assert.match(stdout, /ok +database and questions/);
  assert.match(stdout, /turn taking .*CODEVOICE_TURN_SENSITIVITY/); // Bot interrupting too early
});

test('doctor tells a wrong key', async () => {
  const before = { ...server.env };
  Object.assign(server.env, { LIVEKIT_API_KEY: 'another', LIVEKIT_API_SECRET: 'x'.repeat(40) });
  const wrongKey = await server.command('doctor');
  Object.assign(server.env, before);
  assert.equal(wrongKey.code, 1);
  assert.match(wrongKey.stdout, /BAD +room server .*LIVEKIT_API_KEY/); // Connection failed
});

test('default keys are refused without DEBUG', async () => {
  server.env.DEBUG = 'off';
  const { code, stderr } = await server.command('serve', '--no-bot');
  server.env.DEBUG = 'on';
  assert.equal(code, 1);
  assert.match(stderr, /DEBUG=on/);
});

test('migrate, then an empty list of sessions', async () => {
  assert.match((await server.command('migrate')).stdout, /questions in the bank/);
  assert.match((await server.command('sessions')).stdout, /no sessions yet/);
});

test('replay shows a pause in the middle of an answer with its decision, and the same file gives the same output', async () => {
  const wav = join(server.data, 'answer.wav');
  const [first, second] = ['A process has its own memory, and the threads in it', 'share that memory with each other, so they can exchange data.'];
  await writeWav(wav, silence(0.5), trimmed(speech(first)), silence(0.9), trimmed(speech(second)), silence(3));
  const replay = async (...args) => {
    const { code, stdout, stderr } = await server.command('replay', wav, '--question', 'process-vs-thread', ...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const lines = async (...args) => (await replay('--format', 'json', ...args)).trim().split('\n').map((line) => JSON.parse(line));

  const patient = await lines('--sensitivity', '0.1'); // waits: the pause is gone on after
  const pause = patient.find((line) => line.event === 'gone_on');
  assert.ok(Math.abs(pause.after_ms - 900) < 100, JSON.stringify(pause));
  const judged = patient.filter((line) => line.event === 'judged' && line.pause_at_ms === pause.pause_at_ms);
  assert.ok(judged.length >= 2 && judged.every((line) => line.decision === 'wait' && line.probability !== null && line.voice !== null));
  assert.match(judged.at(-1).text, /process/i); // the words so far
  const turns = patient.filter((line) => line.event === 'turn');
  assert.equal(turns.length, 1);
  assert.match(turns[0].text, /process.*share/i);
  const { turns: count, gone_on, real_time_factor } = patient.at(-1);
  assert.deepEqual({ count, gone_on }, { count: 1, gone_on: 1 });
  assert.ok(real_time_factor > 0 && real_time_factor < 1, `real-time factor ${real_time_factor}`);

  const hasty = await lines('--sensitivity', '0.9'); // cuts it off: the judgement says so
  assert.equal(hasty.filter((line) => line.event === 'turn').length, 2);
  assert.ok(hasty.find((line) => line.event === 'judged' && line.decision === 'stop').silence_ms < 900);

  const timeless = (text) => text.replace(/^.*real-time factor.*$/m, '');
  const text = await replay();
  assert.match(text, /silence +decision +ends after +turn model first, newest +words +model +voice/);
  assert.equal(timeless(await replay()), timeless(text));
});

test('replay refuses bad recordings, and sessions, in one line', async () => {
  const bad = async (what, pattern) => {
    const { code, stdout, stderr } = await server.command('replay', what);
    assert.equal(code, 1, what);
    assert.equal(stdout, '');
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.match(stderr, pattern);
  };
  const file = async (name, bytes) => (await writeFile(join(server.data, name), bytes), join(server.data, name));
  const whole = wavBytes(tone(1, 220));
  await bad('missing.wav', /no such file/);
  await bad(await file('empty.wav', ''), /is empty/);
  await bad(await file('text.wav', 'not a recording'), /not a RIFF\/WAVE file/);
  await bad(await file('cut.wav', whole.subarray(0, 50_000)), /is cut off/);
  const eight = Buffer.from(whole);
  eight.writeUInt16LE(8, 22);
  await bad(await file('eight.wav', eight), /mono and stereo/);
  await server.command('migrate');
  await bad('0123abcd', /no such file, and no such session/);
  const insert = `INSERT INTO interview_sessions (id, user_id, room, candidate_identity, status, reason, total_score, plan, snapshot, started_at, completed_at) VALUES ('4d2f0000-1111-4222-8333-444455556666', NULL, 'r', 'c', 'Completed', 'completed', NULL, '{}', '', 1, 2)`;
  execFileSync('python3', ['-c', 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as base: base.execute(sys.argv[2])', join(server.data, 'codevoice.db'), insert]);
  await bad('4d2f', /session 4d2f0000-.* has no recording/);
});
