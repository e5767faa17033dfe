/** The languages that everything is said in. */
export type Language = "en" | "de";

/** The ways of writing that a user can choose; each is in its own words. */
export const locales = ["en-GB", "en-US", "de-DE", "de-AT", "de-CH"];

const usual: Record<Language, string> = { en: "en-GB", de: "de-DE" };

/** How dates and numbers are written. Settled before any page is loaded. */
export let locale = "en-GB";

/** The clock that moments are told by. Settled before any page is loaded. */
export let timeZone = browserTimeZone();

export function settle(next: { locale: string; timeZone: string }): void {
  locale = next.locale;
  timeZone = next.timeZone;
}

export function languageOf(tag: string): Language | undefined {
  const language = tag.split("-")[0]?.toLowerCase();
  return language === "en" || language === "de" ? language : undefined;
}

/** The first of the wanted locales whose language is spoken here. */
export function firstSpoken(wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    const language = tag ? languageOf(tag) : undefined;
    if (!tag || !language) continue;
    if (!tag.includes("-")) return usual[language];
    try {
      return Intl.getCanonicalLocales(tag)[0] ?? usual[language];
    } catch {
      // A browser may be told to ask for what is no locale at all.
    }
  }
  return usual.en;
}

/** The first of the wanted time zones that this browser knows; else its own. */
export function firstZone(wanted: readonly (string | null | undefined)[]): string {
  for (const zone of wanted) {
    try {
      if (zone) return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
    } catch {
      // The service may know newer zones than an old browser.
    }
  }
  return browserTimeZone();
}

export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
