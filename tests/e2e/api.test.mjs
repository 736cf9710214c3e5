// A recruiter and a candidate by API: questions, template, interview, invitation, the interview itself, what was said; the real binary.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { launchChromium } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';

const kAnswer = 'A cache keeps copies of slow data close to the reader, and the copies can go stale.';
const events = (child) => child.log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));

let server;
let admin;
before(async () => {
  server = await Codevoice.start({ args: ['--minutes', '5', '--seed', '7'] });
  admin = new Person(server);
  await admin.signIn('admin', /password (\S+)/.exec(server.log)[1]);
});
after(() => server?.stop());

class Person {
  constructor(of) {
    this.server = of;
    this.headers = { 'Content-Type': 'application/json' };
  }
  async ask(method, path, body) {
    const answer = await fetch(`${this.server.http}/api/v1${path}`, { method, headers: this.headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, body: text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text, cookie: answer.headers.get('set-cookie') };
  }
  async make(path, body) {
    const { status, body: made } = await this.ask('POST', path, body);
    assert.equal(status, 201, JSON.stringify(made));
    return made;
  }
  async signIn(username, password) {
    const { status, body, cookie } = await this.ask('POST', '/auth/login', { username, password });
    assert.equal(status, 200, JSON.stringify(body));
    this.headers = { ...this.headers, Cookie: cookie.split(';')[0], 'X-CSRF-Token': body.csrf_token };
  }
}

async function recruiter() {
  const name = `recruiter-${Math.floor(performance.now())}`;
  await admin.make('/users', { username: name, password: 'a long password', role: 'interviewer' });
  const person = new Person(server);
  await person.signIn(name, 'a long password');
  return person;
}

async function plannedInterview(person, settings = {}) {
  const question = await person.make('/questions', {
    text: 'What is a cache, and what is the price of having one?',
    difficulty: 'EASY',
    topic: 'memory',
    expected_key_points: ['It keeps copies of slow data close to the reader.', 'The copies can go stale.'],
  });
  const template = await person.make('/templates', { name: 'One question', settings: { question_ids: [question.id], minutes: 5, max_follow_ups: 0, ...settings } });
  return person.make('/interviews', { template_id: template.id, candidate_name: 'Grace' });
}

/** Watches an interview live. */
function watch(person, id, lastId = 0) {
  const socket = new WebSocket(`${server.http.replace('http', 'ws')}/ws/interviews/${id}?last_event_id=${lastId}`, { headers: { Cookie: person.headers.Cookie ?? '' } });
  const seen = { socket, events: [], refused: undefined };
  socket.on('message', (text) => seen.events.push(JSON.parse(text)));
  socket.on('unexpected-response', (_, answer) => (seen.refused = answer.statusCode));
  socket.on('error', () => {});
  return seen;
}

test('who may not review an interview may not watch it', async () => {
  const interview = await plannedInterview(await recruiter());
  const refusedWith = async (person, id = interview.id) => {
    const seen = watch(person, id);
    return until('it is refused', 5_000, () => seen.refused);
  };
  assert.equal(await refusedWith(new Person(server)), 401);
  assert.equal(await refusedWith(await recruiter()), 404);
  assert.equal(await refusedWith(admin, '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'), 404);
  const foreign = await fetch(`${server.http}/ws/interviews/${interview.id}`, { headers: { ...admin.headers, Origin: 'https://evil.example' } });
  assert.equal(foreign.status, 403);
  assert.equal((await fetch(`${server.http}/ws/interviews/${interview.id}`, { headers: admin.headers })).status, 426);
});

test('from the question to the record of the answer', async () => {
  const person = await recruiter();
  const interview = await plannedInterview(person);
  assert.equal(interview.status, 'scheduled');
  const { token } = await person.make(`/interviews/${interview.id}/invitations`, {});
  const opened = await new Person(server).ask('POST', '/invitations/open', { token });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  assert.equal((await new Person(server).ask('POST', '/invitations/open', { token })).status, 403); // another device

  const watching = watch(person, interview.id);
  const candidate = server.spawn('candidate', '--json', '--room', opened.body.room, '--identity', opened.body.identity, '--seconds', '90', '--say', kAnswer, '--say', "No, thank you, I don't have any questions.");
  await until('it runs', 20_000, async () => (await person.ask('GET', `/interviews/${interview.id}`)).body.status === 'Started');
  assert.equal((await person.ask('POST', `/interviews/${interview.id}/cancel`)).body.code, 'not_scheduled');
  await until('it is over', 90_000, async () => (await person.ask('GET', `/interviews/${interview.id}`)).body.status === 'Completed');
  candidate.kill();
  await until('the watcher heard of the end', 5_000, () => watching.events.some((event) => event.type === 'ended'));
  const ids = watching.events.map((event) => event.id);
  assert.deepEqual(ids, ids.map((_, i) => i + 1));
  for (const type of ['started', 'interviewer', 'caption', 'line', 'turn', 'quality', 'ended']) assert.ok(watching.events.some((event) => event.type === type), type);
  watching.socket.close();
  const again = watch(person, interview.id, ids.at(-2));
  await until('what was missed comes again', 5_000, () => again.events.length > 0);
  assert.deepEqual(again.events.map((event) => event.id), ids.slice(-1));
  again.socket.close();

  const turns = (await person.ask('GET', `/interviews/${interview.id}/turns`)).body.items;
  assert.equal(turns.length, 1, JSON.stringify(turns));
  assert.match(turns[0].ai_message, /price of having one/);
  assert.match(turns[0].user_transcript, /copies/i);
  assert.ok(turns[0].key_points.some((point) => point.covered), JSON.stringify(turns[0].key_points));
  const lines = (await person.ask('GET', `/interviews/${interview.id}/transcript`)).body.items;
  assert.ok(lines.some((line) => line.speaker === 'candidate') && lines.some((line) => line.speaker === 'interviewer'));
  assert.equal((await (await recruiter()).ask('GET', `/interviews/${interview.id}/transcript`)).status, 404);
  assert.equal((await person.ask('POST', `/interviews/${interview.id}/invitations`, {})).body.code, 'over');
  // nobody is interviewed there again
  const late = server.spawn('candidate', '--json', '--room', opened.body.room, '--seconds', '4', '--say', kAnswer);
  await new Promise((done) => late.once('exit', done));
  assert.equal(events(late).filter((event) => event.event === 'agent_state').length, 0);
});

test('an interview that runs is stopped by its recruiter, and the reason is on record', async () => {
  const person = await recruiter();
  const interview = await plannedInterview(person);
  const candidate = server.spawn('candidate', '--json', '--room', interview.room, '--seconds', '60', '--say', kAnswer);
  await until('the interviewer speaks', 30_000, () => events(candidate).some((event) => event.event === 'caption' && event.side === 'interviewer'));

  assert.equal((await person.ask('POST', `/interviews/${interview.id}/stop`)).status, 202);

  const shown = await until('it is over', 20_000, async () => {
    const { body } = await person.ask('GET', `/interviews/${interview.id}`);
    return body.status !== 'Started' && body;
  });
  candidate.kill();
  assert.match(shown.reason, /stopped by recruiter-/);
});

test('a created interview that nobody planned is not held, and the settings of the process still are', async () => {
  const nobody = server.spawn('candidate', '--json', '--room', 'iv-guessed', '--seconds', '5', '--say', kAnswer);
  const known = server.spawn('candidate', '--json', '--seconds', '20', '--say', kAnswer);
  await until('the interviewer of the plain room speaks', 20_000, () => events(known).some((event) => event.event === 'caption' && event.side === 'interviewer'));
  await new Promise((done) => nobody.once('exit', done));
  known.kill();
  assert.equal(events(nobody).filter((event) => event.event === 'agent_state').length, 0, nobody.log);
});

test('the page of an invitation says hello, asks for nothing, and begins with one click', async () => {
  const person = await recruiter();
  const interview = await plannedInterview(person);
  const { token } = await person.make(`/interviews/${interview.id}/invitations`, {});
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.http}/join#${token}`);
    await until('it says hello', 10_000, async () => /Hello Grace/.test(await page.locator('#hint').innerText()));
    assert.equal(await page.locator('#url').isVisible(), false);
    assert.equal(await page.locator('#token').isVisible(), false);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/join.png` });
    await page.locator('#connect').click();
    await until('the interviewer speaks', 30_000, async () => (await page.locator('#captions li').count()) > 0);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/join_call.png` });
    await page.reload(); // the same device comes back by itself, with a fresh token
    await until('it is back in the call', 30_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${server.http}/join#${token}`);
    await until('another device is told', 10_000, async () => /does not work/.test(await other.locator('#alert').innerText()));
    if (process.env.SHOTS) await other.screenshot({ path: `${process.env.SHOTS}/join_refused.png` });
  } finally {
    await browser.close();
  }
});

test('the page of the API shows its operations', async () => {
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.http}/api/docs#createInterview`);
    await until('it is drawn', 10_000, async () => (await page.locator('details').count()) > 30);
    assert.equal(await page.locator('#createInterview').getAttribute('open'), '');
    await page.locator('#filter').fill('invitation');
    assert.ok((await page.locator('details:visible').count()) < 10);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/docs.png`, fullPage: true });
  } finally {
    await browser.close();
  }
});
