// A bot on a LiveKit server when things go wrong: sockets cut, the server frozen or restarted, the bot replaced, removed, or its room deleted.
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { after, afterEach, beforeEach, test } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { sleep, until } from './lib/codevoice.mjs';
import { LiveKit, Product, events } from './lib/livekit.mjs';
import { NodeParticipant } from './lib/node_participant.mjs';

const kAnswer = 'A process has its own memory space, while threads share the memory of their process.';

let server, product, wire;
beforeEach(async () => {
  server = await LiveKit.start();
  product = await Product.against(server.url);
  wire = await Wire.to(server.port);
});
afterEach(async () => {
  await product?.stop();
  wire?.close();
  await server?.stop();
});
after(() => dispose());

/** The way of the bot's signalling to the server: it can be cut, and it sees the tokens that are shown. */
class Wire {
  static async to(port) {
    const self = new Wire();
    Object.assign(self, { sockets: new Set(), tokens: [], blocked: false });
    self.listener = createServer((socket) => {
      if (self.blocked) return socket.destroy();
      const other = connect(port, '127.0.0.1');
      for (const [a, b] of [[socket, other], [other, socket]]) {
        self.sockets.add(a);
        a.on('data', (bytes) => b.write(bytes));
        a.on('error', () => b.destroy());
        a.on('close', () => (self.sockets.delete(a), b.destroy()));
      }
      socket.once('data', (bytes) => {
        const head = bytes.toString('latin1');
        const token = /^GET \/rtc[^]*?\r\nauthorization: bearer ([^\r\n]+)/i.exec(head)?.[1];
        if (token) self.tokens.push({ token, resumes: self.tokens.length > 0, at: Date.now() });
      });
    });
    await new Promise((done) => self.listener.listen(0, '127.0.0.1', done));
    self.url = `ws://127.0.0.1:${self.listener.address().port}`;
    return self;
  }
  /** Every connection breaks; for `ms` no new one gets through. */
  cut(ms = 0) {
    this.blocked = ms > 0;
    if (ms > 0) setTimeout(() => (this.blocked = false), ms).unref();
    for (const socket of this.sockets) socket.destroy();
  }
  close() {
    this.cut();
    this.listener.close();
  }
}
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
const lines = (child, side) => events(child).filter((event) => event.event === 'caption' && event.final && (!side || event.side === side));
const greeted = (candidate) => until('the interviewer greets', 60_000, () => events(candidate).some((event) => event.event === 'caption' && event.side === 'interviewer'));

/** Interviews while `disturb` happens after the greeting began; the interview goes on as if nothing had happened. */
async function goesOn(disturb, { env = {} } = {}) {
  const bot = await product.bot(['--once', '--room', 'lost'], { LIVEKIT_API_URL: wire.url, ...env });
  const candidate = product.candidate(['--room', 'lost', '--say', kAnswer]);
  await greeted(candidate);
  await disturb(bot, candidate);
  assert.equal(await candidate.ended, 0, candidate.log + bot.log);
  assert.equal(await bot.ended, 0, bot.log);
  const [record] = await product.sessions();
  assert.equal(record.status, 'Completed', bot.log);
  const { transcript } = await product.session(record.id);
  const said = transcript.filter((line) => line.speaker === 'interviewer').map((line) => line.text).join(' ');
  assert.equal(said.split("I'll ask you").length, 2, `greeted once: ${said}`);
  return { bot, candidate, transcript };
}

test('a cut WebSocket is resumed with the refresh token, unseen by the candidate; state changes meanwhile are told afterwards', async () => {
  const { bot, candidate } = await goesOn(async () => wire.cut(1_500));
  assert.match(bot.log, /room\.connection_back .*by=resume/);
  assert.ok(!events(candidate).some((event) => event.event === 'interviewer_left'), candidate.log);
  const [first, ...later] = wire.tokens;
  assert.ok(later.length >= 1, 'it came back over the wire');
  assert.notEqual(later.at(-1).token, first.token);
  assert.ok(claims(later.at(-1).token).exp < claims(first.token).exp, "the server's own token, of ten minutes");
});

