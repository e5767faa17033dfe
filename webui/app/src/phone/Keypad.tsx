import { Popover } from "@base-ui/react/popover";
import { Grid3x3 } from "lucide-react";
import { useState } from "react";
import { t } from "../language";
import { buttonClass } from "../ui/Button";
import { cx } from "../ui/classes";
import { usePhone } from "./PhoneProvider";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** Keys that send tones to the far end, by click and by keyboard. */
export function Keypad({ callId, disabled }: { callId: string; disabled: boolean }) {
  const phone = usePhone();
  const [sent, setSent] = useState("");
  const press = (digit: string) => {
    setSent((before) => (before + digit).slice(-24));
    void phone.digits(callId, digit);
  };
  return (
    <Popover.Root onOpenChange={(open) => open && setSent("")}>
      <Popover.Trigger
        disabled={disabled}
        className={cx(
          buttonClass("dark"),
          "max-sm:flex-1 max-sm:gap-1.5 max-sm:px-1 max-sm:text-xs data-popup-open:bg-white/25",
        )}
      >
        <Grid3x3 aria-hidden className="size-4" />
        {t.phone.keypad}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" sideOffset={8} className="z-50">
          <Popover.Popup
            aria-label={t.phone.keypad}
            className="w-60 rounded-2xl border bg-surface p-3 text-ink shadow-xl outline-none"
            onKeyDown={(event) => {
              if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
              if (/^[0-9*#]$/.test(event.key)) {
                event.preventDefault();
                press(event.key);
              }
            }}
          >
            <p
              aria-live="polite"
              className="tabular mb-2 h-9 truncate rounded-lg bg-sunken px-3 text-center text-lg leading-9"
            >
              {sent || <span className="text-xs text-muted">{t.phone.keypadHint}</span>}
            </p>
            <div className="grid grid-cols-3 gap-2">
              {keys.map((key) => (
                <button
                  key={key}
                  type="button"
                  className="h-12 rounded-xl bg-sunken text-lg font-medium hover:bg-line"
                  onClick={() => press(key)}
                >
                  {key}
                </button>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
