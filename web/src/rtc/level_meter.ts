// Peak level of a microphone track, 0..1, twenty times a second.

export class LevelMeter {
  #context: AudioContext | undefined;
  #timer: number | undefined;

  start(track: MediaStreamTrack, onLevel: (peak: number) => void): void {
    this.stop();
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#context = context;
    this.#timer = window.setInterval(() => {
      if (context.state === 'suspended') {
        void context.resume(); // needs a click in some browsers; until then there is nothing to measure
        return;
      }
      analyser.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      onLevel(peak);
    }, 50);
  }

  stop(): void {
    if (this.#timer !== undefined) window.clearInterval(this.#timer);
    void this.#context?.close();
    this.#timer = undefined;
    this.#context = undefined;
  }
}
