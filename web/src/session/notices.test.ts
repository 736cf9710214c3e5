import { describe, expect, it } from 'vitest';
import { Notices } from './notices';
import type { Failure } from './failures';

const failure = (title: string): Failure => ({ title, advice: '' });

describe('Notices', () => {
  it('shows the gravest, and the next one when it is mended', () => {
    const shown: (string | undefined)[] = [];
    const notices = new Notices((one) => shown.push(one?.title));
    notices.set('microphone', failure('silent'));
    notices.set('interviewer', failure('absent'));
    notices.set('interviewer', undefined);
    notices.set('microphone', undefined);
    expect(shown).toEqual(['silent', 'absent', 'silent', undefined]);
  });
  it('says nothing twice', () => {
    let told = 0;
    const notices = new Notices(() => told++);
    const lost = failure('lost');
    notices.set('call', lost);
    notices.set('call', lost);
    notices.set('microphone', failure('silent'));
    notices.set('microphone', undefined);
    expect(told).toBe(1);
    notices.clear();
    notices.clear();
    expect(told).toBe(2);
  });
});
