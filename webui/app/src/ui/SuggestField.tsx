import { Autocomplete } from "@base-ui/react/autocomplete";
import { type ReactNode, useId, useState } from "react";
import { cx } from "./classes";
import { describedBy, FieldFrame, inputClass } from "./fields";

type SuggestFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  suggestions: string[];
  /** False when the suggestions already answer what was typed. */
  filter?: boolean;
  placeholder?: string;
  hint?: ReactNode;
  error?: ReactNode;
  frameClass?: string;
  maxLength?: number;
};

/** A text without case and accents, to compare what is typed with what is offered. */
const plain = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .trim();

/** Free text that offers what is already in use. */
export function SuggestField({
  label,
  value,
  onChange,
  suggestions,
  filter = true,
  placeholder,
  hint,
  error,
  frameClass,
  maxLength,
}: SuggestFieldProps) {
  const id = useId();
  const [wanted, setWanted] = useState(false);
  const items = filter
    ? suggestions.filter((one) => plain(one).includes(plain(value)))
    : suggestions;
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className={frameClass}>
      <Autocomplete.Root
        items={items}
        value={value}
        onValueChange={onChange}
        filter={null}
        // A list without items would still hide the rest of the form from
        // screen readers, and take the first click on Save.
        open={wanted && items.length > 0}
        onOpenChange={setWanted}
        openOnInputClick
      >
        <Autocomplete.Input
          id={id}
          aria-label={label}
          className={inputClass}
          placeholder={placeholder}
          maxLength={maxLength}
          autoComplete="off"
          aria-invalid={Boolean(error)}
          aria-describedby={describedBy(id, error, hint)}
        />
        <Autocomplete.Portal>
          <Autocomplete.Positioner className="z-50 outline-none" sideOffset={4}>
            <Autocomplete.Popup
              className={cx(popupClass, "w-[var(--anchor-width)] data-empty:hidden")}
            >
              <Autocomplete.List className="max-h-64 overflow-y-auto p-1">
                {(item: string) => (
                  <Autocomplete.Item key={item} value={item} className={itemClass}>
                    {item}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </FieldFrame>
  );
}

export const popupClass =
  "rounded-xl border border-line bg-surface text-ink shadow-lg shadow-black/10 outline-none";
export const itemClass =
  "flex min-h-8 cursor-default items-center gap-2 rounded-lg px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-accent-soft data-highlighted:text-accent-ink";
