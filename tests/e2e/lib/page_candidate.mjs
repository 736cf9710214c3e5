// A candidate on the test room page: speaks synthesised words into the page's microphone, and reads what it shows.
import { execFileSync } from 'node:child_process';
import { installSpeakingMicrophone, quietly } from './browsers.mjs';
import { until } from './codevoice.mjs';

/** A WAV of the words, by a voice that is no part of the product. */
export function spoken(text) {
  return execFileSync('espeak-ng', ['-v', 'en-us', '-s', '145', '--stdout', text], { maxBuffer: 1 << 26 });
}

export class PageCandidate {
  /** Opens the page as the server gives it, with a microphone that `say` speaks into, and connects. */
  static async join(browser, server) {
    const page = await (await browser.newContext({ acceptDownloads: true })).newPage();
    await page.addInitScript(installSpeakingMicrophone);
    await page.goto(`${server.http}/test_room.html`);
    await page.locator('#connect').click();
    const self = await PageCandidate.on(page);
    await self.connected();
    return self;
  }
  static async on(page) {
    const self = new PageCandidate();
    self.page = page;
    self.ask = await quietly(page);
    return self;
  }

  /** What the page shows: [{ side, final, text }] in its order. */
  captions() {
    return this.ask(`[...document.querySelectorAll('#captions li')].map((line) => ({
      side: line.classList.contains('interviewer') ? 'interviewer' : 'candidate',
      final: !line.classList.contains('interim'),
      text: line.lastChild.textContent,
    }))`);
  }
  async textOf(side) {
    return (await this.captions()).filter((line) => line.side === side).map((line) => line.text).join('\n');
  }
  /** For a failed assertion: the whole conversation, as the page shows it. */
  async conversation() {
    return (await this.captions()).map((line) => `${line.side}${line.final ? '' : ' (interim)'}: ${line.text}`).join('\n');
  }
  agent() {
    return this.ask("document.getElementById('agent').textContent");
  }
  status() {
    return this.ask("document.getElementById('status-text').textContent");
  }
  /** The element can be seen. */
  shows(id) {
    return this.ask(`document.getElementById('${id}').checkVisibility()`);
  }
  /** The interviewer's voice is being played. */
  plays() {
    return this.ask("!document.getElementById('voice').paused");
  }
  async connected(ms = 15_000) {
    await until('the page is connected', ms, async () => (await this.status()) === 'Connected');
  }
  over() {
    return this.status().then((text) => /interview is over/.test(text));
  }

  /** Until the interviewer has said all it wants to, or the interview is over. */
  async myTurn(ms = 60_000) {
    let calm = 0;
    await until('the interviewer has spoken and listens', ms, async () => {
      if (await this.over()) return true;
      const newest = (await this.captions()).at(-1);
      calm = (await this.agent()) === 'listening' && newest?.side === 'interviewer' && newest.final ? calm + 1 : 0;
      return calm >= 6; // polls: more than half a second without a further sentence
    });
  }

  async speak(text) {
    await this.ask(`window.speak('${spoken(text).toString('base64')}')`);
  }

  /** One turn: says the words, and gives what the interviewer answered. */
  async say(text) {
    const before = await this.captions();
    const count = before.filter((line) => line.side === 'interviewer').length;
    await this.speak(text);
    await until(`a reply to "${text}"`, 30_000, async () => {
      const lines = await this.captions();
      return lines.filter((line) => line.side === 'interviewer').length > count || (await this.over());
    });
    await this.myTurn();
    const lines = await this.captions();
    const reply = lines.filter((line) => line.side === 'interviewer').slice(count).map((line) => line.text).join(' ');
    const understood = lines.filter((line) => line.side === 'candidate').at(-1)?.text ?? '';
    return { reply, understood };
  }
}
