// The embedded room with the stock clients: livekit-client in Chromium, and @livekit/rtc-node.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AudioFrame, AudioSource, AudioStream, LocalAudioTrack, Room, RoomEvent, TrackKind, TrackPublishOptions, TrackSource, dispose } from '@livekit/rtc-node';
import { launchChromium, liveKitScript } from './lib/browsers.mjs';
import { Codevoice, sleep, until } from './lib/codevoice.mjs';
import { joinWithTone } from './lib/room_page.mjs';

let server;
before(async () => (server = await Codevoice.start({ args: ['--no-bot'] })));
after(async () => {
  await server?.stop();
  await dispose();
});

const near = (hz, wanted) => Math.abs(hz - wanted) < 40;
const stateOf = (page) => page.evaluate(() => window.testRoom?.state);

async function pageIn(browser, room, identity, hz) {
  const page = await browser.newPage();
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  const token = await server.token(room, identity);
  await page.evaluate(joinWithTone, { url: server.rtc, token, hz });
  return page;
}

test('two Chromium pages hear each other, exchange data and text, and see each other leave', async () => {
  const browser = await launchChromium();
  try {
    const a = await pageIn(browser, 'chromium-room', 'alice', 440);
    const b = await pageIn(browser, 'chromium-room', 'bob', 1320);
    await until('alice hears bob', 15_000, async () => near((await stateOf(a)).hears, 1320));
    await until('bob hears alice', 15_000, async () => near((await stateOf(b)).hears, 440));
    await a.evaluate(() => window.testRoom.room.localParticipant.publishData(new TextEncoder().encode('hello'), { reliable: true }));
    await a.evaluate(() => window.testRoom.room.localParticipant.sendText('y'.repeat(40_000), { topic: 'check' }));
    await until('data and text arrive', 5_000, async () => (await stateOf(b)).texts.length === 1 && (await stateOf(b)).data.length === 1);
    const got = await stateOf(b);
    assert.deepEqual(got.data, [['hello', 'alice']]);
    assert.equal(got.texts[0][0].length, 40_000);
    assert.equal(got.texts[0][1], 'alice');
    await a.evaluate(() => window.testRoom.room.disconnect());
    await until('bob sees alice leave', 5_000, async () => (await stateOf(b)).left.includes('alice'));
  } finally {
    await browser.close();
  }
});

test('a second tab with the same identity replaces the first, which is told so', async () => {
  const browser = await launchChromium();
  try {
    const first = await pageIn(browser, 'twins', 'alice', 440);
    await pageIn(browser, 'twins', 'alice', 440);
    await until('the first tab is told', 5_000, async () => (await stateOf(first)).disconnected === 2);
  } finally {
    await browser.close();
  }
});

async function nativeParticipant(identity, hz) {
  const room = new Room();
  const heard = { zeroCrossings: 0, samples: 0, data: [] };
  room.on(RoomEvent.TrackSubscribed, async (track) => {
    if (track.kind !== TrackKind.KIND_AUDIO) return;
    let last = 0;
    for await (const frame of new AudioStream(track, 48000, 1)) {
      for (const x of frame.data) {
        if (x >= 0 !== last >= 0) heard.zeroCrossings++;
        last = x;
      }
      heard.samples += frame.data.length;
    }
  });
  room.on(RoomEvent.DataReceived, (bytes, from) => heard.data.push([new TextDecoder().decode(bytes), from?.identity]));
  await room.connect(server.rtc, await server.token('native-room', identity), { autoSubscribe: true, dynacast: false });
  const source = new AudioSource(48000, 1);
  const options = new TrackPublishOptions();
  options.source = TrackSource.SOURCE_MICROPHONE;
  await room.localParticipant.publishTrack(LocalAudioTrack.createAudioTrack('mic', source), options);
  let on = true;
  (async () => {
    for (let n = 0; on; ) {
      const frame = AudioFrame.create(48000, 1, 480);
      for (let i = 0; i < 480; i++, n++) frame.data[i] = 9000 * Math.sin((2 * Math.PI * hz * n) / 48000);
      await source.captureFrame(frame);
    }
  })().catch(() => {});
  return { room, heard, stop: async () => ((on = false), room.disconnect()) };
}

test('two rtc-node participants hear each other', async () => {
  const a = await nativeParticipant('anna', 440);
  const b = await nativeParticipant('ben', 1320);
  try {
    await sleep(3000);
    for (const [who, wanted] of [[a, 1320], [b, 440]]) {
      const before = { ...who.heard };
      await sleep(1000);
      const hz = ((who.heard.zeroCrossings - before.zeroCrossings) / 2 / (who.heard.samples - before.samples)) * 48000;
      assert.ok(Math.abs(hz - wanted) < 60, `${hz} Hz heard, ${wanted} wanted`);
    }
    await a.room.localParticipant.publishData(new TextEncoder().encode('hello'), { reliable: true });
    await until('data arrives', 5_000, () => b.heard.data.length === 1);
    assert.deepEqual(b.heard.data, [['hello', 'anna']]);
  } finally {
    await a.stop();
    await b.stop();
  }
});
