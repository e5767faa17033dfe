import { expect, it } from "vitest";
import { customSearch, hasCustom } from "./customSearch";

it("takes the filters of custom fields out of an address", () => {
  expect(
    customSearch({ "custom.plan": "Gold", "custom.seats.from": 12, "custom.X": "a", q: "x" }),
  ).toEqual({ "custom.plan": "Gold", "custom.seats.from": "12" });
  expect(hasCustom({ q: "x", "custom.plan": undefined })).toBe(false);
  expect(hasCustom({ "custom.plan": "Gold" })).toBe(true);
});
