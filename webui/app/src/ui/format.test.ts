import { describe, expect, it } from "vitest";
import type { Call } from "../api/types";
import { callerName, clock, moment, span, total } from "./format";

describe("clock", () => {
  it.each([
    [0, "0:00"],
    [7.9, "0:07"],
    [760, "12:40"],
    [3723, "1:02:03"],
    [-4, "0:00"],
  ])("%d s is %s", (seconds, text) => expect(clock(seconds)).toBe(text));
});

describe("span", () => {
  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [760, "12 min 40 s"],
    [3720, "1 h 2 min"],
  ])("%d s is %s", (seconds, text) => expect(span(seconds)).toBe(text));
});

describe("moment", () => {
  const now = new Date(2026, 5, 15, 12, 0);
  it.each([
    [new Date(2026, 5, 15, 9, 5), /^09:05$/],
    [new Date(2026, 5, 14, 23, 59), /^Yesterday, 23:59$/],
    [new Date(2026, 0, 2, 9, 5), /2 Jan, 09:05$/],
    [new Date(2024, 0, 2, 9, 5), /^2 Jan 2024$/],
  ])("%s", (at, text) => expect(moment(at.toISOString(), now)).toMatch(text));
});

describe("total", () => {
  it("tells an estimate from a count", () => {
    expect(total({ count: 1200, exact: true })).toBe("1,200");
    expect(total({ count: 1_000_000, exact: false })).toBe("about 1,000,000");
  });
});

describe("callerName", () => {
  const party = (raw: string, name = "") => ({ raw, e164: raw || null, name });
  const call = (over: object) =>
    ({
      direction: "inbound",
      from: party("+4420"),
      to: party("+4477"),
      contact: null,
      contactName: "",
      ...over,
    }) as Call;
  it.each([
    [call({ contact: { id: "1", name: "Ann Lee" } }), "Ann Lee"],
    [call({ from: party("+4420", "ANN L") }), "ANN L"],
    [call({}), "+4420"],
    [call({ direction: "outbound" }), "+4477"],
    [call({ from: party("") }), "Withheld number"],
  ])("case %#", (given, name) => expect(callerName(given)).toBe(name));
});
