import { useCallback, useEffect, useRef, useState } from "react";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { CheckField, type Option, SelectField } from "../ui/fields";
import {
  canChooseSpeaker,
  type DeviceList,
  listDevices,
  openMicrophone,
  playOn,
  SoundError,
  useDevices,
} from "./devices";
import { usePhone } from "./PhoneProvider";

/** Which microphone, speaker and ring device to use, each with a way to try it. */
export function DeviceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={t.sound.devices} description={t.sound.devicesHint}>
      <DeviceSettings />
    </Dialog>
  );
}

function DeviceSettings() {
  const phone = usePhone();
  const settings = useDevices();
  const { devices, refresh } = useDeviceList();
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-3">
        <SelectField
          label={t.sound.microphone}
          value={settings.microphoneId}
          options={optionsOf(devices.microphones)}
          onChange={(event) => settings.set({ microphoneId: event.target.value })}
        />
        <MicrophoneTest onTested={refresh} />
        <CheckField
          label={t.sound.cleanUp}
          hint={t.sound.cleanUpHint}
          checked={settings.cleanUp}
          onChange={(event) => settings.set({ cleanUp: event.target.checked })}
        />
      </section>
      <section className="flex flex-col gap-3">
        <SelectField
          label={t.sound.speaker}
          value={settings.speakerId}
          options={optionsOf(devices.speakers)}
          disabled={!canChooseSpeaker()}
          hint={canChooseSpeaker() ? undefined : t.sound.speakerFixed}
          onChange={(event) => settings.set({ speakerId: event.target.value })}
        />
        <div>
          <Button onClick={() => void playTone(settings.speakerId)}>{t.sound.testSpeaker}</Button>
        </div>
      </section>
      <section className="flex flex-col gap-3">
        <SelectField
          label={t.sound.ringer}
          value={settings.ringerId}
          options={optionsOf(devices.speakers)}
          disabled={!canChooseSpeaker()}
          hint={t.sound.ringerHint}
          onChange={(event) => settings.set({ ringerId: event.target.value })}
        />
        <label className="flex items-center gap-3 text-sm font-medium">
          {t.sound.ringVolume}
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            value={Math.round(settings.ringVolume * 100)}
            onChange={(event) => settings.set({ ringVolume: Number(event.target.value) / 100 })}
            className="h-6 flex-1 accent-accent"
          />
        </label>
        <div>
          <Button onClick={() => void phone.ringer.test()}>{t.sound.testRinger}</Button>
        </div>
      </section>
      <Notifications />
    </div>
  );
}

function optionsOf(devices: MediaDeviceInfo[]): Option[] {
  const chosen = devices.filter((device) => device.deviceId !== "default");
  return [
    { value: "", label: t.sound.systemDevice },
    ...chosen.map((device) => ({ value: device.deviceId, label: device.label })),
  ];
}

function useDeviceList() {
  const [devices, setDevices] = useState<DeviceList>({ microphones: [], speakers: [] });
  const refresh = useCallback(() => void listDevices().then(setDevices), []);
  useEffect(() => {
    refresh();
    navigator.mediaDevices?.addEventListener?.("devicechange", refresh);
    return () => navigator.mediaDevices?.removeEventListener?.("devicechange", refresh);
  }, [refresh]);
  return { devices, refresh };
}

/** Shows how loud the microphone hears, so that it can be seen to work. */
function MicrophoneTest({ onTested }: { onTested: () => void }) {
  const [level, setLevel] = useState<number | null>(null);
  const [problem, setProblem] = useState("");
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const start = async () => {
    setProblem("");
    try {
      const track = await openMicrophone();
      stop.current = meter(track, setLevel);
      onTested();
    } catch (error) {
      setProblem(t.phone.problems[error instanceof SoundError ? error.code : "microphone_busy"]);
    }
  };
  const testing = level !== null;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <Button
          onClick={() => {
            if (!testing) return void start();
            stop.current();
            setLevel(null);
          }}
        >
          {testing ? t.sound.stopTest : t.sound.testMicrophone}
        </Button>
        {testing && (
          <meter
            min={0}
            max={1}
            value={level}
            aria-label={t.sound.level}
            className="h-4 min-w-0 flex-1"
          />
        )}
      </div>
      {testing && <p className="text-xs text-muted">{t.sound.speakNow}</p>}
      {problem && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}

function meter(track: MediaStreamTrack, show: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    show(Math.min(1, Math.sqrt(power) * 4));
  }, 80);
  show(0);
  return () => {
    clearInterval(timer);
    track.stop();
    void context.close();
  };
}

/** Two notes on the device that calls are heard on. */
async function playTone(speakerId: string): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const gain = context.createGain();
  gain.gain.value = 0.2;
  gain.connect(output);
  for (const [index, frequency] of [523, 659].entries()) {
    const note = new OscillatorNode(context, { frequency });
    note.connect(gain);
    note.start(context.currentTime + index * 0.3);
    note.stop(context.currentTime + index * 0.3 + 0.25);
  }
  const element = new Audio();
  element.srcObject = output.stream;
  await playOn(element, speakerId);
  await element.play();
  setTimeout(() => void context.close(), 1000);
}

function Notifications() {
  const supported = "Notification" in window;
  const [permission, setPermission] = useState(supported ? Notification.permission : "denied");
  return (
    <section className="flex flex-col gap-2 border-t pt-4">
      <h3 className="text-sm font-medium">{t.sound.notifications}</h3>
      <p className="text-sm text-muted">
        {supported ? t.sound.notificationStates[permission] : t.sound.notificationsMissing}
      </p>
      {supported && permission === "default" && (
        <div>
          <Button onClick={async () => setPermission(await Notification.requestPermission())}>
            {t.sound.allowNotifications}
          </Button>
        </div>
      )}
    </section>
  );
}
