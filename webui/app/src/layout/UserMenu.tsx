import { Menu } from "@base-ui/react/menu";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  Check,
  ChevronsUpDown,
  Headphones,
  Keyboard,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Sun,
} from "lucide-react";
import { useState } from "react";
import { logOut } from "../api/session";
import type { Me } from "../api/types";
import { t } from "../language";
import { Avatar } from "../ui/Avatar";
import { cx } from "../ui/classes";
import { readTheme, type Theme, writeTheme } from "../ui/preferences";
import { problemText } from "../ui/problem";
import { itemClass, popupClass } from "../ui/SuggestField";
import { warn } from "../ui/toasts";

const themes: { theme: Theme; icon: typeof Sun }[] = [
  { theme: "system", icon: Monitor },
  { theme: "light", icon: Sun },
  { theme: "dark", icon: Moon },
];

type UserMenuProps = { me: Me; compact?: boolean; onDevices: () => void; onShortcuts: () => void };

export function UserMenu({ me, compact, onDevices, onShortcuts }: UserMenuProps) {
  const [theme, setTheme] = useState(readTheme);
  const leave = useMutation({
    mutationFn: logOut,
    // A new page: nothing of one user may be left for the next.
    onSuccess: () => window.location.assign("/login"),
    onError: (error) => warn(problemText(error)),
  });
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={t.layout.userMenu(me.name)}
        className={cx(
          "flex min-w-0 items-center gap-2.5 rounded-lg hover:bg-sunken",
          compact ? "size-10 justify-center" : "w-full px-2 py-1.5 text-left",
        )}
      >
        <Avatar name={me.name} />
        {!compact && (
          <>
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium">{me.name}</span>
              <span className="block truncate text-xs text-muted">
                {t.layout.roles[me.role]}
                {me.extension && ` · ${t.phone.extension(me.extension)}`}
              </span>
            </span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted" />
          </>
        )}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner
          className="z-50 outline-none"
          sideOffset={6}
          side={compact ? "bottom" : "top"}
          align={compact ? "end" : "start"}
        >
          <Menu.Popup className={cx(popupClass, "min-w-56 p-1")}>
            <p className="truncate px-2.5 py-1.5 text-xs text-muted">{me.email}</p>
            <Menu.RadioGroup
              value={theme}
              onValueChange={(next: Theme) => {
                writeTheme(next);
                setTheme(next);
              }}
            >
              {themes.map(({ theme: value, icon: Icon }) => (
                <Menu.RadioItem key={value} value={value} className={itemClass}>
                  <Icon aria-hidden className="size-4" />
                  <span className="flex-1">{t.layout.themes[value]}</span>
                  <Menu.RadioItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.LinkItem
              closeOnClick
              className={itemClass}
              render={<Link to="/settings/$section" params={{ section: "you" }} />}
            >
              <Languages aria-hidden className="size-4" />
              {t.place.title}
            </Menu.LinkItem>
            <Menu.Item className={itemClass} onClick={onDevices}>
              <Headphones aria-hidden className="size-4" />
              {t.sound.devices}
            </Menu.Item>
            <Menu.Item className={itemClass} onClick={onShortcuts}>
              <Keyboard aria-hidden className="size-4" />
              {t.shortcuts.title}
            </Menu.Item>
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.Item className={itemClass} onClick={() => leave.mutate()}>
              <LogOut aria-hidden className="size-4" />
              {t.session.logOut}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
