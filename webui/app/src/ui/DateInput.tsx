import { CalendarDays } from "lucide-react";
import { type ComponentProps, useRef, useState } from "react";
import { t } from "../language";
import { cx } from "./classes";
import { dateHint, readDate, writeDate } from "./dateText";

type DateInputProps = Omit<ComponentProps<"input">, "value" | "type" | "onChange"> & {
  /** As the API has it: 2026-12-01, with a time 2026-12-01T09:30; else as it was typed. */
  value: string;
  withTime: boolean;
  onValue: (value: string) => void;
  wrapClass?: string;
};

/**
 * A day, typed as the user's locale writes it or picked from the browser's
 * calendar. An input of type date would follow the browser's language instead.
 * What is no day is invalid, and handed on as it was typed.
 */
export function DateInput({
  value,
  withTime,
  onValue,
  wrapClass,
  className,
  min,
  max,
  onBlur,
  ref,
  ...props
}: DateInputProps) {
  const calendar = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(() => writeDate(value));
  const [seen, setSeen] = useState(value);
  const [left, setLeft] = useState(false);
  if (value !== seen) {
    setSeen(value);
    // Somebody else set it; what is being typed is left alone.
    if (value !== text && readDate(text, withTime) !== value) setText(writeDate(value));
  }
  const type = (next: string) => {
    setText(next);
    setLeft(false);
    onValue(next.trim() ? (readDate(next, withTime) ?? next) : "");
  };
  const wrong = text.trim() !== "" && readDate(text, withTime) === undefined;
  const hint = dateHint(t.ui.dateLetters);
  const judge = (field: HTMLInputElement | null) =>
    field?.setCustomValidity(wrong ? t.ui.incomplete : "");
  return (
    <span className={cx("relative flex min-w-0", wrapClass)}>
      <input
        {...props}
        ref={(field) => {
          judge(field);
          if (typeof ref === "function") ref(field);
          else if (ref) ref.current = field;
        }}
        type="text"
        aria-invalid={(wrong && left) || props["aria-invalid"]}
        autoComplete="off"
        placeholder={withTime ? `${hint}, hh:mm` : hint}
        className={cx(className, "min-w-0 flex-1 pr-9")}
        value={text}
        onChange={(event) => type(event.target.value)}
        onBlur={(event) => {
          setLeft(true);
          const iso = readDate(text, withTime);
          if (iso) setText(writeDate(iso));
          onBlur?.(event);
        }}
      />
      <button
        type="button"
        aria-label={t.ui.openCalendar}
        title={t.ui.openCalendar}
        disabled={props.disabled || props.readOnly}
        onClick={() => calendar.current?.showPicker()}
        className="absolute top-1/2 right-1 grid size-7 -translate-y-1/2 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <CalendarDays aria-hidden className="size-4" />
      </button>
      <input
        ref={calendar}
        type={withTime ? "datetime-local" : "date"}
        tabIndex={-1}
        aria-hidden
        min={min}
        max={max}
        value={readDate(text, withTime) ?? ""}
        onChange={(event) => {
          const iso = event.target.value;
          setText(writeDate(iso));
          onValue(iso);
        }}
        className="pointer-events-none absolute right-0 bottom-0 size-px opacity-0"
      />
    </span>
  );
}
