import { describe, expect, it } from 'vitest';
import { failureOfConnect, failureOfDisconnect, failureOfEnd, failureOfMicrophone } from './failures';

describe('failures', () => {
  it('says what to do when another tab took over', () => {
    expect(failureOfDisconnect(2)?.title).toMatch(/another tab/);
  });
  it('is silent when we left ourselves', () => {
    expect(failureOfDisconnect(1)).toBeUndefined();
  });
  it('tells why an interview was stopped, and nothing of one that ran to its end', () => {
    expect(failureOfEnd('the server was stopped')?.title).toBe('The interview was stopped: the server was stopped.');
    for (const reason of ['completed', 'time', 'candidate_ended', undefined]) expect(failureOfEnd(reason)).toBeUndefined();
  });
  it.each([
    ['token is expired', 401, /expired/],
    ['invalid token', 401, /does not accept/],
    ['room full: 3 of 3 participants', 403, /full/],
    ['could not establish signal connection', undefined, /cannot be reached/],
    ['not found', 404, /no interview server/],
    ['could not establish pc connection', undefined, /firewall/],
  ])('%s (%s)', (message, status, words) => {
    const failure = failureOfConnect(message, status);
    expect(`${failure.title} ${failure.advice}`).toMatch(words);
  });
  it.each([
    ['NotAllowedError', /allow/],
    ['NotFoundError', /Plug/],
    ['NotReadableError', /another program/],
    ['Odd', /Odd/],
  ])('microphone %s', (name, words) => {
    const failure = failureOfMicrophone(name);
    expect(`${failure.title} ${failure.advice}`).toMatch(words);
  });
});
