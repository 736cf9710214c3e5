// Whole interviews by voice against the real binary with its local engines: a synthetic candidate over WebRTC, the page in Chromium,
// a separate run_bot, and a server killed in the middle.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { installSpeakingMicrophone, launchChromium } from './lib/browsers.mjs';
import { Codevoice, root, until } from './lib/codevoice.mjs';

const kAnswers = [
  'A process has its own memory space, while threads share the memory of their process.',
  'You protect shared data with a mutex, so that only one thread can change it at a time.',
  'I do not know.',
  'The kernel switches between them, and a switch between threads is cheaper.',
  'A race condition means that the result depends on the timing of the threads.',
];
const says = (texts) => texts.flatMap((text) => ['--say', text]);
const lines = (stdout) => stdout.trim().split('\n').map((line) => JSON.parse(line));

test('five spoken answers get five replies, and the record holds what was said', async () => {
  const server = await Codevoice.start({ args: ['--questions', '3', '--seed', '7'] });
  try {
    const { code, stdout, stderr } = await server.command('candidate', '--json', '--seconds', '240', ...says(kAnswers));
    assert.equal(code, 0, stderr + stdout + server.log);
    const events = lines(stdout);
    assert.equal(events.filter((event) => event.event === 'reply').length, 5);
    const [session] = await server.sessions();
    assert.equal(session.status, 'Completed');
    const record = await server.session(session.id);
    const bot = record.transcript.filter((line) => line.speaker === 'interviewer').map((line) => line.text).join(' ');
    const candidate = record.transcript.filter((line) => line.speaker === 'candidate').map((line) => line.text).join(' ').toLowerCase();
    assert.match(bot, /\bAI\b|artificial|automated/i); // the greeting says what it is
    assert.match(candidate, /memory/);
    assert.match(candidate, /threads?/);
    assert.ok(record.turns.length >= 1);
  } finally {
    await server.stop();
  }
});

test('the page in Chromium hears the greeting, is understood, gets a reply, and offers the transcript', async () => {
  const server = await Codevoice.start({ args: ['--questions', '2', '--seed', '7'] });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addInitScript(installSpeakingMicrophone);
    await page.goto(`${server.http}/test_room.html`);
    await page.locator('#connect').click();
    const agent = () => page.locator('#agent').innerText();
    const count = (side) => page.locator(`#captions li.${side}:not(.interim)`).count();
    await until('the interviewer greets', 30_000, async () => (await count('interviewer')) > 0);
    await until('the interviewer listens', 60_000, async () => (await agent()) === 'listening');
    const before = await count('interviewer');
    const speech = await readFile(join(root, '.tools/assets/beckett.wav'));
    await page.evaluate((wav) => window.speak(wav), speech.toString('base64'));
    await until('the candidate is understood', 20_000, async () => (await page.locator('#captions li.candidate').count()) > 0);
    await until('a reply comes', 30_000, async () => (await count('interviewer')) > before);
    await page.locator('#disconnect').click();
    await page.locator('dialog#leave button[value=end]').click();
    await until('the transcript is offered', 10_000, () => page.locator('#save').isVisible());
    await until('the session is over', 10_000, async () => (await server.sessions())[0]?.status === 'Completed');
  } finally {
    await browser.close();
    await server.stop();
  }
});

test('run_bot joins by URL and token, and says each step', async () => {
  const server = await Codevoice.start({ args: ['--no-bot'] });
  const bot = server.spawn('run_bot', '--questions', '2', '--seed', '7');
  try {
    await until('the bot waits', 60_000, () => /Waiting for participants/.test(bot.log));
    for (const step of [/LiveKit AI starting/, /AI connecting to room: interview-room-1/, /Connected to interview-room-1/, /STT initialised/, /TTS initialised/]) {
      assert.match(bot.log, step);
    }
    const { code, stdout, stderr } = await server.command('candidate', '--json', '--seconds', '120', ...says(kAnswers.slice(0, 2)));
    assert.equal(code, 0, stderr + stdout + bot.log);
    assert.equal(lines(stdout).filter((event) => event.event === 'reply').length, 2);
  } finally {
    bot.kill();
    await server.stop();
  }
});

test('kill -9 in the middle of an answer keeps everything up to the turn before', async () => {
  const server = await Codevoice.start({ args: ['--questions', '3', '--seed', '7'] });
  const candidate = server.spawn('candidate', '--json', '--seconds', '120', ...says(kAnswers));
  try {
    const replies = () => candidate.log.split('\n').filter((line) => line.includes('"event":"reply"')).length;
    await until('two answers were replied to', 90_000, () => replies() >= 2);
    await server.kill('SIGKILL');
    const [session] = await server.sessions();
    const record = await server.session(session.id);
    const said = record.transcript.filter((line) => line.speaker === 'candidate').map((line) => line.text).join(' ').toLowerCase();
    assert.match(said, /memory/);
  } finally {
    candidate.kill('SIGKILL');
    await server.stop();
  }
});
