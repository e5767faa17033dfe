import { createStore } from "zustand/vanilla";
import { AudioLock } from "./audioLock";
import { openMicrophone, playOn, SoundError, type SoundErrorCode, useDevices } from "./devices";
import { Peer, type Signal } from "./peer";
import { type Counters, countersOf, type Quality, qualityOf, sampleBetween } from "./quality";

/** Which tab has the sound: this one, another, or not known yet. */
export type SoundRole = "pending" | "owner" | "other";

export type SoundState = {
  role: SoundRole;
  link: "off" | "starting" | "on" | "failed";
  error: SoundErrorCode | null;
  /** The browser refused to play the far end without a gesture. */
  blocked: boolean;
  quality: Quality | null;
  microphone: string;
};

type TabMessage =
  | { type: "ensure"; id: string }
  | { type: "ready"; id: string; error: SoundErrorCode | null };

const ROLE_KNOWN_MS = 300;
const OWNER_REPLY_MS = 10_000;
const QUALITY_MS = 2000;

/**
 * Sound is the page's ear and mouth: at most one tab holds the microphone and
 * one peer connection to the service, reused from call to call.
 */
export class Sound {
  readonly store = createStore<SoundState>(() => ({
    role: "pending",
    link: "off",
    error: null,
    blocked: false,
    quality: null,
    microphone: "",
  }));
  /** Called when this tab becomes the owner or its media path broke. */
  onNeed: () => void = () => undefined;

  private readonly signal: Signal;
  private readonly element = new Audio();
  private readonly lock: AudioLock | null;
  private readonly channelName: string;
  private channel: BroadcastChannel | null = null;
  private peer: Peer | null = null;
  private track: MediaStreamTrack | null = null;
  private opening: Promise<void> | null = null;
  private muted = false;
  private counters: Counters | null = null;
  private meter: ReturnType<typeof setInterval> | undefined;
  private stopDevices: () => void = () => undefined;

  constructor(signal: Signal, userId: string) {
    this.signal = signal;
    this.element.autoplay = true;
    this.lock = AudioLock.supported()
      ? new AudioLock(`ringbook-sound-${userId}`, (owner) => this.ownership(owner))
      : null;
    this.channelName = `ringbook-sound-${userId}`;
  }

  start(): void {
    if ("BroadcastChannel" in window) {
      this.channel = new BroadcastChannel(this.channelName);
      this.channel.onmessage = (event) => this.hear(event.data as TabMessage);
    }
    this.stopDevices = useDevices.subscribe((now, before) => this.devicesChanged(now, before));
    if (!this.lock) {
      this.set({ role: "owner" });
      return;
    }
    this.lock.start();
    setTimeout(() => {
      if (this.store.getState().role === "pending") this.set({ role: "other" });
    }, ROLE_KNOWN_MS);
  }

  stop(): void {
    this.stopDevices();
    this.lock?.stop();
    this.channel?.close();
    this.channel = null;
    this.close();
  }

  takeOver(): void {
    if (this.store.getState().role === "other") this.lock?.takeOver();
    else {
      // This tab has the lock, another device has the call: the newest offer wins.
      this.reset();
      this.onNeed();
    }
  }

  /** Resolves when a call would be heard, here or in the tab that owns the sound. */
  async ensure(): Promise<void> {
    if (this.store.getState().role === "other") return this.askOwner();
    if (!this.opening) {
      this.opening = this.open().finally(() => {
        this.opening = null;
      });
    }
    return this.opening;
  }

  /** Plays what the browser held back; call it from a click. */
  async unblock(): Promise<void> {
    if (!this.element.srcObject) return;
    await this.element.play();
    this.set({ blocked: false });
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    if (this.track) this.track.enabled = !muted;
  }

  /** Lets go of the microphone between calls; the connection stays for the next. */
  rest(): void {
    this.measure(false);
    if (!this.track) return;
    this.track.stop();
    this.track = null;
    this.set({ microphone: "" });
    void this.peer?.send(null);
  }

  /** Drops a connection that the service no longer knows. */
  reset(): void {
    this.peer?.close();
    this.peer = null;
    this.set({ link: "off" });
  }

