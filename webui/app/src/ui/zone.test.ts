import { describe, expect, it } from "vitest";
import { dayStart, daysBetween, momentOf, sameTime, wallOf } from "./zone";

const at = (year: number, month: number, day: number, hour = 0, minute = 0) => ({
  year,
  month,
  day,
  hour,
  minute,
});

describe("the user's clock", () => {
  it.each([
    ["Europe/Berlin", at(2026, 11, 24), "2026-11-23T23:00:00.000Z"],
    ["America/New_York", at(2026, 11, 24, 9, 5), "2026-11-24T14:05:00.000Z"],
    ["Asia/Kathmandu", at(2026, 1, 1), "2025-12-31T18:15:00.000Z"],
    // The hour that comes twice is the first, the one that is skipped moves on.
    ["Europe/Berlin", at(2026, 10, 25, 2, 30), "2026-10-25T00:30:00.000Z"],
    ["Europe/Berlin", at(2026, 3, 29, 2, 30), "2026-03-29T01:30:00.000Z"],
    // The month runs over.
    ["Europe/Berlin", at(2026, 12, 32), "2026-12-31T23:00:00.000Z"],
  ])("in %s %o is %s", (zone, wall, iso) => expect(momentOf(wall, zone).toISOString()).toBe(iso));

  it("shows each moment that it tells", () => {
    for (const zone of ["UTC", "Europe/Berlin", "Pacific/Chatham", "America/St_Johns"]) {
      for (let month = 1; month <= 12; month++) {
        const wall = at(2026, month, 15, 23, 59);
        expect(wallOf(momentOf(wall, zone), zone)).toEqual(wall);
      }
    }
  });

  it("counts days of the calendar, not of 24 hours", () => {
    const [from, to] = [new Date("2026-03-28T22:30:00Z"), new Date("2026-03-29T22:30:00Z")];
    expect(daysBetween(from, to, "Europe/Berlin")).toBe(2);
    expect(daysBetween(from, to, "UTC")).toBe(1);
  });

  it("begins each day at its midnight, also where the clocks change", () => {
    const berlin = (iso: string, days = 0) =>
      dayStart(new Date(iso), days, "Europe/Berlin").toISOString();
    expect(berlin("2026-11-24T23:30:00Z")).toBe("2026-11-24T23:00:00.000Z");
    expect(berlin("2026-11-24T22:30:00Z")).toBe("2026-11-23T23:00:00.000Z");
    // One day has 25 hours, another 23.
    expect(berlin("2026-10-25T12:00:00Z", 1)).toBe("2026-10-25T23:00:00.000Z");
    expect(berlin("2026-03-29T12:00:00Z", 1)).toBe("2026-03-29T22:00:00.000Z");
  });

  it("keeps the time of the day of what is moved to tomorrow", () => {
    const moved = sameTime(
      new Date("2026-10-20T07:30:00Z"),
      new Date("2026-10-24T12:00:00Z"),
      1,
      "Europe/Berlin",
    );
    expect(moved.toISOString()).toBe("2026-10-25T08:30:00.000Z");
  });
});
