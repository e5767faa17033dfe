import { Combobox } from "@base-ui/react/combobox";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { customerSearchQuery } from "../api/customers";
import type { Customer } from "../api/types";
import { t } from "../language";
import { inputClass } from "./fields";
import { itemClass, popupClass } from "./SuggestField";
import { useDebounced } from "./useDebounced";

type CustomerPickerProps = { label: string; onPick: (customer: Customer) => void };

/** Finds one customer by name. */
export function CustomerPicker({ label, onPick }: CustomerPickerProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed, 150);
  const { data: found = [], isFetching } = useQuery({
    ...customerSearchQuery(search),
    enabled: search.trim() !== "",
  });
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
        itemToStringLabel={(customer: Customer) => customer.name}
        onValueChange={(customer: Customer | null) => {
          if (!customer) return;
          onPick(customer);
          setTyped("");
        }}
      >
        <Combobox.Input
          id={id}
          aria-label={label}
          className={inputClass}
          placeholder={t.tickets.customerPlaceholder}
        />
        <Combobox.Portal>
          <Combobox.Positioner className="z-50 outline-none" sideOffset={4}>
            <Combobox.Popup className={`${popupClass} w-[max(var(--anchor-width),16rem)]`}>
              <Combobox.Empty className="text-muted">
                {typed.trim() && !isFetching && (
                  <div className="px-3 py-2.5 text-sm">{t.tickets.customerNone}</div>
                )}
              </Combobox.Empty>
              <Combobox.List className="max-h-64 overflow-y-auto p-1 data-empty:p-0">
                {(customer: Customer) => (
                  <Combobox.Item key={customer.id} value={customer} className={itemClass}>
                    <span className="min-w-0 truncate">{customer.name}</span>
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
