import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BellOff, PhoneForwarded, Phone as PhoneIcon, PhoneOff, UserPlus } from "lucide-react";
import { useState } from "react";
import { useShallow } from "zustand/shallow";
import { updateCall } from "../api/calls";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { Button, buttonClass, IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { otherParty, partyNumber } from "../ui/format";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";
import { CallerRecord } from "./CallerRecord";
import { type LiveCall, ownCalls, ringingCalls } from "./machine";
import { usePhone, usePhoneState } from "./PhoneProvider";
import { useSecondsLeft } from "./timers";
import { companyOf, nameOf, reasonText, soleMatch } from "./words";

/** Who is calling, shown while it rings and before anyone answers. */
export function ScreenPop() {
  const ringing = usePhoneState(useShallow(ringingCalls));
  if (ringing.length === 0) return null;
  return (
    <section
      aria-label={t.phone.incoming}
      className="relative z-50 flex min-h-0 shrink-0 flex-col overflow-y-auto border-accent bg-surface max-lg:max-h-[70%] max-lg:border-t-4 lg:w-96 lg:border-l-4"
    >
      {ringing.map((live, index) => (
        <Ringing key={live.call.id} live={live} compact={index > 0} />
      ))}
    </section>
  );
}

function Ringing({ live, compact }: { live: LiveCall; compact: boolean }) {
  const name = nameOf(live);
  const company = companyOf(live);
  const number = partyNumber(otherParty(live.call));
  return (
    <article aria-label={name} className="flex flex-col border-b last:border-b-0">
      <div className="sticky top-0 z-10 flex flex-col gap-3 border-b bg-surface p-4">
        <div className="flex items-center justify-between gap-2 text-sm text-muted">
          <span className="min-w-0 flex-1 truncate">
            {t.phone.via(live.line || live.call.line, live.queueName || live.call.queueName)}
          </span>
          <TimeLeft until={live.timeoutAt} />
          <Silence />
        </div>
        <div className="flex items-center gap-3">
          <span className="relative">
            <Avatar name={name} size="large" />
            <span className="absolute -right-1 -bottom-1 grid size-6 place-items-center rounded-full bg-good text-on-accent">
              <PhoneIcon aria-hidden className="ringing size-3.5" />
            </span>
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="truncate text-lg leading-tight font-semibold">{name}</h2>
            {company && <p className="truncate text-sm">{company}</p>}
            {number && number !== name && (
              <p className="tabular truncate text-sm text-muted">{number}</p>
            )}
          </div>
        </div>
        {live.transferredBy && (
          <p className="flex items-center gap-2 rounded-lg bg-accent-soft px-3 py-2 text-sm font-medium text-accent-ink">
            <PhoneForwarded aria-hidden className="size-4 shrink-0" />
            {t.phone.transfer.sentBy(live.transferredBy.name)}
          </p>
        )}
        <Why live={live} />
        <Actions live={live} />
      </div>
      {!compact && <Candidates live={live} />}
      {!compact && <CallerRecord live={live} />}
    </article>
  );
}

function Silence() {
  const phone = usePhone();
  return (
    <IconButton
      small
      icon={BellOff}
      label={t.phone.silence}
      className="-my-1"
      onClick={() => phone.silence()}
    />
  );
}

function TimeLeft({ until }: { until: string | null }) {
  const left = useSecondsLeft(until);
  if (left === null) return null;
  return (
    <span role="timer" aria-live="off" className="tabular shrink-0 font-medium text-ink">
      {t.phone.secondsLeft(left)}
    </span>
  );
}

/** Why the name above is the one shown, or why there is none. */
function Why({ live }: { live: LiveCall }) {
  const sole = soleMatch(live.matches);
  const number = partyNumber(otherParty(live.call));
  if (live.lookupUnavailable) {
    return (
      <p role="alert" className="rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
        {t.match.unavailable}
      </p>
    );
  }
  if (sole) return <p className="text-sm text-muted">{reasonText(sole)}</p>;
  if (live.matches.length > 0) return null;
  if (!live.briefed) return <p className="text-sm text-muted">{t.match.asking}</p>;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-lg bg-sunken px-3 py-2">
      <p className="text-sm">{number ? t.match.unknown : t.match.withheld}</p>
      {number && (
        <Link
          to="/contacts/new"
          search={{ phone: number, callId: live.call.id }}
          className={buttonClass("plain", "small")}
        >
          <UserPlus aria-hidden className="size-4" />
          {t.contacts.newButton}
        </Link>
      )}
    </div>
  );
}

function Actions({ live }: { live: LiveCall }) {
  const phone = usePhone();
  const busy = usePhoneState((state) =>
    ownCalls(state).some(({ call }) => call.status === "connected"),
  );
  const [answering, setAnswering] = useState(false);
  const { id } = live.call;
  return (
    <div className="flex items-stretch gap-2">
      <Button
        tone="good"
        size="large"
        icon={PhoneIcon}
        className="min-w-0 flex-1 px-2"
        title={t.phone.keys.answer}
        aria-disabled={answering}
        onClick={async () => {
          if (answering) return;
          setAnswering(true);
          await phone.answer(id);
          setAnswering(false);
        }}
      >
        {answering ? t.phone.answering : busy ? t.phone.holdAndAnswer : t.phone.answer}
        {!busy && <Hint>{t.phone.hints.answer}</Hint>}
      </Button>
      <Button
        tone="bad"
        size="large"
        icon={PhoneOff}
        className="min-w-0 flex-1 px-2"
        title={t.phone.keys.decline}
        onClick={() => void phone.reject(id)}
      >
        {t.phone.decline}
        <Hint>{t.phone.hints.decline}</Hint>
      </Button>
    </div>
  );
}

function Hint({ children }: { children: React.ReactNode }) {
  return (
    <kbd
      aria-hidden
      className="rounded border border-current/40 px-1 font-sans text-[0.6875rem] font-normal max-sm:hidden"
    >
      {children}
    </kbd>
  );
}

/** The contacts that the caller may be, when there is not exactly one. */
export function Candidates({ live }: { live: LiveCall }) {
  const phone = usePhone();
  const choose = useMutation({
    mutationFn: (contactId: string) => updateCall(live.call.id, { contactId }),
    onSuccess: (call) => phone.corrected(call),
    onError: (error) => warn(problemText(error)),
  });
  if (live.matches.length === 0 || soleMatch(live.matches) === live.matches[0]) return null;
  const shared = live.matches.find((match) => match.reason === "shared");
  return (
    <fieldset className="min-w-0 border-b px-4 py-3">
      <legend className="float-left mb-2 w-full text-sm font-medium">
        {shared ? t.match.choose(shared.sharedBy ?? live.matches.length) : t.match.maybe}
      </legend>
      <ul className="clear-both flex flex-col gap-1">
        {live.matches.map((match) => {
          const chosen = match.contact.id === live.call.contactId;
          return (
            <li key={match.contact.id}>
              <button
                type="button"
                aria-pressed={chosen}
                onClick={() => choose.mutate(match.contact.id)}
                className={cx(
                  "flex w-full items-center gap-3 rounded-lg border px-3 py-2 text-left hover:bg-sunken",
                  chosen && "border-accent bg-accent-soft hover:bg-accent-soft",
                )}
              >
                <Avatar name={match.contact.name} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{match.contact.name}</span>
                  <span className="block truncate text-xs text-muted">
                    {[match.contact.jobTitle, match.customer?.name].filter(Boolean).join(" · ") ||
                      reasonText(match)}
                  </span>
                </span>
                {chosen && (
                  <span className="text-xs font-medium text-accent-ink">{t.match.chosen}</span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
