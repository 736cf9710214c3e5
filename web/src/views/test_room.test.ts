/// <reference types="vite/client" />
import { expect, it } from 'vitest';
import page from './test_room.html?raw';

it('R18: before the call the page says that headphones help, and the button is described by that', () => {
  const hint = /<p class="hint" id="hint">([^<]*)<\/p>/.exec(page)?.[1];
  expect(hint).toMatch(/headphones/i);
  expect(page).toContain('id="connect" type="submit" aria-describedby="hint"');
});
