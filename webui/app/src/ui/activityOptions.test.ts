import { expect, test } from "vitest";
import { remindAtOf, reminderOf } from "./activityOptions";

const due = "2026-11-24T12:00:00.000Z";

test("a reminder moves with the due time, unless it is a time of its own", () => {
  expect(reminderOf(due, null)).toBe("none");
  expect(reminderOf(due, due)).toBe("at");
  expect(reminderOf(due, "2026-11-24T11:50:00Z")).toBe("ten");
  expect(reminderOf(due, "2026-11-23T12:00:00Z")).toBe("day");
  expect(reminderOf(due, "2026-11-24T11:37:00Z")).toBe("other");
  expect(reminderOf(null, due)).toBe("other");
  expect(remindAtOf("ten", due, null)).toBe("2026-11-24T11:50:00.000Z");
  expect(remindAtOf("hour", null, due)).toBeNull();
  expect(remindAtOf("none", due, due)).toBeNull();
  expect(remindAtOf("other", due, "2026-11-24T11:37:00Z")).toBe("2026-11-24T11:37:00Z");
});
