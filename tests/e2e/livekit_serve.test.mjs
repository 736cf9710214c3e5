// `serve` with the rooms of a LiveKit server: which one it uses and why, its page in Chromium, its interviewer that is always there when wanted.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, afterEach, beforeEach, test } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { launchChromium } from './lib/browsers.mjs';
import { freeTcpPort, sleep, until } from './lib/codevoice.mjs';
import { LiveKit, Product, events } from './lib/livekit.mjs';
import { NodeParticipant } from './lib/node_participant.mjs';
import { PageCandidate } from './lib/page_candidate.mjs';

const kAnswer = 'A process has its own memory space, while threads share the memory of their process.';
const kRoom = 'interview-room-1';

let server, product, browser;
beforeEach(async () => {
  server = await LiveKit.start();
  product = await Product.against(server.url);
});
afterEach(async () => {
  await browser?.close();
  browser = undefined;
  await product?.stop();
  await server?.stop();
});
after(() => dispose());

const isOpen = (port) => new Promise((done) => connect(port, '127.0.0.1').on('connect', function () { this.destroy(), done(true); }).on('error', () => done(false)));
const botIn = (room) => until('the interviewer is there', 60_000, async () => (await server.people(room))['ai-interviewer']);
const botGone = (room) => until('the interviewer is gone', 60_000, async () => !(await server.people(room))['ai-interviewer']);

test('its page in Chromium talks with its interviewer in a room of the LiveKit server; no signalling port of its own is open', async () => {
  const serve = await product.serve();
  assert.match(serve.log, new RegExp(`room server: LiveKit at ${server.url}: LIVEKIT_API_URL names another server`));
  assert.equal(await isOpen(Number(product.env.CODEVOICE_RTC.split(':')[1])), false);
  const bot = await botIn(kRoom);
  assert.equal(bot.kind, 4);
  browser = await launchChromium();
  const page = await PageCandidate.join(browser, product);
  assert.equal(await page.ask("document.getElementById('url').value"), server.url);
  await page.myTurn();
  const { reply, understood } = await page.say(kAnswer);
  assert.match(understood, /memory/i);
  assert.ok(reply.length > 0, await page.conversation());
  await browser.close();
  browser = undefined;
  await until('the session is known', 20_000, async () => (await product.sessions()).length === 1);
});

test('auto: a LiveKit server at our own address is used when it is there, else the embedded room', async () => {
  const there = await product.serve(['--no-bot'], { CODEVOICE_RTC: `127.0.0.1:${server.port}` });
  assert.match(there.log, /room server: LiveKit at .*: a LiveKit server already answers at LIVEKIT_API_URL/);
  there.kill('SIGTERM');
  assert.equal(await there.ended, 0);
  const port = await freeTcpPort();
  const env = { CODEVOICE_RTC: `127.0.0.1:${port}`, LIVEKIT_API_URL: `ws://127.0.0.1:${port}`, CODEVOICE_UDP_PORT: '0', CODEVOICE_TCP_PORT: '0' };
  const alone = await product.serve(['--no-bot'], env);
  assert.match(alone.log, /room server: the embedded one, on port .*: LIVEKIT_API_URL is our own address, and no LiveKit server answers there/);
  assert.equal(await isOpen(port), true);
});

test('without the keys of the server it does not start, in one line', async () => {
  const { code, stderr } = await product.command(['serve', '--log-level', 'off'], { LIVEKIT_API_KEY: '', LIVEKIT_API_SECRET: '' });
  assert.equal(code, 1);
  assert.match(stderr.trim(), /LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be those of the LiveKit server/);
});

test('the interviewer comes back after the server did, and one that was sent away comes for the next candidate only', async () => {
  const serve = await product.serve();
  await botIn(kRoom);
  await server.restart();
  await botIn(kRoom);

  const left = await NodeParticipant.join(server.url, await server.token(kRoom, 'left-behind'), { speaks: true });
  await until('it greets', 40_000, async () => (await server.people(kRoom))['ai-interviewer']?.attributes['lk.agent.state'] === 'speaking');
  await server.admin.removeParticipant(kRoom, 'ai-interviewer');
  await botGone(kRoom);
  assert.match(await until('it says why', 5_000, () => /interviewer\.kept_away .*/.exec(serve.log)?.[0]), /administrator removed it/);
  await sleep(8_000);
  assert.equal((await server.people(kRoom))['ai-interviewer'], undefined);
  const next = await NodeParticipant.join(server.url, await server.token(kRoom, 'next'), { speaks: true });
  await botIn(kRoom);
  for (const who of [left, next]) await who.leave();
});

test('rooms of a pattern get an interviewer when somebody comes: at once by webhook, within seconds without; webhooks are verified', async () => {
  await server.stop();
  server = await LiveKit.start({ webhooks: [`${product.http}/livekit/webhook`] });
  product.env.LIVEKIT_API_URL = server.url;
  const serve = await product.serve(['--interview-in', 'interview-*', '--log-level', 'debug']);
  const candidate = product.candidate(['--room', 'interview-77', '--say', kAnswer]);
  const other = await NodeParticipant.join(server.url, await server.token('elsewhere', 'someone'), { speaks: true });
  await botIn('interview-77');
  assert.match(serve.log, /webhook\.taken .*participant_joined/);
  assert.equal(await candidate.ended, 0, candidate.log + serve.log);
  assert.equal((await server.people('elsewhere'))['ai-interviewer'], undefined);
  await botGone('interview-77');
  await other.leave();

  const forged = await fetch(`${product.http}/livekit/webhook`, { method: 'POST', body: '{"event":"participant_joined"}', headers: { authorization: 'x.y.z' } });
  assert.equal(forged.status, 401);
  assert.equal(events(candidate).filter((event) => event.event === 'reply').length, 1);
});
