import type { ClientMessages, ServerMessage } from "../live/messages";
import { SoundError } from "./devices";

/** The part of the live connection that media needs. */
export type Signal = {
  request<T extends keyof ClientMessages>(type: T, data: ClientMessages[T]): Promise<unknown>;
  onMessage(listener: (message: ServerMessage) => void): () => void;
};

type PeerEvents = {
  /** The far end's sound is here. */
  onStream: (stream: MediaStream) => void;
  /** The media path broke and will not mend by itself. */
  onLost: () => void;
};

const SETUP_MS = 8000;
const MEND_MS = 3000;
const CODECS = ["audio/pcmu", "audio/pcma", "audio/telephone-event"];

/** One RTCPeerConnection to the service, from offer to close. */
export class Peer {
  private readonly pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  private readonly signal: Signal;
  private readonly events: PeerEvents;
  private readonly transceiver: RTCRtpTransceiver;
  private readonly forget: () => void;
  private answered = false;
  private closed = false;
  private localCandidates: RTCIceCandidate[] = [];
  private remoteCandidates: RTCIceCandidateInit[] = [];
  private takeAnswer: (sdp: string) => void = () => undefined;
  private mend: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: Signal, track: MediaStreamTrack, events: PeerEvents) {
    this.signal = signal;
    this.events = events;
    this.transceiver = this.pc.addTransceiver(track, {
      direction: "sendrecv",
      streams: [new MediaStream([track])],
    });
    preferTelephony(this.transceiver);
    this.pc.ontrack = (event) =>
      events.onStream(event.streams[0] ?? new MediaStream([event.track]));
    this.pc.onicecandidate = (event) => this.offerCandidate(event.candidate);
    this.pc.onconnectionstatechange = () => this.watch();
    this.forget = signal.onMessage((message) => this.receive(message));
  }

  /** Resolves when sound can flow both ways. */
  async open(): Promise<void> {
    try {
      await this.pc.setLocalDescription();
      const answer = new Promise<string>((resolve) => {
        this.takeAnswer = resolve;
      });
      const sdp = this.pc.localDescription?.sdp ?? "";
      await this.signal.request("rtc.offer", { sdp });
      await this.pc.setRemoteDescription({ type: "answer", sdp: await within(answer) });
      this.answered = true;
      for (const candidate of this.localCandidates.splice(0)) this.offerCandidate(candidate);
      for (const candidate of this.remoteCandidates.splice(0)) this.addCandidate(candidate);
      await within(this.connected());
    } catch {
      this.close();
      throw new SoundError("no_connection");
    }
  }

  isOpen(): boolean {
    return !this.closed && this.pc.connectionState === "connected";
  }

  /** Sends another track, or none, without a new offer. */
  async send(track: MediaStreamTrack | null): Promise<void> {
    if (!this.closed) await this.transceiver.sender.replaceTrack(track);
  }

  async stats(): Promise<RTCStatsReport | null> {
    return this.closed ? null : this.pc.getStats();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.mend);
    this.forget();
    this.pc.close();
  }

  private connected(): Promise<void> {
    if (this.pc.connectionState === "connected") return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.pc.addEventListener("connectionstatechange", () => {
        if (this.pc.connectionState === "connected") resolve();
        if (this.pc.connectionState === "failed") reject(new SoundError("no_connection"));
      });
    });
  }

  private receive(message: ServerMessage): void {
    if (message.type === "rtc.answer") this.takeAnswer(message.data.sdp);
    if (message.type === "rtc.candidate") {
      // A candidate may overtake the answer, and is refused before it.
      if (this.answered) this.addCandidate(message.data);
      else this.remoteCandidates.push(message.data);
    }
  }

  private addCandidate(candidate: RTCIceCandidateInit): void {
    // One candidate that does not parse must not end a call that others carry.
    this.pc.addIceCandidate(candidate).catch(() => undefined);
  }

  private offerCandidate(candidate: RTCIceCandidate | null): void {
    if (!candidate?.candidate) return;
    if (!this.answered) this.localCandidates.push(candidate);
    else this.sendCandidate(candidate.candidate, candidate.toJSON());
  }

  private sendCandidate(candidate: string, rest: RTCIceCandidateInit): void {
    const { sdpMid, sdpMLineIndex, usernameFragment } = rest;
    this.signal
      .request("rtc.candidate", {
        candidate,
        sdpMid: sdpMid ?? undefined,
        sdpMLineIndex: sdpMLineIndex ?? undefined,
        usernameFragment: usernameFragment ?? undefined,
      })
      .catch(() => undefined);
  }

  private watch(): void {
    clearTimeout(this.mend);
    if (this.closed || !this.answered) return;
    if (this.pc.connectionState === "failed") this.lost();
    if (this.pc.connectionState === "disconnected") {
      this.mend = setTimeout(() => this.lost(), MEND_MS);
    }
  }

  private lost(): void {
    if (this.closed) return;
    this.close();
    this.events.onLost();
  }
}

/** G.711 goes through the service untouched; telephone-event carries keypad tones. */
function preferTelephony(transceiver: RTCRtpTransceiver): void {
  const known = RTCRtpReceiver.getCapabilities?.("audio")?.codecs ?? [];
  const wanted = CODECS.flatMap((type) =>
    known.filter((codec) => codec.mimeType.toLowerCase() === type && codec.clockRate === 8000),
  );
  if (wanted.length > 0) transceiver.setCodecPreferences?.(wanted);
}

function within<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SoundError("no_connection")), SETUP_MS);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}
