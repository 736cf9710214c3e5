// What /metrics and the record say of an interview is what the candidate measured on its own audio.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { Codevoice, until } from './lib/codevoice.mjs';
import { parseExposition, valueOf } from './lib/exposition.mjs';

const kAnswers = ['A process has its own memory space, while threads share the memory of their process.', 'I do not know.'];
const kAgreement = 60; // ms between our clock and the candidate's, its jitter buffer included
const kSample = { stage: 'bot_first_sample' };

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const scrape = async (url) => {
  const answer = await fetch(`${url}/metrics`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  return parseExposition(await answer.text());
};
/** fetch() sets the host itself. */
const statusWith = (url, headers) =>
  new Promise((done, failed) => {
    request(`${url}/metrics`, { headers }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    }).once('error', failed).end();
  });

test('the reader of the tests refuses what Prometheus would', () => {
  const good = '# HELP a_total x\n# TYPE a_total counter\na_total{k="v \\"w\\""} 1\n';
  assert.equal(valueOf(parseExposition(good), 'a_total', { k: 'v "w"' }), 1);
  for (const bad of [
    good.slice(0, -1), good.replace('_total{', '_count{'), good.replace(' 1\n', ' one\n'), good.replace('\\"w', '"w'), good + 'a_total{k="v \\"w\\""} 1\n',
    '# HELP a x\n# TYPE a counter\na 1\n', '# TYPE a_total counter\na_total 1\n', good + good,
    '# HELP h x\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
    '# HELP h x\n# TYPE h histogram\nh_bucket{le="1"} 1\nh_sum 1\nh_count 1\n',
  ]) {
    assert.throws(() => parseExposition(bad), undefined, bad);
  }
});

test('/metrics is for this machine only, and a name or proxy from elsewhere gets none', async () => {
  const server = await Codevoice.start({ args: ['--no-bot'] });
  try {
    await scrape(server.http);
    assert.equal(await statusWith(server.http, { host: 'evil.example:8000' }), 403);
    assert.equal(await statusWith(server.http, { 'x-forwarded-for': '203.0.113.7' }), 403);
  } finally {
    await server.stop();
  }
});

test('after an interview the figures agree with what the candidate measured', async () => {
  const server = await Codevoice.start({ args: ['--questions', '2', '--seed', '7'] });
  try {
    const says = kAnswers.flatMap((text) => ['--say', text]);
    const { code, stdout, stderr } = await server.command('candidate', '--json', '--seconds', '170', ...says);
    assert.equal(code, 0, stderr + stdout + server.log);
    const delays = stdout.trim().split('\n').map((line) => JSON.parse(line)).filter((event) => event.event === 'reply').map((event) => event.delay_ms);
    assert.equal(delays.length, kAnswers.length);
    const ended = async () => (await server.sessions())[0]?.status !== 'Started' && (await server.sessions())[0];
    const session = await until('the record is closed', 20_000, ended);

    const families = await scrape(server.http);
    assert.equal(valueOf(families, 'codevoice_reply_stage_seconds', kSample, '_count'), delays.length);
    const ours = valueOf(families, 'codevoice_reply_stage_seconds', kSample, '_sum') / delays.length * 1000;
    assert.ok(Math.abs(ours - mean(delays)) <= kAgreement, `${ours} ms here, ${mean(delays)} ms there`);
    const times = ['turn_decided', 'llm_first_token', 'tts_first_audio', 'bot_first_sample']
      .map((stage) => valueOf(families, 'codevoice_reply_stage_seconds', { stage }, '_sum'));
    assert.deepEqual(times, [...times].sort((a, b) => a - b)); // one step after the other
    assert.equal(valueOf(families, 'codevoice_sessions_started_total'), 1);
    assert.equal(valueOf(families, 'codevoice_sessions_running'), 0);
    assert.ok(valueOf(families, 'process_cpu_seconds_total') > 0);
    assert.ok(valueOf(families, 'process_resident_memory_bytes') > 1e7);
    assert.ok(valueOf(families, 'codevoice_worker_cpu_seconds_total', { work: 'vad' }) > 0);
    assert.ok(valueOf(families, 'codevoice_stt_audio_seconds_total') > 5);
    assert.ok(valueOf(families, 'codevoice_rtp_packets_received_total') > 250);
    assert.equal(valueOf(families, 'codevoice_estimated_cost_usd_total'), 0); // engines of this machine

    const { figures } = await server.session(session.id);
    assert.equal(figures.replies, delays.length);
    const nearest = Math.min(...delays.map((delay) => Math.abs(delay - figures.reply_p50_ms)));
    assert.ok(nearest <= kAgreement, `${figures.reply_p50_ms} ms in the record, ${delays} ms there`);
    assert.equal(figures.early_replies, 0);
    assert.ok(figures.rtp_packets > 250);
    const { stdout: text } = await server.command('sessions', 'show', session.id);
    assert.match(text, /FIGURES[^]*reply_p50_ms +\d/);
  } finally {
    await server.stop();
  }
});

test('run_bot opens a port for its own metrics', async () => {
  const server = await Codevoice.start({ args: ['--no-bot'] });
  let bot;
  try {
    bot = server.spawn('run_bot', '--room', 'metrics-room', '--url', server.rtc, '--metrics', '127.0.0.1:0', '--questions', '1');
    await until('it waits for a candidate', 30_000, () => bot.log.includes('Waiting for participants'));
    const port = /metrics\.port address=127\.0\.0\.1 port=(\d+)/.exec(bot.log)?.[1];
    assert.ok(port, bot.log);
    const families = await scrape(`http://localhost:${port}`);
    assert.equal(valueOf(families, 'codevoice_sessions_running'), 0);
    assert.equal((await fetch(`http://localhost:${port}/anything`)).status, 404);
  } finally {
    bot?.kill('SIGTERM');
    await server.stop();
  }
});
