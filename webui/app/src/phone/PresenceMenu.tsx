import { Menu } from "@base-ui/react/menu";
import { useQuery } from "@tanstack/react-query";
import {
  Check,
  ChevronsUpDown,
  CircleCheck,
  CircleMinus,
  CircleOff,
  Clock,
  Coffee,
} from "lucide-react";
import { t } from "../language";
import { presenceKey } from "../live/cache";
import { LiveError } from "../live/connection";
import { useConnection, useLinkState } from "../live/LiveProvider";
import type { Presence, PresenceStatus } from "../live/messages";
import { cx } from "../ui/classes";
import { fullMoment } from "../ui/format";
import { itemClass, popupClass } from "../ui/SuggestField";
import { warn } from "../ui/toasts";

/** How each status is drawn. */
export const looks = {
  available: { icon: CircleCheck, tone: "text-good", bright: "text-emerald-300" },
  busy: { icon: CircleMinus, tone: "text-bad", bright: "text-red-300" },
  away: { icon: Coffee, tone: "text-warn", bright: "text-amber-300" },
  wrapup: { icon: Clock, tone: "text-info", bright: "text-sky-300" },
  offline: { icon: CircleOff, tone: "text-muted", bright: "text-white/70" },
} as const;

const choices: { status: PresenceStatus; reason?: string }[] = [
  { status: "available" },
  { status: "busy" },
  ...Object.keys(t.presence.reasons).map((reason) => ({ status: "away" as const, reason })),
  { status: "offline" },
];

const reasons: Readonly<Record<string, string | undefined>> = t.presence.reasons;

/** A status in words, with the reason where there is one. */
export const wordsOf = (status: PresenceStatus, reason?: string) =>
  reason
    ? `${t.presence.statuses[status]}: ${reasons[reason] ?? reason}`
    : t.presence.statuses[status];

/** Whether calls ring here; set by the user, told by the service. */
export function PresenceMenu({ userId }: { userId: string }) {
  const connection = useConnection();
  const link = useLinkState();
  // Only ever written by live messages.
  const { data } = useQuery<Presence | null>({
    queryKey: presenceKey(userId),
    queryFn: () => null,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const online = link === "online";
  const status: PresenceStatus = online ? (data?.status ?? "available") : "offline";
  const reason = data?.reason || undefined;
  const { icon: Icon, bright } = looks[status];
  const waiting = link === "reconnecting" ? t.presence.reconnecting : t.presence.connecting;
  const text = online ? wordsOf(status, reason) : waiting;
  const choose = async (choice: { status: PresenceStatus; reason?: string }) => {
    try {
      await connection.request("presence.set", choice);
    } catch (error) {
      warn(t.presence.failed, error instanceof LiveError ? t.service(error.message) : undefined);
    }
  };
  return (
    <Menu.Root>
      <Menu.Trigger
        disabled={!online}
        aria-label={t.presence.label(text)}
        title={data?.since ? t.presence.since(fullMoment(data.since)) : undefined}
        className="flex h-9 min-w-0 items-center gap-2 rounded-lg bg-white/10 px-3 text-sm hover:bg-white/20 max-sm:px-2"
      >
        <Icon aria-hidden className={cx("size-4 shrink-0", bright)} />
        <span className="min-w-0 flex-1 truncate text-left">{text}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-white/70 max-sm:hidden" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-none" sideOffset={8} side="top" align="start">
          <Menu.Popup className={cx(popupClass, "min-w-52 p-1")}>
            {choices.map((choice) => {
              const look = looks[choice.status];
              const chosen = choice.status === status && (choice.reason ?? "") === (reason ?? "");
              return (
                <Menu.Item
                  key={choice.status + (choice.reason ?? "")}
                  className={itemClass}
                  onClick={() => void choose(choice)}
                >
                  <look.icon aria-hidden className={cx("size-4", look.tone)} />
                  <span className="flex-1">{wordsOf(choice.status, choice.reason)}</span>
                  {chosen && <Check role="img" aria-label={t.presence.chosen} className="size-4" />}
                </Menu.Item>
              );
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
