// Two LiveKit servers joined by a Redis: the candidate at one, the interviewer at the other, and one of them dies.
import assert from 'node:assert/strict';
import { after, afterEach, beforeEach, test } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { until } from './lib/codevoice.mjs';
import { LiveKit, Product, events, startRedis } from './lib/livekit.mjs';
import { NodeParticipant } from './lib/node_participant.mjs';

const kAnswer = 'A process has its own memory space, while threads share the memory of their process.';

let redis, nodes, product;
beforeEach(async () => {
  redis = await startRedis();
  nodes = [await LiveKit.start({ redis }), await LiveKit.start({ redis })];
  product = await Product.against(nodes[0].url);
});
afterEach(async () => {
  await product?.stop();
  for (const node of nodes ?? []) await node.stop();
  await redis?.stop();
});
after(() => dispose());

test('candidate at one node, interviewer at the other: a whole turn, and both nodes know the room', async () => {
  const bot = await product.bot(['--once', '--room', 'far'], { LIVEKIT_API_URL: nodes[0].url });
  const candidate = product.candidate(['--room', 'far', '--say', kAnswer], { LIVEKIT_API_URL: nodes[1].url });
  await until('the interviewer greets', 40_000, () => events(candidate).some((event) => event.event === 'caption' && event.side === 'interviewer'));
  for (const node of nodes) {
    const people = await node.people('far');
    assert.deepEqual(Object.keys(people).sort(), ['ai-interviewer', 'human-candidate']);
  }
  assert.equal(await candidate.ended, 0, candidate.log + bot.log);
  assert.equal(await bot.ended, 0, bot.log);
  assert.equal(events(candidate).filter((event) => event.event === 'reply').length, 1);
  assert.equal((await product.sessions())[0].status, 'Completed');
});

test('the node that has the room dies: both find the other one, and the interview goes on', async () => {
  // the first to come decides which node has the room; both reach the cluster by a node that stays
  const first = await NodeParticipant.join(nodes[0].url, await nodes[0].token('moved', 'watcher', { canPublish: false }));
  const has = (node) => /starting RTC session.*"moved"/.test(node.process.log);
  await until('a node has the room', 5_000, () => nodes.some(has));
  const [host, other] = has(nodes[0]) ? nodes : [nodes[1], nodes[0]];
  await first.leave();
  const bot = await product.bot(['--once', '--room', 'moved'], { LIVEKIT_API_URL: other.url });
  const candidate = product.candidate(['--room', 'moved', '--say', kAnswer], { LIVEKIT_API_URL: other.url });
  const told = (error) => Promise.reject(new Error(`${error.message}\n${bot.log}\n${candidate.log}`));
  await until('the interviewer greets', 60_000, () => events(candidate).some((event) => event.event === 'caption' && event.side === 'interviewer')).catch(told);
  await host.kill();
  await until('both are in a room again', 90_000, () => /room\.connection_back/.test(bot.log) && /room\.connection_back/.test(candidate.log)).catch(told);
  assert.equal(await candidate.ended, 0, candidate.log + bot.log);
  assert.equal(await bot.ended, 0, bot.log);
  const [record] = await product.sessions();
  assert.equal(record.status, 'Completed', bot.log);
  assert.equal((await product.sessions()).length, 1);
});
