import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type Activity, type ActivityPatch, updateActivity } from "../api/activities";
import { t } from "../language";
import { problemText } from "./problem";
import { say, warn } from "./toasts";
import { sameTime } from "./zone";

/** Makes every list old that shows an activity. */
export function useActivityRefresh() {
  const client = useQueryClient();
  return useCallback(
    async (...contactIds: (string | null | undefined)[]) => {
      const keys = [["activities"]];
      for (const id of contactIds) {
        if (id) keys.push(["contacts", "activities", id], ["contacts", "timeline", id]);
      }
      await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    [client],
  );
}

/** What one click or key does to an activity, with a way back. */
export function useActivityActions() {
  const refresh = useActivityRefresh();
  const change = async (
    activity: Activity,
    patch: ActivityPatch,
    done: string,
    back: ActivityPatch,
  ) => {
    try {
      await updateActivity(activity.id, patch);
      await refresh(activity.contactId);
      const undo = () =>
        updateActivity(activity.id, back)
          .then(() => refresh(activity.contactId))
          .catch((error: unknown) => warn(problemText(error)));
      say(done, { label: t.ui.undo, run: () => void undo() });
    } catch (error) {
      warn(problemText(error));
    }
  };
  return {
    toggleDone: (activity: Activity) =>
      activity.doneAt
        ? change(activity, { doneAt: null }, t.day.openNow(activity.subject), {
            doneAt: activity.doneAt,
          })
        : change(activity, { doneAt: new Date().toISOString() }, t.day.doneNow(activity.subject), {
            doneAt: null,
          }),
    /** To tomorrow, at the same time of the day; its reminder goes along. */
    postpone: (activity: Activity) => {
      const { dueAt, remindAt } = activity;
      if (!dueAt) return;
      const next = sameTime(new Date(dueAt), new Date(), 1);
      const later = next.getTime() - Date.parse(dueAt);
      const moved: ActivityPatch = { dueAt: next.toISOString() };
      if (remindAt) moved.remindAt = new Date(Date.parse(remindAt) + later).toISOString();
      return change(activity, moved, t.day.postponed(activity.subject), {
        dueAt,
        ...(remindAt && { remindAt }),
      });
    },
  };
}
