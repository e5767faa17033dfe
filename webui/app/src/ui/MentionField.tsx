import { useQuery } from "@tanstack/react-query";
import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { meQuery } from "../api/session";
import { usersQuery } from "../api/users";
import { t } from "../language";
import { cx } from "./classes";
import { describedBy, FieldFrame, inputClass } from "./fields";
import { type Colleague, labelsOf, matching, shown, typedAt, written } from "./mentions";

type MentionFieldProps = Omit<ComponentProps<"textarea">, "value" | "onChange"> & {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  /** The text with its mentions as tokens, as the service keeps it. */
  value: string;
  onChange: (body: string) => void;
  /** False where nobody can be mentioned. */
  offer?: boolean;
};

/** A text in which an @ offers colleagues; Enter picks one, Escape writes on. */
export function MentionField({
  label,
  hint,
  error,
  value,
  onChange,
  offer = true,
  onKeyDown,
  className,
  ...props
}: MentionFieldProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { users, labels } = useColleagues();
  const { text, picks } = useMemo(() => shown(value, labels), [value, labels]);
  // Somebody who was deleted and typed again is meant all the same.
  const known = useRef(new Map<string, string>());
  for (const [name, user] of picks) known.current.set(name, user);
  const write = (next: string) => onChange(written(next, known.current));

  const [caret, setCaret] = useState(-1);
  const [closed, setClosed] = useState(-1);
  const [active, setActive] = useState(0);
  const typed = offer ? typedAt(text, caret) : null;
  const offered = typed && typed.start !== closed ? matching(users, typed.query) : [];
  const open = offered.length > 0;
  const current = Math.min(active, offered.length - 1);

  const place = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (place.current === undefined) return;
    area.current?.setSelectionRange(place.current, place.current);
    place.current = undefined;
  });

  const pick = (colleague: Colleague) => {
    if (!typed) return;
    const name = labels.get(colleague.id) ?? colleague.name;
    known.current.set(name, colleague.id);
    const before = `${text.slice(0, typed.start)}@${name} `;
    place.current = before.length;
    setCaret(before.length);
    write(before + text.slice(caret).replace(/^ /, ""));
    area.current?.focus();
  };

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const picked = offered[current];
    if (!open || !picked || event.nativeEvent.isComposing) return onKeyDown?.(event);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const choose = (event.key === "Enter" || event.key === "Tab") && !event.shiftKey;
    if (step !== 0) setActive((current + step + offered.length) % offered.length);
    else if (choose && !event.ctrlKey && !event.metaKey) pick(picked);
    else if (event.key === "Escape") setClosed(typed?.start ?? -1);
    else return onKeyDown?.(event);
    event.preventDefault();
    // A dialog around the text stays open.
    event.stopPropagation();
  };

  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        ref={area}
        rows={3}
        className={cx(inputClass, "h-auto py-2 leading-relaxed", className)}
        aria-invalid={Boolean(error)}
        aria-describedby={describedBy(id, error, hint)}
        aria-autocomplete={offer ? "list" : undefined}
        aria-haspopup={offer ? "listbox" : undefined}
        aria-controls={open ? `${id}-list` : undefined}
        aria-activedescendant={open ? `${id}-${current}` : undefined}
        {...props}
        value={text}
        onChange={(event) => {
          const { selectionStart, value: next } = event.target;
          setCaret(selectionStart);
          setActive(0);
          // Who was declined once may be wanted the next time.
          if (typedAt(next, selectionStart)?.start !== closed) setClosed(-1);
          write(next);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setCaret(-1)}
        onKeyDown={keys}
      />
      {offer && (
        <p role="status" className="sr-only">
          {open ? t.notifications.offered(offered.length) : ""}
        </p>
      )}
      {open && (
        <ul
          id={`${id}-list`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the field's keys drive it
          role="listbox"
          aria-label={t.notifications.colleagues}
          className="max-h-56 max-w-sm overflow-y-auto rounded-xl border bg-surface p-1 shadow-lg shadow-black/10"
        >
          {offered.map((colleague, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field's keys drive it
            <li
              key={colleague.id}
              id={`${id}-${i}`}
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the field's keys drive it
              role="option"
              aria-selected={i === current}
              tabIndex={-1}
              // The caret stays where it is.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(colleague)}
              className={cx(
                "cursor-pointer rounded-lg px-3 py-1.5 text-sm",
                i === current ? "bg-accent-soft text-accent-ink" : "hover:bg-sunken",
              )}
            >
              <span className="font-medium">{colleague.name}</span>{" "}
              <span className={cx("text-xs", i !== current && "text-muted")}>
                {colleague.email}
              </span>
            </li>
          ))}
        </ul>
      )}
    </FieldFrame>
  );
}

/** Everybody but oneself, and what they are called in a text. */
function useColleagues() {
  const { data: users } = useQuery(usersQuery);
  const { data: me } = useQuery(meQuery);
  return useMemo(() => {
    const all = users ?? [];
    return { users: all.filter((user) => user.id !== me?.id), labels: labelsOf(all) };
  }, [users, me]);
}
