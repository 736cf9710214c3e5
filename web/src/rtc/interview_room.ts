// The room as the page needs it: connect, hear the interviewer, be heard, captions and state as plain events. No DOM.
import {
  ConnectionError,
  ConnectionErrorReason,
  DisconnectReason,
  type RemoteParticipant,
  type RemoteTrack,
  Room,
  RoomEvent,
  type TextStreamReader,
  Track,
} from 'livekit-client';
import type { CaptionLine, Side } from './caption_line';
import { microphone } from './microphone';

export type SessionMessage = { type: string; [key: string]: unknown };

export interface InterviewRoomEvents {
  caption: (line: CaptionLine) => void;
  agentState: (state: string) => void;
  agentPresent: (present: boolean) => void;
  voice: (track: RemoteTrack) => void;
  playbackBlocked: (blocked: boolean) => void;
  connection: (state: 'connected' | 'reconnecting') => void;
  session: (message: SessionMessage) => void;
  disconnected: (reason: number | undefined) => void;
}

export class ConnectFailure extends Error {
  constructor(
    message: string,
    readonly status: number | undefined,
  ) {
    super(message);
  }
}

const kCaptionTopic = 'lk.transcription';
const kSessionTopic = 'codevoice.session';

export class InterviewRoom {
  readonly #room = new Room({
    audioCaptureDefaults: microphone,
    publishDefaults: { dtx: false, red: false },
    disconnectOnPageLeave: true,
  });

  #playbackTried = false;

  constructor(private readonly events: InterviewRoomEvents) {
    this.#room
      .on(RoomEvent.TrackSubscribed, (track) => {
        if (track.kind === Track.Kind.Audio) this.events.voice(track);
      })
      .on(RoomEvent.AudioPlaybackStatusChanged, () => this.#tellPlayback())
      .on(RoomEvent.ParticipantAttributesChanged, (_changed, participant) => this.#tellState(participant.attributes))
      .on(RoomEvent.ParticipantConnected, (participant) => this.#tellPresence(participant))
      .on(RoomEvent.ParticipantDisconnected, () => this.events.agentPresent(this.#agent() !== undefined))
      .on(RoomEvent.SignalReconnecting, () => this.events.connection('reconnecting'))
      .on(RoomEvent.Reconnecting, () => this.events.connection('reconnecting'))
      .on(RoomEvent.Reconnected, () => this.events.connection('connected'))
      .on(RoomEvent.Disconnected, (reason?: DisconnectReason) => this.events.disconnected(reason));
    this.#room.registerTextStreamHandler(kCaptionTopic, (reader, { identity }) => void this.#readCaption(reader, identity));
    this.#room.registerTextStreamHandler(kSessionTopic, (reader) => void this.#readSession(reader));
  }

  /** Throws ConnectFailure, or what getUserMedia throws (its name tells which). */
  async connect(url: string, token: string): Promise<void> {
    try {
      await this.#room.connect(url, token, { maxRetries: 1 });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const status = error instanceof ConnectionError ? error.status : undefined;
      const denied = error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed;
      throw new ConnectFailure(message, status ?? (denied ? 401 : undefined));
    }
    this.events.agentPresent(this.hasInterviewer);
    for (const participant of this.#room.remoteParticipants.values()) this.#tellPresence(participant);
    try {
      await this.#room.localParticipant.setMicrophoneEnabled(true);
    } catch (error) {
      await this.#room.disconnect();
      throw error;
    }
    void this.#tryPlayback();
    this.events.connection('connected');
  }

  /** Most browsers let a page that uses the microphone play sound, also where they did not before: after a reload. */
  async #tryPlayback(): Promise<void> {
    if (!this.#room.canPlaybackAudio) await this.#room.startAudio().catch(() => undefined);
    this.#playbackTried = true;
    this.#tellPlayback();
  }

  #tellPlayback(): void {
    if (this.#playbackTried) this.events.playbackBlocked(!this.#room.canPlaybackAudio);
  }

  get identity(): string {
    return this.#room.localParticipant.identity;
  }

  microphone(): MediaStreamTrack | undefined {
    return this.#room.localParticipant.getTrackPublication(Track.Source.Microphone)?.track?.mediaStreamTrack;
  }

  /** Must run inside a click where the browser blocks sound. */
  startPlayback(): Promise<void> {
    return this.#room.startAudio();
  }

  async send(message: SessionMessage): Promise<void> {
    await this.#room.localParticipant.sendText(JSON.stringify(message), { topic: kSessionTopic });
  }

  disconnect(): Promise<void> {
    return this.#room.disconnect();
  }

  get hasInterviewer(): boolean {
    return this.#agent() !== undefined;
  }

  #agent(): RemoteParticipant | undefined {
    return [...this.#room.remoteParticipants.values()].find(
      (participant) => participant.isAgent || participant.identity.startsWith('ai-interviewer'),
    );
  }

  #tellPresence(participant: RemoteParticipant): void {
    this.events.agentPresent(this.#agent() !== undefined);
    this.#tellState(participant.attributes);
  }

  #tellState(attributes: Readonly<Record<string, string>>): void {
    const state = attributes['lk.agent.state'];
    if (state) this.events.agentState(state);
  }

  async #readCaption(reader: TextStreamReader, identity: string): Promise<void> {
    const attributes = reader.info.attributes ?? {};
    const side: Side = identity === this.identity ? 'candidate' : 'interviewer';
    // segments are numbered anew in each interview
    const id = `${attributes['codevoice.session'] ?? ''}/${attributes['lk.segment_id'] ?? reader.info.id}`;
    const at = reader.info.timestamp || Date.now();
    let text = '';
    for await (const chunk of reader) {
      text += chunk;
      this.events.caption({ id, side, text, final: false, at });
    }
    this.events.caption({ id, side, text, final: attributes['lk.transcription_final'] !== 'false', at });
  }

  async #readSession(reader: TextStreamReader): Promise<void> {
    try {
      const message: unknown = JSON.parse(await reader.readAll());
      if (typeof message === 'object' && message !== null && typeof (message as SessionMessage).type === 'string') {
        this.events.session(message as SessionMessage);
      }
    } catch {
      // a message this page does not know: newer servers may send some
    }
  }
}
