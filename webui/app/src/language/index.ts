import type { en } from "./en";
import { firstSpoken, firstZone, type Language, languageOf, settle } from "./locale";

export { locale, timeZone } from "./locale";

/** What every language must say. */
export type Catalogue = typeof en;

/**
 * The words of the language in use. They are loaded before any module that says
 * something, so they are as good as constant; another language needs another load
 * of the page.
 */
export let t: Catalogue;

// Each is a file of its own, so that nobody downloads words that they do not read.
const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import("./en")).en,
  de: async () => (await import("./de")).de,
};

type Person = {
  locale: string;
  timeZone: string;
  organisation: { locale: string; timeZone: string };
};

/** How somebody wants to be spoken to: their own choice, this browser's, the organisation's. */
export function placeOf(person: Person | null): { locale: string; timeZone: string } {
  return {
    locale: firstSpoken([
      person?.locale,
      readLocale(),
      person?.organisation.locale,
      ...(typeof navigator === "undefined" ? [] : (navigator.languages ?? [])),
    ]),
    timeZone: firstZone([person?.timeZone, person?.organisation.timeZone]),
  };
}

/** Loads the words. Nothing that says something may be loaded before. */
export async function speak(place: { locale: string; timeZone: string }): Promise<void> {
  settle(place);
  t = await catalogues[languageOf(place.locale) ?? "en"]();
  if (typeof document !== "undefined") document.documentElement.lang = place.locale;
}

const localeKey = "ringbook.locale";

/** The choice that was made on this browser, as at the login. */
export function readLocale(): string | null {
  try {
    return localStorage.getItem(localeKey);
  } catch {
    return null;
  }
}

export function writeLocale(locale: string): void {
  if (locale) localStorage.setItem(localeKey, locale);
  else localStorage.removeItem(localeKey);
}
