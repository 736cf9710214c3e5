// What a tab remembers of its call, so that a reload goes on with it: where to connect, and the captions so far.
import type { CaptionLine } from './captions';

const kCall = 'codevoice.in-call';
const kCaptions = 'codevoice.captions';

export interface Call {
  url: string;
  token: string;
}

export class CallMemory {
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {}

  begin(call: Call): void {
    this.storage.setItem(kCall, JSON.stringify(call));
  }

  /** The call is over for this tab: a reload must not go back into it. */
  end(): void {
    this.storage.removeItem(kCall);
    this.storage.removeItem(kCaptions);
  }

  keep(lines: readonly CaptionLine[]): void {
    this.storage.setItem(kCaptions, JSON.stringify(lines.filter((line) => line.final)));
  }

  /** The call that was cut off by a reload, if there was one. */
  call(): Call | undefined {
    const call = this.#read(kCall) as Partial<Call> | undefined;
    return typeof call?.url === 'string' && typeof call.token === 'string' ? { url: call.url, token: call.token } : undefined;
  }

  captions(): CaptionLine[] {
    const lines = this.#read(kCaptions);
    return Array.isArray(lines) ? (lines as CaptionLine[]) : [];
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.storage.getItem(key) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  }
}
