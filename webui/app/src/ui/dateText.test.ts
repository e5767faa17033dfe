import { describe, expect, it } from "vitest";
import { dateHint, readDate, writeDate } from "./dateText";

const today = new Date(2026, 10, 24);

describe("a day as it is typed", () => {
  it.each([
    ["de-DE", "24.11.2026", "2026-11-24"],
    ["de-DE", "1.2.27", "2027-02-01"],
    ["de-DE", "24.12.", "2026-12-24"],
    ["de-DE", "2026-12-01", "2026-12-01"],
    ["en-GB", "24/11/2026", "2026-11-24"],
    ["en-US", "11/24/2026", "2026-11-24"],
    ["de-DE", "31.2.2026", undefined],
    ["de-DE", "24", undefined],
    ["de-DE", "bald", undefined],
    ["en-US", "24/11/2026", undefined],
  ])("in %s %s is %s", (locale, typed, iso) => {
    expect(readDate(typed, false, locale, today)).toBe(iso);
  });

  it.each([
    ["de-DE", "24.11.2026, 09:30", "2026-11-24T09:30"],
    ["de-DE", "24.11. 9:05", "2026-11-24T09:05"],
    ["en-US", "11/24/2026, 9:30 PM", "2026-11-24T21:30"],
    ["en-US", "11/24/2026, 12:05 am", "2026-11-24T00:05"],
    ["en-GB", "2026-11-24T09:30", "2026-11-24T09:30"],
    ["en-GB", "24/11/2026", undefined],
    ["en-GB", "24/11/2026 25:00", undefined],
  ])("in %s %s is %s", (locale, typed, iso) => {
    expect(readDate(typed, true, locale, today)).toBe(iso);
  });

  it("is read back as it is written", () => {
    for (const locale of ["en-GB", "en-US", "de-DE", "de-AT", "de-CH"]) {
      for (const iso of ["2026-11-24", "2000-02-29"]) {
        expect(readDate(writeDate(iso, locale), false, locale)).toBe(iso);
      }
      for (const iso of ["2026-11-24T00:05", "2026-11-24T12:00", "2026-11-24T23:59"]) {
        expect(readDate(writeDate(iso, locale), true, locale)).toBe(iso);
      }
    }
    expect(writeDate("2026-11-24", "de-DE")).toBe("24.11.2026");
    expect(writeDate("half typed", "de-DE")).toBe("half typed");
  });

  it("is asked for in the letters of the language", () => {
    expect(dateHint({ day: "T", month: "M", year: "J" }, "de-DE")).toBe("TT.MM.JJJJ");
    expect(dateHint({ day: "D", month: "M", year: "Y" }, "en-US")).toBe("MM/DD/YYYY");
  });
});
