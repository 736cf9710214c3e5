import { describe, expect, it } from 'vitest';
import { SilenceWatch } from './silence_watch';

describe('SilenceWatch', () => {
  it('speaks up after four seconds of nothing', () => {
    const watch = new SilenceWatch();
    expect(watch.feed(0, 0)).toBe(false);
    expect(watch.feed(0.001, 3900)).toBe(false);
    expect(watch.feed(0, 4000)).toBe(true);
  });
  it('is content once it heard something, and starts anew for a new track', () => {
    const watch = new SilenceWatch();
    watch.feed(0.1, 0);
    expect(watch.feed(0, 60_000)).toBe(false);
    watch.reset();
    watch.feed(0, 60_000);
    expect(watch.feed(0, 64_000)).toBe(true);
  });
});
