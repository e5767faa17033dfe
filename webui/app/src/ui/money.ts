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
