// A candidate on a LiveKit server who speaks clips and notes, every 10 ms, whether the interviewer is to be heard.
import { execFileSync } from 'node:child_process';
import { AudioFrame, AudioSource, AudioStream, LocalAudioTrack, Room, RoomEvent, TrackPublishOptions, TrackSource } from '@livekit/rtc-node';
import { spoken } from './page_candidate.mjs';

const kLoud = 0.008; // RMS of 10 ms: above comfort noise, below any voice
const kRate = 48000;

/** Numbers that are the same in every run. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
/** Spoken words as samples for Ears.say(). */
export function clipOf(text) {
  const raw = execFileSync('sox', ['-t', 'wav', '-', '-r', `${kRate}`, '-c', '1', '-b', '16', '-e', 'signed', '-t', 'raw', '-'], { input: spoken(text), maxBuffer: 1 << 26 });
  return new Int16Array(raw.buffer, raw.byteOffset, raw.byteLength >> 1).slice();
}

/** A candidate with ears: when the interviewer was to be heard, and when it was not. */
export class Ears {
  static async join(url, token) {
    const self = new Ears();
    Object.assign(self, { room: new Room(), heard: [], queue: [], source: new AudioSource(kRate, 1), open: true });
    self.room.on(RoomEvent.TrackSubscribed, (track, publication, who) => who.identity === 'ai-interviewer' && void self.#listen(track));
    for (const topic of ['lk.transcription', 'codevoice.session']) self.room.registerTextStreamHandler(topic, async (reader) => void (await reader.readAll()));
    await self.room.connect(url, token, { autoSubscribe: true, dynacast: false });
    const options = new TrackPublishOptions();
    options.source = TrackSource.SOURCE_MICROPHONE;
    await self.room.localParticipant.publishTrack(LocalAudioTrack.createAudioTrack('microphone', self.source), options);
    void self.#speak().catch(() => {});
    return self;
  }
  async #listen(track) {
    for await (const frame of new AudioStream(track, { sampleRate: 16000, numChannels: 1 })) {
      const samples = frame.data;
      for (let at = 0; at + 160 <= samples.length; at += 160) {
        let sum = 0;
        for (let i = at; i < at + 160; i += 1) sum += samples[i] ** 2;
        const late = ((samples.length - at - 160) / 16000) * 1000;
        this.heard.push({ at: Date.now() - late, loud: Math.sqrt(sum / 160) / 32768 > kLoud });
      }
    }
  }
  async #speak() {
    const noise = Int16Array.from({ length: 480 }, (_, i) => (i % 7) - 3);
    while (this.open) {
      const part = this.queue.shift() ?? noise;
      await this.source.captureFrame(new AudioFrame(part, kRate, 1, part.length));
    }
  }
  say(samples) {
    for (let at = 0; at + 480 <= samples.length; at += 480) this.queue.push(samples.slice(at, at + 480)); // a view of a larger buffer would be sent from its beginning
  }
  /** The interviewer's newest sound, at most `within` ms ago. */
  hears(within = 100) {
    return this.heard.some(({ at, loud }) => loud && at > Date.now() - within);
  }
  /** Stretches of sound: `ms` counts what sounded, `gap` ms of silence end one. */
  bursts(gap = 60) {
    const all = [];
    for (const { at, loud } of this.heard) {
      if (!loud) continue;
      const last = all.at(-1);
      if (!last || at - last.end > gap) all.push({ start: at, end: at + 10, ms: 10 });
      else Object.assign(last, { end: at + 10, ms: last.ms + 10 });
    }
    return all;
  }
  loudAfter(when) {
    return this.heard.find(({ at, loud }) => loud && at >= when)?.at;
  }
  lastLoudBefore(when) {
    return this.heard.findLast(({ at, loud }) => loud && at <= when)?.at;
  }
  /** What lies between the record's clock and these ears: network, jitter buffer, and the silence a voice begins with. */
  lagOf(begins) {
    const starts = this.heard.filter(({ loud }, i) => loud && !this.heard.slice(Math.max(0, i - 20), i).some((before) => before.loud)).map(({ at }) => at);
    const lags = begins.slice(1).flatMap((begin) => starts.filter((at) => at > begin - 20 && at < begin + 700).slice(0, 1).map((at) => at - begin));
    return lags.sort((a, b) => a - b)[lags.length >> 1] ?? 200;
  }
  async leave() {
    this.open = false;
    this.left = Date.now();
    await this.room.disconnect();
    // sound that reached us late, all at once, was earlier than its arrival: 10 ms before what followed it, at least
    for (let i = this.heard.length - 2; i >= 0; i -= 1) this.heard[i].at = Math.min(this.heard[i].at, this.heard[i + 1].at - 10);
  }
}
