// What the page has to tell, one thing at a time: each source has its own place, the gravest is shown, a mended one makes room.
import type { Failure } from './failures';

/** Gravest first. */
export const kSources = ['call', 'interviewer', 'microphone'] as const;
export type Source = (typeof kSources)[number];

export class Notices {
  #active = new Map<Source, Failure>();

  constructor(private readonly show: (failure: Failure | undefined) => void) {}

  set(source: Source, failure: Failure | undefined): void {
    const before = this.shown;
    if (failure) this.#active.set(source, failure);
    else this.#active.delete(source);
    if (this.shown !== before) this.show(this.shown);
  }

  clear(): void {
    const before = this.shown;
    this.#active.clear();
    if (before) this.show(undefined);
  }

  get shown(): Failure | undefined {
    return kSources.map((source) => this.#active.get(source)).find((failure) => failure !== undefined);
  }
}
