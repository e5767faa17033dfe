import { Combobox } from "@base-ui/react/combobox";
import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { inputClass } from "./fields";
import { itemClass, popupClass } from "./SuggestField";
import { useDebounced } from "./useDebounced";

/** Where a picker finds the records of one noun, and what it says of them. */
export type PickerSource<T extends { id: string }> = {
  // biome-ignore lint/suspicious/noExplicitAny: each query has a key of its own shape
  search: (typed: string) => UseQueryOptions<T[], Error, T[], any>;
  name: (record: T) => string;
  /** What tells records of one name apart. */
  detail?: (record: T) => string;
  placeholder: string;
  none: string;
};

type RecordPickerProps<T extends { id: string }> = {
  label: string;
  source: PickerSource<T>;
  onPick: (record: T) => void;
};

/** Finds one record by typing. */
export function RecordPicker<T extends { id: string }>({
  label,
  source,
  onPick,
}: RecordPickerProps<T>) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed, 150);
  const { data: found = [], isFetching } = useQuery({
    ...source.search(search),
    enabled: search.trim() !== "",
  });
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <Combobox.Root
        items={typed.trim() ? found : []}
        filter={null}
        value={null}
        inputValue={typed}
        onInputValueChange={setTyped}
        itemToStringLabel={source.name}
        onValueChange={(record: T | null) => {
          if (!record) return;
          onPick(record);
          setTyped("");
        }}
      >
        <Combobox.Input
          id={id}
          aria-label={label}
          className={inputClass}
          placeholder={source.placeholder}
        />
        <Combobox.Portal>
          <Combobox.Positioner className="z-50 outline-none" sideOffset={4}>
            <Combobox.Popup className={`${popupClass} w-[max(var(--anchor-width),16rem)]`}>
              <Combobox.Empty className="text-muted">
                {typed.trim() && !isFetching && (
                  <div className="px-3 py-2.5 text-sm">{source.none}</div>
                )}
              </Combobox.Empty>
              <Combobox.List className="max-h-64 overflow-y-auto p-1 data-empty:p-0">
                {(record: T) => (
                  <Combobox.Item key={record.id} value={record} className={itemClass}>
                    <span className="min-w-0">
                      <span className={source.detail ? "block truncate font-medium" : "truncate"}>
                        {source.name(record)}
                      </span>
                      {source.detail && (
                        <span className="block truncate text-xs text-muted">
                          {source.detail(record)}
                        </span>
                      )}
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
