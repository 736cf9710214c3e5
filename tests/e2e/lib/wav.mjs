// Small WAV files for fake microphones: 48 kHz mono, 16 bits.
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';

export const kRate = 48_000;

export function tone(seconds, hz, amplitude = 0.3) {
  return Float32Array.from({ length: Math.round(seconds * kRate) }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / kRate));
}
export function silence(seconds) {
  return new Float32Array(Math.round(seconds * kRate));
}
/** Words by a voice that is no part of the product, 48 kHz. */
export function speech(text) {
  const wav = execFileSync('espeak-ng', ['-v', 'en-us', '-s', '145', '--stdout', text], { maxBuffer: 1 << 26 });
  const rate = wav.readUInt32LE(24);
  const count = (wav.length - 44) >> 1;
  const at = (i) => wav.readInt16LE(44 + 2 * Math.min(i, count - 1)) / 32768;
  return Float32Array.from({ length: Math.floor((count * kRate) / rate) }, (_, i) => {
    const place = (i * rate) / kRate;
    const before = Math.floor(place);
    return at(before) + (at(before + 1) - at(before)) * (place - before);
  });
}
export function wavBytes(...parts) {
  const count = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = Buffer.alloc(44 + count * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + count * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(kRate, 24);
  bytes.writeUInt32LE(kRate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(count * 2, 40);
  let at = 44;
  for (const part of parts) for (const x of part) at = bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, x)) * 32767), at);
  return bytes;
}
export async function writeWav(path, ...parts) {
  await writeFile(path, wavBytes(...parts));
  return path;
}
