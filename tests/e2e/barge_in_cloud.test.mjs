// Twenty conversations on a LiveKit server with emulated cloud services (recogniser, voice, language model) in which the candidate talks
// over the interviewer at random moments (seeded): what is on record must be the services' script, token by token, exactly as far as the
// candidate's own ears heard it, and the candidate's words must all be there once.
// The voice's sound lasts as long as its characters, so that what was heard tells the words; the recogniser hears words that never come
// twice; the language model numbers its answers.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { sleep, until } from './lib/codevoice.mjs';
import { Ears, clipOf, random } from './lib/ears.mjs';
import { Emulator } from './lib/emulator.mjs';
import { LiveKit, Product } from './lib/livekit.mjs';

const kConversations = Number(process.env.BARGE_IN_CONVERSATIONS ?? 20);
const kAtOnce = 7;
const kMsPerCharacter = 50;
const kStretchMs = 300; // the candidate's jitter buffer may fill in that much where packets come late; in one sentence of twenty
const kSafetyMs = 60 + 20; // of what was sent, the product takes that much as not yet heard
const clips = ['Sorry, wait a moment, could you please repeat that for me?', 'Excuse me, hold on, I did not understand the last part at all.',
  'I would use a hash table, because looking something up takes constant time.'].map(clipOf);

/** Distinct words, never those of a language. */
const script = Array.from({ length: 4000 }, (_, i) => {
  const syllables = ['ba', 'co', 'du', 'fe', 'gi', 'ho', 'ju', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'wu', 'xa', 'ye', 'zi'];
  return `${syllables[i % 20]}${syllables[Math.floor(i / 20) % 20]}${syllables[Math.floor(i / 400) % 20]}q`;
});
const numberOf = new Map(script.map((word, i) => [word, i]));
const answer = (n) => [`Thank you, that is note ${n} and it is written down with all the care that such an answer of yours deserves.`,
  `We keep it in mind, and whatever else you may want to add to note ${n} is welcome as well.`];

let server, emulator, product, bot;
before(async () => {
  server = await LiveKit.start();
  product = await Product.against(server.url, {});
  const file = join(product.data, 'script.txt');
  await writeFile(file, script.join(' '));
  emulator = await Emulator.start('--transcript-file', file, '--tts-ms-per-char', `${kMsPerCharacter}`, '--llm-answer', `POINTS: none\n${answer('{n}').join(' ')}`);
  const cloud = {
    DEEPGRAM_API_KEY: 'any', KRUTRIM_API_KEY: 'any', CODEVOICE_DEEPGRAM_URL: `ws://127.0.0.1:${emulator.port}`,
    CODEVOICE_LLM_URL: `http://127.0.0.1:${emulator.port}/v1`, CODEVOICE_LOG_PII: 'on', CODEVOICE_GRACE_S: '1',
  };
  bot = product.spawn(['run_bot', '--questions', '3', '--rooms', `cloud-:${kConversations}`], cloud);
  await until('all bots wait', 90_000, () => bot.log.split('Waiting for participants').length > kConversations);
});
after(async () => {
  if (process.env.BARGE_IN_LOG) await writeFile(process.env.BARGE_IN_LOG, bot?.log ?? '');
  await product?.stop();
  emulator?.stop();
  await server?.stop();
  await dispose();
});

async function converse(number) {
  await sleep((number % kAtOnce) * 500); // joining is what costs most
  const next = random(5000 + number);
  const room = `cloud-${number}`;
  const ears = await Ears.join(server.url, await server.token(room, 'human-candidate'));
  try {
    const say = async () => {
      ears.say(clips[Math.floor(next() * clips.length)]);
      await until(`${room}: the words are said`, 15_000, () => ears.queue.length === 0);
      await until(`${room}: it has stopped for them`, 15_000, () => !ears.hears(400));
    };
    const bargeIn = async (least, most) => {
      await until(`${room}: the interviewer speaks`, 40_000, () => ears.hears());
      await sleep(least + next() * (most - least));
      await until(`${room}: it speaks still, or again`, 40_000, () => ears.hears());
      await say();
    };
    if (number % 2 === 0) {
      await bargeIn(600, 12_000); // over the greeting or the first question
    } else {
      await until(`${room}: the first question`, 40_000, () => ears.hears());
      await until(`${room}: to its end`, 60_000, () => !ears.hears(1500));
      await say();
    }
    await bargeIn(200, 7_000); // over what the model says to that
    await bargeIn(100, 4_000);
    await until(`${room}: a last reply`, 40_000, () => ears.hears());
    await until(`${room}: to its end`, 60_000, () => !ears.hears(1000));
  } finally {
    await ears.leave();
  }
  return { room, ears };
}

const tokens = (text) => text.split(/\s+/).filter(Boolean);
const lengthOf = (words) => words.join('').length * kMsPerCharacter;
const startsWith = (whole, part) => part.every((token, i) => whole[i] === token);

/** What the services said that begins with these words. */
function scripted(line, said) {
  const number = line.text.match(/note (\d+)/)?.[1];
  const texts = number ? answer(number) : said;
  return texts.map(tokens).filter((whole) => startsWith(whole, tokens(line.text)));
}