  measure(on: boolean): void {
    clearInterval(this.meter);
    this.counters = null;
    if (on) this.meter = setInterval(() => void this.sample(), QUALITY_MS);
    else this.set({ quality: null });
  }

  private async open(): Promise<void> {
    if (this.peer?.isOpen() && this.track?.readyState === "live") return;
    this.set({ link: "starting", error: null });
    try {
      const track = await this.microphone();
      if (this.peer?.isOpen()) await this.peer.send(track);
      else await this.connect(track);
      this.set({ link: "on" });
    } catch (error) {
      const code = error instanceof SoundError ? error.code : "no_connection";
      this.set({ link: "failed", error: code });
      throw new SoundError(code);
    }
  }

  private async connect(track: MediaStreamTrack): Promise<void> {
    this.peer?.close();
    const peer = new Peer(this.signal, track, {
      onStream: (stream) => this.play(stream),
      onLost: () => {
        if (this.peer !== peer) return;
        this.reset();
        this.onNeed();
      },
    });
    this.peer = peer;
    await peer.open();
  }

  private async microphone(): Promise<MediaStreamTrack> {
    if (this.track?.readyState === "live") return this.track;
    const track = await openMicrophone();
    track.enabled = !this.muted;
    track.onended = () => {
      if (this.track !== track) return;
      // Unplugged in mid-call: go on with what is left.
      this.track = null;
      this.onNeed();
    };
    this.track = track;
    this.set({ microphone: track.label });
    return track;
  }

  private play(stream: MediaStream): void {
    this.element.srcObject = stream;
    const { speakerId } = useDevices.getState();
    if (speakerId) void playOn(this.element, speakerId);
    this.element.play().then(
      () => this.set({ blocked: false }),
      (error: unknown) => {
        if (error instanceof Error && error.name === "NotAllowedError") this.set({ blocked: true });
      },
    );
  }

  private ownership(owner: boolean): void {
    this.set({ role: owner ? "owner" : "other", error: null });
    if (owner) this.onNeed();
    else this.close();
  }

  private close(): void {
    this.rest();
    this.reset();
    this.element.srcObject = null;
  }

  private devicesChanged(
    now: ReturnType<typeof useDevices.getState>,
    before: ReturnType<typeof useDevices.getState>,
  ): void {
    if (now.speakerId !== before.speakerId) void playOn(this.element, now.speakerId);
    const microphone = now.microphoneId !== before.microphoneId || now.cleanUp !== before.cleanUp;
    if (!microphone || !this.track) return;
    this.track.onended = null;
    this.track.stop();
    this.track = null;
    void this.ensure().catch(() => undefined);
  }

  private askOwner(): Promise<void> {
    const channel = this.channel;
    if (!channel) return Promise.reject(new SoundError("other_tab"));
    const id = crypto.randomUUID();
    return new Promise((resolve, reject) => {
      const done = (error: SoundErrorCode | null) => {
        clearTimeout(timer);
        channel.removeEventListener("message", listen);
        if (error) reject(new SoundError(error));
        else resolve();
      };
      const timer = setTimeout(() => done("other_tab"), OWNER_REPLY_MS);
      const listen = (event: MessageEvent<TabMessage>) => {
        if (event.data.type === "ready" && event.data.id === id) done(event.data.error);
      };
      channel.addEventListener("message", listen);
      channel.postMessage({ type: "ensure", id } satisfies TabMessage);
    });
  }

  private hear(message: TabMessage): void {
    if (message.type !== "ensure" || this.store.getState().role !== "owner") return;
    const reply = (error: SoundErrorCode | null) =>
      this.channel?.postMessage({ type: "ready", id: message.id, error } satisfies TabMessage);
    this.ensure().then(
      () => reply(null),
      (error: unknown) => reply(error instanceof SoundError ? error.code : "no_connection"),
    );
  }

  private async sample(): Promise<void> {
    const report = await this.peer?.stats();
    const counters = report ? countersOf(report as unknown as Iterable<[string, unknown]>) : null;
    const sample = counters && this.counters ? sampleBetween(this.counters, counters) : null;
    this.counters = counters;
    if (sample) this.set({ quality: qualityOf(sample) });
  }

  private set(change: Partial<SoundState>): void {
    this.store.setState(change);
  }
}
