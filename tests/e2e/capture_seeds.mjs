// Captures what real peers send and writes it as the fuzzers' seeds: node tests/e2e/capture_seeds.mjs (needs build/release/codevoice).
// Chromium and Firefox with the stock livekit-client, and rtc-node, meet in a room of `serve --no-bot`; a TCP proxy in front of the
// signalling and a UDP relay in front of the media see all of it (RTP and RTCP as they travel: encrypted behind their headers).
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SignalRequest, SignalResponse, WrappedJoinRequest } from '@livekit/protocol';
import { AudioFrame, AudioSource, LocalAudioTrack, Room, TrackPublishOptions, TrackSource, dispose } from '@livekit/rtc-node';
import { launchChromium, launchFirefox, liveKitScript } from './lib/browsers.mjs';
import { Codevoice, root, sleep, until } from './lib/codevoice.mjs';
import { joinWithTone } from './lib/room_page.mjs';
import { silence, tone, wavBytes } from './lib/wav.mjs';

const seeds = join(root, 'fuzz/seeds');
const kLargest = 20_000; // bytes of one seed
const counts = new Map();

async function save(fuzzer, label, bytes) {
  if (bytes.length === 0 || bytes.length > kLargest) return;
  await mkdir(join(seeds, fuzzer), { recursive: true });
  const number = (counts.get(`${fuzzer} ${label}`) ?? 0) + 1;
  counts.set(`${fuzzer} ${label}`, number);
  await writeFile(join(seeds, fuzzer, number === 1 ? label : `${label}-${number}`), bytes);
}

/** Frames of one direction of a WebSocket: what follows the head, unmasked, parts put together. */
class FrameCutter {
  constructor(onHead, onMessage) {
    Object.assign(this, { onHead, onMessage, rest: Buffer.alloc(0), head: undefined, parts: [] });
  }
  push(bytes) {
    this.rest = Buffer.concat([this.rest, bytes]);
    if (this.head === undefined) {
      const end = this.rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.head = this.rest.subarray(0, end + 4).toString('latin1');
      this.rest = this.rest.subarray(end + 4);
      this.onHead(this.head);
    }
    while (this.one());
  }
  one() {
    const b = this.rest;
    if (b.length < 2 || !/upgrade: *websocket/i.test(this.head)) return false;
    let [size, at] = [b[1] & 127, 2];
    if (size === 126) [size, at] = [b.length >= 4 ? b.readUInt16BE(2) : Infinity, 4];
    else if (size === 127) [size, at] = [b.length >= 10 ? Number(b.readBigUInt64BE(2)) : Infinity, 10];
    const masked = (b[1] & 128) !== 0;
    const start = at + (masked ? 4 : 0);
    if (b.length < start + size) return false;
    const body = Buffer.from(b.subarray(start, start + size));
    if (masked) for (let i = 0; i < body.length; i++) body[i] ^= b[at + (i & 3)];
    this.rest = b.subarray(start + size);
    if ((b[0] & 15) <= 2) {
      this.parts.push(body);
      if (b[0] & 128) this.onMessage(Buffer.concat(this.parts.splice(0)));
    }
    return true;
  }
}

const bytesOf = (letter, body) => Buffer.concat([Buffer.from(letter), body]);
const seenCases = new Map();
/** The first few of each kind are enough. */
function isNews(kind, most) {
  const seen = seenCases.get(kind) ?? 0;
  seenCases.set(kind, seen + 1);
  return seen < most;
}

async function keepRequestHead(peer, head) {
  if (!isNews(`${peer} head`, 1)) return;
  const url = new URL(head.split(' ')[1], 'http://x');
  await save('http_message', `${peer}-head`, Buffer.from(head, 'latin1'));
  const token = url.searchParams.get('access_token') ?? /authorization: bearer (\S+)/i.exec(head)?.[1];
  if (token) {
    await save('token', `${peer}`, Buffer.from('T' + token));
    await save('token', `${peer}-claims`, Buffer.from('P' + Buffer.from(token.split('.')[1], 'base64url')));
    await save('token', `${peer}-header`, Buffer.from('H' + Buffer.from(token.split('.')[0], 'base64url')));
  }
  const joining = url.searchParams.get('join_request');
  if (!joining) return;
  await save('wire_livekit', `${peer}-join-parameter`, Buffer.from('J' + joining));
  const packed = Buffer.from(joining, 'base64url');
  await save('wire_livekit', `${peer}-join-wrapped`, bytesOf('W', packed));
  const wrapped = WrappedJoinRequest.fromBinary(packed);
  const inner = wrapped.compression === 1 ? gunzipSync(wrapped.joinRequest) : Buffer.from(wrapped.joinRequest);
  await save('wire_livekit', `${peer}-join-inner`, bytesOf('I', inner));
}
async function keepSdp(peer, message) {
  const value = message.message.value;
  if (value?.sdp && isNews(`${peer} ${message.message.case} sdp`, 1)) await save('sdp_parser', `${peer}-${message.message.case}`, Buffer.from(value.sdp));
  if (value?.candidateInit && isNews(`${peer} candidate`, 3)) {
    const line = JSON.parse(value.candidateInit).candidate;
    if (line) await save('sdp_parser', `${peer}-candidate`, Buffer.from(line));
  }
}
async function keepRequest(peer, body) {
  const message = SignalRequest.fromBinary(body);
  if (isNews(`${peer} ${message.message.case}`, 1)) await save('wire_livekit', `${peer}-${message.message.case}`, bytesOf('Q', body));
  await keepSdp(peer, message);
}
async function keepResponse(peer, body) {
  const message = SignalResponse.fromBinary(body);
  if (isNews(`server ${message.message.case}`, 1)) await save('wire_livekit', `server-${message.message.case}`, bytesOf('R', body));
  await keepSdp(`server-to-${peer}`, message);
}