/** The stretches of sound that belong to each line on record, and those that belong to none. */
function hearing(lines, ears) {
  const lag = ears.lagOf(lines.map((line) => line.begin));
  const heard = lines.map(() => 0);
  const stray = [];
  for (const burst of ears.bursts()) {
    const owner = lines.findLastIndex((line) => line.begin + lag - 250 <= burst.start);
    if (owner < 0 || burst.start > lines[owner].end + lag + 100) stray.push(burst);
    else heard[owner] += burst.ms;
  }
  return { lag, heard, stray };
}

function checkInterviewer(room, lines, ears, said) {
  const faults = [];
  const { lag, heard, stray } = hearing(lines, ears);
  let [cut, stretched] = [0, 0];
  lines.forEach((line, i) => {
    const words = tokens(line.text);
    const wholes = scripted(line, said);
    const fault = (why) => faults.push(`${room}: "${line.text}"${line.interrupted ? ' (cut)' : ''}: ${why}; ${heard[i]} ms were heard`);
    if (wholes.length === 0) return fault('is no beginning of anything the services said');
    if (!line.interrupted) {
      if (!wholes.some((whole) => whole.length === words.length)) fault('is not whole, and not marked as cut');
      const more = heard[i] - lengthOf(words);
      if (line.end > ears.left - 300) return undefined;
      if (more > 60) stretched += 1;
      if (more < -60 || more > kStretchMs) fault(`lasts ${lengthOf(words)} ms`);
      return undefined;
    }
    cut += 1;
    if (line.end > ears.left - 300) return undefined; // cut off because we went
    if (lengthOf(words) > heard[i] + 60) fault(`is more than was heard: ${lengthOf(words)} ms`);
    const fewest = Math.min(...wholes.map((whole) => lengthOf(whole.slice(0, words.length + 1))));
    const all = wholes.some((whole) => whole.length === words.length);
    if (!all && fewest < heard[i] - kSafetyMs - 100) fault(`is less than was heard: the next word is out after ${fewest} ms`);
    return undefined;
  });
  // what was heard and is on no line: at most a first word that was cut in its middle
  for (const burst of stray) if (burst.ms > 600) faults.push(`${room}: ${burst.ms} ms of the interviewer were heard that are on no record, ${burst.start - lines[0].begin} ms into it`);
  return { faults, cut, stretched, lag: Math.round(lag) };
}

function checkCandidate(room, lines) {
  const words = lines.flatMap((line) => tokens(line.heard).map((word) => word.toLowerCase().replace(/[^a-z]/g, '')));
  const numbers = words.map((word) => numberOf.get(word) ?? -1);
  const faults = numbers.flatMap((n, i) => (n === i ? [] : [`${room}: word ${i} of the candidate is number ${n} of the script (${words[i]})`]));
  return { faults: faults.slice(0, 3), count: words.length };
}

test(`${kConversations} conversations with barge-ins on cloud services: each transcript is their script as far as it was heard`, async (t) => {
  const done = [];
  for (let first = 0; first < kConversations; first += kAtOnce) {
    const numbers = Array.from({ length: Math.min(kAtOnce, kConversations - first) }, (_, i) => first + i);
    done.push(...(await Promise.all(numbers.map(converse))));
  }
  await until('all are on record', 60_000, async () => (await product.sessions()).filter((session) => session.status !== 'Started').length === kConversations);
  const said = await emulator.tell('said');
  const faults = [];
  const notes = [];
  const counts = [];
  const lags = [];
  let [sentences, cut, stretched] = [0, 0, 0];
  for (const { id, room } of await product.sessions()) {
    const { transcript } = await product.session(id);
    if (process.env.BARGE_IN_LOG) await writeFile(`${process.env.BARGE_IN_LOG}.${room}.json`, JSON.stringify({ transcript, bursts: done.find((one) => one.room === room).ears.bursts() }, null, 1));
    const lines = transcript.filter((line) => line.speaker === 'interviewer').map((line) => ({ ...line, begin: Date.parse(line.begin), end: Date.parse(line.end) }));
    assert.ok(lines.length > 0, `${room}: nothing on record`);
    const interviewer = checkInterviewer(room, lines, done.find((one) => one.room === room).ears, said);
    const candidate = checkCandidate(room, transcript.filter((line) => line.speaker === 'candidate'));
    faults.push(...interviewer.faults, ...candidate.faults);
    counts.push(candidate.count);
    lags.push(interviewer.lag);
    sentences += lines.length;
    cut += interviewer.cut;
    stretched += interviewer.stretched;
    notes.push(...lines.flatMap((line) => line.text.match(/(?<=note )\d+/g) ?? []).map((n) => `${n}${room}`));
  }
  const heard = Object.values(await emulator.tell('heard'));
  t.diagnostic(`${sentences} sentences on record, ${cut} cut off, ${stretched} stretched, ${new Set(notes).size} answers of the model, ${counts.reduce((a, b) => a + b)} words of candidates; ears behind by ${lags} ms`);
  assert.deepEqual(faults, []);
  const numbers = [...new Set(notes)].map((note) => Number.parseInt(note));
  assert.equal(new Set(numbers).size, numbers.length, 'an answer of the model is in two conversations');
  const ascending = (list) => [...list].sort((a, b) => a - b);
  assert.deepEqual(ascending(counts), ascending(heard), 'words that the recogniser told, and words on record');
  assert.ok(stretched <= sentences / 20, `${stretched} sentences were longer than they last`);
  assert.ok(cut >= kConversations * 1.5, `only ${cut} sentences were cut off`);
  assert.ok(numbers.length >= kConversations, `only ${numbers.length} answers of the model were heard`);
});
