import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { type Notification, readNotifications, updateReminded } from "../api/notifications";
import { t } from "../language";
import { useConnection } from "../live/LiveProvider";
import { problemText } from "../ui/problem";
import { say, takeBack, tell, warn } from "../ui/toasts";
import { desktopNotice } from "./desktop";
import { destination, detail, headline } from "./words";

const SNOOZE_MS = 10 * 60_000;

/**
 * Shows what arrives while the page is open. A reminder stays until it is dealt
 * with; what is dealt with in one tab goes away in the others.
 */
export function Notices() {
  const connection = useConnection();
  const client = useQueryClient();
  const navigate = useNavigate();

  useEffect(() => {
    const waiting = new Map<string, () => void>();
    const close = (id: string) => {
      waiting.get(id)?.();
      waiting.delete(id);
      takeBack(id);
    };

    /** Reads it here and, by way of the service, everywhere. */
    const read = async (id: string) => {
      const unread = waiting.has(id);
      close(id);
      if (!unread) return;
      await readNotifications({ ids: [id] }).catch((error) => warn(problemText(error)));
      await client.invalidateQueries({ queryKey: ["notifications"] });
    };

    const update = async (
      { id, recordId }: Notification,
      body: Parameters<typeof updateReminded>[1],
      words: string,
    ) => {
      try {
        await updateReminded(recordId, body);
        await read(id);
        await client.invalidateQueries({ queryKey: ["activities"] });
        say(words);
      } catch (error) {
        warn(problemText(error));
      }
    };

    const show = (told: Notification) => {
      const to = destination(told);
      const open = () => {
        void read(told.id);
        if (to) void navigate(to);
      };
      const actions = to ? [{ label: t.notifications.open, run: open }] : [];
      if (told.kind === "reminder") {
        actions.push(
          {
            label: t.notifications.done,
            run: () =>
              void update(told, { doneAt: new Date().toISOString() }, t.notifications.finished),
          },
          {
            label: t.notifications.snooze,
            run: () =>
              void update(
                told,
                { remindAt: new Date(Date.now() + SNOOZE_MS).toISOString() },
                t.notifications.snoozed,
              ),
          },
        );
      }
      waiting.set(told.id, desktopNotice(told.id, headline(told), detail(told), open));
      tell({
        id: told.id,
        title: headline(told),
        description: detail(told),
        actions,
        // Others are found in the bell; a reminder is for now.
        stays: told.kind === "reminder",
        onDismiss: () => void (told.kind === "reminder" ? read(told.id) : close(told.id)),
      });
    };

    const stop = connection.onMessage((message) => {
      if (message.type === "notification.created") show(message.data);
      if (message.type === "notification.read") {
        const { all, ids } = message.data;
        for (const id of all ? [...waiting.keys()] : ids) close(id);
      }
    });
    return () => {
      stop();
      for (const id of [...waiting.keys()]) close(id);
    };
  }, [connection, client, navigate]);
  return null;
}
