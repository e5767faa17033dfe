import { Link } from "@tanstack/react-router";
import { Mic, MicOff, PanelRight, Pause, PhoneOff, Play, WifiOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useShallow } from "zustand/shallow";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { Button } from "../ui/Button";
import { causeText } from "../ui/causes";
import { cx } from "../ui/classes";
import { otherParty, partyNumber, span } from "../ui/format";
import { DialForm } from "./DialForm";
import { Keypad } from "./Keypad";
import {
  currentCall,
  type Dialling,
  type LiveCall,
  ownCalls,
  phaseOf,
  ringingCalls,
} from "./machine";
import { usePhone, usePhoneState, useSoundState } from "./PhoneProvider";
import { QualityChip } from "./QualityChip";
import { RecordButtons, RecordingChip } from "./RecordButtons";
import { SendingDigits } from "./SendingDigits";
import { TakeBack, Transfer } from "./Transfer";
import { Elapsed } from "./timers";
import { companyOf, nameOf, stateText } from "./words";

type CallBarProps = {
  /** Whether the panel with the caller's details is open beside it. */
  panel: boolean;
  onPanel: () => void;
  onDevices: () => void;
};

/** What the phone is doing, at the foot of every page. */
export function CallBar({ panel, onPanel, onDevices }: CallBarProps) {
  const current = usePhoneState(currentCall);
  const dialling = usePhoneState((state) => state.dialling);
  const wrapUp = usePhoneState((state) => state.wrapUp);
  const waiting = usePhoneState(useShallow(ownCalls)).filter((live) => live !== current);
  const details = { panel, onPanel };
  const measured = useMeasured();
  return (
    <>
      <section
        ref={measured}
        aria-label={t.phone.bar}
        className="relative z-50 shrink-0 border-t border-white/10 bg-bar px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] text-white sm:px-5"
      >
        <Reconnecting />
        {current ? (
          <ActiveRow live={current} {...details} />
        ) : dialling ? (
          <DiallingRow dialling={dialling} />
        ) : wrapUp ? (
          <WrapUpRow live={wrapUp} {...details} />
        ) : (
          <DialForm onDevices={onDevices} />
        )}
        {waiting.map((live) => (
          <WaitingRow key={live.call.id} live={live} />
        ))}
      </section>
      <Announcer />
    </>
  );
}

/** Tells the style sheet how high the bar is, for what must end above it. */
function useMeasured() {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const bar = ref.current;
    if (!bar) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() =>
      style.setProperty("--call-bar", `${bar.offsetHeight}px`),
    );
    observer.observe(bar);
    return () => {
      observer.disconnect();
      style.removeProperty("--call-bar");
    };
  }, []);
  return ref;
}

function Reconnecting() {
  const online = usePhoneState((state) => state.online);
  if (online) return null;
  return (
    <p className="mb-2 flex items-center gap-2 rounded-lg bg-amber-400/15 px-3 py-1.5 text-sm text-amber-200">
      <WifiOff aria-hidden className="size-4 shrink-0" />
      {t.phone.reconnecting}
    </p>
  );
}

type Details = { panel: boolean; onPanel: () => void };

function DetailsButton({ panel, onPanel }: Details) {
  return (
    <Button
      tone="dark"
      icon={PanelRight}
      aria-pressed={panel}
      onClick={onPanel}
      className="max-sm:flex-1 max-sm:gap-1.5 max-sm:px-1 max-sm:text-xs"
    >
      {t.phone.details}
    </Button>
  );
}

function Who({ live, children }: { live: LiveCall; children: React.ReactNode }) {
  const name = nameOf(live);
  const number = partyNumber(otherParty(live.call));
  const company = companyOf(live);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3 max-sm:basis-full">
      <Avatar name={name} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          {live.call.contactId ? (
            <Link
              to="/contacts/$contactId"
              params={{ contactId: live.call.contactId }}
              className="truncate font-semibold underline-offset-2 hover:underline focus-visible:outline-white"
            >
              {name}
            </Link>
          ) : (
            <span className="truncate font-semibold">{name}</span>
          )}
          <span className="tabular truncate text-sm text-white/75">
            {[company, number !== name && number].filter(Boolean).join(" · ")}
          </span>
        </p>
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm text-white/85">
          {children}
        </p>
      </div>
    </div>
  );
}

function ActiveRow({ live, ...details }: { live: LiveCall } & Details) {
  const phone = usePhone();
  const { call, muted } = live;
  const talking = call.status === "connected";
  const held = call.status === "held";
  const sending = live.transferTo !== null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-0.5">
      <Who live={live}>
        <State live={live} />
        {call.answeredAt && <Elapsed since={call.answeredAt} />}
        {muted && talking && (
          <span className="inline-flex items-center gap-1 rounded-full bg-amber-300 px-2 text-xs font-semibold text-black">
            <MicOff aria-hidden className="size-3.5" />
            {t.phone.mutedNow}
          </span>
        )}
        <RecordingChip live={live} />
        {talking && <SendingDigits live={live} />}
        {talking && <QualityChip />}
      </Who>
      <div className="flex items-center gap-2 max-sm:grid max-sm:w-full max-sm:grid-cols-4">
        {sending && <TakeBack live={live} />}
        {!sending && (talking || held) && (
          <>
            <Button
              tone="dark"
              icon={muted ? MicOff : Mic}
              disabled={!talking}
              onClick={() => void phone.mute(call.id, !muted)}
              title={t.phone.keys.mute}
              className={cx(
                "max-sm:flex-1 max-sm:gap-1.5 max-sm:px-1 max-sm:text-xs",
                muted && "bg-amber-300 text-black hover:bg-amber-200",
              )}
            >
              {muted ? t.phone.unmute : t.phone.mute}
            </Button>
            <Button
              tone="dark"
              icon={held ? Play : Pause}
              onClick={() => void (held ? phone.resume(call.id) : phone.hold(call.id))}
              className="max-sm:flex-1 max-sm:gap-1.5 max-sm:px-1 max-sm:text-xs"
            >
              {held ? t.phone.resume : t.phone.hold}
            </Button>
            <Keypad callId={call.id} disabled={!talking} />
            <Transfer live={live} />
            <RecordButtons live={live} />
          </>
        )}
        <DetailsButton {...details} />
        <HangUp />
      </div>
      <Problem live={live} />
    </div>
  );
}

