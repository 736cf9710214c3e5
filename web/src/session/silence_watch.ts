// Tells when a microphone gives nothing: its peak stays under a whisper's, told within five seconds.

export const kSilentAfterMs = 4000; // and then it must still be shown
export const kAudiblePeak = 0.004; // of full scale: about -48 dBFS, under any speech, above digital silence and dither

export class SilenceWatch {
  #quietSince: number | undefined;

  /** Feeds one level; true while the microphone counts as silent. */
  feed(peak: number, nowMs: number): boolean {
    if (peak >= kAudiblePeak) {
      this.#heard = true;
      this.#quietSince = undefined;
      return false;
    }
    this.#quietSince ??= nowMs;
    return !this.#heard && nowMs - this.#quietSince >= kSilentAfterMs;
  }

  /** A new track: it must be heard again. */
  reset(): void {
    this.#quietSince = undefined;
    this.#heard = false;
  }

  #heard = false;
}
