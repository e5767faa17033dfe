import { useContext, useId } from "react";
import { DateInput } from "./DateInput";
import { readDate } from "./dateText";
import { controlClass, InSheet } from "./fields";

type DateFilterProps = {
  label: string;
  value?: string;
  min?: string;
  max?: string;
  onChange: (value: string | undefined) => void;
};

/** A day that a list begins or ends with. */
export function DateFilter({ label, value, min, max, onChange }: DateFilterProps) {
  const id = useId();
  const inSheet = useContext(InSheet);
  return (
    <div
      className={
        inSheet
          ? "flex flex-col gap-1.5 text-sm font-medium"
          : "flex min-w-0 items-center gap-1.5 text-sm text-muted max-sm:flex-1 max-sm:basis-[45%]"
      }
    >
      <label htmlFor={id}>{label}</label>
      <DateInput
        withTime={false}
        value={value ?? ""}
        min={min}
        max={max}
        // What is half typed does not filter yet.
        onValue={(day) => {
          if (!day || readDate(day, false)) onChange(day || undefined);
        }}
        className={`${controlClass} w-full sm:w-36`}
        id={id}
        wrapClass={inSheet ? "font-normal" : "flex-1"}
      />
    </div>
  );
}
