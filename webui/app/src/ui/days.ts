import { momentOf } from "../ui/zone";

/** The first moment of a day (2026-03-29) on the user's clock, as the API takes it. */
export const dayStart = (date: string): string => midnight(date, 0);

/** The first moment after a day: days of a clock change have not 24 hours. */
export const dayEnd = (date: string): string => midnight(date, 1);

function midnight(date: string, daysOn: number): string {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  return momentOf({ year, month, day: day + daysOn, hour: 0, minute: 0 }).toISOString();
}
