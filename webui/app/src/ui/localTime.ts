import { momentOf, wallOf } from "./zone";

const two = (n: number) => String(n).padStart(2, "0");

/** A moment as an input of type datetime-local has it: on the user's clock, to the minute. */
export function toLocalInput(iso: string | null): string {
  if (!iso) return "";
  const { year, month, day, hour, minute } = wallOf(new Date(iso));
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The moment that such an input tells; null while it is empty or half typed. */
export function fromLocalInput(text: string): string | null {
  const parts = /^(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d)(:\d\d(\.\d+)?)?$/.exec(text);
  // A day that no calendar has is refused here as everywhere.
  if (!parts || Number.isNaN(new Date(text).getTime())) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1, 6).map(Number);
  return momentOf({ year, month, day, hour, minute }).toISOString();
}
