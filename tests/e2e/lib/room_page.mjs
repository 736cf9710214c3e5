// Runs in a browser page that has livekit-client loaded: joins a room with a tone as its voice, and counts what it hears.
export async function joinWithTone(url, token, hz) {
  const { Room, RoomEvent, Track } = window.LivekitClient;
  const context = new AudioContext({ sampleRate: 48000 });
  await context.resume();
  const tone = context.createOscillator();
  tone.frequency.value = hz;
  const out = context.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const state = { hears: 0, data: [], texts: [], left: [], disconnected: undefined, attributes: {}, speakers: 0 };
  const room = new Room();
  room
    .on(RoomEvent.TrackSubscribed, (track) => {
      const analyser = context.createAnalyser();
      analyser.fftSize = 4096;
      const element = track.attach(); // Chromium gives remote audio to WebAudio only while an element plays it
      element.muted = true;
      context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
      const bins = new Float32Array(analyser.frequencyBinCount);
      setInterval(() => {
        analyser.getFloatFrequencyData(bins);
        const loudest = bins.indexOf(Math.max(...bins));
        if (bins[loudest] > -60) state.hears = (loudest * 48000) / analyser.fftSize;
      }, 100);
    })
    .on(RoomEvent.DataReceived, (bytes, from) => state.data.push([new TextDecoder().decode(bytes), from?.identity]))
    .on(RoomEvent.ParticipantDisconnected, (who) => state.left.push(who.identity))
    .on(RoomEvent.Disconnected, (reason) => (state.disconnected = reason))
    .on(RoomEvent.ActiveSpeakersChanged, (speakers) => (state.speakers = Math.max(state.speakers, speakers.length)))
    .on(RoomEvent.ParticipantAttributesChanged, (changed, who) => (state.attributes[who.identity] = { ...who.attributes }));
  room.registerTextStreamHandler('check', async (reader, from) => state.texts.push([await reader.readAll(), from.identity]));
  await room.connect(url, token);
  await room.localParticipant.publishTrack(out.stream.getAudioTracks()[0], { source: Track.Source.Microphone, dtx: false, red: false });
  window.testRoom = { room, state };
  return room.localParticipant.sid;
}
