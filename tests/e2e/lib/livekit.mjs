// A real LiveKit server of the tests' own: built by tools/livekit_server.sh, on loopback and free ports, with its own keys.
// Two of them joined by a Redis make a cluster. Commands of the product are run against it as a user would.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { binary, freeTcpPort, freeUdpPorts, root, until } from './codevoice.mjs';

const run = promisify(execFile);
export const key = 'testkey';
export const secret = 'a-secret-of-the-tests-that-is-long-enough';

const program = () => execFileSync(join(root, 'tools/livekit_server.sh'), { encoding: 'utf8' }).trim().split('\n').at(-1);

/** Collects what a child prints, and tells how it ended. */
export function follow(child) {
  child.log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (child.log += text));
  child.ended = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
  return child;
}

/** Redis on a port and in a folder of its own, for the nodes of a cluster. */
export async function startRedis() {
  const port = await freeTcpPort();
  const folder = await mkdtemp(join(tmpdir(), 'codevoice-redis-'));
  const child = follow(spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] }));
  await until('redis is ready', 10_000, () => /Ready to accept connections/.test(child.log));
  return {
    address: `127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await child.ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export class LiveKit {
  /** `more`: lines of YAML for its configuration. Ports stay the same over a restart(). */
  static async start({ redis, webhooks = [], more = '' } = {}) {
    const self = new LiveKit();
    self.port = await freeTcpPort();
    self.udpPort = await freeUdpPorts(1);
    self.tcpPort = await freeTcpPort();
    self.url = `ws://127.0.0.1:${self.port}`;
    self.http = `http://127.0.0.1:${self.port}`;
    self.folder = await mkdtemp(join(tmpdir(), 'codevoice-livekit-'));
    const lines = [
      `port: ${self.port}`, 'bind_addresses: ["127.0.0.1"]', 'keys:', `  ${key}: ${secret}`,
      'rtc:', `  udp_port: ${self.udpPort}`, `  tcp_port: ${self.tcpPort}`, '  node_ip: 127.0.0.1', '  use_external_ip: false',
      '  enable_loopback_candidate: true', '  interfaces:', '    includes: [lo]', '  ips:', '    includes: ["127.0.0.0/8"]', 'logging:', '  level: info',
    ];
    if (redis) lines.push('redis:', `  address: ${redis.address}`);
    if (webhooks.length > 0) lines.push('webhook:', `  api_key: ${key}`, '  urls:', ...webhooks.map((url) => `    - ${url}`));
    self.config = join(self.folder, 'livekit.yaml');
    await writeFile(self.config, `${lines.join('\n')}\n${more}`);
    self.admin = new RoomServiceClient(self.http, key, secret);
    await self.#launch();
    return self;
  }
  async #launch() {
    this.process = follow(spawn(program(), ['--config', this.config], { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] }));
    await until('the LiveKit server answers', 20_000, async () => {
      if (this.process.exitCode !== null) throw new Error(`livekit-server ended:\n${this.process.log}`);
      return fetch(this.http).then((answer) => answer.ok, () => false);
    });
  }
  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    return this.process.ended;
  }
  async restart() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    await this.#launch();
  }
  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async token(room, identity, { ttl = '10m', ...grants } = {}) {
    const token = new AccessToken(key, secret, { identity, ttl });
    token.addGrant({ room, roomJoin: true, canUpdateOwnMetadata: true, ...grants });
    return token.toJwt();
  }
  /** Who is in the room, by identity; nobody when there is no room. */
  async people(room) {
    const list = await this.admin.listParticipants(room).catch(() => []);
    return Object.fromEntries(list.map((who) => [who.identity, who]));
  }
}

/** The product's commands against a server that is not ours: one data folder, one set of ports. */
export class Product {
  static async against(url, env = {}) {
    const self = new Product();
    self.data = await mkdtemp(join(tmpdir(), 'codevoice-e2e-'));
    self.httpPort = await freeTcpPort();
    self.http = `http://localhost:${self.httpPort}`;
    self.env = {
      ...process.env, DEBUG: 'on', LIVEKIT_API_URL: url, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret, CODEVOICE_DATA: self.data,
      CODEVOICE_HTTP: `127.0.0.1:${self.httpPort}`, CODEVOICE_RTC: `127.0.0.1:${await freeTcpPort()}`, CODEVOICE_SHARDS: '1', CODEVOICE_SEED: '7', ...env,
    };
    self.children = [];
    return self;
  }
  spawn(args, env = {}) {
    const child = follow(spawn(binary, args, { env: { ...this.env, ...env }, cwd: this.data, stdio: ['ignore', 'pipe', 'pipe'] }));
    this.children.push(child);
    return child;
  }
  async command(args, env = {}) {
    try {
      const { stdout, stderr } = await run(binary, args, { env: { ...this.env, ...env }, cwd: this.data, maxBuffer: 1 << 26 });
      return { code: 0, stdout, stderr };
    } catch (error) {
      return { code: error.code, stdout: error.stdout ?? '', stderr: error.stderr ?? String(error) };
    }
  }
  /** run_bot, once it waits in the room. */
  async bot(args = [], env = {}) {
    const child = this.spawn(['run_bot', '--questions', '2', ...args], env);
    await until('the bot waits', 60_000, () => {
      if (child.exitCode !== null) throw new Error(`run_bot ended with ${child.exitCode}:\n${child.log}`);
      return /Waiting for participants/.test(child.log);
    });
    return child;
  }
  candidate(args, env = {}) {
    return this.spawn(['candidate', '--json', '--seconds', '120', ...args], env);
  }
  async serve(args = [], env = {}) {
    const child = this.spawn(['serve', '--questions', '2', ...args], env);
    await until('serve answers', 60_000, async () => {
      if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}:\n${child.log}`);
      return fetch(`${this.http}/healthz`).then((answer) => answer.ok, () => false);
    });
    return child;
  }
  async sessions() {
    return JSON.parse((await this.command(['sessions', 'list', '--format', 'json'])).stdout);
  }
  async session(id) {
    return JSON.parse((await this.command(['sessions', 'show', id, '--format', 'json'])).stdout);
  }
  async stop() {
    for (const child of this.children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const late = setTimeout(() => this.children.forEach((child) => child.kill('SIGKILL')), 10_000);
    await Promise.all(this.children.map((child) => child.ended));
    clearTimeout(late);
    await rm(this.data, { recursive: true, force: true });
  }
}

/** What `candidate --json` told, line by line. */
export const events = (child) => child.log.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