const tasks = [];
function proxySignalling(server, udpPort, relayPort, peerName) {
  const proxy = createServer((client) => {
    const upstream = connect(server.rtcPort, '127.0.0.1');
    const peer = peerName();
    const out = new FrameCutter((head) => tasks.push(keepRequestHead(peer, head)), (body) => tasks.push(keepRequest(peer, body)));
    const back = new FrameCutter(() => {}, (body) => tasks.push(keepResponse(peer, body)));
    client.on('data', (bytes) => (out.push(bytes), upstream.write(bytes)));
    upstream.on('data', (bytes) => {
      back.push(bytes);
      // both ports have as many digits, so no length changes
      client.write(Buffer.from(bytes.toString('latin1').replaceAll(` ${udpPort} typ host`, ` ${relayPort} typ host`), 'latin1'));
    });
    for (const [a, b] of [[client, upstream], [upstream, client]]) a.on('close', () => b.destroy()).on('error', () => b.destroy());
  });
  return new Promise((done) => proxy.listen(0, '127.0.0.1', () => done(proxy)));
}

const streams = [];
async function keepDatagram(peer, from, bytes) {
  if (bytes[0] < 4 && isNews(`${peer} ${from} stun ${bytes.readUInt16BE(0)} ${bytes.includes(Buffer.from([0, 0x25, 0, 0]))}`, 2)) {
    await save('stun_message', `${peer}-${from}`, bytes);
    streams.push(bytes);
  }
  if (bytes[0] >= 128 && bytes[0] < 192 && isNews(`${peer} ${from} srtp ${bytes[0]} ${bytes[1] & 127}`, 1)) {
    // a stranger's packet (no keys of ours): 1 RTCP or 0 RTP, and 2
    const isRtcp = bytes[1] >= 192 && bytes[1] < 224;
    const head = Buffer.from([0, 0, 0, isRtcp ? 3 : 2, 0, 0]);
    head.writeUInt16BE(bytes.length + 3, 1);
    await save('srtp_session', `${peer}-${from}`, Buffer.concat([head, bytes]));
    if (!isRtcp) await save('rtp_packet', `${peer}-${from}-encrypted`, bytes);
    streams.push(bytes);
  }
}
function relayMedia(udpPort, peerName) {
  const relay = createSocket('udp4');
  const upstreams = new Map();
  relay.on('message', (bytes, { address, port }) => {

    const key = `${address}:${port}`;
    if (!upstreams.has(key)) {
      const upstream = createSocket('udp4');
      const peer = peerName();
      upstream.on('message', (answer) => (tasks.push(keepDatagram(peer, 'server', answer)), relay.send(answer, port, address)));
      upstreams.set(key, { upstream, peer });
    }
    const { upstream, peer } = upstreams.get(key);
    tasks.push(keepDatagram(peer, 'client', bytes));
    upstream.send(bytes, udpPort, '127.0.0.1');
  });
  relay.stop = () => {
    for (const { upstream } of upstreams.values()) upstream.close();
    relay.close();
  };
  return new Promise((done) => relay.bind(0, '127.0.0.1', () => done(relay)));
}

/** In a page, before its scripts: what goes over data channels, as base64. */
function hookDataChannels() {
  window.sentData = [];
  const send = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (data) {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    window.sentData.push(btoa(String.fromCharCode(...bytes)));
    return send.call(this, data);
  };
}
async function visit(page, server, url, identity, hz) {
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  const call = JSON.stringify({ url, token: await server.token('seed-room', identity), hz });
  await page.evaluate(`(${joinWithTone})(${call})`); // as text: the two drivers pass arguments differently
}
async function talk(page) {
  await page.evaluate(async () => {
    const me = window.testRoom.room.localParticipant;
    await me.publishData(new TextEncoder().encode('hello'), { reliable: true, topic: 'greeting' });
    await me.publishData(new TextEncoder().encode('lossy'), { reliable: false });
    await me.sendText('A text of some words, with an Ümlaut.', { topic: 'check', attributes: { key: 'value' } });
    const writer = await me.streamText({ topic: 'check' });
    for (const part of ['one ', 'two ', 'three']) await writer.write(part);
    await writer.close();
    await me.setMicrophoneEnabled(true).catch(() => {});
    await [...me.trackPublications.values()][0]?.mute();
    await [...me.trackPublications.values()][0]?.unmute();
    await me.setAttributes({ mood: 'good' }).catch(() => {});
    await me.setMetadata('some').catch(() => {});
  });
}
async function keepData(page, peer) {
  const pieces = (await page.evaluate(() => window.sentData)).map((text) => {
    const body = Buffer.from(text, 'base64');
    const head = Buffer.alloc(2);
    head.writeUInt16BE(body.length);
    return Buffer.concat([head, body]);
  });
  for (const piece of pieces.slice(0, 4)) await save('text_stream', `${peer}-packet`, piece);
  await save('text_stream', `${peer}-all`, Buffer.concat(pieces));
}

