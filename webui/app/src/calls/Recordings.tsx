import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, Pause, Play, Trash2 } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import {
  deleteRecording,
  type Recording,
  recordingAddress,
  recordingsQuery,
} from "../api/recordings";
import { meQuery } from "../api/session";
import { t } from "../language";
import { locale } from "../language/locale";
import { Button, buttonClass, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { FilterSelect } from "../ui/fields";
import { clock, day, moment } from "../ui/format";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say } from "../ui/toasts";

type RecordingsProps = { callId: string; ids: string[] };

/** What was recorded of a call, to be heard. */
export function Recordings({ callId, ids }: RecordingsProps) {
  const list = useQuery({ ...recordingsQuery(callId, ids), enabled: ids.length > 0 });
  if (ids.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-sm font-semibold">{t.recording.heading}</h3>
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={2} />}
      {list.data?.map((recording) => (
        <Player key={recording.id} callId={callId} recording={recording} />
      ))}
    </section>
  );
}

const speeds = [1, 1.25, 1.5, 2, 0.75];
const plain = new Intl.NumberFormat(locale);

function Player({ callId, recording }: { callId: string; recording: Recording }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState(1);
  const { data: me } = useQuery(meQuery);
  const address = recordingAddress(callId, recording.id);
  const go = (seconds: number) => {
    const place = Math.min(Math.max(seconds, 0), recording.seconds);
    setAt(place);
    if (audio.current) audio.current.currentTime = place;
  };
  return (
    <article
      aria-label={t.recording.of(moment(recording.startedAt))}
      className="flex flex-col gap-2 rounded-lg border p-3"
    >
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
      <audio
        ref={audio}
        src={address}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          event.currentTarget.playbackRate = speed;
          event.currentTarget.currentTime = at;
        }}
      />
      <Waveform recording={recording} at={at} onGo={go} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          icon={playing ? Pause : Play}
          onClick={() => void (playing ? audio.current?.pause() : audio.current?.play())}
        >
          {playing ? t.recording.stopPlaying : t.recording.play}
        </Button>
        <span className="tabular text-sm text-muted">
          {clock(at)} / {clock(recording.seconds)}
        </span>
        <FilterSelect
          label={t.recording.speed}
          value={String(speed)}
          options={speeds.map((one) => ({
            value: String(one),
            label: t.recording.speedOf(plain.format(one)),
          }))}
          onChange={(event) => {
            const chosen = Number(event.target.value);
            setSpeed(chosen);
            if (audio.current) audio.current.playbackRate = chosen;
          }}
        />
        <a
          href={address}
          download={`recording-${recording.id}.wav`}
          className={buttonClass("plain", "small")}
        >
          <Download aria-hidden className="size-4" />
          {t.recording.download}
        </a>
        {me?.role === "admin" && <Remove callId={callId} recording={recording} />}
      </div>
      <p className="text-xs text-muted">
        {t.recording.sides}
        {recording.deleteAt && ` ${t.recording.until(day(recording.deleteAt))}.`}
      </p>
    </article>
  );
}

const step = 5;

type WaveformProps = { recording: Recording; at: number; onGo: (seconds: number) => void };

/** How loud either side was; a click, and the arrow keys, lead to a place. */
function Waveform({ recording, at, onGo }: WaveformProps) {
  const { agent, far, seconds } = recording;
  const bars = agent.length || 1;
  const click = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onGo(((event.clientX - box.left) / box.width) * seconds);
  };
  const press = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: at - step,
      ArrowRight: at + step,
      Home: 0,
      End: seconds,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onGo(to);
  };
  const path = (loud: number[], sign: number) =>
    loud.map((one, i) => `M${i + 0.5} 32V${32 - sign * Math.max((one / 255) * 30, 0.4)}`).join("");
  const shown = `${path(agent, 1)}${path(far, -1)}`;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t.recording.place}
      aria-valuemin={0}
      aria-valuemax={Math.round(seconds)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={clock(at)}
      className="cursor-pointer rounded bg-sunken text-accent"
      onPointerDown={click}
      onKeyDown={press}
    >
      <svg
        aria-hidden
        viewBox={`0 0 ${bars} 64`}
        preserveAspectRatio="none"
        className="block h-16 w-full"
      >
        <path
          d={shown}
          stroke="currentColor"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
          fill="none"
        />
        <path
          d={`M${(at / (seconds || 1)) * bars} 0V64`}
          className="text-bad"
          stroke="currentColor"
          strokeWidth={2}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}

function Remove({ callId, recording }: { callId: string; recording: Recording }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteRecording(callId, recording.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["calls"] });
      say(t.recording.removed);
    },
  });
  return (
    <>
      <IconButton icon={Trash2} label={t.recording.remove} onClick={() => setAsking(true)} />
      {asking && (
        <Dialog open onClose={() => setAsking(false)} title={t.recording.remove}>
          <p className="text-sm">{t.recording.removeSure}</p>
          {remove.isError && (
            <p role="alert" className="mt-2 text-sm font-medium text-bad">
              {problemText(remove.error)}
            </p>
          )}
          <div className="mt-4 flex justify-end gap-2 border-t pt-4">
            <Button onClick={() => setAsking(false)}>{t.ui.cancel}</Button>
            <Button tone="bad" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t.recording.remove}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
