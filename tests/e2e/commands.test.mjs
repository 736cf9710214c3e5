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

test('doctor tells what it found, and that the ports are taken while serve runs', async () => {
  const { code, stdout } = await server.command('doctor');
  assert.equal(code, 1);
  assert.match(stdout, /BAD +ports/);
  assert.match(stdout, /ok +speech models/);
  assert.match(stdout, /ok +database and questions/);
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
