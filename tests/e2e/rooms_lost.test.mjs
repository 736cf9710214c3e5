// The embedded room when things go wrong or are refused: cut sockets, full reconnects, no UDP, full rooms, video; the stock client in Chromium.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AccessToken } from 'livekit-server-sdk';
import { launchChromium, liveKitScript } from './lib/browsers.mjs';
import { Codevoice, sleep, until } from './lib/codevoice.mjs';
import { joinWithTone, pathOf } from './lib/room_page.mjs';

let server, browser;
before(async () => {
  server = await Codevoice.start({ args: ['--no-bot'] });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const near = (hz, wanted) => Math.abs(hz - wanted) < 40;
const stateOf = (page) => page.evaluate(() => window.testRoom?.state);
function tokenFor(room, identity, ttl = '10m') {
  const token = new AccessToken(Codevoice.key, Codevoice.secret, { identity, ttl });
  token.addGrant({ room, roomJoin: true, canUpdateOwnMetadata: true });
  return token.toJwt();
}
async function pageIn(room, identity, hz, more = {}) {
  const page = await browser.newPage();
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  const token = await tokenFor(room, identity, more.ttl);
  await page.evaluate(joinWithTone, { url: server.rtc, token, hz, ...more });
  return page;
}
async function pairIn(room, more) {
  const a = await pageIn(room, 'alice', 440, more);
  const b = await pageIn(room, 'bob', 1320);
  await hearEachOther(a, b);
  return [a, b];
}
async function hearEachOther(a, b) {
  for (const page of [a, b]) await page.evaluate(() => window.testRoom.stopHearing());
  await until('alice hears bob', 20_000, async () => near((await stateOf(a)).hears, 1320));
  await until('bob hears alice', 20_000, async () => near((await stateOf(b)).hears, 440));
}
const closeAll = (...pages) => Promise.all(pages.map((page) => page.close()));

test('a cut WebSocket is resumed: media goes on, ICE restarts, nobody sees a leave', async () => {
  const [a, b] = await pairIn('resumed');
  const before = await a.evaluate(pathOf);
  const heardBefore = (await b.evaluate(pathOf)).bytes;
  const cut = a.evaluate(() => window.testRoom.room.simulateScenario('signal-reconnect'));
  await until('the client notices', 5_000, async () => (await stateOf(a)).events.includes('signalReconnecting'));
  await until('the client is back', 15_000, async () => (await stateOf(a)).events.includes('reconnected'));
  await cut;
  await until('the restarted path is in use', 10_000, async () => (await a.evaluate(pathOf)).ufrag !== before.ufrag);
  await hearEachOther(a, b);
  assert.ok((await b.evaluate(pathOf)).bytes > heardBefore);
  const [alice, bob] = [await stateOf(a), await stateOf(b)];
  assert.deepEqual(bob.left, []);
  assert.equal(bob.tracks, 1);
  assert.ok(!alice.events.includes('reconnecting'), 'it rejoined instead of resuming');
  await a.evaluate(() => window.testRoom.room.localParticipant.publishData(new TextEncoder().encode('still here'), { reliable: true }));
  await until('data still arrives', 5_000, async () => (await stateOf(b)).data.length === 1);
  await closeAll(a, b);
});

test('a full reconnect comes back as a new participant that is heard again', async () => {
  const [a, b] = await pairIn('rejoined');
  const sid = await a.evaluate(() => window.testRoom.room.localParticipant.sid);
  await a.evaluate(() => window.testRoom.room.simulateScenario('full-reconnect'));
  await until('the client is back', 15_000, async () => (await stateOf(a)).events.includes('reconnected'));
  assert.notEqual(await a.evaluate(() => window.testRoom.room.localParticipant.sid), sid);
  await hearEachOther(a, b);
  const bob = await stateOf(b);
  assert.deepEqual(bob.left, ['alice']);
  assert.deepEqual(bob.joined, ['alice']);
  assert.equal(bob.tracks, 2);
  await closeAll(a, b);
});

test('where no UDP gets through, media takes TCP', async () => {
  const [a, b] = await pairIn('tcp-only', { tcpOnly: true });
  assert.equal((await a.evaluate(pathOf)).protocol, 'tcp');
  assert.equal((await b.evaluate(pathOf)).protocol, 'udp');
  await closeAll(a, b);
});

test('a full room and a bad token are refused in plain words', async () => {
  const pages = await pairIn('full');
  pages.push(await pageIn('full', 'carol', 880));
  await assert.rejects(pageIn('full', 'dave', 880), /room full: 3 of 3 participants are here/);
  const page = await browser.newPage();
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  const bad = (await tokenFor('full', 'eve')).replace(/.{6}$/, 'AAAAAA');
  await assert.rejects(page.evaluate(joinWithTone, { url: server.rtc, token: bad, hz: 880 }), /signature is wrong/);
  await closeAll(page, ...pages);
});

test('mute, attributes and speakers are seen by the other; the token is kept fresh', async () => {
  const [a, b] = await pairIn('seen', { ttl: '2m' });
  await until('alice is seen speaking', 5_000, async () => (await stateOf(b)).speakers.includes('alice'));
  await a.evaluate(() => [...window.testRoom.room.localParticipant.audioTrackPublications.values()][0].mute());
  await until('bob sees the mute', 5_000, async () => (await stateOf(b)).muted.alice === true);
  await until('alice no longer speaks', 5_000, async () => !(await stateOf(b)).speakers.includes('alice'));
  await a.evaluate(() => [...window.testRoom.room.localParticipant.audioTrackPublications.values()][0].unmute());
  await until('bob sees the unmute', 5_000, async () => (await stateOf(b)).muted.alice === false);
  await hearEachOther(a, b);
  await a.evaluate(() => window.testRoom.room.localParticipant.setAttributes({ mood: 'calm' }));
  await until('bob sees the attribute', 5_000, async () => (await stateOf(b)).attributes.alice?.mood === 'calm');
  const token = await a.evaluate(() => window.testRoom.room.engine.token);
  const lifeLeft = JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).exp - Date.now() / 1000;
  assert.ok(lifeLeft > 300, `its token ends in ${lifeLeft} s`);
  await closeAll(a, b);
});

test('video is refused plainly and at once, and the voice goes on', async () => {
  const [a, b] = await pairIn('voices-only');
  const refusal = await a.evaluate(async () => {
    const canvas = document.body.appendChild(document.createElement('canvas'));
    canvas.getContext('2d').fillRect(0, 0, 10, 10);
    const began = performance.now();
    const track = canvas.captureStream(5).getVideoTracks()[0];
    const words = await window.testRoom.room.localParticipant.publishTrack(track, { source: 'camera' }).then(() => 'published', (error) => String(error));
    return { words, took: performance.now() - began };
  });
  assert.match(refusal.words, /insufficient permissions/);
  assert.ok(refusal.took < 2_000, `${refusal.took} ms`);
  await hearEachOther(a, b);
  await sleep(500);
  assert.equal((await stateOf(b)).tracks, 1);
  await closeAll(a, b);
});