test('a WebSocket that is away for long: the interview goes on when it is back', async () => {
  const { bot } = await goesOn(async (running) => {
    wire.cut(20_000);
    await until('it is back', 60_000, () => /room\.connection_back/.test(running.log));
  });
  assert.doesNotMatch(bot.log, /assertion|terminate called/i);
});

test('a server that is restarted: candidate and bot join again, and the interview goes on with the same question', async () => {
  const { bot, transcript } = await goesOn(async (running) => {
    await server.restart();
    await until('the bot has joined again', 60_000, () => /room\.connection_back .*by=rejoin/.test(running.log));
    const there = await until('it says again what it does', 10_000, async () => (await server.people('lost'))['ai-interviewer']);
    await until('its state is known', 10_000, async () => (await server.people('lost'))['ai-interviewer']?.attributes['lk.agent.state']);
    assert.equal(there.kind, 4);
  });
  assert.doesNotMatch(bot.log, /session\.ended.*lost/);
  assert.ok(transcript.some((line) => line.speaker === 'candidate'), JSON.stringify(transcript));
});

test('a server that stands still for half a minute: media and signalling are lost, and come back', async () => {
  await goesOn(async (running) => {
    server.process.kill('SIGSTOP');
    await sleep(25_000);
    server.process.kill('SIGCONT');
    await until('the bot is back', 60_000, () => /room\.connection_back/.test(running.log));
  });
});

test('the bot says goodbye when it is stopped: the others see it go at once', async () => {
  const bot = await product.bot(['--room', 'lost']);
  const other = await NodeParticipant.join(server.url, await server.token('lost', 'someone', { canPublish: false }));
  bot.kill('SIGTERM');
  const began = Date.now();
  await until('it is gone for the others', 5_000, () => other.left.includes('ai-interviewer'));
  assert.ok(Date.now() - began < 3_000, `${Date.now() - began} ms`);
  assert.equal(await bot.ended, 0, bot.log);
  await other.leave();
});

test('a room that the server closes because only the bot is left in it: the bot goes on waiting there', async () => {
  const bot = await product.bot(['--once', '--room', 'lost'], { CODEVOICE_GRACE_S: '1' }); // the room outlasts the grace time by 20 s
  const visitor = await NodeParticipant.join(server.url, await server.token('lost', 'visitor', { canPublish: false }));
  await visitor.leave();
  await until('the room was closed, and the bot is back in a new one', 60_000, () => bot.log.split('Waiting for participants').length === 3);
  const { 'ai-interviewer': there } = await server.people('lost');
  assert.equal(there.attributes['lk.agent.state'], 'listening');
});

/** The bot waits, something is done to it, and it ends with one clear line. */
async function endsWith(words, act) {
  const bot = await product.bot(['--room', 'lost', '--log-level', 'off']);
  await act(bot);
  assert.equal(await bot.ended, 1, bot.log);
  const line = bot.log.split('\n').filter((text) => text.startsWith('codevoice:'));
  assert.equal(line.length, 1, bot.log);
  assert.match(line[0], words);
}
test('removed by an administrator: one line, exit code 1', () => endsWith(/room lost: .*administrator removed it/, () => server.admin.removeParticipant('lost', 'ai-interviewer')));
test('its room deleted: one line, exit code 1', () => endsWith(/room lost: .*the room was deleted/, () => server.admin.deleteRoom('lost')));
test('somebody joins under its identity: one line, exit code 1, and it does not come back to fight', async () => {
  let thief;
  await endsWith(/room lost: .*somebody else joined under its identity/, async () => {
    thief = await NodeParticipant.join(server.url, await server.token('lost', 'ai-interviewer'));
  });
  await sleep(1_000);
  assert.equal(thief.disconnected, undefined);
  await thief.leave();
});

test('a second bot is refused while the first is there; one that was killed is waited for', async () => {
  const first = await product.bot(['--room', 'lost']);
  const second = product.spawn(['run_bot', '--room', 'lost', '--identity', 'second-bot', '--log-level', 'off']);
  await sleep(3_000);
  first.kill('SIGKILL');
  await until('the second takes over', 40_000, () => /Waiting for participants/.test(second.log));
  const third = await product.command(['run_bot', '--room', 'lost', '--identity', 'third-bot', '--log-level', 'off']);
  assert.equal(third.code, 1);
  assert.match(third.stderr, /another interviewer is already there: second-bot/);
});
