import { locale } from "../language";

const formats = new Map<string, Intl.NumberFormat>();

/** An amount as the service writes it, such as 1200.00, for people. */
export function money(amount: string, currency: string): string {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: "currency", currency });
    formats.set(currency, format);
  }
  return format.format(Number(amount));
}

/** A number as it is typed here, 1.234,5 or 1,234.5, as the service takes it; else as it is. */
export function readAmount(text: string, written: string = locale): string {
  const bare = text.replace(/[\s'’]|[€£$]|[A-Z]{3}/g, "");
  const comma = decimalMark(written) === ",";
  return parse(bare, comma) ?? parse(bare, !comma) ?? text.trim();
}

/** What readAmount understands, of what the service wrote. */
export const typedAmount = (amount: string, written: string = locale): string =>
  decimalMark(written) === "," ? amount.replace(".", ",") : amount;

function decimalMark(written: string): string {
  const parts = new Intl.NumberFormat(written).formatToParts(0.5);
  return parts.find(({ type }) => type === "decimal")?.value ?? ".";
}

/** Strict, so that 1.200 is read in one way only in each locale. */
function parse(bare: string, comma: boolean): string | undefined {
  const [group, mark] = comma ? [/\./g, ","] : [/,/g, "."];
  const form = comma ? /^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/ : /^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
  return form.test(bare) ? bare.replace(group, "").replace(mark, ".") : undefined;
}

type Worth = { amount: string; currency: string };

/** The exact sum of each currency, in the order in which they first come. */
export function sums(worths: Worth[]): Worth[] {
  const units = new Map<string, { minor: bigint; digits: number }>();
  for (const { amount, currency } of worths) {
    // All amounts of a currency have the same number of digits behind the point.
    const digits = amount.split(".")[1]?.length ?? 0;
    const before = units.get(currency)?.minor ?? 0n;
    units.set(currency, { minor: before + BigInt(amount.replace(".", "")), digits });
  }
  return [...units].map(([currency, { minor, digits }]) => {
    const text = minor.toString().padStart(digits + 1, "0");
    const point = text.length - digits;
    return {
      currency,
      amount: digits ? `${text.slice(0, point)}.${text.slice(point)}` : text,
    };
  });
}
