import { create } from "zustand";
import { persist } from "zustand/middleware";

export type DeviceSettings = {
  /** Empty means the system's choice, for each of the three. */
  microphoneId: string;
  speakerId: string;
  ringerId: string;
  /** Echo cancellation, noise suppression and gain control by the browser. */
  cleanUp: boolean;
  ringVolume: number;
  soundDismissed: boolean;
};

type DeviceStore = DeviceSettings & { set: (change: Partial<DeviceSettings>) => void };

/** What this browser was told to use; it stays on this computer. */
export const useDevices = create<DeviceStore>()(
  persist(
    (set) => ({
      microphoneId: "",
      speakerId: "",
      ringerId: "",
      cleanUp: true,
      ringVolume: 0.7,
      soundDismissed: false,
      set: (change) => set(change),
    }),
    { name: "ringbook.devices" },
  ),
);

/** Why the microphone cannot be had; the catalogue has words for each. */
export type SoundErrorCode =
  | "insecure"
  | "denied"
  | "no_microphone"
  | "microphone_busy"
  | "other_tab"
  | "offline"
  | "no_connection";

export class SoundError extends Error {
  readonly code: SoundErrorCode;

  constructor(code: SoundErrorCode) {
    super(code);
    this.code = code;
  }
}

/** Whether the browser lets this page use a microphone at all. */
export function canUseMicrophone(): boolean {
  return window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
}

export async function openMicrophone(): Promise<MediaStreamTrack> {
  if (!canUseMicrophone()) throw new SoundError("insecure");
  const { microphoneId, cleanUp } = useDevices.getState();
  const processing = {
    echoCancellation: cleanUp,
    noiseSuppression: cleanUp,
    autoGainControl: cleanUp,
  };
  try {
    return await capture(
      microphoneId ? { ...processing, deviceId: { exact: microphoneId } } : processing,
    );
  } catch (error) {
    // The chosen microphone was unplugged: any other is better than none.
    if (microphoneId && nameOf(error) === "OverconstrainedError") {
      return capture(processing).catch((again) => Promise.reject(explain(again)));
    }
    throw explain(error);
  }
}

async function capture(audio: MediaTrackConstraints): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  const [track] = stream.getAudioTracks();
  if (!track) throw new SoundError("no_microphone");
  return track;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function explain(error: unknown): SoundError {
  if (error instanceof SoundError) return error;
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return new SoundError("denied");
    case "NotFoundError":
    case "OverconstrainedError":
      return new SoundError("no_microphone");
    default:
      return new SoundError("microphone_busy");
  }
}

export type DeviceList = { microphones: MediaDeviceInfo[]; speakers: MediaDeviceInfo[] };

export async function listDevices(): Promise<DeviceList> {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  // Before permission is given, devices have neither ids nor names.
  const named = all.filter((device) => device.deviceId && device.label);
  return {
    microphones: named.filter((device) => device.kind === "audioinput"),
    speakers: named.filter((device) => device.kind === "audiooutput"),
  };
}

export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** Sends an element's or context's sound to a device, or where it must to the default. */
export async function playOn(
  target: { setSinkId?: (id: string) => Promise<void> },
  deviceId: string,
): Promise<void> {
  try {
    await target.setSinkId?.(deviceId);
  } catch {
    // Unplugged since: the default still sounds.
    await target.setSinkId?.("").catch(() => undefined);
  }
}
