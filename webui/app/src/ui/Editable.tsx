import { Check, LoaderCircle, Pencil } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { ApiProblem } from "../api/client";
import { t } from "../language";
import { Button } from "./Button";
import { cx } from "./classes";
import { DateInput } from "./DateInput";
import { inputClass, type Option } from "./fields";
import { fieldText, problemText } from "./problem";

export type EditableProps = {
  label: string;
  value: string;
  /** The record's version as it is shown now. */
  version: number;
  /** Saves against the version that editing began from; without one, over whatever is there. */
  onSave: (value: string, version: number | undefined) => Promise<unknown>;
  /** How the value is shown while it is not edited. */
  display?: ReactNode;
  /** Choices instead of free text. */
  options?: Option[];
  /** Offers while typing; anything else may still be typed. */
  suggestions?: string[];
  onTyped?: (text: string) => void;
  /** What may be done about a refusal, by the code of the problem. */
  remedies?: Record<
    string,
    { label: (value: string) => string; run: (value: string) => Promise<unknown> }
  >;
  multiline?: boolean;
  type?: "text" | "email" | "tel" | "url" | "datetime-local" | "date";
  required?: boolean;
  maxLength?: number;
};

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Phase = "shown" | "editing" | "saving" | "saved";

/**
 * One field of a record, edited where it stands: click, then Enter or leaving
 * saves and Escape restores. What fails stays in the field, with the reason.
 */
export function Editable(props: EditableProps) {
  const { label, value, version, onSave, required } = props;
  const id = useId();
  const [phase, setPhase] = useState<Phase>("shown");
  const [draft, setDraft] = useState(value);
  const [problem, setProblem] = useState<unknown>(null);
  const base = useRef(version);
  const opener = useRef<HTMLButtonElement>(null);
  const focusBack = useRef(false);

  const begin = () => {
    base.current = version;
    setDraft(value);
    setProblem(null);
    setPhase("editing");
  };
  const close = (next: Phase) => {
    setProblem(null);
    setPhase(next);
  };
  const save = async (next: string, how: (value: string) => Promise<unknown>) => {
    const text = next.trim();
    if (required && !text) {
      setProblem(t.ui.required(label));
      return;
    }
    setPhase("saving");
    try {
      await how(text);
      close("saved");
    } catch (error) {
      setProblem(error);
      setPhase("editing");
    }
  };
  const commit = (next: string, field: Field) => {
    if (phase !== "editing") return;
    // A date that is half typed reads as empty, and would clear the value.
    if (!field.validity.valid && props.type?.startsWith("date")) {
      setProblem(t.ui.incomplete);
      return;
    }
    if (next.trim() === value.trim()) close("shown");
    else void save(next, (text) => onSave(text, base.current));
  };

  useEffect(() => {
    if (phase === "shown" || phase === "saved") {
      if (focusBack.current) opener.current?.focus();
      focusBack.current = false;
    }
    if (phase !== "saved") return;
    const timer = setTimeout(() => setPhase("shown"), 2000);
    return () => clearTimeout(timer);
  }, [phase]);

  if (phase === "shown" || phase === "saved") {
    return (
      <div className="group/edit relative flex min-w-0 items-center gap-1">
        {props.display && <span className="min-w-0">{props.display}</span>}
        <button
          ref={opener}
          type="button"
          aria-label={t.ui.edit(label)}
          onClick={begin}
          className={cx(
            "-mx-1.5 inline-flex min-h-7 max-w-full min-w-0 items-center gap-1.5 rounded-md px-1.5 py-0.5 text-left hover:bg-sunken",
            props.display ? "mx-0" : "",
          )}
        >
          {!props.display && (
            <span className={cx("break-words whitespace-pre-wrap", !value && "text-muted")}>
              {optionLabel(props.options, value) || t.ui.add}
            </span>
          )}
          <Pencil
            aria-hidden
            className="size-3.5 shrink-0 text-muted opacity-0 group-hover/edit:opacity-100 group-focus-within/edit:opacity-100 max-md:opacity-100"
          />
        </button>
        {phase === "saved" && (
          <span
            role="status"
            className="inline-flex items-center gap-1 text-xs font-medium text-good-strong"
          >
            <Check aria-hidden className="size-3.5" />
            {t.ui.saved}
          </span>
        )}
      </div>
    );
  }

  const keys = (event: KeyboardEvent<Field>) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      focusBack.current = true;
      close("shown");
    }
    if (event.key === "Enter" && !(props.multiline && event.shiftKey)) {
      event.preventDefault();
      focusBack.current = true;
      commit(draft, event.currentTarget);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears that the focus left the field and its buttons
    <div
      className="flex min-w-0 flex-col gap-1"
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        const field = event.currentTarget.querySelector<Field>("input,select,textarea");
        if (field) commit(draft, field);
      }}
    >
      <Control
        {...props}
        id={id}
        draft={draft}
        invalid={problem !== null}
        busy={phase === "saving"}
        onKeyDown={keys}
        onDraft={(text, settled) => {
          setDraft(text);
          props.onTyped?.(text);
          if (settled) void save(text, (chosen) => onSave(chosen, base.current));
        }}
      />
      {phase === "saving" && (
        <span role="status" className="inline-flex items-center gap-1 text-xs text-muted">
          <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
          {t.ui.saving}
        </span>
      )}
      {problem !== null && (
        <Refusal
          id={`${id}-error`}
          problem={problem}
          current={optionLabel(props.options, value)}
          draft={draft}
          remedies={props.remedies}
          onTheirs={() => close("shown")}
          onMine={(how) => void save(draft, how)}
          onSave={onSave}
        />
      )}
    </div>
  );
}

