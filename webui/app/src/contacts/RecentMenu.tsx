import { Menu } from "@base-ui/react/menu";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useState } from "react";
import { recentContactsQuery } from "../api/bulk";
import { t } from "../language";
import { buttonClass } from "../ui/Button";
import { cx } from "../ui/classes";
import { itemClass, popupClass } from "../ui/SuggestField";

/** The contacts that one opened last. */
export function RecentMenu() {
  const [open, setOpen] = useState(false);
  const { data: contacts } = useQuery({ ...recentContactsQuery, enabled: open });
  return (
    <Menu.Root open={open} onOpenChange={setOpen}>
      <Menu.Trigger
        aria-label={t.views.recent}
        title={t.views.recent}
        className={cx(buttonClass("quiet"), "px-2.5")}
      >
        <History aria-hidden className="size-4 shrink-0" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50 outline-none" sideOffset={6} align="end">
          <Menu.Popup className={cx(popupClass, "max-h-96 w-72 overflow-y-auto p-1")}>
            <Menu.Group>
              <Menu.GroupLabel className="px-2.5 pt-1 pb-1 text-xs text-muted">
                {t.views.recent}
              </Menu.GroupLabel>
              {contacts?.map((contact) => (
                <Menu.Item
                  key={contact.id}
                  className={itemClass}
                  render={<Link to="/contacts/$contactId" params={{ contactId: contact.id }} />}
                >
                  <span className="min-w-0 flex-1 truncate">{contact.name}</span>
                  <span className="max-w-28 shrink-0 truncate text-xs opacity-80">
                    {contact.customer?.name}
                  </span>
                </Menu.Item>
              ))}
            </Menu.Group>
            {contacts?.length === 0 && (
              <p className="px-2.5 pb-2 text-sm text-muted">{t.views.noRecent}</p>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
