"""A relay that makes a network bad in a repeatable way: UDP packets and TCP streams between two addresses, with loss, delay, jitter,
reordering and a client whose address changes (rebinding). The server is told to advertise the relay's address, so that everything a
browser or candidate sends for media goes through it.

    python3 tests/support/impair.py --listen 127.0.0.2 --server 127.0.0.1 --udp 7882 --tcp 7881 --loss 5 --jitter 50 --seed 1

Loss is a share of UDP packets, each way; jitter is added to a packet's delay, evenly between 0 and that many milliseconds, and packets
keep their order unless --reorder gives a share of them that is held back. TCP streams are only delayed: TCP itself repairs the rest.
Every choice comes from --seed, one generator for each way of each kind. On SIGTERM it prints what it did, as one JSON line.
"""
import argparse
import asyncio
import heapq
import json
import random
import signal
import socket
import sys
from dataclasses import dataclass


@dataclass
class Impairment:
    loss: float = 0.0        # 0..1
    delay: float = 0.0       # seconds, each way
    jitter: float = 0.0      # seconds, at most
    reorder: float = 0.0     # 0..1: held back so that later ones overtake
    rebind_every: float = 0  # seconds; 0: never


HELD_BACK = 0.06  # seconds: three packets of 20 ms overtake


class Way:
    """Packets one way of a UDP path: each is dropped, or sent when its time has come."""

    def __init__(self, impairment, seed, counts, name):
        self.how, self.random, self.counts, self.name = impairment, random.Random(seed), counts, name
        self.waiting, self.number, self.latest, self.timer = [], 0, 0.0, None

    def take(self, packet, send):
        self.counts[self.name] += 1
        if self.random.random() < self.how.loss:
            self.counts[self.name + "_lost"] += 1
            return
        loop = asyncio.get_running_loop()
        due = loop.time() + self.how.delay + self.random.random() * self.how.jitter
        if self.random.random() < self.how.reorder:
            self.counts[self.name + "_held_back"] += 1
            due += HELD_BACK
        else:
            due = self.latest = max(due, self.latest)
        self.number += 1
        heapq.heappush(self.waiting, (due, self.number, packet, send))
        self.arm(loop)

    def arm(self, loop):
        if self.timer:
            self.timer.cancel()
        if self.waiting:
            self.timer = loop.call_at(self.waiting[0][0], self.release, loop)

    def release(self, loop):
        while self.waiting and self.waiting[0][0] <= loop.time() + 0.0005:
            _, _, packet, send = heapq.heappop(self.waiting)
            send(packet)
        self.timer = None
        self.arm(loop)


class Upstream(asyncio.DatagramProtocol):
    def __init__(self, client):
        self.client = client

    def datagram_received(self, packet, _):
        self.client.from_server(packet)

    def error_received(self, _):
        pass  # a server that is not there (yet) is the sender's business


class Client:
    """One address of a client: its own socket towards the server, exchanged for another at a rebinding."""

    def __init__(self, relay, address):
        self.relay, self.address, self.socket = relay, address, None
        self.up = Way(relay.how, relay.seed + "up" + str(len(relay.clients)), relay.counts, "up")
        self.down = Way(relay.how, relay.seed + "down" + str(len(relay.clients)), relay.counts, "down")

    async def bind(self):
        loop = asyncio.get_running_loop()
        old = self.socket
        self.socket, _ = await loop.create_datagram_endpoint(lambda: Upstream(self), local_addr=(self.relay.listen, 0), remote_addr=self.relay.server)
        if old:
            old.close()
            self.relay.counts["rebound"] += 1

    async def keep_rebinding(self):
        while True:
            await asyncio.sleep(self.relay.how.rebind_every)
            await self.bind()

    def from_client(self, packet):
        self.up.take(packet, lambda late: self.socket.sendto(late))

    def from_server(self, packet):
        self.down.take(packet, lambda late: self.relay.transport.sendto(late, self.address))


