import { useEffect, useMemo, useRef, useState } from "react";
import type { Contact } from "../api/types";
import { t } from "../language";
import { type Columns, columnsOf } from "../ui/DataTable";

const column = columnsOf<Contact>();
const boxClass = "relative z-10 size-5 align-middle accent-accent";

export type Selection = {
  /** The rows ticked, or "all" for every contact that the filter keeps. */
  chosen: ReadonlySet<string> | "all";
  count: number;
  all: () => void;
  clear: () => void;
};

/** Rows that are ticked; with Shift a whole stretch. Another list starts with none. */
export function useSelection(rows: Contact[], list: string) {
  const [chosen, setChosen] = useState<ReadonlySet<string> | "all">(new Set<string>());
  const last = useRef("");
  const known = useRef(rows);
  known.current = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is the occasion
  useEffect(() => setChosen(new Set()), [list]);
  const column = useMemo(() => boxes(chosen, setChosen, last, known), [chosen]);
  const selection: Selection = {
    chosen,
    count: chosen === "all" ? 0 : chosen.size,
    all: () => setChosen("all"),
    clear: () => setChosen(new Set()),
  };
  return { selection, column };
}

type Kept<T> = { current: T };

function boxes(
  chosen: ReadonlySet<string> | "all",
  set: (next: ReadonlySet<string>) => void,
  last: Kept<string>,
  rows: Kept<Contact[]>,
): Columns<Contact>[number] {
  const ids = () => rows.current.map(({ id }) => id);
  const ticked = (id: string) => chosen === "all" || chosen.has(id);
  const tick = (id: string, stretch: boolean) => {
    const before = chosen === "all" ? ids() : chosen;
    const next = new Set(before);
    const on = !next.has(id);
    const all = ids();
    const [from, to] = [all.indexOf(last.current), all.indexOf(id)].sort((a, b) => a - b);
    const several = stretch && from !== undefined && from >= 0;
    for (const one of several ? all.slice(from, (to ?? from) + 1) : [id]) {
      if (on) next.add(one);
      else next.delete(one);
    }
    last.current = id;
    set(next);
  };
  return column.display({
    id: "select",
    header: () => (
      <input
        type="checkbox"
        aria-label={t.views.selectAll}
        className={boxClass}
        checked={chosen === "all" || (chosen.size > 0 && chosen.size >= rows.current.length)}
        onChange={(event) => set(new Set(event.target.checked ? ids() : []))}
      />
    ),
    cell: ({ row: { original } }) => (
      <input
        type="checkbox"
        aria-label={t.views.select(original.name)}
        className={boxClass}
        checked={ticked(original.id)}
        // On the click and not the change: only that one knows of Shift.
        onClick={(event) => tick(original.id, event.shiftKey)}
        readOnly
      />
    ),
  });
}
