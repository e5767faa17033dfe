import { playOn, useDevices } from "./devices";

/** Seconds of a cadence: pairs of on and off. */
const RING = [0.4, 0.2, 0.4, 2];
const WAITING = [0.12, 0.12, 0.12, 4];
const RING_TONES = [440, 480];
const WAITING_TONES = [480];
const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477];
const KEYS = "123456789*0#";

/**
 * Ringer makes the sounds of the phone itself (ringtone, call waiting, keys)
 * from oscillators, so there is no file to load when a call arrives.
 */
export class Ringer {
  private context: AudioContext | null = null;
  private unlocked = navigator.userActivation?.hasBeenActive ?? false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ringing: "ring" | "waiting" | null = null;
  private playing: OscillatorNode[] = [];
  private readonly listeners = new Set<() => void>();

  /** Whether the browser lets this page make a sound without a gesture first. */
  isUnlocked = (): boolean => this.unlocked;

  onChange = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Must be called from a click or key press the first time. */
  async unlock(): Promise<void> {
    const context = this.open();
    if (context.state !== "running") await context.resume();
    this.changed();
  }

  ring(kind: "ring" | "waiting"): void {
    if (this.ringing === kind) return;
    this.silence();
    this.ringing = kind;
    void this.playOnRingDevice();
    this.cycle(kind);
  }

  silence(): void {
    this.ringing = null;
    clearTimeout(this.timer);
    for (const oscillator of this.playing.splice(0)) oscillator.stop();
  }

  /** One cadence of the ringtone, for trying the device. */
  async test(): Promise<void> {
    await this.unlock();
    await this.playOnRingDevice();
    this.burst(RING, RING_TONES, 0.5);
  }

  /** The tone of a key, so that a press is heard here too. */
  key(digit: string): void {
    const index = KEYS.indexOf(digit);
    const low = LOW[Math.floor(index / 3)];
    const high = HIGH[index % 3];
    if (index < 0 || !low || !high || this.context?.state !== "running") return;
    this.burst([0.12, 0], [low, high], 0.12);
  }

  private cycle(kind: "ring" | "waiting"): void {
    const cadence = kind === "ring" ? RING : WAITING;
    const volume = useDevices.getState().ringVolume * (kind === "ring" ? 0.5 : 0.2);
    this.burst(cadence, kind === "ring" ? RING_TONES : WAITING_TONES, volume);
    const length = cadence.reduce((sum, part) => sum + part, 0);
    this.timer = setTimeout(() => this.cycle(kind), length * 1000);
  }

  private burst(cadence: number[], tones: number[], volume: number): void {
    const context = this.open();
    if (context.state !== "running") return;
    const gain = context.createGain();
    gain.connect(context.destination);
    gain.gain.value = 0;
    let at = context.currentTime + 0.02;
    const oscillators = tones.map((frequency) => new OscillatorNode(context, { frequency }));
    for (const oscillator of oscillators) {
      oscillator.connect(gain);
      oscillator.start(at);
    }
    for (let part = 0; part < cadence.length; part += 2) {
      // A few ms of slope, or each burst clicks.
      gain.gain.setTargetAtTime(volume / tones.length, at, 0.008);
      at += cadence[part] ?? 0;
      gain.gain.setTargetAtTime(0, at, 0.008);
      at += cadence[part + 1] ?? 0;
    }
    for (const oscillator of oscillators) {
      oscillator.stop(at + 0.1);
      this.playing.push(oscillator);
      oscillator.onended = () => {
        this.playing = this.playing.filter((other) => other !== oscillator);
        gain.disconnect();
      };
    }
  }

  private async playOnRingDevice(): Promise<void> {
    const { ringerId } = useDevices.getState();
    await playOn(this.open() as unknown as { setSinkId?: (id: string) => Promise<void> }, ringerId);
  }

  private open(): AudioContext {
    if (!this.context) {
      this.context = new AudioContext();
      this.context.onstatechange = () => this.changed();
    }
    return this.context;
  }

  private changed(): void {
    this.unlocked = this.context?.state === "running";
    // A context wakes up a moment after it is asked to: ring from then on.
    if (this.ringing && this.playing.length === 0 && this.context?.state === "running") {
      clearTimeout(this.timer);
      this.cycle(this.ringing);
    }
    for (const listener of this.listeners) listener();
  }
}
