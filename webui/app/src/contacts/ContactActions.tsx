import { Menu } from "@base-ui/react/menu";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Archive, ChevronDown, Download, FileJson, Merge, UserX } from "lucide-react";
import { useState } from "react";
import { vcardAddress } from "../api/exports";
import { personalDataAddress } from "../api/privacy";
import { meQuery } from "../api/session";
import type { Contact } from "../api/types";
import { t } from "../language";
import { MergeDialog } from "../merge/MergeDialog";
import { buttonClass } from "../ui/Button";
import { cx } from "../ui/classes";
import { itemClass, popupClass } from "../ui/SuggestField";
import { EraseDialog } from "./EraseDialog";

type ContactActionsProps = { contact: Contact; onArchive: () => void };

/** What can be done with a contact as a whole. */
export function ContactActions({ contact, onArchive }: ContactActionsProps) {
  const navigate = useNavigate();
  const [merging, setMerging] = useState(false);
  const [erasing, setErasing] = useState(false);
  const { data: me } = useQuery(meQuery);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger
          aria-label={t.merge.actions(contact.name)}
          className={cx(buttonClass("plain", "small"), "shrink-0")}
        >
          {t.merge.actionsButton}
          <ChevronDown aria-hidden className="size-3.5" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="z-50 outline-none" sideOffset={6} align="end">
            <Menu.Popup className={cx(popupClass, "min-w-48 p-1")}>
              {!contact.archivedAt && (
                <Menu.Item className={itemClass} onClick={() => setMerging(true)}>
                  <Merge aria-hidden className="size-4" />
                  {t.merge.mergeWith}
                </Menu.Item>
              )}
              <Menu.LinkItem
                href={vcardAddress(contact.id)}
                download
                closeOnClick
                className={itemClass}
              >
                <Download aria-hidden className="size-4" />
                {t.export.vcard}
              </Menu.LinkItem>
              {!contact.archivedAt && (
                <Menu.Item className={itemClass} onClick={onArchive}>
                  <Archive aria-hidden className="size-4" />
                  {t.contacts.archive}
                </Menu.Item>
              )}
              {(me?.role === "supervisor" || me?.role === "admin") && (
                <Menu.LinkItem
                  href={personalDataAddress(contact.id)}
                  download
                  closeOnClick
                  className={itemClass}
                >
                  <FileJson aria-hidden className="size-4" />
                  {t.privacy.exportData}
                </Menu.LinkItem>
              )}
              {me?.role === "admin" && (
                <Menu.Item className={itemClass} onClick={() => setErasing(true)}>
                  <UserX aria-hidden className="size-4" />
                  {t.privacy.erase}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <EraseDialog contact={contact} open={erasing} onClose={() => setErasing(false)} />
      <MergeDialog
        contact={contact}
        open={merging}
        onClose={() => setMerging(false)}
        onMerged={(survivor) =>
          void navigate({
            to: "/contacts/$contactId",
            params: { contactId: survivor.id },
            replace: true,
          })
        }
      />
    </>
  );
}
