// Emulated cloud services (tests/emulators) as a process of their own, on a loopback port.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { binary, until } from './codevoice.mjs';

const program = process.env.CODEVOICE_EMULATOR ?? join(dirname(binary), 'codevoice_emulator');

export class Emulator {
  static async start(...args) {
    const self = new Emulator();
    self.log = '';
    self.process = spawn(program, ['--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    self.process.once('error', (error) => (self.log += error.message));
    for (const stream of [self.process.stdout, self.process.stderr]) stream.on('data', (text) => (self.log += text));
    self.port = await until(`the emulator starts (${program})`, 10_000, () => self.log.match(/emulator ready (\d+)/)?.[1]);
    return self;
  }
  /** GET /stats, /said, /heard. */
  async tell(what) {
    return (await fetch(`http://127.0.0.1:${this.port}/${what}`)).json();
  }
  async stats() {
    return this.tell('stats');
  }
  /** fault('listen', 'status=503&times=2') */
  async fault(service, what) {
    const answer = await fetch(`http://127.0.0.1:${this.port}/faults/${service}?${what}`, { method: 'POST' });
    if (!answer.ok) throw new Error(await answer.text());
  }
  stop() {
    this.process.kill();
  }
}
