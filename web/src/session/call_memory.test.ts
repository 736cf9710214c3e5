import { describe, expect, it } from 'vitest';
import { CallMemory } from './call_memory';

function fakeStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}
const line = (id: string, final: boolean) => ({ id, side: 'candidate' as const, text: id, final, at: 5 });

describe('CallMemory', () => {
  it('gives back the call and the final captions after a reload', () => {
    const storage = fakeStorage();
    const before = new CallMemory(storage);
    before.begin({ url: 'ws://localhost:7880', token: 'a.b.c' });
    before.keep([line('said', true), line('half a wo', false)]);
    const after = new CallMemory(storage);
    expect(after.call()).toEqual({ url: 'ws://localhost:7880', token: 'a.b.c' });
    expect(after.captions()).toEqual([line('said', true)]);
  });
  it('forgets all when the call ended', () => {
    const memory = new CallMemory(fakeStorage());
    memory.begin({ url: 'ws://x', token: 't' });
    memory.keep([line('said', true)]);
    memory.end();
    expect(memory.call()).toBeUndefined();
    expect(memory.captions()).toEqual([]);
  });
  it('takes nothing from what is broken', () => {
    const storage = fakeStorage();
    storage.setItem('codevoice.in-call', '{"url":5');
    storage.setItem('codevoice.captions', '"x"');
    expect(new CallMemory(storage).call()).toBeUndefined();
    expect(new CallMemory(storage).captions()).toEqual([]);
  });
});