async function rtcNode(server, url) {
  const room = new Room();
  await room.connect(url, await server.token('seed-room', 'node'), { autoSubscribe: true, dynacast: false });
  const source = new AudioSource(48_000, 1);
  const options = new TrackPublishOptions();
  options.source = TrackSource.SOURCE_MICROPHONE;
  await room.localParticipant.publishTrack(LocalAudioTrack.createAudioTrack('mic', source), options);
  for (let i = 0; i < 50; i++) await source.captureFrame(AudioFrame.create(48_000, 1, 480));
  await room.localParticipant.publishData(new TextEncoder().encode('hello'), { reliable: true });
  await sleep(500);
  await room.disconnect();
}

/** With Firefox's own fake microphone: without a sound card its AudioContext does not start. */
async function visitWithFirefox(firefox, server, url) {
  const page = await firefox.newPage();
  await page.evaluateOnNewDocument(hookDataChannels);
  await page.goto(`${server.http}/healthz`);
  await page.addScriptTag({ path: liveKitScript });
  const call = [url, await server.token('seed-room', 'fox')].map((value) => JSON.stringify(value));
  const join = async (address, token) => {
    const room = new window.LivekitClient.Room();
    await room.connect(address, token);
    window.testRoom = { room };
  };
  await page.evaluate(`(${join})(${call})`);
  await talk(page);
  await sleep(1500);
  await keepData(page, 'firefox');
}

async function keepFiles() {
  await save('wav', 'mono', wavBytes(tone(0.02, 440)));
  await save('wav', 'silence', wavBytes(silence(0.01)));
  const streamed = execFileSync('espeak-ng', ['--stdout', 'a']);
  await save('wav', 'espeak-ng-streamed', streamed.subarray(0, 2000));
  for (const [name, args] of [['24-bit', ['-b', '24']], ['32-bit', ['-b', '32']], ['float', ['-e', 'floating-point']], ['stereo', ['-c', '2']], ['8-bit', ['-b', '8']]]) {
    await save('wav', `sox-${name}`, execFileSync('sox', ['-q', '-n', '-r', '8000', ...args, '-t', 'wav', '-', 'synth', '0.02', 'sine', '440']));
  }
  await save('env_file', 'example', await readFile(join(root, '.env.example')));
  const bank = (await readFile(join(root, 'questions/git.yaml'), 'utf8')).split(/(?=^- id:)/m);
  await save('question_parser', 'one-question', Buffer.from(bank.find((part) => part.startsWith('- id:'))));
  for (const url of ['ws://localhost:7880', 'https://user@example.org:8443/prefix?x=1', 'wss://[2001:db8::1]/rtc', 'http://127.0.0.1']) await save('url', 'url', Buffer.from(url));
}

async function main() {
  const server = await Codevoice.start({ args: ['--no-bot'] });
  let peer = 'chromium';
  let relay;
  do relay?.stop(), (relay = await relayMedia(server.udpPort, () => peer));
  while (String(relay.address().port).length !== String(server.udpPort).length);
  const proxy = await proxySignalling(server, server.udpPort, relay.address().port, () => peer);
  const url = `ws://localhost:${proxy.address().port}`;
  try {
    const chromium = await launchChromium();
    const [a, b] = [await chromium.newPage(), await chromium.newPage()];
    await a.addInitScript(hookDataChannels);
    await visit(a, server, url, 'alice', 440);
    await visit(b, server, url, 'bob', 1320);
    await until('alice hears bob', 15_000, async () => (await a.evaluate(() => window.testRoom.state)).hears > 0);
    await talk(a);
    await sleep(6000);
    peer = 'node';
    await rtcNode(server, url);
    await keepData(a, 'chromium');
    peer = 'firefox';
    const firefox = await launchFirefox();
    await Promise.race([visitWithFirefox(firefox, server, url), sleep(20_000)]).catch((error) => console.log('Firefox:', error.message));
    await firefox.close();
    await chromium.close();

  } finally {
    proxy.close();
    relay.stop();
    await server.stop();
    await dispose();
  }
  await keepFiles();
  const framed = streams.slice(0, 12).map((bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]));
  await save('tcp_frame_reader', 'ice-tcp', Buffer.concat([Buffer.from([20]), ...framed]));
  await Promise.all(tasks);
  process.exit(0);
}
await main();
