import { Menu } from "@base-ui/react/menu";
import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps, useLocation } from "@tanstack/react-router";
import {
  Building2,
  CalendarCheck,
  ChartColumn,
  CircleHelp,
  Ellipsis,
  Handshake,
  History,
  LayoutDashboard,
  type LucideIcon,
  PhoneCall,
  PhoneIncoming,
  Search,
  Settings,
  Ticket,
  Users,
  Voicemail,
} from "lucide-react";
import { callbacksDueQuery } from "../api/callbacks";
import type { Me } from "../api/types";
import { waitingQuery } from "../api/voicemails";
import { t } from "../language";
import { BellMenu } from "../notifications/BellMenu";
import { IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { itemClass, popupClass } from "../ui/SuggestField";
import { UserMenu } from "./UserMenu";

type Item = { to: LinkProps["to"]; label: string; icon: LucideIcon; supervisors?: true };

const all: Item[] = [
  { to: "/my-day", label: t.day.title, icon: CalendarCheck },
  { to: "/contacts", label: t.layout.contacts, icon: Users },
  { to: "/customers", label: t.layout.customers, icon: Building2 },
  { to: "/tickets", label: t.layout.tickets, icon: Ticket },
  { to: "/deals", label: t.deals.title, icon: Handshake },
  { to: "/calls", label: t.layout.calls, icon: History },
  { to: "/board", label: t.board.title, icon: LayoutDashboard, supervisors: true },
  { to: "/reports", label: t.reports.title, icon: ChartColumn, supervisors: true },
  { to: "/callbacks", label: t.callbacks.title, icon: PhoneIncoming },
  { to: "/voicemail", label: t.voicemail.title, icon: Voicemail },
  { to: "/settings", label: t.settings.title, icon: Settings },
  { to: "/help/{-$topic}", label: t.layout.help, icon: CircleHelp },
];

const itemsOf = (me: Me) => all.filter((item) => !item.supervisors || me.role !== "agent");

/** How many pages have a place of their own on a phone; More has the rest. */
const mostNarrow = 4;

const itemLook =
  "flex items-center gap-3 rounded-lg px-3 py-2 font-medium text-muted hover:bg-sunken hover:text-ink max-md:flex-col max-md:gap-0.5 max-md:px-1 max-md:py-1.5 max-md:text-xs";

type NavigationProps = {
  me: Me;
  onDevices: () => void;
  onShortcuts: () => void;
  onSearch: () => void;
};

export function Navigation({ me, onDevices, onShortcuts, onSearch }: NavigationProps) {
  const items = itemsOf(me);
  return (
    <header className="flex shrink-0 flex-col border-line bg-surface max-md:border-b md:w-56 md:border-r">
      <div className="flex items-center gap-2 px-4 py-3 max-md:py-2">
        <span className="grid size-8 place-items-center rounded-lg bg-accent text-on-accent">
          <PhoneCall aria-hidden className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <p className="leading-tight font-semibold">{t.product}</p>
          <p className="truncate text-xs text-muted max-md:hidden">{me.organisation.name}</p>
        </div>
        <BellMenu />
        <div className="flex items-center gap-1 md:hidden">
          <IconButton icon={Search} label={t.palette.title} onClick={onSearch} />
          <UserMenu me={me} compact onDevices={onDevices} onShortcuts={onShortcuts} />
        </div>
      </div>
      <button
        type="button"
        onClick={onSearch}
        aria-keyshortcuts="Control+K"
        className="mx-2 flex items-center gap-3 rounded-lg border px-3 py-1.5 text-sm text-muted hover:bg-sunken hover:text-ink max-md:hidden"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left">{t.palette.open}</span>
        <kbd aria-hidden className="font-sans text-xs">
          {t.palette.keys}
        </kbd>
      </button>
      <nav aria-label={t.layout.main} className="md:flex-1 md:overflow-y-auto md:px-2 md:py-2">
        <ul className="flex gap-0.5 max-md:px-1 max-md:pb-1 md:flex-col">
          {items.map(({ to, label, icon: Icon }, index) => (
            <li
              key={label}
              className={cx("max-md:min-w-0 max-md:flex-1", index >= mostNarrow && "max-md:hidden")}
            >
              <Link
                to={to}
                className={itemLook}
                activeProps={{
                  className: "bg-accent-soft !text-accent-ink",
                  "aria-current": "page",
                }}
              >
                <Icon aria-hidden className="size-[1.125rem]" />
                <span className="max-md:max-w-full max-md:truncate">{label}</span>
                {to === "/voicemail" && <Waiting />}
                {to === "/callbacks" && <CallbacksDue />}
              </Link>
            </li>
          ))}
          <li className="min-w-0 flex-1 md:hidden">
            <More rest={items.slice(mostNarrow)} />
          </li>
        </ul>
      </nav>
      <div className="flex flex-col gap-1 border-t p-2 max-md:hidden">
        <UserMenu me={me} onDevices={onDevices} onShortcuts={onShortcuts} />
      </div>
    </header>
  );
}

/** How many messages wait to be heard. */
function Waiting() {
  const { data: waiting = 0 } = useQuery(waitingQuery);
  if (waiting === 0) return null;
  return (
    <span className="tabular ml-auto rounded-full bg-bad px-1.5 text-xs font-semibold text-on-accent">
      <span className="sr-only">{t.voicemail.waiting(waiting)}</span>
      <span aria-hidden>{waiting}</span>
    </span>
  );
}

/** How many callers are to be called back now. */
function CallbacksDue() {
  const { data: waiting = 0 } = useQuery(callbacksDueQuery);
  if (waiting === 0) return null;
  return (
    <span className="tabular ml-auto rounded-full bg-bad px-1.5 text-xs font-semibold text-on-accent">
      <span className="sr-only">{t.callbacks.waiting(waiting)}</span>
      <span aria-hidden>{waiting}</span>
    </span>
  );
}

function More({ rest }: { rest: Item[] }) {
  const { pathname } = useLocation();
  const here = rest.some(({ to = "" }) => pathname.startsWith(to.split("/{")[0] || "-"));
  return (
    <Menu.Root>
      <Menu.Trigger className={cx(itemLook, "w-full", here && "bg-accent-soft !text-accent-ink")}>
        <Ellipsis aria-hidden className="size-[1.125rem]" />
        {t.layout.more}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-none" sideOffset={6} align="end">
          <Menu.Popup className={cx(popupClass, "min-w-48 p-1")}>
            {rest.map(({ to, label, icon: Icon }) => (
              <Menu.LinkItem
                key={label}
                closeOnClick
                className={itemClass}
                render={
                  <Link
                    to={to}
                    activeProps={{ className: "!text-accent-ink", "aria-current": "page" }}
                  />
                }
              >
                <Icon aria-hidden className="size-4" />
                {label}
                {to === "/voicemail" && <Waiting />}
                {to === "/callbacks" && <CallbacksDue />}
              </Menu.LinkItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
