import { expect, test } from "vitest";
import { groupsOf } from "./events";

test("events are grouped by their noun and keep their order", () => {
  expect(groupsOf(["deal.won", "call.ended", "deal.lost"])).toEqual([
    { group: "deal", names: ["deal.won", "deal.lost"] },
    { group: "call", names: ["call.ended"] },
  ]);
  expect(groupsOf([])).toEqual([]);
});
