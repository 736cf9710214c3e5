// The test room page: what a candidate sees when something is wrong, and that one click starts talking.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from './lib/browsers.mjs';
import { Codevoice, root, until } from './lib/codevoice.mjs';
import { silence, tone, writeWav } from './lib/wav.mjs';

let server;
before(async () => (server = await Codevoice.start()));
after(() => server?.stop());

const pageOf = async (browser, url = `${server.http}/test_room.html`) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  return page;
};
const alertText = (page) => page.locator('#alert').innerText();
const sees = (page, words, ms = 10_000) => until(`the page says ${words}`, ms, async () => words.test(await alertText(page).catch(() => '')));

async function connectWith(page, { url, token }) {
  if (url !== undefined) await page.locator('#url').fill(url);
  if (token !== undefined) await page.locator('#token').fill(token);
  await page.locator('#connect').click();
}

test('in development the page carries a fresh token: one click connects', async () => {
  const browser = await launchChromium();
  try {
    const page = await pageOf(browser);
    assert.match(await page.locator('#token').inputValue(), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    await page.locator('#connect').click();
    await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
    assert.equal(await page.locator('audio#voice').count(), 1);
  } finally {
    await browser.close();
  }
});

test('wrong input and refusals are told in plain words', async () => {
  const browser = await launchChromium();
  try {
    const page = await pageOf(browser);
    await connectWith(page, { token: 'hello' });
    await sees(page, /no token/);
    await connectWith(page, { url: 'over there', token: await server.token('interview-room-1', 'x') });
    await sees(page, /no server URL/);
    await connectWith(page, { url: 'ws://localhost:1' });
    await sees(page, /cannot be reached/, 20_000);
    const parts = (await server.token('interview-room-1', 'x')).split('.');
    await connectWith(page, { url: server.rtc, token: `${parts[0]}.${parts[1]}.AAAA${parts[2].slice(4)}` });
    await sees(page, /does not accept this token/);
    const past = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(parts[1], 'base64url')), exp: 1000 })).toString('base64url');
    await connectWith(page, { token: `${parts[0]}.${past}.${parts[2]}` });
    await sees(page, /expired/);
  } finally {
    await browser.close();
  }
});

test('no microphone is told', async () => {
  const browser = await launchChromium({ microphone: false });
  try {
    const page = await pageOf(browser);
    await connectWith(page, {});
    await sees(page, /microphone/i);
  } finally {
    await browser.close();
  }
});

test('a silent microphone is told within five seconds, and taken back when it is heard', async () => {
  const wav = await writeWav(join(server.data, 'late.wav'), silence(8), tone(4, 300));
  const browser = await launchChromium({ wav });
  try {
    const page = await pageOf(browser);
    await connectWith(page, {});
    await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
    await sees(page, /Nothing comes from your microphone/, 5_000);
    await until('taken back', 10_000, async () => !(await page.locator('#alert').isVisible()));
  } finally {
    await browser.close();
  }
});

test('an interviewer that is not in the room is told (README: Bot not responding)', async () => {
  const browser = await launchChromium();
  try {
    const page = await pageOf(browser);
    await connectWith(page, { token: await server.token('room-without-interviewer', 'waiting') });
    await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
    assert.equal(await page.locator('#agent').innerText(), 'not here yet');
    await sees(page, /interviewer is not here yet/, 15_000);
    assert.match(await alertText(page), /run_bot/);
  } finally {
    await browser.close();
  }
});

test('a full room is told', async () => {
  const browser = await launchChromium();
  try {
    for (const who of ['one', 'two', 'three']) {
      const page = await pageOf(browser);
      await connectWith(page, { token: await server.token('small-room', who) });
      await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
    }
    const page = await pageOf(browser);
    await connectWith(page, { token: await server.token('small-room', 'one-too-many') });
    await sees(page, /room is full/);
  } finally {
    await browser.close();
  }
});

test('a page over plain http from another name says that it gets no microphone, and carries no token', async () => {
  const browser = await launchChromium({ args: ['--host-resolver-rules=MAP interview.example 127.0.0.1'] });
  try {
    const page = await pageOf(browser, `http://interview.example:${server.httpPort}/test_room.html`);
    await sees(page, /may not use the microphone/);
    assert.match(await alertText(page), /https/);
    assert.equal(await page.locator('#token').inputValue(), '');
  } finally {
    await browser.close();
  }
});

test('another tab takes over, and the first says so', async () => {
  const browser = await launchChromium();
  try {
    const token = await server.token('plain-room', 'same-person');
    const [first, second] = [await pageOf(browser), await pageOf(browser)];
    for (const page of [first, second]) {
      await connectWith(page, { token });
      await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
    }
    await sees(first, /another tab/);
  } finally {
    await browser.close();
  }
});

test('the page works opened from disk', async () => {
  const browser = await launchChromium();
  try {
    const page = await pageOf(browser, pathToFileURL(join(root, 'web/dist/test_room.html')).href);
    await connectWith(page, { url: server.rtc, token: await server.token('disk-room', 'from-disk') });
    await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
  } finally {
    await browser.close();
  }
});

test('Disconnect asks whether to end or come back', async () => {
  const browser = await launchChromium();
  try {
    const page = await pageOf(browser);
    await connectWith(page, { token: await server.token('plain-room-2', 'somebody') });
    await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
    await page.locator('#disconnect').click();
    await page.locator('dialog#leave button[value=stay]').click();
    assert.equal(await page.locator('#status-text').innerText(), 'Connected');
    await page.locator('#disconnect').click();
    await page.locator('dialog#leave button[value=later]').click();
    await until('left', 5_000, async () => (await page.locator('#status-text').innerText()) === 'You left the interview');
    assert.ok(await page.locator('#join').isVisible());
  } finally {
    await browser.close();
  }
});
