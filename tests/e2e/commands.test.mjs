// The commands as a user runs them: help, errors in one line, doctor, migrate, tokens.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Codevoice } from './lib/codevoice.mjs';

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
