// The conversation as lines: a growing caption keeps its place until it is final; order is that of each line's beginning.
import type { CaptionLine } from '../rtc/caption_line';

export type { CaptionLine } from '../rtc/caption_line';

export class Captions {
  #lines: CaptionLine[] = [];
  #listeners = new Set<() => void>();

  get lines(): readonly CaptionLine[] {
    return this.#lines;
  }

  /** A newer text of a known id replaces the older; a final line no longer changes. */
  update(line: CaptionLine): void {
    const known = this.#lines.find((other) => other.id === line.id && other.side === line.side);
    if (!known) {
      if (line.text.trim() === '') return;
      this.#lines.push({ ...line });
    } else if (!known.final) {
      if (line.text.trim() === '' && line.final) this.#lines.splice(this.#lines.indexOf(known), 1);
      else Object.assign(known, { text: line.text, final: line.final });
    } else {
      return;
    }
    for (const listener of this.#listeners) listener();
  }

  /** Begins anew with lines kept from before a reload, or with none. */
  restore(lines: readonly CaptionLine[]): void {
    this.#lines = lines.map((line) => ({ ...line }));
    for (const listener of this.#listeners) listener();
  }

  /** Nothing more will come: lines that were still growing stay as they are. */
  close(): void {
    for (const line of this.#lines) line.final = true;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Plain text for keeping: one line an utterance, with the time since the first. */
  asText(): string {
    const zero = this.#lines[0]?.at ?? 0;
    const stamp = (at: number): string => {
      const seconds = Math.max(0, Math.round((at - zero) / 1000));
      return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
    };
    return (
      this.#lines.map((line) => `${stamp(line.at)}  ${line.side === 'interviewer' ? 'Interviewer' : 'You'}: ${line.text.trim()}`).join('\n') + '\n'
    );
  }
}
