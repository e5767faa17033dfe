import { describe, expect, it } from "vitest";
import { money, readAmount, sums, typedAmount } from "./money";

describe("money", () => {
  it("writes an amount as its currency is written", () => {
    expect(money("1200.00", "GBP")).toBe("£1,200.00");
    expect(money("1200", "JPY")).toMatch(/1,200$/);
  });

  it("sums exactly, each currency by itself", () => {
    const cents = Array.from({ length: 10 }, () => ({ amount: "0.10", currency: "EUR" }));
    expect(sums([...cents, { amount: "7", currency: "JPY" }])).toEqual([
      { amount: "1.00", currency: "EUR" },
      { amount: "7", currency: "JPY" },
    ]);
    expect(sums([{ amount: "0.05", currency: "EUR" }])).toEqual([
      { amount: "0.05", currency: "EUR" },
    ]);
  });

  it.each([
    ["de-DE", "1.234,50 €", "1234.50"],
    ["de-DE", "1.200", "1200"],
    ["de-DE", "1200,5", "1200.5"],
    ["de-DE", "1200.50", "1200.50"],
    ["de-DE", "1,234.50", "1234.50"],
    ["de-CH", "1’234.50 CHF", "1234.50"],
    ["en-GB", "£1,234.50", "1234.50"],
    ["en-GB", "1,200", "1200"],
    ["en-GB", "1.200", "1.200"],
    ["en-GB", "1200,50", "1200.50"],
    ["en-GB", "-7", "-7"],
    ["en-GB", "a lot", "a lot"],
    ["de-DE", "1.2.3", "1.2.3"],
    ["de-DE", "", ""],
  ])("in %s %s is read as %s", (locale, typed, amount) => {
    expect(readAmount(typed, locale)).toBe(amount);
  });

  it("offers for editing what it reads back", () => {
    for (const locale of ["en-GB", "en-US", "de-DE", "de-AT", "de-CH"]) {
      for (const amount of ["1234567.89", "0.05", "12", "-3.5"]) {
        expect(readAmount(typedAmount(amount, locale), locale)).toBe(amount);
      }
    }
  });
});
