// An interview on a LiveKit server that is not ours: the bot as its participants and administrators see it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { until } from './lib/codevoice.mjs';
import { LiveKit, Product } from './lib/livekit.mjs';
import { NodeParticipant } from './lib/node_participant.mjs';

const kAnswer = 'A process has its own memory space, while threads share the memory of their process.';

let server, product;
before(async () => {
  server = await LiveKit.start();
  product = await Product.against(server.url);
});
after(async () => {
  await product?.stop();
  await server?.stop();
  await dispose();
});

/** Somebody who may only listen: never taken for the candidate. */
const observe = async (room) => NodeParticipant.join(server.url, await server.token(room, 'observer', { canPublish: false }));

test('a whole turn: the room has limits, the bot is an agent whose state and words can be followed, and it leaves at once', async () => {
  const bot = await product.bot(['--once', '--room', 'turn']);
  const [room] = await server.admin.listRooms(['turn']);
  assert.deepEqual([room.maxParticipants, room.emptyTimeout, room.departureTimeout], [3, 300, 110]);
  const { 'ai-interviewer': there } = await server.people('turn');
  assert.equal(there.kind, 4); // AGENT
  assert.equal(there.attributes['lk.agent.state'], 'listening');
  assert.equal(there.tracks.length, 1);

  const observer = await observe('turn');
  try {
    const candidate = product.candidate(['--room', 'turn', '--say', kAnswer]);
    assert.equal(await candidate.ended, 0, candidate.log + bot.log);
    assert.equal(await bot.ended, 0, bot.log);

    const states = observer.states.filter((state) => state.startsWith('ai-interviewer'));
    const order = ['speaking', 'listening', 'thinking', 'speaking', 'listening', 'idle'].map((state) => `ai-interviewer ${state}`);
    let at = 0;
    for (const state of states) if (state === order[at]) at += 1;
    assert.equal(at, order.length, `the states came as ${states}`);

    const finals = observer.texts.filter((line) => line['lk.transcription_final'] === 'true');
    const ofBot = finals.filter((line) => line.from === 'ai-interviewer');
    const ofCandidate = finals.filter((line) => line.from === 'human-candidate');
    assert.ok(ofBot.length >= 2 && ofCandidate.length >= 1, JSON.stringify(observer.texts));
    assert.match(ofCandidate.map((line) => line.text).join(' '), /memory/);
    for (const line of finals) assert.match(line['lk.segment_id'], line.from === 'ai-interviewer' ? /^interviewer-\d+$/ : /^candidate-\d+$/);
    assert.equal(new Set(ofBot.map((line) => line['lk.segment_id'])).size, ofBot.length, 'a final line came twice');

    await until('the observer sees the bot go', 2_000, () => observer.left.includes('ai-interviewer'));
    const [record] = await product.sessions();
    assert.equal(record.status, 'Completed');
    const { transcript } = await product.session(record.id);
    const spoken = transcript.filter((line) => line.speaker === 'interviewer').map((line) => line.text);
    assert.deepEqual(spoken, ofBot.map((line) => line.text).filter(Boolean)); // what participants read is what is on record
  } finally {
    await observer.leave();
  }
});

test('the server whose key is not ours, and one that is not there: one line and exit code 1', async () => {
  const stranger = await product.command(['run_bot', '--room', 'x', '--log-level', 'off'], { LIVEKIT_API_SECRET: 'some-other-secret-that-is-long-enough-too' });
  assert.equal(stranger.code, 1);
  assert.match(stranger.stderr, /401/);
  assert.equal(stranger.stderr.trim().split('\n').length, 1, stranger.stderr);
  const nobody = await product.command(['run_bot', '--room', 'x', '--log-level', 'off'], { LIVEKIT_API_URL: 'ws://127.0.0.1:1' });
  assert.equal(nobody.code, 1);
  assert.match(nobody.stderr, /127\.0\.0\.1:1/);
});

test('doctor says in one line whether the LiveKit server answers, takes our key, and lets us make rooms', async () => {
  const line = async (env) => (await product.command(['doctor'], env)).stdout.split('\n').find((text) => / room server /.test(text)) ?? '';
  assert.match(await line({}), new RegExp(`^ok .*${server.port}.*may make rooms`));
  assert.match(await line({ LIVEKIT_API_SECRET: 'some-other-secret-that-is-long-enough-too' }), /^BAD .*does not accept our key/);
  assert.match(await line({ LIVEKIT_API_URL: 'ws://127.0.0.1:1' }), /^BAD .*nobody answers/);
});
