import { describe, expect, it } from "vitest";
import { plainNumber } from "./plainNumber";

describe("a number as it is typed", () => {
  it.each([
    ["1200.5", "1200.5"],
    ["1,200.5", "1200.5"],
    ["-1 200", "-1200"],
    ["12,5", "12,5"],
    ["many", "many"],
  ])("reads %s with a point", (typed, plain) => expect(plainNumber(typed, false)).toBe(plain));

  it.each([
    ["1200,5", "1200.5"],
    ["1.200,5", "1200.5"],
    ["1.200", "1200"],
    ["1.5", "1.5"],
  ])("reads %s with a comma", (typed, plain) => expect(plainNumber(typed, true)).toBe(plain));
});
