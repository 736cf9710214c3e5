// Two media threads behind one port: rooms of both work by WebSocket, UDP and ICE-TCP; what cannot start says so.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, before, test } from 'node:test';
import { launchChromium, liveKitScript } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';
import { joinWithTone } from './lib/room_page.mjs';

let server, browser;
before(async () => {
  server = await Codevoice.start({ args: ['--no-bot'], shards: 2 });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The shard of a room, as room/room_shards.cpp has it (FNV-1a). */
function shardOf(room, shards = 2n) {
  let hash = 14695981039346656037n;
  for (const letter of Buffer.from(room)) hash = BigInt.asUintN(64, (hash ^ BigInt(letter)) * 1099511628211n);
  return Number((hash ^ (hash >> 32n)) % shards);
}
const roomOf = (shard, prefix) => Array.from({ length: 64 }, (_, i) => `${prefix}-${i}`).find((name) => shardOf(name) === shard);

/** Runs in the page: every candidate but those of TCP is unknown to it. */
function forgetUdp() {
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    const sdp = description.sdp.replace(/^a=candidate:\S+ \d+ udp .*\r\n/gim, '');
    return set.call(this, { type: description.type, sdp });
  };
}
/** Runs in the page: notes the peer connections, for their statistics. */
function notePeers() {
  window.peers = [];
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(...args) {
      super(...args);
      window.peers.push(this);
    }
  };
}
/** Protocol and port of ours that the page's media takes. */
async function wayOf(page) {
  return page.evaluate(async () => {
    for (const peer of window.peers) {
      const stats = new Map((await peer.getStats()).entries());
      for (const transport of stats.values()) {
        const pair = transport.type === 'transport' && stats.get(transport.selectedCandidatePairId);
        if (pair) return [stats.get(pair.localCandidateId).protocol, stats.get(pair.remoteCandidateId).port];
      }
    }
  });
}

async function pageIn(room, identity, hz, { base = server.rtc, tcp = false } = {}) {
  const page = await browser.newPage();
  await page.addInitScript(notePeers);
  if (tcp) await page.addInitScript(forgetUdp);
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  await page.evaluate(joinWithTone, { url: base, token: await server.token(room, identity), hz });
  return page;
}
const hears = (page, hz) => async () => Math.abs((await page.evaluate(() => window.testRoom?.state)).hears - hz) < 40;

test('serve names the ports of its media threads', () => {
  assert.match(server.log, new RegExp(`UDP ${server.udpPort}, ${server.udpPort + 1} for media, 2 media threads`));
});

for (const shard of [0, 1]) {
  for (const tcp of [false, true]) {
    test(`a room of media thread ${shard + 1} over ${tcp ? 'ICE-TCP' : 'UDP'}`, async () => {
      const room = roomOf(shard, tcp ? 'tcp' : 'udp');
      const a = await pageIn(room, 'alice', 440, { tcp });
      const b = await pageIn(room, 'bob', 1320, { tcp, base: server.rtc });
      await until('alice hears bob', 15_000, hears(a, 1320));
      await until('bob hears alice', 15_000, hears(b, 440));
      assert.deepEqual(await wayOf(a), tcp ? ['tcp', server.tcpPort] : ['udp', server.udpPort + shard]);
      await a.evaluate(() => window.testRoom.room.disconnect());
      await until('bob sees alice leave', 5_000, async () => (await b.evaluate(() => window.testRoom.state)).left.includes('alice'));
      await a.close();
      await b.close();
    });
  }
}

test('signalling through the port of the pages reaches the room on the second media thread', async () => {
  const room = roomOf(1, 'pages');
  const base = server.http.replace('http', 'ws');
  const a = await pageIn(room, 'alice', 440, { base });
  const b = await pageIn(room, 'bob', 1320);
  await until('alice hears bob', 15_000, hears(a, 1320));
  await until('bob hears alice', 15_000, hears(b, 440));
  await a.close();
  await b.close();
});

test('validation of a token is answered by the thread of its room', async () => {
  for (const shard of [0, 1]) {
    const room = roomOf(shard, 'validate');
    const ask = async (token) => (await fetch(`${server.rtc.replace('ws', 'http')}/rtc/v1/validate?access_token=${token}`)).status;
    const token = await server.token(room, 'alice');
    assert.equal(await ask(token), 200);
    const [head, claims] = token.split('.');
    assert.equal(await ask(`${head}.${claims}.${Buffer.alloc(32, 7).toString('base64url')}`), 401);
  }
});

test('a taken port of the second media thread is named', async () => {
  const taken = createSocket('udp4');
  const port = await new Promise((done) => taken.bind(0, '127.0.0.1', () => done(taken.address().port)));
  server.env.CODEVOICE_ROOM = 'embedded'; // of its own, beside the one that runs
  try {
    const { code, stderr } = await server.command('serve', '--no-bot', '--http', '127.0.0.1:0', '--rtc', '127.0.0.1:0', '--udp', String(port - 1), '--tcp', '0', '--shards', '2');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`127.0.0.1:${port}|127.0.0.1:${port - 1}`));
    const doctor = await server.command('doctor', '--http', '127.0.0.1:0', '--rtc', '127.0.0.1:0', '--tcp', '0', '--udp', String(port - 1), '--shards', '2');
    assert.match(doctor.stdout, /BAD +ports/);
  } finally {
    delete server.env.CODEVOICE_ROOM;
    taken.close();
  }
});

test('the interviewer of a room on another media thread interviews there, and a second bot is refused (R20)', { skip: process.env.CODEVOICE_TEST_ENGINES === 'off' }, async () => {
  const shards = [2, 3, 4].find((count) => shardOf('interview-room-1', BigInt(count)) !== 0);
  const own = await Codevoice.start({ args: ['--questions', '1', '--seed', '7'], shards });
  try {
    const candidate = own.command('candidate', '--json', '--seconds', '90', '--turns', '1', '--say', 'A process has its own memory space, while threads share it.');
    await until('the interview runs', 30_000, () => /session\.started/.test(own.log));
    const second = await own.command('run_bot', '--identity', 'second-bot', '--log-level', 'off');
    assert.equal(second.code, 1, second.stderr);
    assert.match(second.stderr, /^[^\n]*an interview is already running in room interview-room-1[^\n]*\n$/);
    const { code, stdout, stderr } = await candidate;
    assert.equal(code, 0, stderr + stdout + own.log);
    assert.match(stdout, /"event":"reply"/);
  } finally {
    await own.stop();
  }
});

test('it stops at once and in order when told to', async () => {
  const page = await pageIn(roomOf(1, 'stop'), 'alice', 440);
  const began = Date.now();
  assert.equal(await server.kill('SIGTERM'), 0);
  assert.ok(Date.now() - began < 5_000, `${Date.now() - began} ms`);
  await page.close();
});
