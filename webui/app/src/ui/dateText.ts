import { locale } from "../language";

type Part = "day" | "month" | "year";

/** In which order, and between which signs, a locale writes a day in numbers. */
function layout(written: string) {
  const format = new Intl.DateTimeFormat(written, {
    timeZone: "UTC",
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  });
  const parts = format.formatToParts(new Date(Date.UTC(2033, 10, 22)));
  const order = parts
    .map(({ type }) => type)
    .filter((type): type is Part => type === "day" || type === "month" || type === "year");
  return { format, parts, order };
}

/** A day (2026-12-01) or a time of one (2026-12-01T09:30) as it is typed here. */
export function writeDate(iso: string, written: string = locale): string {
  if (!read(iso)) return iso;
  const [date = "", time = ""] = iso.split("T");
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const words = layout(written).format.format(at);
  if (!time) return words;
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const clock = new Intl.DateTimeFormat(written, { timeZone: "UTC", timeStyle: "short" });
  return `${words}, ${clock.format(new Date(Date.UTC(2000, 0, 1, hour, minute)))}`;
}

/** How a day is to be typed, such as DD/MM/YYYY, in the letters of the language. */
export function dateHint(letters: Record<Part, string>, written: string = locale): string {
  return layout(written)
    .parts.map(({ type, value }) =>
      type === "day" || type === "month" || type === "year"
        ? letters[type].repeat(value.length)
        : value,
    )
    .join("");
}

/**
 * What is typed as the API takes it; undefined where it is no day, or lacks a
 * time that is asked for. Days may be typed as the locale writes them, without
 * the year, with two digits of it, or as ISO 8601 does.
 */
export function readDate(
  text: string,
  withTime: boolean,
  written: string = locale,
  today: Date = new Date(),
): string | undefined {
  const typed = text.trim();
  const iso = read(typed);
  if (iso) return iso.includes("T") === withTime ? iso : withTime ? undefined : iso.slice(0, 10);
  const numbers = typed.match(/\d+/g)?.map(Number) ?? [];
  const { order } = layout(written);
  const used = numbers.length - (withTime ? 2 : 0);
  if (used !== 2 && used !== 3) return undefined;
  const given = used === 3 ? order : order.filter((part) => part !== "year");
  const found: Record<Part, number> = { day: 0, month: 0, year: today.getFullYear() };
  for (const [i, part] of given.entries()) found[part] = numbers[i] ?? 0;
  if (found.year < 100) found.year += 2000;
  const date = `${pad(found.year, 4)}-${pad(found.month)}-${pad(found.day)}`;
  if (!withTime) return read(date);
  const [hour = 0, minute = 0] = numbers.slice(used);
  return read(`${date}T${pad(halfDay(hour, typed))}:${pad(minute)}`);
}

/** The hour of 24 that is meant by one of 12 with a.m. or p.m. behind it. */
function halfDay(hour: number, typed: string): number {
  const half = /([ap])\.?\s*m\.?\s*$/i.exec(typed)?.[1]?.toLowerCase();
  if (!half || hour > 12) return hour;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

const pad = (n: number, length = 2) => String(n).padStart(length, "0");

/** The text if it is a day, or a minute of one, that the calendar has. */
function read(text: string): string | undefined {
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?)?$/.exec(text);
  if (!found) return undefined;
  const [, date = "", time] = found;
  const at = new Date(`${date}T${time ?? "00:00"}:00Z`);
  // 31 February would silently be 3 March.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date) return undefined;
  return time ? `${date}T${time}` : date;
}
