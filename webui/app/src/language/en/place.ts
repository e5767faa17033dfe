/** Words for choosing language and time zone. */
export const place = {
  title: "Language and time",
  locale: "Language and format",
  localeHint: "How dates, numbers and amounts are written. The page loads again.",
  timeZone: "Time zone",
  asOrganisation: (name: string) => `As the organisation: ${name}`,
  asBrowser: (name: string) => `As this browser: ${name}`,
  save: "Save language and time zone",
  saved: "Language and time zone were saved.",
};
