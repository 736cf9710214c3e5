import { expect, it } from 'vitest';
import { microphone } from './microphone';

it('R18: the browser is asked to cancel the echo', () => {
  expect(microphone.echoCancellation).toBe(true);
});
