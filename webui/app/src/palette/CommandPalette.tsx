import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { recentContactsQuery } from "../api/bulk";
import { searchQuery } from "../api/search";
import { t } from "../language";
import { useDial } from "../live/dial";
import { cx } from "../ui/classes";
import { Dialog } from "../ui/Dialog";
import { inputClass } from "../ui/fields";
import { useDebounced } from "../ui/useDebounced";
import { type Entry, entriesOf } from "./entries";

/** Finds any record, page or number by typing, and goes there or calls. */
export function CommandPalette({
  open,
  onClose,
  onNew,
}: {
  open: boolean;
  onClose: () => void;
  /** Plans a task. */
  onNew: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog open={open} onClose={onClose} title={t.palette.title} initialFocus={field}>
      <Palette field={field} onClose={onClose} onNew={onNew} />
    </Dialog>
  );
}

type PaletteProps = {
  field: RefObject<HTMLInputElement | null>;
  onClose: () => void;
  onNew: () => void;
};

function Palette({ field, onClose, onNew }: PaletteProps) {
  const id = useId();
  const navigate = useNavigate();
  const dial = useDial();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const asked = useDebounced(typed, 120);
  const { data, isFetching } = useQuery(searchQuery(asked));
  const { data: recent } = useQuery(recentContactsQuery);
  const entries = entriesOf(typed, data, recent);
  const at = Math.min(chosen, entries.length - 1);
  const current = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new choice is the occasion
  useEffect(() => {
    // In braces: newer browsers return a promise, which React would take for a cleanup.
    current.current?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const router = useRouter();
  const addressOf = (entry: Entry) => entry.to && router.buildLocation(entry.to).href;
  const go = (entry: Entry) => {
    onClose();
    if (entry.dial) dial({ to: entry.dial, label: entry.dial });
    if (entry.plan) onNew();
    if (entry.to) void navigate(entry.to);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length > 0) {
      event.preventDefault();
      setChosen((at + step + entries.length) % entries.length);
    }
    const entry = entries[at];
    if (event.key === "Enter" && entry && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const address = addressOf(entry);
      if (address && (event.ctrlKey || event.metaKey)) window.open(address, "_blank", "noopener");
      else go(entry);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <input
        ref={field}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={entries[at] ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        aria-label={t.palette.title}
        placeholder={t.palette.placeholder}
        value={typed}
        maxLength={200}
        autoComplete="off"
        className={inputClass}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={press}
      />
      <p role="status" className="text-xs text-muted">
        {!typed.trim() && t.palette.hint}
        {typed.trim() &&
          !isFetching &&
          (entries.length ? t.palette.found(entries.length) : t.palette.none)}
      </p>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t.palette.results}
        className="flex flex-col"
      >
        {entries.map((entry, index) => (
          <Option
            key={entry.key}
            id={`${id}-${index}`}
            chosen={index === at}
            current={current}
            entry={entry}
            address={addressOf(entry)}
            onGo={() => go(entry)}
          />
        ))}
      </div>
    </div>
  );
}

type OptionProps = {
  id: string;
  chosen: boolean;
  /** Points at the chosen one, to keep it in sight. */
  current: RefObject<HTMLElement | null>;
  entry: Entry;
  address: string | undefined;
  onGo: () => void;
};

/** A line of the palette: a link where it leads somewhere, so that it opens in a new tab too. */
function Option({ id, chosen, current, entry, address, onGo }: OptionProps) {
  const shared = {
    id,
    ref: (node: HTMLElement | null) => {
      if (chosen) current.current = node;
    },
    role: "option",
    tabIndex: -1,
    "aria-selected": chosen,
    className: cx(
      "flex min-h-9 cursor-default items-center gap-3 rounded-lg px-3 py-1.5 text-sm",
      chosen ? "bg-accent-soft text-accent-ink" : "hover:bg-sunken",
    ),
  };
  const words = (
    <>
      <span className="min-w-0 flex-1 truncate">
        {entry.label}
        {entry.detail && <span className="ml-2 text-xs opacity-80">{entry.detail}</span>}
      </span>
      <span className="shrink-0 text-xs opacity-80">{t.palette.groups[entry.group]}</span>
    </>
  );
  if (!address) {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: keys go to the field
      <div {...shared} onClick={onGo}>
        {words}
      </div>
    );
  }
  return (
    <a
      {...shared}
      href={address}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onGo();
      }}
    >
      {words}
    </a>
  );
}
