// Twenty conversations on a LiveKit server in which the candidate talks over the interviewer at random moments (seeded): what is on
// record must be what was handed to the voice, token by token, exactly as far as the candidate's own ears heard it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { sleep, until } from './lib/codevoice.mjs';
import { Ears, clipOf, random } from './lib/ears.mjs';
import { LiveKit, Product } from './lib/livekit.mjs';

const kConversations = Number(process.env.BARGE_IN_CONVERSATIONS ?? 20);
const kAtOnce = 4;
const kInterruptions = ['Sorry, wait a moment, could you please repeat that for me?', 'Excuse me, hold on, I did not understand the last part at all.'];

const clips = kInterruptions.map(clipOf);

let server, product, bot;
before(async () => {
  server = await LiveKit.start();
  product = await Product.against(server.url, { CODEVOICE_LOG_PII: 'on', CODEVOICE_GRACE_S: '1', CODEVOICE_VOICE: 'flite:slt' });
  bot = product.spawn(['run_bot', '--questions', '2', '--rooms', `barge-:${kConversations}`]);
  await until('all bots wait', 90_000, () => bot.log.split('Waiting for participants').length > kConversations);
});
after(async () => {
  if (process.env.BARGE_IN_LOG) console.error(bot?.log);
  await product?.stop();
  await server?.stop();
  await dispose();
});

async function converse(number) {
  const next = random(1000 + number);
  const room = `barge-${number}`;
  const ears = await Ears.join(server.url, await server.token(room, 'human-candidate'));
  try {
    for (const [least, most] of [[800, 13_000], [500, 5_000]]) {
      await until(`${room}: the interviewer speaks`, 40_000, () => ears.hears());
      await sleep(least + next() * (most - least));
      await until(`${room}: it speaks still, or again`, 40_000, () => ears.hears());
      ears.say(clips[Math.floor(next() * clips.length)]);
      await until(`${room}: the words are said`, 15_000, () => ears.queue.length === 0);
      await until(`${room}: it has stopped for them`, 15_000, () => !ears.hears(400));
    }
  } finally {
    await ears.leave();
  }
  return { room, ears };
}

const tokens = (text) => text.split(/\s+/).filter(Boolean);
const time = (iso) => Date.parse(iso);
/** Where in a line of so many tokens its sound is after `share` of it, by letters. */
function shareOf(line, count) {
  const all = tokens(line).join('').length;
  return tokens(line).slice(0, count).join('').length / all;
}

test(`${kConversations} conversations with barge-ins: each transcript is the script as far as it was heard`, async (t) => {
  const done = [];
  for (let first = 0; first < kConversations; first += kAtOnce) {
    const numbers = Array.from({ length: Math.min(kAtOnce, kConversations - first) }, (_, i) => first + i);
    done.push(...(await Promise.all(numbers.map(converse))));
  }
  await until('all are on record', 60_000, async () => (await product.sessions()).filter((session) => session.status !== 'Started').length === kConversations);
  const script = new Set([...bot.log.matchAll(/tts\.first_clause .*pii\.text="?(.*?)"?$/gm)].map((match) => match[1].replaceAll('\\"', '"')));
  const records = {};
  for (const { id, room } of await product.sessions()) records[room] = (await product.session(id)).transcript.filter((line) => line.speaker === 'interviewer');

  // how long each sentence takes when nobody talks over it
  const lengths = new Map();
  for (const line of Object.values(records).flat()) {
    if (!line.interrupted) lengths.set(line.text, time(line.end) - time(line.begin));
  }
  let cut = 0;
  let checked = 0;
  const lags = [];
  const missed = []; // of the greeting's beginning: to be heard before anything is said (R19)
  const misses = [];
  for (const { room, ears } of done) {
    const lines = records[room];
    assert.ok(lines.length > 0, `${room}: nothing on record`);
    const lag = ears.lagOf(lines.map((line) => time(line.begin)));
    lags.push(Math.round(lag));
    missed.push(Math.round(ears.loudAfter(0) - lag - time(lines[0].begin)));
    for (const line of lines) {
      if (!line.interrupted) {
        assert.ok(script.has(line.text), `${room}: "${line.text}" is no sentence of the script`);
        continue;
      }
      cut += 1;
      if (time(line.end) > ears.left - 300) continue; // cut off because we went, not by our words
      const said = tokens(line.text);
      const whole = [...script].filter((sentence) => said.every((token, i) => tokens(sentence)[i] === token));
      assert.ok(whole.length > 0, `${room}: "${line.text}" is no beginning of a sentence of the script`);
      const full = whole.find((sentence) => lengths.has(sentence));
      if (!full || tokens(full).length === said.length) continue; // nobody heard it to its end, or nothing was missing
      // by the candidate's own ears: until when there was sound
      const end = ears.lastLoudBefore(time(line.end) + lag + 600);
      const heard = end - lag - time(line.begin);
      const until_last = shareOf(full, said.length) * lengths.get(full);
      const until_next = shareOf(full, said.length + 1) * lengths.get(full);
      checked += 1;
      if (until_last > heard + 450 || until_next < heard - 600) {
        misses.push(`${room}: ${Math.round(heard)} ms were heard, the record has ${said.length} words to ${Math.round(until_last)} ms, the next to ${Math.round(until_next)} ms: "${line.text}" | "${full}"`);
      }
    }
  }
  t.diagnostic(`${done.length} conversations, ${cut} sentences cut off, ${checked} compared with what was heard, ${misses.length} not in accord; ears behind by ${lags} ms, missed of the greeting ${missed} ms`);
  assert.deepEqual(misses, []);
  assert.ok(cut >= kConversations, `only ${cut} sentences were cut off`);
  assert.ok(checked >= cut / 2, `only ${checked} of ${cut} could be compared`);
});
