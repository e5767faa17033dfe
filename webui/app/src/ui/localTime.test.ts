import { describe, expect, it } from "vitest";
import { fromLocalInput, toLocalInput } from "./localTime";

describe("the time of a datetime-local input", () => {
  it("comes back as the same minute, whatever the time zone", () => {
    for (const iso of ["2026-01-31T23:59:00.000Z", "2026-07-01T00:00:00.000Z"]) {
      expect(fromLocalInput(toLocalInput(iso))).toBe(iso);
    }
  });
  it("is to the minute", () => {
    expect(toLocalInput("2026-07-01T00:00:59.999Z")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  });
  it("is nothing where there is none", () => {
    expect(toLocalInput(null)).toBe("");
    expect(fromLocalInput("")).toBeNull();
    expect(fromLocalInput("2026-13-45T99:99")).toBeNull();
  });
});