function optionLabel(options: Option[] | undefined, value: string): string {
  return options?.find((option) => option.value === value)?.label ?? value;
}

type ControlProps = EditableProps & {
  id: string;
  draft: string;
  invalid: boolean;
  busy: boolean;
  onKeyDown: (event: KeyboardEvent<Field>) => void;
  onDraft: (text: string, settled: boolean) => void;
};

function Control({ id, label, draft, invalid, busy, onKeyDown, onDraft, ...props }: ControlProps) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select?.();
  }, []);
  const shared = {
    id,
    ref: field,
    "aria-label": label,
    "aria-invalid": invalid,
    "aria-describedby": invalid ? `${id}-error` : undefined,
    readOnly: busy,
    value: draft,
    onKeyDown,
  };
  if (props.options) {
    return (
      <select
        {...shared}
        className={inputClass}
        onChange={(event) => onDraft(event.target.value, true)}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  if (props.multiline) {
    return (
      <textarea
        {...shared}
        rows={3}
        maxLength={props.maxLength}
        className={cx(inputClass, "h-auto py-2")}
        onChange={(event) => onDraft(event.target.value, false)}
      />
    );
  }
  if (props.type === "date" || props.type === "datetime-local") {
    return (
      <DateInput
        {...shared}
        withTime={props.type === "datetime-local"}
        className={inputClass}
        onValue={(text) => onDraft(text, false)}
      />
    );
  }
  return (
    <>
      <input
        {...shared}
        type={props.type ?? "text"}
        maxLength={props.maxLength}
        list={props.suggestions ? `${id}-list` : undefined}
        autoComplete="off"
        className={inputClass}
        onChange={(event) => onDraft(event.target.value, false)}
      />
      {props.suggestions && (
        <datalist id={`${id}-list`}>
          {props.suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </>
  );
}

type RefusalProps = Pick<EditableProps, "remedies" | "onSave"> & {
  id: string;
  problem: unknown;
  current: string;
  draft: string;
  onTheirs: () => void;
  onMine: (how: (value: string) => Promise<unknown>) => void;
};

/** Why the value was not saved, and the ways on. */
function Refusal({
  id,
  problem,
  current,
  draft,
  remedies,
  onTheirs,
  onMine,
  onSave,
}: RefusalProps) {
  const code = problem instanceof ApiProblem ? problem.code : "";
  if (code === "stale") {
    return (
      <div
        id={id}
        role="alert"
        className="flex flex-col gap-2 rounded-lg bg-warn-soft p-2.5 text-sm text-warn"
      >
        <p>{t.ui.conflict(current || t.ui.emptyValue)}</p>
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={onTheirs}>
            {t.ui.keepTheirs}
          </Button>
          <Button size="small" onClick={() => onMine((text) => onSave(text, undefined))}>
            {t.ui.keepMine}
          </Button>
        </div>
      </div>
    );
  }
  const remedy = remedies?.[code];
  const text = typeof problem === "string" ? problem : (ofField(problem) ?? problemText(problem));
  return (
    <div id={id} role="alert" className="flex flex-col items-start gap-2">
      <p className="text-xs font-medium text-bad">{text}</p>
      {remedy && (
        <Button size="small" onClick={() => onMine(remedy.run)}>
          {remedy.label(draft.trim())}
        </Button>
      )}
    </div>
  );
}

function ofField(problem: unknown): string | undefined {
  const [field] = problem instanceof ApiProblem && problem.code === "invalid" ? problem.fields : [];
  return field && fieldText(field.message);
}
