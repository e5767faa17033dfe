import { Popover } from "@base-ui/react/popover";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Bell } from "lucide-react";
import { useState } from "react";
import { notificationsQuery, unreadQuery } from "../api/notifications";
import { rowsOf } from "../api/page";
import { t } from "../language";
import { Button, buttonClass } from "../ui/Button";
import { popupClass } from "../ui/SuggestField";
import { Empty, Failed, Skeleton } from "../ui/states";
import { NotificationEntry } from "./NotificationEntry";
import { useRead } from "./useRead";

/** The bell: how much waits to be read, and the newest of it. */
export function BellMenu() {
  const [open, setOpen] = useState(false);
  const { data: unread = 0 } = useQuery(unreadQuery);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={t.notifications.bell(unread)}
        title={t.notifications.title}
        className="relative inline-flex size-9 shrink-0 items-center justify-center rounded-lg hover:bg-sunken"
      >
        <Bell aria-hidden className="size-[1.125rem]" />
        {unread > 0 && (
          <span
            aria-hidden
            className="tabular absolute top-0 right-0 min-w-4 rounded-full bg-bad px-1 text-center text-[0.625rem] leading-4 font-semibold text-on-accent"
          >
            {unread > 99 ? t.notifications.most : unread}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="z-40 outline-none" sideOffset={6} align="start">
          <Popover.Popup
            aria-label={t.notifications.title}
            className={`${popupClass} flex max-h-[min(32rem,var(--available-height))] w-[min(24rem,calc(100vw-1.5rem))] flex-col outline-none`}
          >
            <Latest unread={unread} onClose={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const SHOWN = 8;

function Latest({ unread, onClose }: { unread: number; onClose: () => void }) {
  const list = useInfiniteQuery(notificationsQuery(false, SHOWN));
  const read = useRead();
  const { rows } = rowsOf(list.data);
  return (
    <>
      <div className="flex items-center gap-2 border-b px-4 py-2.5">
        <Popover.Title className="flex-1 text-sm font-semibold">
          {t.notifications.title}
        </Popover.Title>
        <Button
          size="small"
          tone="quiet"
          disabled={unread === 0 || read.isPending}
          onClick={() => read.mutate({ all: true })}
        >
          {t.notifications.markAll}
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {list.isError ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : list.isPending ? (
          <Skeleton rows={3} />
        ) : rows.length === 0 ? (
          <Empty icon={Bell} title={t.notifications.none}>
            {t.notifications.noneHint}
          </Empty>
        ) : (
          <ul aria-label={t.notifications.title} className="divide-y divide-line">
            {rows.slice(0, SHOWN).map((told) => (
              <li key={told.id}>
                <NotificationEntry told={told} onOpen={onClose} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="border-t p-2">
        <Link
          to="/notifications"
          onClick={onClose}
          className={`${buttonClass("quiet", "small")} w-full`}
        >
          {t.notifications.all}
        </Link>
      </div>
    </>
  );
}
