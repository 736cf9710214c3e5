// kill -9 of the process that interviews: the same interview goes on with the next one (R21), or ends with a reason (R28).
// On emulated cloud speech, for processes that start quickly; what they hear are words of a script.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Codevoice, sleep, until } from './lib/codevoice.mjs';
import { Emulator } from './lib/emulator.mjs';

const kAnswer = 'A process has its own memory space, while threads share the memory of their process.';
const kSecond = 'You protect shared data with a mutex, so that only one thread can change it at a time.';
const args = ['--questions', '2', '--seed', '7'];
const kWords = 'a process has its own memory while threads share the memory of their process and need locks for it';
const kNobodyCame = 'the process was stopped and the candidate did not come back';

const events = (child) => child.log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
const replies = (child) => events(child).filter((event) => event.event === 'reply').length;
const ended = (child) => new Promise((done) => (child.exitCode !== null ? done(child.exitCode) : child.once('exit', done)));
const said = (record, speaker) => record.transcript.filter((line) => line.speaker === speaker).map((line) => line.text).join(' ');
const count = (text, what) => text.split(what).length - 1;

/** Servers on one data folder, ended with all that was started against them. */
async function withData(body) {
  const data = await mkdtemp(join(tmpdir(), 'codevoice-killed-'));
  const emulator = await Emulator.start('--transcript', kWords, '--tts-ms-per-char', '15');
  const cloud = { DEEPGRAM_API_KEY: 'x', CODEVOICE_DEEPGRAM_URL: `ws://127.0.0.1:${emulator.port}`, CODEVOICE_VOICE: 'flite' };
  const servers = [];
  const children = [];
  const start = async (options = {}) => {
    const server = await Codevoice.start({ args, ...options, data, env: { ...cloud, ...options.env } });
    servers.push(server);
    return server;
  };
  const spawn = (server, ...command) => {
    const child = server.spawn(...command);
    children.push(child);
    return child;
  };
  try {
    await body(start, spawn);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    for (const server of servers) await server.stop();
    emulator.stop();
    await rm(data, { recursive: true, force: true });
  }
}
const candidateIn = (spawn, server, ...answers) =>
  spawn(server, 'candidate', '--json', '--seconds', '150', ...answers.flatMap((text) => ['--say', text]));
const botIn = async (spawn, server) => {
  const bot = spawn(server, 'run_bot', ...args);
  await until('the bot waits', 60_000, () => {
    if (bot.exitCode !== null) throw new Error(`run_bot ended with ${bot.exitCode}:\n${bot.log}`);
    return /Waiting for participants/.test(bot.log);
  });
  return bot;
};
/** One answer was replied to, and the candidate is in the middle of the next. */
async function inMidAnswer(spawn, server) {
  const candidate = candidateIn(spawn, server, kAnswer, kSecond, kSecond);
  await until('an answer was replied to', 90_000, () => replies(candidate) === 1);
  await until('the interviewer listens', 60_000, () => events(candidate).filter((event) => event.event === 'agent_state').at(-1).state === 'listening');
  await sleep(2500); // 0.7 s of them quiet
  return candidate;
}
/** What the record of an interview that went on must hold, and hold once. */
function assertWentOn(record) {
  const bot = said(record, 'interviewer');
  assert.equal(count(bot, "I'll ask you"), 1, bot); // greeted once
  assert.match(bot, /back/i);
  assert.match(said(record, 'system'), /process was stopped/);
  assert.match(record.turns[0].user_transcript, /memory/); // given before the kill
  const lines = record.transcript.map((line) => (line.speaker === 'system' ? line.text : line.speaker));
  assert.ok(lines.lastIndexOf('candidate') > lines.findIndex((line) => /process was stopped/.test(line)), JSON.stringify(lines)); // and after it
  const asked = record.turns.map((turn) => turn.ai_message);
  assert.deepEqual(asked, [...new Set(asked)]); // no question has two turns
}

