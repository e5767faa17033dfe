/** The first moment of a day (2026-03-29) where the user is, as the API takes it. */
export function dayStart(date: string): string {
  return new Date(`${date}T00:00:00`).toISOString();
}

/** The first moment after a day: days of a clock change have not 24 hours. */
export function dayEnd(date: string): string {
  const end = new Date(`${date}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}
