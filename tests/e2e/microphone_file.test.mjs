// A recording as Chromium's own microphone (its fake capture device plays the file, as a sound card would): greeting, turns, closing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { launchChromium } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';
import { PageCandidate } from './lib/page_candidate.mjs';
import { silence, speech, writeWav } from './lib/wav.mjs';

// what is said, and the seconds of silence before it: the interviewer says its own meanwhile (and would ask again after twelve)
const kSaid = [
  [27, 'Please repeat the question.'],
  [12, 'I do not know.'],
  [13, 'I do not know.'],
  [14, 'I do not know.'],
  [13, 'I do not know.'],
  [13, 'No, I have no questions. Thank you.'],
];

test('a recording as the microphone: five turns, each understood and replied to, then the closing', async () => {
  const server = await Codevoice.start({ args: ['--questions', '2', '--seed', '7'] });
  const parts = kSaid.flatMap(([pause, text]) => [silence(pause), speech(text)]);
  const wav = await writeWav(join(server.data, 'says.wav'), ...parts, silence(60));
  const browser = await launchChromium({ wav: `${wav}%noloop` });
  const page = await browser.newPage();
  const candidate = await PageCandidate.on(page);
  try {
    await page.goto(`${server.http}/test_room.html`);
    await page.locator('#connect').click();
    await candidate.connected();
    await until('the interview comes to its end', 200_000, () => candidate.over());
    const lines = await candidate.captions();
    const turns = lines.filter((line, i) => line.side === 'candidate' && lines[i + 1]?.side === 'interviewer');
    assert.ok(turns.length >= 5, `${turns.length} turns`);
    assert.match(turns[0].text, /repeat/i);
    const question = lines.filter((line) => line.side === 'interviewer').find((line) => line.text.endsWith('?')).text;
    const reply = lines.slice(lines.indexOf(turns[0]) + 1, lines.indexOf(turns[1])).map((line) => line.text).join(' ');
    assert.ok(reply.includes(question), `"${reply}" does not repeat "${question}"`);
    assert.match(lines.filter((line) => line.side === 'interviewer').map((line) => line.text).join(' '), /goodbye/i);
    const [session] = await server.sessions();
    assert.equal(session.status, 'Completed');
  } catch (error) {
    error.message += `\n${await candidate.conversation()}\n${server.log}`;
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
});