test('serve is killed and started again within the window: the candidate who comes back goes on in the same interview', () =>
  withData(async (start, spawn) => {
    const first = await start();
    const before = await inMidAnswer(spawn, first);
    const [begun] = await first.sessions();
    assert.equal(begun.status, 'Started');
    const asked = (await first.session(begun.id)).turns.at(-1).ai_message;
    await first.kill('SIGKILL');
    before.kill('SIGKILL');

    const second = await start();
    assert.equal((await second.sessions())[0].status, 'Started');
    const after = candidateIn(spawn, second, kSecond);
    assert.equal(await ended(after), 0, after.log + second.log);

    const sessions = await second.sessions();
    assert.deepEqual(sessions.map((session) => [session.id, session.status, session.reason]), [[begun.id, 'Completed', 'candidate_ended']]);
    const record = await second.session(begun.id);
    assertWentOn(record);
    const stopped = record.transcript.findIndex((line) => /process was stopped/.test(line.text));
    const since = said({ transcript: record.transcript.slice(stopped) }, 'interviewer');
    assert.ok(since.includes(asked), `${asked} is not asked again: ${since}`);
  }));

test('run_bot is killed and started again: the candidate, who never left, goes on in the same interview', () =>
  withData(async (start, spawn) => {
    const server = await start({ args: ['--no-bot'] });
    const killed = await botIn(spawn, server);
    const candidate = await inMidAnswer(spawn, server);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const next = await botIn(spawn, server); // waits until the room gives the killed one up
    assert.equal(await ended(candidate), 0, candidate.log + next.log);

    const sessions = await server.sessions();
    assert.deepEqual(sessions.map((session) => session.status), ['Completed']);
    assertWentOn(await server.session(sessions[0].id));
  }));

test('started again after the window: the interview has failed for a reason, and a new one begins', () =>
  withData(async (start, spawn) => {
    const env = { CODEVOICE_GRACE_S: '3' };
    const first = await start({ env });
    const before = await inMidAnswer(spawn, first);
    await first.kill('SIGKILL');
    before.kill('SIGKILL');
    await sleep(4000);

    const second = await start({ env });
    const [failed] = await second.sessions();
    assert.deepEqual([failed.status, failed.reason], ['Failed', kNobodyCame]);
    assert.match((await second.session(failed.id)).turns[0].user_transcript, /memory/); // nothing that was answered is lost
    const after = candidateIn(spawn, second, kAnswer);
    assert.equal(await ended(after), 0, after.log + second.log);
    assert.deepEqual((await second.sessions()).map((session) => session.status), ['Completed', 'Failed']);
  }));

test('started again within the window, and nobody comes back: it fails for a reason when the window ends', () =>
  withData(async (start, spawn) => {
    const env = { CODEVOICE_GRACE_S: '12' };
    const first = await start({ env });
    const before = candidateIn(spawn, first, kAnswer);
    await until('the interview has begun', 30_000, async () => (await first.sessions()).length === 1);
    await first.kill('SIGKILL');
    before.kill('SIGKILL');

    const second = await start({ env });
    assert.equal((await second.sessions())[0].status, 'Started');
    await until('the session is over', 20_000, async () => (await second.sessions())[0].status === 'Failed');
    assert.equal((await second.sessions())[0].reason, kNobodyCame);
  }));

test('another process on the same data leaves the interview of a living one alone (R20)', () =>
  withData(async (start, spawn) => {
    const env = { CODEVOICE_GRACE_S: '1' };
    const living = await start({ env });
    const theirs = candidateIn(spawn, living, kAnswer, kSecond);
    await until('an answer was replied to', 90_000, () => replies(theirs) === 1);
    const [session] = await living.sessions();

    const other = await start({ env });
    const ours = candidateIn(spawn, other, kAnswer); // the same identity, in the room of the same name
    assert.equal(await ended(theirs), 0, theirs.log + living.log);
    assert.equal(await ended(ours), 0, ours.log + other.log);

    const all = await other.sessions();
    assert.equal(all.length, 2);
    assert.ok(all.every((one) => one.status === 'Completed' && one.reason === 'candidate_ended'), JSON.stringify(all));
    assert.doesNotMatch(said(await living.session(session.id), 'system'), /process was stopped/);
  }));