function HangUp() {
  const phone = usePhone();
  return (
    <Button
      tone="bad"
      icon={PhoneOff}
      onClick={() => void phone.hangUp()}
      title={t.phone.keys.hangUp}
      className="bg-red-700 text-white hover:bg-red-600 max-sm:col-span-3 max-sm:w-full"
    >
      {t.phone.hangUp}
    </Button>
  );
}

function State({ live }: { live: LiveCall }) {
  const tones = {
    connected: "bg-emerald-400",
    held: "bg-amber-300",
    ringing: "bg-sky-300",
    ended: "bg-white/50",
  };
  return (
    <span className="inline-flex items-center gap-1.5 font-medium">
      <span aria-hidden className={cx("size-2 rounded-full", tones[live.call.status])} />
      {stateText(live)}
    </span>
  );
}

function Problem({ live }: { live: LiveCall }) {
  const phone = usePhone();
  const sessionId = usePhoneState((state) => state.sessionId);
  const elsewhere =
    live.audioOwner !== "" && live.audioOwner !== sessionId && live.call.status === "connected";
  const link = useSoundState((sound) => sound.link);
  const known: Record<string, string | undefined> = t.phone.audioProblems;
  // Right after a reload or a takeover the sound is still on its way.
  const onItsWay = live.problem === "no_audio_from_browser" && link === "starting";
  if (live.problem && !onItsWay) {
    return (
      <p role="alert" className="basis-full rounded-lg bg-amber-300 px-3 py-1.5 text-sm text-black">
        {known[live.problem] ?? t.phone.audioProblems.other}
      </p>
    );
  }
  if (!elsewhere || phone.sound.store.getState().role === "other") return null;
  return (
    <p className="flex basis-full items-center gap-3 text-sm text-white/85">
      {t.sound.otherDevice}
      <Button tone="dark" size="small" onClick={() => phone.sound.takeOver()}>
        {t.sound.useHere}
      </Button>
    </p>
  );
}

function DiallingRow({ dialling }: { dialling: Dialling }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-0.5">
      <div className="flex min-w-0 flex-1 items-center gap-3">
        <Avatar name={dialling.label} />
        <div className="min-w-0">
          <p className="truncate font-semibold">{dialling.label}</p>
          <p className="text-sm text-white/85">
            {/* Until the service knows of the call, nothing is dialled yet. */}
            {dialling.callId ? t.phone.states.dialling : t.phone.states.preparing}
          </p>
        </div>
      </div>
      <HangUp />
    </div>
  );
}

function WaitingRow({ live }: { live: LiveCall }) {
  const phone = usePhone();
  const name = nameOf(live);
  return (
    <div className="mt-2 flex items-center gap-3 border-t border-white/15 pt-2 text-sm">
      <State live={live} />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {live.transferTo ? (
        <TakeBack live={live} small />
      ) : (
        <Button
          tone="dark"
          size="small"
          icon={Play}
          onClick={() => void phone.resume(live.call.id)}
        >
          {t.phone.switchTo(name)}
        </Button>
      )}
      <Button
        tone="dark"
        size="small"
        icon={PhoneOff}
        onClick={() => void phone.hangUp(live.call.id)}
      >
        {t.phone.hangUpOther(name)}
      </Button>
    </div>
  );
}

function WrapUpRow({ live, ...details }: { live: LiveCall } & Details) {
  const phone = usePhone();
  const cause = causeText(live.call);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-0.5">
      <Who live={live}>
        <span>{cause || t.phone.states.ended}</span>
        {live.call.talkSeconds > 0 && <span>{span(live.call.talkSeconds)}</span>}
      </Who>
      <div className="flex items-center gap-2 max-sm:w-full">
        <DetailsButton {...details} />
        <Button tone="primary" onClick={() => phone.wrapUpDone()} className="max-sm:flex-1">
          {t.phone.done}
        </Button>
      </div>
    </div>
  );
}

/** Tells screen readers of each change of state, and never of the ticking timer. */
function Announcer() {
  const phase = usePhoneState(phaseOf);
  const current = usePhoneState(currentCall);
  const ringing = usePhoneState((state) => ringingCalls(state)[0]);
  const muted = current?.muted ? `, ${t.phone.mutedNow}` : "";
  const own = current ? `${stateText(current)}: ${nameOf(current)}${muted}. ` : "";
  const incoming = ringing ? t.phone.incomingFrom(nameOf(ringing)) : "";
  const rest =
    !current && !ringing && (phase === "wrapup" || phase === "reconnecting" || phase === "dialling")
      ? t.phone.announce[phase]
      : "";
  return (
    <>
      <p role="status" className="sr-only">
        {own + rest}
      </p>
      <p role="alert" className="sr-only">
        {incoming}
      </p>
    </>
  );
}
