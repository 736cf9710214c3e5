// The room server is killed under a waiting bot and running interviews.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Codevoice, until } from './lib/codevoice.mjs';

test('a server that dies is looked for again and again; candidates and a bot end in plain words, none crashes', async () => {
  const dying = await Codevoice.start({ args: ['--no-bot'] });
  const bot = dying.spawn('run_bot', '--room', 'lost-1');
  const crowd = dying.spawn('candidate', '--room', 'lost-', '--sessions', '4', '--seconds', '25', '--say', 'Processes are isolated.');
  const ended = (child) => new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  const ends = Promise.all([ended(bot), ended(crowd)]);
  try {
    await until('the bot is there', 60_000, () => /Waiting for participants/.test(bot.log));
    await until('all have joined', 20_000, () => (dying.log.match(/participant_joined|room\.joined/g) ?? []).length >= 4);
    await dying.kill('SIGKILL');
    await until('the loss is seen', 20_000, () => /room\.connection_lost/.test(bot.log) && /room\.connection_lost/.test(crowd.log));
    const [botEnd, crowdEnd] = await ends;
    assert.ok([0, 1].includes(crowdEnd), `the candidates ended with ${crowdEnd}: ${crowd.log.slice(-500)}`);
    assert.equal(botEnd, 1, bot.log.slice(-500));
  } finally {
    bot.kill('SIGKILL');
    crowd.kill('SIGKILL');
    await dying.stop();
  }
});
