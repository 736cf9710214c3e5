// README's "Troubleshooting": what each heading names is provoked here, and told by a line of doctor or on the page. What other files
// of this folder provoke is named where it belongs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from './lib/browsers.mjs';
import { Codevoice, until } from './lib/codevoice.mjs';
import { mediaOnlyAt } from './lib/relay.mjs';

const alertText = (page) => page.locator('#alert').innerText().catch(() => '');
const sees = (page, words, ms = 10_000) => until(`the page says ${words}`, ms, async () => words.test(await alertText(page)));

async function withServer(options, body) {
  const server = await Codevoice.start(options);
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}
async function withPage(server, body, script = () => {}, argument = undefined) {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addInitScript(script, argument);
    await page.goto(`${server.http}/test_room.html`);
    await body(page);
  } finally {
    await browser.close();
  }
}

// --- Bot not responding (an interviewer that is not there: test_room.test.mjs; serve --no-bot in doctor: commands.test.mjs)

test('Bot not responding: doctor tells an interviewer that is there, and a server that is not running', () =>
  withServer({}, async (server) => {
    const here = await server.command('doctor');
    assert.match(here.stdout, /ok +ports +in use: codevoice serve is running, with its interviewer/);
    await server.kill('SIGTERM');
    const gone = await server.command('doctor');
    assert.match(gone.stdout, /ok +room server .*not running: `codevoice serve` starts it/);
  }));

test('Bot not responding: a server that stops says so on the page, and the log tells when an interview began', () =>
  withServer({}, async (server) => {
    await withPage(server, async (page) => {
      await page.locator('#connect').click();
      await until('connected', 10_000, async () => (await page.locator('#status-text').innerText()) === 'Connected');
      await until('the log tells', 5_000, () => /session\.started .*room=interview-room-1/.test(server.log));
      await server.kill('SIGTERM');
      await sees(page, /stopped: the server was stopped.*press Connect/s, 15_000);
      assert.ok(await page.locator('#connect').isVisible());
    });
  }));

// --- Connection failed (token, URL, full room: test_room.test.mjs; a wrong key in doctor: commands.test.mjs)

test('Connection failed: audio that cannot get through is told, with the ports to open', () =>
  withServer({ args: ['--no-bot'] }, async (server) => {
    await withPage(
      server,
      async (page) => {
        await page.locator('#connect').click();
        await sees(page, /Audio could not get through.*UDP port.*TCP port/s, 40_000);
      },
      mediaOnlyAt,
      9, // the discard port: nothing answers there
    );
  }));

test('Connection failed: doctor tells a LIVEKIT_API_URL where nobody answers', () =>
  withServer({ args: ['--no-bot'] }, async (server) => {
    server.rtc = 'ws://localhost:1';
    const { code, stdout } = await server.command('doctor');
    assert.equal(code, 1);
    assert.match(stdout, /BAD +room server +nobody answers at LIVEKIT_API_URL/);
  }));

// --- No audio heard (Play: page_interview.test.mjs; a silent microphone, none, and plain http: test_room.test.mjs)

test('No audio heard: doctor tells a page that is open to other machines over plain http', () =>
  withServer({ args: ['--no-bot'] }, async (server) => {
    Object.assign(server.env, { CODEVOICE_HTTP: '0.0.0.0:0', DEBUG: 'off', LIVEKIT_API_SECRET: 'x'.repeat(40), CODEVOICE_RTC: '127.0.0.1:0', CODEVOICE_UDP_PORT: '0', CODEVOICE_TCP_PORT: '0' });
    const { code, stdout } = await server.command('doctor');
    assert.equal(code, 1);
    assert.match(stdout, /BAD +microphone .*--tls-cert/);
  }));

// --- Bot interrupting too early (the line of doctor: commands.test.mjs; what the settings change: turn_settings.test.mjs)
