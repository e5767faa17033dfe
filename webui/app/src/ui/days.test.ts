import { describe, expect, it } from "vitest";
import { dayEnd, dayStart } from "./days";

describe("days", () => {
  it("starts and ends at local midnight", () => {
    expect(new Date(dayStart("2026-03-29")).getHours()).toBe(0);
    expect(new Date(dayEnd("2026-03-29")).getHours()).toBe(0);
    expect(new Date(dayEnd("2026-12-31")).getFullYear()).toBe(2027);
  });
});
