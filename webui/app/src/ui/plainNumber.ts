import { locale } from "../language";

const comma = new Intl.NumberFormat(locale).format(1.5).includes(",");
const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 9 });

/** A decimal of the service, such as 1200.5, as it is read here. Nothing is rounded. */
export const readNumber = (plain: string): string => exact.format(plain as `${number}`);

/** The same as it is typed: without marks between the thousands. */
export const typedNumber = (plain: string): string => (comma ? plain.replace(".", ",") : plain);

/** What was typed as the service reads it; what is no number stays as it is, to be refused. */
export function plainNumber(typed: string, commas: boolean = comma): string {
  const text = typed.replace(/[\s\u00a0\u202f'’]/g, "");
  const [point, mark] = commas ? [",", "."] : [".", ","];
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${mark}\\d{3})+(\\${point}\\d*)?$`);
  const whole = grouped.test(text) ? text.replaceAll(mark, "") : text;
  return commas ? whole.replace(",", ".") : whole;
}
