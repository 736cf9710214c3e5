// Whole interviews on the test room page in Chromium, with synthesised speech as the microphone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { installSpeakingMicrophone, launchChromium } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';
import { PageCandidate } from './lib/page_candidate.mjs';

const kInterview = ['--questions', '2', '--seed', '7'];

async function candidateOn(browser, server) {
  const page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  await page.addInitScript(installSpeakingMicrophone);
  await page.goto(`${server.http}/test_room.html`);
  await page.locator('#connect').click();
  const candidate = await PageCandidate.on(page);
  await candidate.connected();
  return candidate;
}

/** Turns whose replies depend on what was said, then on to the closing; the transcript the page offers is read back. */
async function wholeInterview(server) {
  const browser = await launchChromium();
  const candidate = await candidateOn(browser, server);
  try {
    await candidate.myTurn(90_000);
    const greeting = await candidate.textOf('interviewer');
    assert.match(greeting, /\bAI\b/);
    const question = greeting.split('\n').at(-1).trim();
    assert.match(question, /\?$/);

    const repeated = await candidate.say('Please repeat the question.');
    assert.match(repeated.understood, /repeat/i);
    assert.ok(repeated.reply.includes(question), `"${repeated.reply}" does not repeat "${question}"`);
    const unknown = await candidate.say('I do not know.');
    assert.match(unknown.understood, /know/i);
    assert.ok(!unknown.reply.includes(question), `an answer of "I do not know" got the same question again: ${unknown.reply}`);
    const skipped = await candidate.say('Let us skip this question.');
    assert.match(skipped.reply, /question/i);
    assert.ok(!skipped.reply.includes(question));
    let turns = 3;
    for (; turns < 12 && !(await candidate.over()); turns++) await candidate.say(turns < 5 ? 'I do not know.' : 'No, I have no questions. Thank you.');
    assert.ok(turns >= 5, `${turns} turns`);
    assert.ok(await candidate.over(), 'the interview came to its end');
    assert.match(await candidate.textOf('interviewer'), /goodbye/i);

    await until('the transcript is offered', 10_000, () => candidate.page.locator('#save').isVisible());
    const [download] = await Promise.all([candidate.page.waitForEvent('download'), candidate.page.locator('#save').click()]);
    const transcript = await readFile(await download.path(), 'utf8');
    for (const words of [question, 'goodbye']) assert.ok(transcript.includes(words), `the transcript lacks "${words}"`);
    assert.match(transcript, /\d\d:\d\d {2}You: .*repeat/);
  } catch (error) {
    error.message += `\n${await candidate.conversation()}\n${server.log}`;
    throw error;
  } finally {
    await browser.close();
  }
  const [session] = await server.sessions();
  assert.equal(session.status, 'Completed');
}

test('an interview on the page against serve: greeting, replies to what was said, closing, transcript', async () => {
  const server = await Codevoice.start({ args: kInterview });
  try {
    await wholeInterview(server);
  } finally {
    await server.stop();
  }
});

test('an interview on the page against a separate run_bot', async () => {
  const server = await Codevoice.start({ args: ['--no-bot'] });
  const bot = server.spawn('run_bot', ...kInterview);
  try {
    await until('the bot waits', 60_000, () => /Waiting for participants/.test(bot.log));
    await wholeInterview(server);
  } finally {
    bot.kill();
    await server.stop();
  }
});

test('a reload goes on with the same session: heard at once, no second greeting, captions kept', async () => {
  const server = await Codevoice.start({ args: kInterview });
  const browser = await launchChromium({ autoplay: 'desktop' });
  const candidate = await candidateOn(browser, server);
  try {
    await candidate.myTurn(90_000);
    const question = (await candidate.textOf('interviewer')).split('\n').at(-1).trim();
    await candidate.page.reload();
    await candidate.connected();
    assert.ok((await candidate.textOf('interviewer')).includes(question), 'the captions of before are there');
    await until('the voice is played without a click: the page uses the microphone', 10_000, () => candidate.plays());
    await candidate.myTurn();
    assert.equal(await candidate.shows('play'), false);
    assert.equal(await candidate.plays(), true);
    const { reply } = await candidate.say('Please repeat the question.');
    assert.ok(reply.includes(question), reply);
    assert.equal((await candidate.textOf('interviewer')).match(/AI interviewer/g).length, 1, 'one greeting');
    assert.equal((await server.sessions()).length, 1);

    await candidate.page.locator('#disconnect').click();
    await candidate.page.locator('dialog#leave button[value=end]').click();
    await until('the end is on record', 10_000, async () => (await server.sessions())[0].reason === 'candidate_ended');
  } catch (error) {
    error.message += `\n${await candidate.conversation()}\n${server.log}`;
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
});

test('where the browser plays nothing without a click, Play is offered and starts the voice (README: No audio heard)', async () => {
  const server = await Codevoice.start({ args: kInterview });
  const browser = await launchChromium({ autoplay: 'never' });
  try {
    const candidate = await candidateOn(browser, server);
    await candidate.page.reload(); // joins again by itself, with no click on this page
    await candidate.connected();
    await until('Play is offered', 15_000, () => candidate.shows('play'));
    assert.equal(await candidate.plays(), false);
    await candidate.page.locator('#play').click();
    await until('Play is gone', 5_000, async () => !(await candidate.shows('play')));
    assert.equal(await candidate.plays(), true);
  } finally {
    await browser.close();
    await server.stop();
  }
});
