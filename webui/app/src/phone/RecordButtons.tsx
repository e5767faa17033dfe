import { useMutation } from "@tanstack/react-query";
import { Circle, CirclePause, CircleStop } from "lucide-react";
import { recordCall } from "../api/recordings";
import { t } from "../language";
import { Button } from "../ui/Button";
import { cx } from "../ui/classes";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";
import type { LiveCall } from "./machine";

const narrow = "max-sm:flex-1 max-sm:gap-1.5 max-sm:px-1 max-sm:text-xs";

/** Starts, pauses and ends the recording, as far as the rules let the agent. */
export function RecordButtons({ live }: { live: LiveCall }) {
  const { recording, recordable, call } = live;
  const record = useMutation({
    mutationFn: (action: Parameters<typeof recordCall>[1]) => recordCall(call.id, action),
    onError: (error) => warn(problemText(error)),
  });
  if (recordable === "off" && !recording) return null;
  if (!recording) {
    return (
      <Button
        tone="dark"
        icon={Circle}
        disabled={record.isPending}
        className={narrow}
        onClick={() => record.mutate("start")}
      >
        {t.recording.start}
      </Button>
    );
  }
  const paused = recording === "paused";
  return (
    <>
      <Button
        tone="dark"
        icon={paused ? Circle : CirclePause}
        disabled={record.isPending}
        className={cx(narrow, paused && "bg-amber-300 text-black hover:bg-amber-200")}
        onClick={() => record.mutate(paused ? "resume" : "pause")}
      >
        {paused ? t.recording.resume : t.recording.pause}
      </Button>
      {recordable === "manual" && (
        <Button
          tone="dark"
          icon={CircleStop}
          disabled={record.isPending}
          className={narrow}
          onClick={() => record.mutate("stop")}
        >
          {t.recording.stop}
        </Button>
      )}
    </>
  );
}

/** That the call is being recorded, for the eye. */
export function RecordingChip({ live }: { live: LiveCall }) {
  if (!live.recording) return null;
  const paused = live.recording === "paused";
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1 rounded-full px-2 text-xs font-semibold",
        paused ? "bg-amber-300 text-black" : "bg-red-700 text-white",
      )}
    >
      <Circle aria-hidden className={cx("size-2.5", !paused && "fill-current")} />
      {paused ? t.recording.paused : t.recording.on}
    </span>
  );
}
