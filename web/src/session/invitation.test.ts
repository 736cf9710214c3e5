import { expect, it } from 'vitest';
import { isFailure, openInvitation } from './invitation';

const kHere = { protocol: 'http:', host: 'localhost:8000' };
const answering = (status: number, body: unknown = {}) =>
  (() => Promise.resolve(new Response(JSON.stringify(body), { status }))) as unknown as typeof fetch;

it('gives the way into the room where the page is', async () => {
  const way = await openInvitation('s', kHere, answering(200, { url: null, token: 'a.b.c', candidate_name: 'Grace' }));
  expect(way).toEqual({ url: 'ws://localhost:8000', token: 'a.b.c', name: 'Grace' });
});

it('gives the way to another server over TLS when the answer names one', async () => {
  const way = await openInvitation('s', { protocol: 'https:', host: 'x' }, answering(200, { url: 'wss://livekit', token: 't', candidate_name: '' }));
  expect(way).toEqual({ url: 'wss://livekit', token: 't', name: '' });
});

it('sends the secret and nothing else', async () => {
  let sent = '';
  const ask = ((_: string, init: RequestInit) => {
    sent = String(init.body);
    return Promise.resolve(new Response('{}', { status: 403 }));
  }) as unknown as typeof fetch;
  await openInvitation('the secret', kHere, ask);
  expect(sent).toBe('{"token":"the secret"}');
});

it('says in plain words why there is no way in', async () => {
  const title = async (ask: typeof fetch, secret = 's') => {
    const way = await openInvitation(secret, kHere, ask);
    return isFailure(way) ? way.title : 'a way in';
  };
  expect(await title(answering(200), '')).toMatch(/link does not work/);
  expect(await title(answering(403))).toMatch(/link does not work/);
  expect(await title(answering(409))).toMatch(/over/);
  expect(await title(answering(429))).toMatch(/busy/);
  expect(await title(answering(503))).toMatch(/busy/);
  expect(await title((() => Promise.reject(new Error('offline'))) as unknown as typeof fetch)).toMatch(/cannot be reached/);
});
