import { timeZone } from "../language";

/** What a clock on the user's wall shows. */
export type Wall = { year: number; month: number; day: number; hour: number; minute: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

export function wallOf(at: Date, zone: string = timeZone): Wall {
  const found: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) found[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = found;
  return { year, month, day, hour, minute };
}

/** The wall's time as if it were UTC's: good for comparing and counting days. */
export const flat = (wall: Wall): number =>
  Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);

const aDay = 86_400_000;

/**
 * The moment at which the user's clock shows this; month and day may run over.
 * Of an hour that comes twice it is the first; one that is skipped moves on by
 * what was skipped.
 */
export function momentOf(wall: Wall, zone: string = timeZone): Date {
  const wanted = flat(wall);
  const shift = (near: number) => flat(wallOf(new Date(near), zone)) - near;
  const [before, after] = [wanted - shift(wanted - aDay), wanted - shift(wanted + aDay)];
  const right = [before, after].filter((moment) => flat(wallOf(new Date(moment), zone)) === wanted);
  return new Date(right.length > 0 ? Math.min(...right) : before);
}

/** How many days of the user's calendar lie between two moments. */
export function daysBetween(from: Date, to: Date, zone: string = timeZone): number {
  const start = (at: Date) => flat({ ...wallOf(at, zone), hour: 0, minute: 0 });
  return Math.round((start(to) - start(from)) / aDay);
}

/** The first moment of a day of the user's calendar, so many days from the one of a moment. */
export function dayStart(at: Date, days = 0, zone: string = timeZone): Date {
  const wall = wallOf(at, zone);
  return momentOf({ ...wall, day: wall.day + days, hour: 0, minute: 0 }, zone);
}

/** A moment's time of the day, so many days from the day of another one. */
export function sameTime(at: Date, from: Date, days: number, zone: string = timeZone): Date {
  const { hour, minute } = wallOf(at, zone);
  const wall = wallOf(from, zone);
  return momentOf({ ...wall, day: wall.day + days, hour, minute }, zone);
}
