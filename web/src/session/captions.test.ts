import { describe, expect, it } from 'vitest';
import { Captions } from './captions';

const line = (id: string, text: string, final = false, at = 0) => ({ id, side: 'candidate' as const, text, final, at });

describe('Captions', () => {
  it('replaces a growing line in its place', () => {
    const captions = new Captions();
    captions.update(line('1', 'a pro'));
    captions.update({ ...line('2', 'Hello', true), side: 'interviewer' });
    captions.update(line('1', 'a process', true));
    expect(captions.lines.map((l) => l.text)).toEqual(['a process', 'Hello']);
  });
  it('never changes a final line', () => {
    const captions = new Captions();
    captions.update(line('1', 'done', true));
    captions.update(line('1', 'late', true));
    expect(captions.lines[0]?.text).toBe('done');
  });
  it('leaves out empty lines and takes back an interim that came to nothing', () => {
    const captions = new Captions();
    captions.update(line('1', '  '));
    captions.update(line('2', 'hm'));
    captions.update(line('2', '', true));
    expect(captions.lines).toHaveLength(0);
  });
  it('leaves no line growing when the room is gone', () => {
    const captions = new Captions();
    captions.update(line('1', 'I was just'));
    captions.close();
    expect(captions.lines[0]).toMatchObject({ text: 'I was just', final: true });
  });
  it('goes on after the lines of before a reload', () => {
    const captions = new Captions();
    captions.restore([line('1', 'before', true)]);
    captions.update(line('1', 'late', true));
    captions.update(line('2', 'after', true));
    expect(captions.lines.map((l) => l.text)).toEqual(['before', 'after']);
  });
  it('tells listeners and writes a transcript', () => {
    const captions = new Captions();
    let told = 0;
    captions.onChange(() => told++);
    captions.update({ id: 'q', side: 'interviewer', text: 'What is a mutex?', final: true, at: 1000 });
    captions.update(line('a', 'A lock.', true, 76_000));
    expect(told).toBe(2);
    expect(captions.asText()).toBe('00:00  Interviewer: What is a mutex?\n01:15  You: A lock.\n');
  });
});
