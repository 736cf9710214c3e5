// What LiveKit's server SDK asks and is told, of the embedded room and of a LiveKit server alike: RoomService and webhooks.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { dispose } from '@livekit/rtc-node';
import { AccessToken, RoomServiceClient, WebhookReceiver } from 'livekit-server-sdk';
import { Codevoice, until } from './lib/codevoice.mjs';
import { LiveKit, key, secret } from './lib/livekit.mjs';
import { DisconnectReason, NodeParticipant } from './lib/node_participant.mjs';

/** Takes webhooks as an application does, with the stock receiver. The first request is refused as by a server that is down. */
async function receiver() {
  const self = { events: [], refused: 0, wrong: [] };
  const verify = new WebhookReceiver(key, secret);
  self.server = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => (body += text));
    request.on('end', async () => {
      if (self.refused === 0) {
        self.refused = 1;
        return response.writeHead(503).end();
      }
      try {
        if (request.headers['content-type'] !== 'application/webhook+json') throw new Error(request.headers['content-type']);
        self.events.push(await verify.receive(body, request.headers.authorization));
      } catch (error) {
        self.wrong.push(String(error));
      }
      response.end();
    });
  });
  await new Promise((done) => self.server.listen(0, '127.0.0.1', done));
  self.url = `http://127.0.0.1:${self.server.address().port}/hook`;
  self.told = (room) => self.events.filter((event) => event.room?.name === room).map((event) => [event.event, event.participant?.identity].filter(Boolean).join(' '));
  return self;
}

const servers = {
  'the embedded room on one media thread': (hook) => embedded(hook, 1),
  'the embedded room on three media threads': (hook) => embedded(hook, 3),
  'a LiveKit server': async (hook) => {
    const server = await LiveKit.start({ webhooks: [hook] });
    return { url: server.url, http: server.http, stop: () => server.stop() };
  },
};
async function embedded(hook, shards) {
  const env = { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret, CODEVOICE_WEBHOOK_URL: hook };
  const server = await Codevoice.start({ args: ['--no-bot'], env, shards });
  return { url: server.rtc, http: server.rtc.replace('ws', 'http'), pages: server.http, stop: () => server.stop() };
}
after(() => dispose());

