import { expect, test } from "vitest";
import type { Activity } from "../api/activities";
import { groupsOf } from "./groups";

test("work is grouped by the days of the user's own clock", () => {
  const now = new Date("2026-11-24T22:30:00Z"); // 23:30 in Berlin
  const due = (...times: string[]) =>
    times.map((dueAt) => ({ id: dueAt, dueAt }) as unknown as Activity);
  const groups = groupsOf(
    due(
      "2026-11-24T22:29:00Z",
      "2026-11-24T22:45:00Z",
      "2026-11-24T23:15:00Z",
      "2026-11-25T22:59:00Z",
      "2026-11-25T23:00:00Z",
    ),
    now,
    "Europe/Berlin",
  );
  expect(Object.values(groups).map((group) => group.length)).toEqual([1, 1, 2, 1]);
});
