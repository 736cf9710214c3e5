// The product's main job in brief, for every submission: on the page in Chromium a candidate is greeted, understood, answered to the point,
// and ends the interview. Whole interviews: page_interview.test.mjs.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { launchChromium } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';
import { PageCandidate } from './lib/page_candidate.mjs';

test('one turn on the page, then Disconnect and the transcript', async () => {
  const server = await Codevoice.start({ args: ['--questions', '1', '--seed', '7'] });
  const browser = await launchChromium();
  const candidate = await PageCandidate.join(browser, server);
  try {
    await until('the question is asked', 60_000, async () => (await candidate.textOf('interviewer')).trim().endsWith('?'));
    await candidate.myTurn(60_000);
    assert.equal(await candidate.plays(), true);
    const question = (await candidate.textOf('interviewer')).split('\n').at(-1).trim();
    const { reply, understood } = await candidate.say('Please repeat the question.');
    assert.match(understood, /repeat/i);
    assert.ok(reply.includes(question), `"${reply}" does not repeat "${question}"`);
    await candidate.page.locator('#disconnect').click();
    await candidate.page.locator('dialog#leave button[value=end]').click();
    await until('the transcript is offered', 10_000, () => candidate.shows('save'));
    const [download] = await Promise.all([candidate.page.waitForEvent('download'), candidate.page.locator('#save').click()]);
    const transcript = await readFile(await download.path(), 'utf8');
    assert.match(transcript, /\d\d:\d\d {2}You: .*repeat/);
    assert.equal((await server.sessions())[0].reason, 'candidate_ended');
  } catch (error) {
    error.message += `\n${await candidate.conversation()}\n${server.log}`;
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
});
