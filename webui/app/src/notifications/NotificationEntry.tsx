import { Link } from "@tanstack/react-router";
import { AlarmClock, AtSign, CircleCheckBig, UserCheck, Voicemail } from "lucide-react";
import type { Notification } from "../api/notifications";
import { t } from "../language";
import { IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { fullMoment, moment } from "../ui/format";
import { useRead } from "./useRead";
import { destination, detail, headline } from "./words";

const icons = {
  mentioned: AtSign,
  reminder: AlarmClock,
  assigned: UserCheck,
  job: CircleCheckBig,
  voicemail: Voicemail,
};

/** One notification; opening what it is about reads it. */
export function NotificationEntry({ told, onOpen }: { told: Notification; onOpen?: () => void }) {
  const read = useRead();
  const to = destination(told);
  const more = detail(told);
  const Icon = icons[told.kind];
  const words = (
    <>
      <span className={cx("text-sm break-words", told.readAt ? "" : "font-semibold")}>
        {!told.readAt && <span className="sr-only">{t.notifications.unread}: </span>}
        {headline(told)}
      </span>
      {more && <span className="line-clamp-2 text-sm break-words text-muted">{more}</span>}
      <time
        dateTime={told.createdAt}
        title={fullMoment(told.createdAt)}
        className="text-xs text-muted"
      >
        {moment(told.createdAt)}
      </time>
    </>
  );
  const box = "flex min-w-0 flex-1 flex-col gap-0.5 py-3";
  return (
    <article
      className={cx(
        "flex items-start gap-3 border-l-4 pr-3 pl-4",
        told.readAt ? "border-l-transparent" : "border-l-accent bg-accent-soft/40",
      )}
    >
      <Icon aria-hidden className="mt-3.5 size-4 shrink-0 text-muted" />
      {to ? (
        <Link
          {...to}
          className={cx(box, "hover:underline")}
          onClick={() => {
            if (!told.readAt) read.mutate({ ids: [told.id] });
            onOpen?.();
          }}
        >
          {words}
        </Link>
      ) : (
        <div className={box}>{words}</div>
      )}
      {!told.readAt && (
        <IconButton
          small
          icon={CircleCheckBig}
          label={t.notifications.markOne}
          className="mt-2.5"
          disabled={read.isPending}
          onClick={() => read.mutate({ ids: [told.id] })}
        />
      )}
    </article>
  );
}
