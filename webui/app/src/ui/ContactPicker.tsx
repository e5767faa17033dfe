import { Combobox } from "@base-ui/react/combobox";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { contactSearchQuery } from "../api/contacts";
import type { Contact } from "../api/types";
import { t } from "../language";
import { inputClass } from "./fields";
import { itemClass, popupClass } from "./SuggestField";
import { useDebounced } from "./useDebounced";

type ContactPickerProps = { label: string; onPick: (contact: Contact) => void };

/** Finds one contact by name, company, email or number. */
export function ContactPicker({ label, onPick }: ContactPickerProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed, 150);
  const { data: found = [], isFetching } = useQuery(contactSearchQuery(search));
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <Combobox.Root
        items={typed.trim() ? found : []}
        filter={null}
        value={null}
        inputValue={typed}
        onInputValueChange={setTyped}
        itemToStringLabel={(contact: Contact) => contact.name}
        onValueChange={(contact: Contact | null) => {
          if (!contact) return;
          onPick(contact);
          setTyped("");
        }}
      >
        <Combobox.Input
          id={id}
          aria-label={label}
          className={inputClass}
          placeholder={t.contacts.pickPlaceholder}
        />
        <Combobox.Portal>
          <Combobox.Positioner className="z-50 outline-none" sideOffset={4}>
            <Combobox.Popup className={`${popupClass} w-[max(var(--anchor-width),16rem)]`}>
              <Combobox.Empty className="text-muted">
                {typed.trim() && !isFetching && (
                  <div className="px-3 py-2.5 text-sm">{t.contacts.pickNone}</div>
                )}
              </Combobox.Empty>
              <Combobox.List className="max-h-64 overflow-y-auto p-1 data-empty:p-0">
                {(contact: Contact) => (
                  <Combobox.Item key={contact.id} value={contact} className={itemClass}>
                    <span className="min-w-0">
                      <span className="block truncate font-medium">{contact.name}</span>
                      <span className="block truncate text-xs text-muted">
                        {[contact.customer?.name, contact.phone].filter(Boolean).join(" · ")}
                      </span>
                    </span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </div>
  );
}
