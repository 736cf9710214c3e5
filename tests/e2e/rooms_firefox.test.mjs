// Firefox ESR, with the settings it comes with: the embedded room with the stock client, and the test room page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installSpeakingMicrophone, launchChromium, launchFirefox, liveKitScript } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';
import { PageCandidate } from './lib/page_candidate.mjs';
import { joinWithTone, keepPeer, pathOf } from './lib/room_page.mjs';

const near = (hz, wanted) => Math.abs(hz - wanted) < 40;
const stateOf = (page) => page.evaluate(() => window.testRoom?.state);

async function withServer(options, work) {
  const server = await Codevoice.start(options);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

async function pageIn(server, browser, room, identity, hz) {
  const page = await browser.newPage();
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  await page.evaluate(joinWithTone, { url: server.rtc, token: await server.token(room, identity), hz });
  return page;
}

test('Firefox ESR and Chromium hear each other (R31)', () =>
  withServer({ args: ['--no-bot'] }, async (server) => {
    const [firefox, chrome] = [await launchFirefox(), await launchChromium()];
    try {
      const a = await pageIn(server, firefox, 'mixed-room', 'fox', 440);
      const b = await pageIn(server, chrome, 'mixed-room', 'chrome', 1320);
      await until('Firefox hears Chromium', 20_000, async () => near((await stateOf(a)).hears, 1320));
      await until('Chromium hears Firefox', 20_000, async () => near((await stateOf(b)).hears, 440));
      assert.equal((await a.evaluate(pathOf)).protocol, 'udp');
    } finally {
      await firefox.close();
      await chrome.close();
    }
  }));

test('on the page in Firefox the greeting is heard and read, and what is said is understood (R31)', () =>
  withServer({ env: { LIVEKIT_API_KEY: 'key-of-this-test', LIVEKIT_API_SECRET: 'secret-of-this-test-with-32-letters' } }, async (server) => {
    const firefox = await launchFirefox();
    try {
      const page = await firefox.newPage();
      await page.evaluateOnNewDocument(installSpeakingMicrophone);
      await page.evaluateOnNewDocument(keepPeer);
      await page.goto(`${server.http}/test_room.html`);
      await page.click('#connect');
      const candidate = Object.assign(new PageCandidate(), { page, ask: (words) => page.evaluate(words) });
      await candidate.connected();
      await until('the greeting is shown', 20_000, async () => /\bAI\b/.test(await candidate.textOf('interviewer')));
      await until('the greeting is heard', 10_000, async () => (await page.evaluate(pathOf)).energy > 0.05);
      assert.equal(await page.$eval('audio#voice', (voice) => voice.paused), false);

      const token = await page.$eval('#token', (field) => field.value);
      await candidate.speak('Could you please repeat the question?');

      await until('the candidate is understood', 15_000, async () => /repeat the question/i.test(await candidate.textOf('candidate')));

      // what is printed about all this holds no words, tokens or keys
      assert.match(server.log, /session\.started/);
      const said = (await candidate.captions()).filter((line) => line.final).map((line) => line.text);
      const secrets = [token, token.split('.')[2], server.env.LIVEKIT_API_SECRET, 'repeat the question', ...said];
      for (const secret of secrets) assert.ok(!server.log.toLowerCase().includes(secret.toLowerCase()), secret);
    } finally {
      await firefox.close();
    }
  }));
