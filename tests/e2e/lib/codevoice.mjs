// Starts the product as a user would, on free loopback ports and a folder of its own, and runs its commands.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = resolve(import.meta.dirname, '../../..');
export const binary = process.env.CODEVOICE_BINARY ?? join(root, 'build/release/codevoice');
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export function freeTcpPort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
/** Undefined when the port is taken. */
function boundUdp(port) {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    socket.once('error', () => done(undefined));
    socket.bind(port, '127.0.0.1', () => done(socket));
  });
}
/** The first of `count` free neighbours. */
export async function freeUdpPorts(count) {
  for (;;) {
    const first = await boundUdp(0);
    const { port } = first.address();
    const rest = await Promise.all(Array.from({ length: count - 1 }, (_, i) => boundUdp(port + 1 + i)));
    await Promise.all([first, ...rest].filter(Boolean).map((socket) => new Promise((closed) => socket.close(closed))));
    if (rest.every(Boolean)) return port;
  }
}

/** Polls until `probe` gives something truthy; fails with `what` after `ms`. */
export async function until(what, ms, probe) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`timed out after ${ms} ms: ${what}`);
    await sleep(100);
  }
}

export class Codevoice {
  static key = 'devkey';
  static secret = 'secret';

  static async start({ args = [], env = {}, data, shards = 1 } = {}) {
    const self = new Codevoice();
    self.ownData = data === undefined;
    self.data = data ?? (await mkdtemp(join(tmpdir(), 'codevoice-e2e-')));
    self.httpPort = await freeTcpPort();
    self.rtcPort = await freeTcpPort();
    self.http = `http://localhost:${self.httpPort}`;
    self.rtc = `ws://localhost:${self.rtcPort}`;
    const [udp, tcp] = [await freeUdpPorts(shards), await freeTcpPort()];
    self.udpPort = udp;
    self.tcpPort = tcp;
    self.env = {
      ...process.env, DEBUG: 'on', LIVEKIT_API_URL: '', LIVEKIT_API_KEY: Codevoice.key, LIVEKIT_API_SECRET: Codevoice.secret, CODEVOICE_DATA: self.data,
      CODEVOICE_HTTP: `127.0.0.1:${self.httpPort}`, CODEVOICE_RTC: `127.0.0.1:${self.rtcPort}`, CODEVOICE_UDP_PORT: String(udp),
      CODEVOICE_TCP_PORT: String(tcp), CODEVOICE_SHARDS: String(shards), ...env,
    };
    self.log = '';
    self.process = spawn(binary, ['serve', ...args], { env: self.env, cwd: self.data, stdio: ['ignore', 'pipe', 'pipe'] });
    self.exited = new Promise((done) => self.process.once('exit', (code, signal) => done(signal ?? code)));
    for (const stream of [self.process.stdout, self.process.stderr]) stream.on('data', (text) => (self.log += text));
    await until('serve answers', 30_000, async () => {
      if (self.process.exitCode !== null) throw new Error(`serve ended with ${self.process.exitCode}:\n${self.log}`);
      return fetch(`${self.http}/healthz`).then((answer) => answer.ok, () => false);
    });
    return self;
  }

  /** Runs another command of the product against the same folder and room server. */
  async command(...args) {
    try {
      const { stdout, stderr } = await run(binary, args, { env: { ...this.env, LIVEKIT_API_URL: this.rtc }, cwd: this.data, maxBuffer: 1 << 26 });
      return { code: 0, stdout, stderr };
    } catch (error) {
      return { code: error.code, stdout: error.stdout ?? '', stderr: error.stderr ?? String(error) };
    }
  }
  spawn(...args) {
    const child = spawn(binary, args, { env: { ...this.env, LIVEKIT_API_URL: this.rtc }, cwd: this.data, stdio: ['ignore', 'pipe', 'pipe'] });
    child.log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (child.log += text));
    return child;
  }
  async token(room, identity, ttl = '10m') {
    const { code, stdout, stderr } = await this.command('get_user_token', '--room', room, '--identity', identity, '--ttl', ttl);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  }
  async sessions() {
    return JSON.parse((await this.command('sessions', 'list', '--format', 'json')).stdout);
  }
  async session(id) {
    return JSON.parse((await this.command('sessions', 'show', id, '--format', 'json')).stdout);
  }

  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    return this.exited;
  }
  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGTERM');
      const late = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
      await this.exited;
      clearTimeout(late);
    }
    // for a failure that does not show itself twice: CODEVOICE_E2E_LOGS=DIR keeps each server's log
    if (process.env.CODEVOICE_E2E_LOGS) await writeFile(join(process.env.CODEVOICE_E2E_LOGS, `serve-${this.process.pid}.log`), this.log);
    if (this.ownData) await rm(this.data, { recursive: true, force: true });
  }
}
