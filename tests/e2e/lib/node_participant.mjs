// A participant with the stock SDK for servers (@livekit/rtc-node): publishes a tone when asked to, notes what it is told.
import { AudioFrame, AudioSource, DisconnectReason, LocalAudioTrack, Room, RoomEvent, TrackPublishOptions, TrackSource } from '@livekit/rtc-node';

export { DisconnectReason };

export class NodeParticipant {
  static async join(url, token, { speaks = false } = {}) {
    const self = new NodeParticipant();
    self.room = new Room();
    Object.assign(self, { states: [], texts: [], data: [], joined: [], left: [], subscribed: [], events: [], disconnected: undefined });
    self.room
      .on(RoomEvent.ParticipantAttributesChanged, (changed, who) => changed['lk.agent.state'] && self.states.push(`${who.identity} ${changed['lk.agent.state']}`))
      .on(RoomEvent.ParticipantConnected, (who) => self.joined.push(who.identity))
      .on(RoomEvent.ParticipantDisconnected, (who) => self.left.push(who.identity))
      .on(RoomEvent.TrackSubscribed, (track, publication, who) => self.subscribed.push(who.identity))
      .on(RoomEvent.DataReceived, (payload, from, kind, topic) => self.data.push([new TextDecoder().decode(payload), from?.identity, topic]))
      .on(RoomEvent.RoomMetadataChanged, (metadata) => (self.metadata = metadata))
      .on(RoomEvent.Reconnecting, () => self.events.push('reconnecting'))
      .on(RoomEvent.Reconnected, () => self.events.push('reconnected'))
      .on(RoomEvent.Disconnected, (reason) => (self.disconnected = reason));
    self.room.registerTextStreamHandler('lk.transcription', async (reader, from) => {
      const text = await reader.readAll();
      self.texts.push({ from: from.identity, text, ...reader.info.attributes });
    });
    self.room.registerTextStreamHandler('codevoice.session', async (reader) => void (await reader.readAll()));
    await self.room.connect(url, token, { autoSubscribe: true, dynacast: false });
    if (speaks) await self.#speak();
    return self;
  }
  async #speak() {
    const source = new AudioSource(48000, 1);
    const options = new TrackPublishOptions();
    options.source = TrackSource.SOURCE_MICROPHONE;
    this.publication = await this.room.localParticipant.publishTrack(LocalAudioTrack.createAudioTrack('microphone', source), options);
    const samples = Int16Array.from({ length: 480 * 2 }, (_, i) => 2000 * Math.sin((2 * Math.PI * 440 * i) / 48000));
    this.speaking = true;
    void (async () => {
      while (this.speaking) await source.captureFrame(new AudioFrame(samples, 48000, 1, samples.length));
    })().catch(() => {});
  }
  async leave() {
    this.speaking = false;
    await this.room.disconnect();
  }
}
