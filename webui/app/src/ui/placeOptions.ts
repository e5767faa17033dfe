import { locales } from "../language/locale";
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
