// How the microphone is asked for: the browser takes the interviewer's voice out of it (R18), which the server checks once more.
import type { AudioCaptureOptions } from 'livekit-client';

export const microphone: AudioCaptureOptions = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
