import { readFileSync, writeFileSync } from 'node:fs';

/** Mono PCM16 samples and how many there are in a second. */
export type Sound = { rate: number; samples: Float64Array };

/** Writes a WAV file of one steady tone. */
export function writeTone(path: string, hz: number, seconds: number, rate = 48_000): void {
  const count = Math.round(seconds * rate);
  const file = Buffer.alloc(44 + 2 * count);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + 2 * count, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * count, 40);
  for (let i = 0; i < count; i++) {
    file.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * hz * i) / rate)), 44 + 2 * i);
  }
  writeFileSync(path, file);
}

/** Reads a mono PCM16 WAV file, also one whose writer was cut off. */
export function readWav(path: string): Sound {
  const file = readFileSync(path);
  let rate = 0;
  for (let at = 12; at + 8 <= file.length; ) {
    const size = file.readUInt32LE(at + 4);
    const name = file.toString('latin1', at, at + 4);
    if (name === 'fmt ') rate = file.readUInt32LE(at + 12);
    if (name === 'data') {
      const end = Math.min(file.length, size ? at + 8 + size : file.length);
      const samples = new Float64Array(Math.floor((end - at - 8) / 2));
      for (let i = 0; i < samples.length; i++) samples[i] = file.readInt16LE(at + 8 + 2 * i);
      return { rate, samples };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error(`${path} holds no sound`);
}

/** The last seconds of a sound. */
export function lastSeconds(sound: Sound, seconds: number): Sound {
  return { ...sound, samples: sound.samples.slice(-Math.round(seconds * sound.rate)) };
}

/**
 * The share of the energy, from 0 to 1, that lies at one frequency. A Hann
 * window makes a pure tone give 1 whatever its phase at the ends.
 */
export function goertzelShare({ rate, samples }: Sound, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let s1 = 0;
  let s2 = 0;
  let energy = 0;
  let windowSum = 0;
  let windowEnergy = 0;
  samples.forEach((sample, i) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / samples.length);
    const x = sample * window;
    energy += x * x;
    windowSum += window;
    windowEnergy += window * window;
    [s1, s2] = [x + coefficient * s1 - s2, s1];
  });
  if (energy === 0) return 0;
  const power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
  return Math.min((2 * power * windowEnergy) / (windowSum * windowSum * energy), 1);
}
