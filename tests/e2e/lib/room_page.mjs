// Runs in a browser page that has livekit-client loaded: joins a room with a tone as its voice, and counts what it hears.
export async function joinWithTone({ url, token, hz, tcpOnly = false }) {
  const { Room, RoomEvent, Track } = window.LivekitClient;
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    window.testPeer = this;
    // tcpOnly: as on a network that lets no UDP through
    return set.call(this, { type, sdp: tcpOnly ? sdp.replace(/^a=candidate:.* udp .*\r\n/gim, '') : sdp });
  };
  const context = new AudioContext({ sampleRate: 48000 });
  void context.resume(); // never settles where there is no sound card
  const tone = context.createOscillator();
  tone.frequency.value = hz;
  const out = context.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const state = {
    hears: 0, data: [], texts: [], joined: [], left: [], events: [], muted: {}, disconnected: undefined, attributes: {}, speakers: [], tracks: 0,
  };
  const room = new Room();
  const note = (name) => () => state.events.push(name);
  room
    .on(RoomEvent.TrackSubscribed, (track) => {
      state.tracks++;
      const analyser = context.createAnalyser();
      analyser.fftSize = 4096;
      const element = track.attach(); // Chromium gives remote audio to WebAudio only while an element plays it
      element.muted = true;
      context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
      const bins = new Float32Array(analyser.frequencyBinCount);
      const timer = setInterval(() => {
        if (track.mediaStreamTrack.readyState === 'ended') return clearInterval(timer);
        analyser.getFloatFrequencyData(bins);
        const loudest = bins.indexOf(Math.max(...bins));
        if (bins[loudest] > -60) state.hears = (loudest * 48000) / analyser.fftSize;
      }, 100);
    })
    .on(RoomEvent.DataReceived, (bytes, from) => state.data.push([new TextDecoder().decode(bytes), from?.identity]))
    .on(RoomEvent.ParticipantConnected, (who) => state.joined.push(who.identity))
    .on(RoomEvent.ParticipantDisconnected, (who) => state.left.push(who.identity))
    .on(RoomEvent.Disconnected, (reason) => (state.disconnected = reason))
    .on(RoomEvent.SignalReconnecting, note('signalReconnecting'))
    .on(RoomEvent.Reconnecting, note('reconnecting'))
    .on(RoomEvent.Reconnected, note('reconnected'))
    .on(RoomEvent.TrackMuted, (_, who) => (state.muted[who.identity] = true))
    .on(RoomEvent.TrackUnmuted, (_, who) => (state.muted[who.identity] = false))
    .on(RoomEvent.ActiveSpeakersChanged, (speakers) => (state.speakers = speakers.map((who) => who.identity)))
    .on(RoomEvent.ParticipantAttributesChanged, (changed, who) => (state.attributes[who.identity] = { ...who.attributes }));
  room.registerTextStreamHandler('check', async (reader, from) => state.texts.push([await reader.readAll(), from.identity]));
  const stopHearing = () => (state.hears = 0);
  window.testRoom = { room, state, stopHearing };
  await room.connect(url, token);
  await room.localParticipant.publishTrack(out.stream.getAudioTracks()[0], { source: Track.Source.Microphone, dtx: false, red: false });
  return room.localParticipant.sid;
}

/** Runs in a page before anything else: keeps its peer connection at hand for pathOf(). */
export function keepPeer() {
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    window.testPeer = this;
    return set.call(this, description);
  };
}

/** In the page: bytes and audio energy received so far, and over what kind of path ("udp" or "tcp"). */
export async function pathOf() {
  const stats = await window.testPeer.getStats();
  const found = { bytes: 0, energy: 0, protocol: '', ufrag: '' };
  const byId = new Map();
  stats.forEach((entry) => byId.set(entry.id, entry));
  for (const entry of byId.values()) {
    if (entry.type === 'inbound-rtp') {
      found.bytes += entry.bytesReceived;
      found.energy += entry.totalAudioEnergy ?? 0;
    }
    const pair = entry.type === 'transport' ? byId.get(entry.selectedCandidatePairId) : entry.selected ? entry : undefined; // Firefox marks the pair
    if (!pair) continue;
    const local = byId.get(pair.localCandidateId);
    found.protocol = local.protocol;
    found.ufrag = entry.iceLocalUsernameFragment ?? local.usernameFragment;
  }
  return found;
}