class UdpRelay(asyncio.DatagramProtocol):
    def __init__(self, listen, server, how, seed, counts):
        self.listen, self.server, self.how, self.seed, self.counts = listen, server, how, f"{seed}-udp{server[1]}-", counts
        self.clients, self.transport, self.tasks = {}, None, set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, packet, address):
        client = self.clients.get(address)
        if client is None:
            client = self.clients[address] = Client(self, address)
            self.start(self.begin(client, packet))
        elif client.socket:
            client.from_client(packet)

    def start(self, work):
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def begin(self, client, first):
        await client.bind()
        client.from_client(first)
        if self.how.rebind_every:
            await client.keep_rebinding()


async def pump(reader, writer, how, generator, counts, name):
    """A TCP stream one way: every piece waits its delay, in order."""
    waiting = asyncio.Queue()

    async def send():
        while True:
            due, piece = await waiting.get()
            if piece is None:
                return
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            writer.write(piece)
            await writer.drain()

    sending = asyncio.ensure_future(send())
    try:
        while piece := await reader.read(65536):
            counts[name] += len(piece)
            waiting.put_nowait((asyncio.get_running_loop().time() + how.delay + generator.random() * how.jitter, piece))
    except OSError:
        pass
    waiting.put_nowait((0, None))
    try:
        await sending
    except OSError:
        pass
    writer.close()


async def serve_tcp(listen, server, how, seed, counts):
    number = 0

    async def accept(reader, writer):
        nonlocal number
        number += 1
        generators = [random.Random(f"{seed}-tcp{server[1]}-{way}{number}") for way in ("up", "down")]
        try:
            far_reader, far_writer = await asyncio.open_connection(*server)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, far_writer, how, generators[0], counts, "tcp_up_bytes"),
                             pump(far_reader, writer, how, generators[1], counts, "tcp_down_bytes"))

    return await asyncio.start_server(accept, listen, server[1])


async def run(chosen):
    how = Impairment(chosen.loss / 100, chosen.delay / 1000, chosen.jitter / 1000, chosen.reorder / 100, chosen.rebind)
    counts = dict.fromkeys(("up", "up_lost", "up_held_back", "down", "down_lost", "down_held_back", "rebound", "tcp_up_bytes", "tcp_down_bytes"), 0)
    loop = asyncio.get_running_loop()
    for port in chosen.udp:
        await loop.create_datagram_endpoint(lambda port=port: UdpRelay(chosen.listen, (chosen.server, port), how, chosen.seed, counts),
                                            local_addr=(chosen.listen, port), family=socket.AF_INET)
    servers = [await serve_tcp(chosen.listen, (chosen.server, port), how, chosen.seed, counts) for port in chosen.tcp]
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    print("relaying", flush=True)
    await over.wait()
    for server in servers:
        server.close()
    print(json.dumps(counts), flush=True)


def main():
    knobs = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    knobs.add_argument("--listen", default="127.0.0.2", help="the relay's address [127.0.0.2]")
    knobs.add_argument("--server", default="127.0.0.1", help="the server's [127.0.0.1]")
    knobs.add_argument("--udp", type=int, action="append", default=[], help="port of both; may be given more than once")
    knobs.add_argument("--tcp", type=int, action="append", default=[], help="the same for TCP")
    knobs.add_argument("--loss", type=float, default=0, help="percent of UDP packets, each way")
    knobs.add_argument("--delay", type=float, default=0, help="milliseconds, each way")
    knobs.add_argument("--jitter", type=float, default=0, help="milliseconds at most, on top")
    knobs.add_argument("--reorder", type=float, default=0, help="percent of UDP packets held back for 60 ms")
    knobs.add_argument("--rebind", type=float, default=0, help="the client's address changes every so many seconds")
    knobs.add_argument("--seed", type=int, default=1)
    chosen = knobs.parse_args()
    if not chosen.udp and not chosen.tcp:
        knobs.error("give --udp PORT or --tcp PORT")
    for name, most in (("loss", 100), ("reorder", 100), ("delay", 60_000), ("jitter", 60_000), ("rebind", 3600)):
        if not 0 <= getattr(chosen, name) <= most:
            knobs.error(f"--{name} must be 0 to {most}")
    try:
        asyncio.run(run(chosen))
    except OSError as problem:
        sys.exit(f"impair: {problem}")


if __name__ == "__main__":
    main()
