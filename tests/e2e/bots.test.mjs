// Who interviews in a room, and that an interview survives its candidate's reload: the real binary with its local engines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Codevoice, sleep, until } from './lib/codevoice.mjs';

const kAnswer = 'A process has its own memory space, while threads share the memory of their process.';
const kSecond = 'You protect shared data with a mutex, so that only one thread can change it at a time.';
const interviewArgs = ['--questions', '2', '--seed', '7'];

const events = (child) => child.log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
const botWords = (child) => events(child).filter((event) => event.event === 'caption' && event.side === 'interviewer' && event.final).map((event) => event.text).join(' ');
const replies = (child) => events(child).filter((event) => event.event === 'reply').length;
const ended = (child) => new Promise((done) => (child.exitCode !== null ? done(child.exitCode) : child.once('exit', done)));
const count = (text, what) => text.split(what).length - 1;

const candidateIn = (server, ...args) => server.spawn('candidate', '--json', '--seconds', '120', ...args);
const botIn = async (server, ...args) => {
  const bot = server.spawn('run_bot', ...interviewArgs, ...args);
  await until('the bot waits', 60_000, () => {
    if (bot.exitCode !== null) throw new Error(`run_bot ended with ${bot.exitCode}:\n${bot.log}`);
    return /Waiting for participants/.test(bot.log);
  });
  return bot;
};
async function isRefused(server, words) {
  const { code, stderr } = await server.command('run_bot', ...interviewArgs, '--identity', 'second-bot', '--log-level', 'off');
  assert.equal(code, 1, stderr);
  assert.match(stderr, words);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
}
/** Starts the server, and ends it and all that was started against it. */
async function withServer(options, body) {
  const server = await Codevoice.start(options);
  const children = [];
  const spawn = server.spawn.bind(server);
  server.spawn = (...args) => {
    const child = spawn(...args);
    children.push(child);
    return child;
  };
  try {
    await body(server);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await server.stop();
  }
}

test('a room the product did not make is a plain room', () =>
  withServer({ args: interviewArgs }, async (server) => {
    const candidate = server.spawn('candidate', '--json', '--room', 'somewhere-else', '--seconds', '6', '--say', kAnswer);
    await ended(candidate);
    assert.ok(events(candidate).some((event) => event.event === 'joined'), candidate.log);
    assert.equal(events(candidate).filter((event) => event.event === 'agent_state').length, 0);
    assert.deepEqual(await server.sessions(), []);
  }));

test("serve's own interview goes on when a second bot comes: it is refused with one line and exit code 1 (R20)", () =>
  withServer({ args: interviewArgs }, async (server) => {
    const candidate = candidateIn(server, '--say', kAnswer);
    await until('the interviewer greets', 30_000, () => botWords(candidate) !== '');
    await isRefused(server, /an interview is already running in room interview-room-1/);
    assert.equal(await ended(candidate), 0, candidate.log + server.log);
    assert.equal(replies(candidate), 1);
    assert.equal((await server.sessions()).length, 1);
  }));

test('run_bot that is there first interviews instead of serve, one candidate after the other; a second bot is refused', () =>
  withServer({ args: interviewArgs }, async (server) => {
    const bot = await botIn(server);
    await isRefused(server, /another interviewer is already waiting in room interview-room-1/);
    const first = candidateIn(server, '--say', kAnswer);
    await until('the interviewer greets', 30_000, () => botWords(first) !== '');
    await isRefused(server, /an interview is already running in room interview-room-1/);
    assert.equal(await ended(first), 0, first.log + bot.log);
    assert.match(bot.log, /session\.started/);
    assert.doesNotMatch(server.log, /session\.started/);
    await until('the bot waits for the next', 20_000, () => count(bot.log, 'Waiting for participants') === 2);
    const second = candidateIn(server, '--say', kAnswer);
    assert.equal(await ended(second), 0, second.log + bot.log);
    assert.doesNotMatch(server.log, /session\.started/);
    assert.equal((await server.sessions()).length, 2);
  }));

test('run_bot --once ends after its interview; a bot that was killed leaves the candidate to serve', () =>
  withServer({ args: interviewArgs }, async (server) => {
    const once = await botIn(server, '--once');
    const first = candidateIn(server, '--say', kAnswer);
    assert.equal(await ended(first), 0, first.log + once.log);
    assert.equal(await ended(once), 0, once.log);

    const killed = await botIn(server);
    killed.kill('SIGKILL');
    const second = candidateIn(server, '--say', kAnswer);
    await until("serve's bot takes over", 30_000, () => /session\.started/.test(server.log));
    assert.equal(await ended(second), 0, second.log + server.log);
  }));

test('a bot that is killed in the middle of its interview leaves it to serve, where it goes on (R21)', () =>
  withServer({ args: interviewArgs }, async (server) => {
    const killed = await botIn(server);
    const candidate = candidateIn(server, '--say', kAnswer);
    await until('the interviewer greets', 30_000, () => botWords(candidate) !== '');
    killed.kill('SIGKILL');
    await until('the candidate misses it', 30_000, () => events(candidate).some((event) => event.event === 'interviewer_left'));
    await until("serve's bot takes over", 10_000, () => /session\.taken_up/.test(server.log));
    assert.equal(await ended(candidate), 0, candidate.log + server.log);
    assert.equal(replies(candidate), 1);
    assert.equal((await server.sessions()).length, 1);
  }));

/** Two candidates of one identity: the second replaces the first, as a page does that is loaded again. */
async function reload(server) {
  const before = candidateIn(server, '--say', kAnswer, '--say', kSecond);
  await until('an answer was replied to', 60_000, () => replies(before) === 1);
  const after = candidateIn(server, '--say', kSecond);
  assert.equal(await ended(before), 1); // replaced
  assert.equal(await ended(after), 0, after.log + server.log);
  const sessions = await server.sessions();
  assert.equal(sessions.length, 1);
  assert.equal(sessions[0].status, 'Completed');
  assert.match(botWords(after), /back/i);
  const record = await server.session(sessions[0].id);
  const bot = record.transcript.filter((line) => line.speaker === 'interviewer').map((line) => line.text).join(' ');
  assert.equal(count(bot, "I'll ask you"), 1, bot); // greeted once
  assert.match(JSON.stringify(record.transcript), /came back/);
}

test('a reload takes the interview with serve up again (R21)', () => withServer({ args: interviewArgs }, reload));

test('a reload takes the interview with run_bot up again (R21)', () =>
  withServer({ args: ['--no-bot'] }, async (server) => {
    await botIn(server);
    await reload(server);
  }));

test('a candidate gone past the grace window: Failed without an answer, with the reason', () =>
  withServer({ args: interviewArgs, env: { CODEVOICE_GRACE_S: '2' } }, async (server) => {
    const candidate = candidateIn(server, '--say', kAnswer);
    await until('the interviewer greets', 30_000, () => botWords(candidate) !== '');
    candidate.kill('SIGKILL');
    await until('the session is over', 40_000, async () => (await server.sessions())[0]?.status === 'Failed');
    const [session] = await server.sessions();
    assert.equal(session.reason, 'candidate_gone');
    await sleep(500);
    assert.doesNotMatch(server.log, /assertion|terminate called/i);
  }));
