// A network between a page and the server that can be cut: the page's signalling and media go through it, and nothing else does.
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

export class Relay {
  #cut = false;
  #sockets = new Set();
  #clients = new Map(); // UDP: a client's address → the socket the server knows it by

  static async to(server) {
    const self = new Relay();
    self.media = createSocket('udp4');
    self.media.on('message', (bytes, from) => self.#fromPage(bytes, from, server.udpPort));
    await new Promise((done) => self.media.bind(0, '127.0.0.1', done));
    self.signalling = createServer((socket) => self.#carry(socket, server.rtcPort));
    await new Promise((done) => self.signalling.listen(0, '127.0.0.1', done));
    self.url = `ws://localhost:${self.signalling.address().port}`;
    self.mediaPort = self.media.address().port;
    return self;
  }

  /** From now on nothing gets through, and nobody is told: sockets stay open and silent, as when a cable is pulled. */
  cut() {
    this.#cut = true;
    for (const socket of this.#sockets) socket.pause();
  }
  /** What was carried before is gone (as after another Wi-Fi took over); new connections get through. */
  mend() {
    this.#cut = false;
    for (const socket of this.#sockets) socket.destroy();
  }
  close() {
    for (const socket of this.#sockets) socket.destroy();
    for (const socket of this.#clients.values()) socket.close();
    this.media.close();
    this.signalling.close();
  }

  #fromPage(bytes, from, port) {
    if (this.#cut) return;
    const name = `${from.address}:${from.port}`;
    let out = this.#clients.get(name);
    if (!out) {
      out = createSocket('udp4');
      out.on('message', (answer) => this.#cut || this.media.send(answer, from.port, from.address));
      this.#clients.set(name, out);
    }
    out.send(bytes, port, '127.0.0.1');
  }

  #carry(socket, port) {
    const other = connect(port, '127.0.0.1');
    for (const [a, b] of [[socket, other], [other, socket]]) {
      this.#sockets.add(a);
      a.on('data', (bytes) => b.write(bytes));
      a.on('error', () => b.destroy());
      a.on('close', () => {
        this.#sockets.delete(a);
        b.destroy();
      });
      if (this.#cut) a.pause();
    }
  }
}

/** Runs in a page before anything else: the server's media addresses are only to be had at `port`. */
export function mediaOnlyAt(port) {
  const elsewhere = (sdp) => sdp.replace(/^a=candidate:.* tcp .*\r\n/gim, '').replace(/^(a=candidate:\S+ \d+ udp \d+ )\S+ \d+ /gim, `$1127.0.0.1 ${port} `);
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    return set.call(this, { type: description.type, sdp: elsewhere(description.sdp) });
  };
  const add = RTCPeerConnection.prototype.addIceCandidate;
  RTCPeerConnection.prototype.addIceCandidate = function (candidate, ...more) {
    const line = candidate?.candidate;
    if (!line) return add.call(this, candidate, ...more);
    const moved = elsewhere(`a=${line}\r\n`);
    return moved === '' ? Promise.resolve() : add.call(this, { ...candidate.toJSON?.() ?? candidate, candidate: moved.slice(2).trim() }, ...more);
  };
}
