import type { Call, Party } from "../api/types";
import { locale, t } from "../language";

/** A span as a clock shows it: 0:07, 12:40, 1:02:03. */
export function clock(totalSeconds: number): string {
  const whole = Math.max(0, Math.floor(totalSeconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = String(whole % 60).padStart(2, "0");
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`
    : `${minutes}:${seconds}`;
}

/** A span as it is read in a list: 7 s, 12 min 40 s, 1 h 2 min. */
export function span(totalSeconds: number): string {
  const whole = Math.max(0, Math.round(totalSeconds));
  if (whole < 60) return t.units.seconds(whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    const rest = whole % 60;
    return rest ? `${t.units.minutes(minutes)} ${t.units.seconds(rest)}` : t.units.minutes(minutes);
  }
  return `${t.units.hours(Math.floor(minutes / 60))} ${t.units.minutes(minutes % 60)}`;
}

const timeOnly = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const timeExact = new Intl.DateTimeFormat(locale, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const dayOnly = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
});
const dayYear = new Intl.DateTimeFormat(locale, {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });
const whole = new Intl.NumberFormat(locale);

/** A moment as near ones are told: today by its time, this year without the year. */
export function moment(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return timeOnly.format(at);
  if (days === 1) return t.units.yesterday(timeOnly.format(at));
  if (at.getFullYear() === now.getFullYear())
    return `${dayOnly.format(at)}, ${timeOnly.format(at)}`;
  return dayYear.format(at);
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

export const exactTime = (iso: string): string => timeExact.format(new Date(iso));
export const fullMoment = (iso: string): string => full.format(new Date(iso));
export const day = (iso: string): string => dayYear.format(new Date(iso));

export function total({ count, exact }: { count: number; exact: boolean }): string {
  return exact ? whole.format(count) : t.units.about(whole.format(count));
}

/** The end of a call that is not the organisation's. */
export function otherParty(call: Call): Party {
  return call.direction === "inbound" ? call.from : call.to;
}

/** A number as it is shown: E.164 where it was understood, else as it came. */
export function partyNumber(party: Party): string {
  return party.e164 ?? party.raw;
}

/** Whom a call is with, by the best name there is. */
export function callerName(call: Call): string {
  const party = otherParty(call);
  return (
    call.contact?.name || call.contactName || party.name || partyNumber(party) || t.calls.withheld
  );
}
