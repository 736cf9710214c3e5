// The network goes away in the middle of an interview on the page, and comes back: the same interview goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { installSpeakingMicrophone, launchChromium } from './lib/browsers.mjs';
import { Codevoice, sleep, until } from './lib/codevoice.mjs';
import { PageCandidate } from './lib/page_candidate.mjs';
import { mediaOnlyAt, Relay } from './lib/relay.mjs';

async function candidateBehind(relay, browser, server) {
  const page = await browser.newPage();
  await page.addInitScript(installSpeakingMicrophone);
  await page.addInitScript(mediaOnlyAt, relay.mediaPort);
  await page.goto(`${server.http}/test_room.html`);
  await page.locator('#url').fill(relay.url);
  await page.locator('#connect').click();
  const candidate = await PageCandidate.on(page);
  await candidate.connected();
  return candidate;
}

async function cutFor(ms, relay, candidate) {
  relay.cut();
  await sleep(ms);
  relay.mend();
  await until('the page is back', 40_000, async () => (await candidate.status()) === 'Connected');
}

for (const [words, ms] of [['six seconds: the connection is resumed', 6_000], ['half a minute: the room had given the candidate up', 30_000]]) {
  test(`a network cut of ${words}, and the same interview goes on`, async () => {
    const server = await Codevoice.start({ args: ['--questions', '2', '--seed', '7'] });
    const relay = await Relay.to(server);
    const browser = await launchChromium();
    const candidate = await candidateBehind(relay, browser, server);
    try {
      await candidate.myTurn(90_000);
      const question = (await candidate.textOf('interviewer')).split('\n').at(-1).trim();
      const cut = cutFor(ms, relay, candidate);
      await until('the page says so', 25_000, async () => /reconnecting/.test(await candidate.status()));
      await cut;
      await candidate.myTurn();
      const { reply, understood } = await candidate.say('Please repeat the question.');
      assert.match(understood, /repeat/i);
      assert.ok(reply.includes(question), reply);
      assert.equal((await candidate.textOf('interviewer')).match(/AI interviewer/g).length, 1, 'one greeting');
      const sessions = await server.sessions();
      assert.equal(sessions.length, 1);
      assert.equal(sessions[0].status, 'Started');
    } catch (error) {
      error.message += `\n${await candidate.status()}\n${await candidate.conversation()}\n${server.log}`;
      throw error;
    } finally {
      await browser.close();
      relay.close();
      await server.stop();
    }
  });
}
