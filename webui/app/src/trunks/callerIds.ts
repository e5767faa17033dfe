/** Caller IDs by country as a person writes them: one line each, the country first. */
export const callersText = (callers: Record<string, string>): string =>
  Object.entries(callers)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([country, number]) => `${country} ${number}`)
    .join("\n");

/** The lines as the service takes them; what is no pair is left for the service to refuse. */
export function callersFrom(text: string): Record<string, string> {
  const callers: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [country, ...rest] = line.trim().split(/\s+/);
    if (country) callers[country.toUpperCase()] = rest.join(" ");
  }
  return callers;
}
