import { describe, expect, it } from "vitest";
import { money, sums } from "./money";

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
});
