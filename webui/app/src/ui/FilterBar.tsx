import { Menu } from "@base-ui/react/menu";
import { Popover } from "@base-ui/react/popover";
import { ListFilter, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../language";
import { buttonClass } from "./Button";
import { cx } from "./classes";
import { itemClass, popupClass } from "./SuggestField";

/** One filter of a list: how it is called, told and set. */
export type FilterDefinition = {
  key: string;
  label: string;
  /** The value in words. */
  text: (value: string) => ReactNode;
  /** What to choose from; set with undefined clears the filter. */
  choose: (value: string | undefined, set: (value: string | undefined) => void) => ReactNode;
};

type FilterBarProps = {
  filters: FilterDefinition[];
  values: Record<string, string | undefined>;
  onChange: (key: string, value: string | undefined) => void;
};

/** The filters that are set as chips, each with what it is set in, and the way to the others. */
export function FilterBar({ filters, values, onChange }: FilterBarProps) {
  // A filter that was just added has no value yet, and is open to be given one.
  const [open, setOpen] = useState("");
  const shown = filters.filter(({ key }) => values[key] || key === open);
  const others = filters.filter((filter) => !shown.includes(filter));
  return (
    <>
      {shown.map((filter) => (
        <Chip
          key={filter.key}
          filter={filter}
          value={values[filter.key]}
          open={open === filter.key}
          onOpen={(next) => setOpen(next ? filter.key : "")}
          onChange={(value) => onChange(filter.key, value)}
        />
      ))}
      {others.length > 0 && (
        <Menu.Root>
          <Menu.Trigger className={buttonClass("quiet")}>
            <ListFilter aria-hidden className="size-4 shrink-0" />
            {t.views.addFilter}
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className="z-50 outline-none" sideOffset={6} align="start">
              <Menu.Popup className={cx(popupClass, "max-h-80 min-w-48 overflow-y-auto p-1")}>
                {others.map(({ key, label }) => (
                  <Menu.Item
                    key={key}
                    className={itemClass}
                    // The menu gives the focus back first; then the chip takes it.
                    onClick={() => setTimeout(() => setOpen(key))}
                  >
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </>
  );
}

type ChipProps = {
  filter: FilterDefinition;
  value: string | undefined;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (value: string | undefined) => void;
};

function Chip({ filter, value, open, onOpen, onChange }: ChipProps) {
  return (
    <div className="flex h-9 max-w-full items-center rounded-lg border border-accent bg-accent-soft text-sm text-accent-ink">
      <Popover.Root open={open} onOpenChange={onOpen}>
        <Popover.Trigger className="h-full min-w-0 truncate rounded-l-lg pr-1 pl-3">
          {filter.label}: <span className="font-medium">{value ? filter.text(value) : "…"}</span>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className="z-50 outline-none" sideOffset={6} align="start">
            <Popover.Popup
              aria-label={filter.label}
              className={cx(
                popupClass,
                "max-h-96 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto p-3",
              )}
            >
              {filter.choose(value, onChange)}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      <button
        type="button"
        aria-label={t.views.removeFilter(filter.label)}
        title={t.views.removeFilter(filter.label)}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-lg"
        onClick={() => {
          onOpen(false);
          onChange(undefined);
        }}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  );
}

type Choice = { value: string; label: ReactNode };
type ChoicesProps = {
  label: string;
  choices: Choice[];
  value: string | undefined;
  /** Any number of them, kept with commas between. */
  several?: boolean;
  set: (value: string | undefined) => void;
};

/** What a filter may be, to tick. */
export function Choices({ label, choices, value, several, set }: ChoicesProps) {
  const chosen = value ? (several ? value.split(",") : [value]) : [];
  const toggle = (one: string) => {
    const rest = chosen.filter((other) => other !== one);
    const next = several ? (chosen.includes(one) ? rest : [...chosen, one]) : [one];
    set(next.join(",") || undefined);
  };
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex min-h-8 items-center gap-2.5 rounded-lg px-1.5 text-sm hover:bg-sunken"
        >
          <input
            type={several ? "checkbox" : "radio"}
            name={label}
            className="size-4 shrink-0 accent-accent"
            checked={chosen.includes(choice.value)}
            onChange={() => toggle(choice.value)}
          />
          <span className="min-w-0 truncate">{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
