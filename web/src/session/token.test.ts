import { describe, expect, it } from 'vitest';
import { isExpired, readToken } from './token';

function tokenOf(claims: object): string {
  const text = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(claims))));
  return `head.${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.sign`;
}

describe('readToken', () => {
  it('reads identity, room and expiry, also beyond ASCII', () => {
    const facts = readToken(tokenOf({ sub: 'Zoë', exp: 100, video: { room: 'interview-room-1' } }));
    expect(facts).toEqual({ identity: 'Zoë', room: 'interview-room-1', expiresAt: 100 });
  });
  it('gives nothing for what is no token', () => {
    for (const text of ['', 'abc', 'a.b.c', `x.${btoa('5')}.y`]) expect(readToken(text)).toBeUndefined();
  });
});

describe('isExpired', () => {
  it('compares with the clock it is given', () => {
    const facts = { identity: 'a', room: 'b', expiresAt: 100 };
    expect(isExpired(facts, 100_001)).toBe(true);
    expect(isExpired(facts, 99_000)).toBe(false);
    expect(isExpired({ ...facts, expiresAt: 0 }, 1e15)).toBe(false);
  });
});
