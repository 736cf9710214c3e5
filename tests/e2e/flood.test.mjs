// A flood of junk on the media port while an interview runs: its replies come as before, and nothing is cut off.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { Codevoice } from './lib/codevoice.mjs';

const kPacketsPerTick = 10;
const kTickMs = 5;
const kAnswers = ['I do not know.', 'Could you repeat the question?', 'A process has its own memory space, while threads share it.'];

/** Random bytes that begin like STUN, DTLS, RTP, RTCP or nothing at all; and well-formed STUN for a user that does not exist. */
function junk() {
  const bytes = randomBytes(randomInt(1, 1400));
  const kind = randomInt(6);
  if (kind === 0) bytes[0] = randomInt(0, 4);
  if (kind === 1) bytes[0] = randomInt(20, 64);
  if (kind === 2) bytes[0] = 0x80;
  if (kind === 3) [bytes[0], bytes[1]] = [0x80, 200];
  if (kind < 4 || bytes.length < 60) return bytes;
  const stun = Buffer.alloc(20 + 4 + 16);
  stun.writeUInt16BE(1, 0);
  stun.writeUInt16BE(stun.length - 20, 2);
  stun.writeUInt32BE(0x2112a442, 4);
  bytes.copy(stun, 8, 0, 12);
  stun.writeUInt16BE(6, 20);
  stun.writeUInt16BE(16, 22);
  bytes.toString('hex', 0, 8).split('').forEach((c, i) => (stun[24 + i] = c.charCodeAt(0)));
  return stun;
}

function floodOf(port) {
  const sockets = Array.from({ length: 8 }, () => createSocket('udp4'));
  let sent = 0;
  const timer = setInterval(() => {
    for (let i = 0; i < kPacketsPerTick; i++) sockets[sent++ % sockets.length].send(junk(), port, '127.0.0.1');
  }, kTickMs);
  return {
    stop() {
      clearInterval(timer);
      for (const socket of sockets) socket.close();
      return sent;
    },
  };
}

/** A whole interview; gives its replies' median delay, and how far at most the turn decisions were behind the audio. */
async function interview(flooded) {
  const server = await Codevoice.start({ args: ['--questions', '2', '--seed', '7'] });
  const flood = flooded ? floodOf(server.udpPort) : undefined;
  const began = Date.now();
  try {
    const says = kAnswers.flatMap((text) => ['--say', text]);
    const { code, stdout, stderr } = await server.command('candidate', '--json', '--seconds', '140', ...says);
    const rate = ((flood?.stop() ?? 0) / (Date.now() - began)) * 1000;
    assert.equal(code, 0, stdout + stderr + server.log);
    const events = stdout.trim().split('\n').map((line) => JSON.parse(line));
    const delays = events.filter((event) => event.event === 'reply').map((event) => event.delay_ms);
    assert.equal(delays.length, kAnswers.length);
    assert.equal(events.filter((event) => event.event === 'gap').length, 0, 'the interviewer stuttered');
    const behind = [...server.log.matchAll(/turn\.decision .*behind_ms=(\d+)/g)].map((match) => Number(match[1]));
    assert.ok(behind.length >= kAnswers.length, server.log);
    return { delay: delays.sort((a, b) => a - b)[1], behind: Math.max(...behind), rate: Math.round(rate) };
  } finally {
    await server.stop();
  }
}

test('junk on the media port does not disturb a running interview', async (t) => {
  const quiet = await interview(false);
  const flooded = await interview(true);
  t.diagnostic(`replies after ${quiet.delay} ms, in a flood of ${flooded.rate} packets a second after ${flooded.delay} ms (p50)`);
  t.diagnostic(`turn decisions at most ${quiet.behind} ms behind the audio, in the flood ${flooded.behind} ms`);
  assert.ok(flooded.rate > 300, `only ${flooded.rate} packets a second`);
  assert.ok(flooded.delay < quiet.delay + 700, `replies after ${flooded.delay} ms in the flood, ${quiet.delay} ms without`);
  assert.ok(flooded.behind < quiet.behind + 300, `decisions ${flooded.behind} ms behind in the flood, ${quiet.behind} ms without`);
});
