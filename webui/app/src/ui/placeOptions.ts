import { locale, locales } from "../language/locale";
import type { Option } from "./fields";

/** The ways of writing to choose from, each named in its own language; the first is none. */
export const localeOptions = (none: string): Option[] => [
  { value: "", label: none },
  ...locales.map((tag) => ({ value: tag, label: localeName(tag) })),
];

export function localeName(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toUpperCase() + name.slice(1);
  } catch {
    return tag;
  }
}

/** The time zones to choose from, and the one that is chosen; the first is none. */
export const timeZoneOptions = (none: string, current = ""): Option[] => [
  { value: "", label: none },
  ...[...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current])]
    .filter(Boolean)
    .sort()
    .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
];

/** Regions that Unicode names and that are no country with numbers of its own. */
const unnumbered = /^(AQ|BV|CP|CQ|DG|EA|EU|EZ|GS|HM|IC|PN|QO|TF|UM|UN|XA|XB|ZZ)$/;
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Every country by its name, in the order of the alphabet; the current one is always a choice. */
export function countryOptions(current: string): Option[] {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((code) => {
      const label = names.of(code);
      // Countries that are no more are known by the name of what they became.
      const gone = new Intl.Locale(`und-${code}`).region !== code;
      const known = label && !gone && !unnumbered.test(code);
      return known || code === current ? [{ value: code, label: label ?? code }] : [];
    })
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}
