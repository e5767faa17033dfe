import type { Call, Party } from "../api/types";
import { locale, t, timeZone } from "../language";
import { daysBetween, wallOf } from "./zone";

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

const timeOnly = new Intl.DateTimeFormat(locale, {
  timeZone,
  hour: "2-digit",
  minute: "2-digit",
});
const timeExact = new Intl.DateTimeFormat(locale, {
  timeZone,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const dayOnly = new Intl.DateTimeFormat(locale, {
  timeZone,
  day: "numeric",
  month: "short",
});
const dayYear = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "medium" });
// A day without a time is the same day everywhere.
const calendarDay = new Intl.DateTimeFormat(locale, { timeZone: "UTC", dateStyle: "medium" });
const full = new Intl.DateTimeFormat(locale, {
  timeZone,
  dateStyle: "full",
  timeStyle: "medium",
});
const whole = new Intl.NumberFormat(locale);

/** A moment as near ones are told: today by its time, this year without the year. */
export function moment(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = daysBetween(at, now);
  if (days === 0) return timeOnly.format(at);
  if (days === 1) return t.units.yesterday(timeOnly.format(at));
  if (wallOf(at).year === wallOf(now).year) return `${dayOnly.format(at)}, ${timeOnly.format(at)}`;
  return dayYear.format(at);
}

export const exactTime = (iso: string): string => timeExact.format(new Date(iso));
export const fullMoment = (iso: string): string => full.format(new Date(iso));

/** The day of a moment, or a day as 2026-12-01. */
export const day = (iso: string): string =>
  (iso.length === 10 ? calendarDay : dayYear).format(new Date(iso));

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
