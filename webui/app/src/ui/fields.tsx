import {
  type ChangeEvent,
  type ComponentProps,
  createContext,
  type ReactNode,
  useContext,
  useId,
} from "react";
import { cx } from "./classes";
import { DateInput } from "./DateInput";

export const controlClass =
  "h-9 rounded-lg border border-line-strong/70 bg-surface px-3 text-sm text-ink placeholder:text-muted hover:border-line-strong focus:outline-2 focus:outline-offset-0 focus:outline-accent aria-invalid:border-bad";

export const inputClass = `${controlClass} w-full`;

type FrameProps = {
  id: string;
  label: string;
  required?: boolean;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A label, its control, and beside it what is wrong or what helps. */
export function FieldFrame({ id, label, required, hint, error, className, children }: FrameProps) {
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
        {required && (
          <span aria-hidden className="text-bad">
            {" "}
            *
          </span>
        )}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function describedBy(id: string, error: ReactNode, hint: ReactNode): string | undefined {
  if (error) return `${id}-error`;
  return hint ? `${id}-hint` : undefined;
}

type Shared = { label: string; hint?: ReactNode; error?: ReactNode; frameClass?: string };

export function TextField({
  label,
  hint,
  error,
  frameClass,
  className,
  ...props
}: Shared & ComponentProps<"input">) {
  const id = useId();
  return (
    <FieldFrame
      id={id}
      label={label}
      required={props.required}
      hint={hint}
      error={error}
      className={frameClass}
    >
      <Input
        id={id}
        className={cx(inputClass, className)}
        aria-invalid={Boolean(error)}
        aria-describedby={describedBy(id, error, hint)}
        {...props}
      />
    </FieldFrame>
  );
}

/** An input; one for a day is typed as the user's locale writes days. */
function Input({ type, value, onChange, ...props }: ComponentProps<"input">) {
  if (type !== "date" && type !== "datetime-local") {
    return <input type={type} value={value} onChange={onChange} {...props} />;
  }
  return (
    <DateInput
      {...props}
      withTime={type === "datetime-local"}
      value={String(value ?? "")}
      // Those who listen look at the value alone.
      onValue={(text) => {
        const target = { value: text };
        onChange?.({ target, currentTarget: target } as ChangeEvent<HTMLInputElement>);
      }}
    />
  );
}

export function TextArea({
  label,
  hint,
  error,
  frameClass,
  className,
  ...props
}: Shared & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className={frameClass}>
      <textarea
        id={id}
        rows={3}
        className={cx(inputClass, "h-auto py-2 leading-relaxed", className)}
        aria-invalid={Boolean(error)}
        aria-describedby={describedBy(id, error, hint)}
        {...props}
      />
    </FieldFrame>
  );
}

export type Option = { value: string; label: string };

export function SelectField({
  label,
  hint,
  error,
  frameClass,
  options,
  className,
  ...props
}: Shared & ComponentProps<"select"> & { options: Option[] }) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} className={frameClass}>
      <select
        id={id}
        className={cx(inputClass, className)}
        aria-invalid={Boolean(error)}
        aria-describedby={describedBy(id, error, hint)}
        {...props}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** Whether filters stand below each other in a dialog, where each shows its label. */
export const InSheet = createContext(false);

/** A select that stands in a row of filters: its label is read, and shown in a sheet only. */
export function FilterSelect({
  label,
  options,
  className,
  ...props
}: ComponentProps<"select"> & { label: string; options: Option[] }) {
  if (useContext(InSheet)) return <SelectField label={label} options={options} {...props} />;
  return (
    <select
      aria-label={label}
      className={cx(
        controlClass,
        "max-w-44 min-w-0 max-sm:min-w-28 max-sm:flex-1",
        props.value !== "" && "border-accent",
        className,
      )}
      {...props}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export function CheckField({
  label,
  hint,
  className,
  ...props
}: ComponentProps<"input"> & { label: string; hint?: ReactNode }) {
  const id = useId();
  return (
    <div className={cx("flex items-start gap-2.5", className)}>
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-5 shrink-0 accent-accent"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...props}
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