for (const [name, start] of Object.entries(servers)) {
  describe(name, () => {
    let server, hooks, admin;
    const people = [];
    before(async () => {
      hooks = await receiver();
      server = await start(hooks.url);
      admin = new RoomServiceClient(server.http, key, secret);
    });
    after(async () => {
      for (const who of people) await who.leave().catch(() => {});
      await server?.stop();
      hooks?.server.close();
    });
    const join = async (room, identity, options) => {
      const token = new AccessToken(key, secret, { identity, ttl: '10m' });
      token.addGrant({ room, roomJoin: true });
      people.push(await NodeParticipant.join(server.url, await token.toJwt(), options));
      return people.at(-1);
    };

    test('rooms are made with limits, listed and deleted', async () => {
      const made = await admin.createRoom({ name: 'made', maxParticipants: 1, emptyTimeout: 60, departureTimeout: 9, metadata: 'm' });
      assert.equal(made.name, 'made');
      assert.match(made.sid, /^RM_/);
      await admin.createRoom({ name: 'other' });
      const listed = await admin.listRooms();
      assert.deepEqual(listed.map((room) => room.name).sort(), ['made', 'other']);
      const [one] = await admin.listRooms(['made']);
      assert.deepEqual([one.maxParticipants, one.emptyTimeout, one.departureTimeout, one.metadata, one.sid], [1, 60, 9, 'm', made.sid]);

      const first = await join('made', 'first');
      await assert.rejects(join('made', 'second'));
      await admin.deleteRoom('made');
      await until('the first is sent away', 5_000, () => first.disconnected !== undefined);
      assert.equal(first.disconnected, DisconnectReason.ROOM_DELETED);
      await assert.rejects(admin.deleteRoom('made'), (error) => error.status === 404 && error.code === 'not_found');
      await admin.deleteRoom('other');
    });

    test('participants are listed, renamed, muted, sent data, and removed', async () => {
      const alice = await join('people', 'alice', { speaks: true });
      const bob = await join('people', 'bob');
      await until('alice is heard', 10_000, () => bob.subscribed.includes('alice'));
      const listed = await admin.listParticipants('people');
      assert.deepEqual(listed.map((who) => who.identity).sort(), ['alice', 'bob']);

      await admin.updateParticipant('people', 'alice', { name: 'Alice B', attributes: { step: 'two' } });
      const one = await admin.getParticipant('people', 'alice');
      assert.deepEqual([one.name, one.attributes.step, one.tracks.length], ['Alice B', 'two', 1]);
      const muted = await admin.mutePublishedTrack('people', 'alice', one.tracks[0].sid, true);
      assert.equal(muted.muted, true);
      await assert.rejects(admin.mutePublishedTrack('people', 'alice', one.tracks[0].sid, false));

      await admin.sendData('people', new TextEncoder().encode('for bob'), 0, { destinationIdentities: ['bob'], topic: 'note' });
      await admin.sendData('people', new TextEncoder().encode('for all'), 0, {});
      await until('the data came', 5_000, () => bob.data.length === 2 && alice.data.length === 1);
      assert.deepEqual(bob.data.map(([text]) => text), ['for bob', 'for all']);
      assert.equal(bob.data[0][2], 'note');
      await admin.updateRoomMetadata('people', 'stage two');
      await until('the metadata came', 5_000, () => bob.metadata === 'stage two');

      await admin.removeParticipant('people', 'alice');
      await until('alice is sent away', 5_000, () => alice.disconnected !== undefined);
      assert.equal(alice.disconnected, DisconnectReason.PARTICIPANT_REMOVED);
      await until('bob sees it', 5_000, () => bob.left.includes('alice'));
      await assert.rejects(admin.removeParticipant('people', 'alice'), (error) => error.status === 404);
    });

    test('a token does what it grants and nothing else', async () => {
      const call = async (grant, method, body, type = 'application/json') => {
        const token = new AccessToken(key, secret, { ttl: '1m' });
        token.addGrant(grant);
        const answer = await fetch(`${server.http}/twirp/livekit.RoomService/${method}`, {
          method: 'POST', headers: { authorization: `Bearer ${await token.toJwt()}`, 'content-type': type }, body: JSON.stringify(body),
        });
        return [answer.status, await answer.json().then((json) => json.code, () => undefined)];
      };
      const denied = [401, 'unauthenticated'];
      assert.deepEqual(await call({ roomList: true, roomAdmin: true, room: 'x' }, 'CreateRoom', { name: 'x' }), denied);
      assert.deepEqual(await call({ roomCreate: true }, 'ListRooms', {}), denied);
      assert.deepEqual(await call({ roomAdmin: true, room: 'x' }, 'DeleteRoom', { room: 'x' }), denied);
      assert.deepEqual(await call({ roomAdmin: true, room: 'y' }, 'ListParticipants', { room: 'x' }), denied);
      assert.deepEqual(await call({ roomCreate: true, roomList: true, room: 'x' }, 'ListParticipants', { room: 'x' }), denied);
      assert.deepEqual(await call({ roomAdmin: true, room: 'x' }, 'ListParticipants', { room: 'x' }), [200, undefined]);
      assert.deepEqual(await call({ roomList: true }, 'ListRooms', { no_such_field: 1 }), [200, undefined]);
      assert.deepEqual(await call({ roomList: true }, 'NoSuchCall', {}), [404, 'bad_route']);
      assert.deepEqual(await call({ roomList: true }, 'ListRooms', {}, 'text/plain'), [404, 'bad_route']);
      const stranger = new RoomServiceClient(server.http, key, 'another-secret-that-is-long-enough-too');
      await assert.rejects(stranger.listRooms(), (error) => error.status === 401);
    });

    test('webhooks tell it all, in order, signed, and again after a failure', async () => {
      await until('the room is told of', 20_000, () => hooks.told('people').some((text) => /participant_left alice/.test(text)));
      const told = hooks.told('people');
      const at = (text) => {
        assert.ok(told.includes(text), `${text} is not in ${told}`);
        return told.indexOf(text);
      };
      assert.equal(at('room_started'), 0);
      assert.ok(at('participant_joined alice') < at('participant_left alice'));
      assert.ok(at('track_published alice') < at('track_unpublished alice'));
      assert.ok(at('track_unpublished alice') <= at('participant_left alice') + 1);
      await until('the deleted room is told of', 10_000, () => hooks.told('other').includes('room_finished'));
      assert.deepEqual(hooks.wrong, []);
      assert.equal(hooks.refused, 1);
      const first = () => hooks.events.find((event) => event.event === 'room_started' && event.room.name === 'made');
      await until('the event that was refused at first comes again', 20_000, () => first() !== undefined);
      const started = first();
      assert.match(started.id, /^EV_/);
      assert.ok(Math.abs(Number(started.createdAt) - Date.now() / 1000) < 120);
    });
  });
}
