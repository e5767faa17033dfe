import { Popover } from "@base-ui/react/popover";
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { t } from "../language";
import { Button, buttonClass, IconButton } from "./Button";
import { cx } from "./classes";
import { popupClass } from "./SuggestField";

type ColumnChooserProps = {
  columns: { id: string; label: string }[];
  shown: string[];
  onChange: (shown: string[] | undefined) => void;
};

/** Which columns a list has, and in which order. */
export function ColumnChooser({ columns, shown, onChange }: ColumnChooserProps) {
  const chosen = shown.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  const others = columns.filter(({ id }) => !shown.includes(id));
  const move = (at: number, by: number) => {
    const next = [...shown];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    onChange(next);
  };
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={t.views.columns}
        title={t.views.columns}
        className={cx(buttonClass("quiet"), "px-2.5 max-sm:hidden")}
      >
        <Columns3 aria-hidden className="size-4 shrink-0" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="z-50 outline-none" sideOffset={6} align="end">
          <Popover.Popup
            aria-label={t.views.columns}
            className={cx(popupClass, "max-h-[70vh] w-72 overflow-y-auto p-3")}
          >
            <ul className="flex flex-col">
              {[...chosen, ...others].map(({ id, label }, at) => {
                const on = at < chosen.length;
                return (
                  <li key={id} className="flex min-h-8 items-center">
                    <label className="flex min-w-0 flex-1 items-center gap-2.5 text-sm">
                      <input
                        type="checkbox"
                        className="size-4 accent-accent"
                        checked={on}
                        disabled={on && chosen.length === 1}
                        onChange={() =>
                          onChange(on ? shown.filter((other) => other !== id) : [...shown, id])
                        }
                      />
                      <span className="truncate">{label}</span>
                    </label>
                    {on && (
                      <>
                        <IconButton
                          label={t.views.columnUp(label)}
                          icon={ArrowUp}
                          small
                          disabled={at === 0}
                          onClick={() => move(at, -1)}
                        />
                        <IconButton
                          label={t.views.columnDown(label)}
                          icon={ArrowDown}
                          small
                          disabled={at === chosen.length - 1}
                          onClick={() => move(at, 1)}
                        />
                      </>
                    )}
                  </li>
                );
              })}
            </ul>
            <Button tone="quiet" size="small" className="mt-2" onClick={() => onChange(undefined)}>
              {t.views.columnsReset}
            </Button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
