import { locale } from "./locale";

/** A number with so many digits behind its point, or comma. */
export const decimal = (value: number, digits: number): string =>
  value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
