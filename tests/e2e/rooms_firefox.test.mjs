// The embedded room with the stock client in Firefox ESR.
import { after, before, test } from 'node:test';
import { launchChromium, launchFirefox, liveKitScript } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';
import { joinWithTone } from './lib/room_page.mjs';

let server;
before(async () => (server = await Codevoice.start({ args: ['--no-bot'] })));
after(async () => server?.stop());

const near = (hz, wanted) => Math.abs(hz - wanted) < 40;
const stateOf = (page) => page.evaluate(() => window.testRoom?.state);

async function pageIn(browser, room, identity, hz, microphone) {
  const page = await browser.newPage();
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  const token = await server.token(room, identity);
  await page.evaluate(joinWithTone, { url: server.rtc, token, hz, microphone });
  return page;
}

test('Firefox ESR and Chromium hear each other (R31)', async () => {
  const [firefox, chrome] = [await launchFirefox(), await launchChromium()];
  try {
    const a = await pageIn(firefox, 'mixed-room', 'fox', 440, true);
    const b = await pageIn(chrome, 'mixed-room', 'chrome', 1320, false);
    await until('Firefox hears Chromium', 20_000, async () => near((await stateOf(a)).hears, 1320));
    await until('Chromium hears Firefox', 20_000, async () => near((await stateOf(b)).hears, 440));
  } finally {
    await firefox.close();
    await chrome.close();
  }
});
