import { type RefObject, useEffect } from "react";
import { usePreferences } from "../ui/preferences";

/**
 * Walks down the rows of a list: arrows while a row has the focus, and, unless
 * single keys are switched off, J and K from anywhere, X for done and D to call.
 */
export function useDayKeys(list: RefObject<HTMLElement | null>): void {
  const single = usePreferences((preferences) => preferences.singleKeys);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest('input,textarea,select,[contenteditable],[role="dialog"]')) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      const act = actionOf(event.key, at, single);
      if (!act?.(rows, at)) return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [list, single]);
}

type Act = (rows: HTMLElement[], at: number) => boolean;

function actionOf(key: string, at: number, single: boolean): Act | undefined {
  if (at >= 0 && key === "ArrowDown") return step(1);
  if (at >= 0 && key === "ArrowUp") return step(-1);
  if (!single) return undefined;
  const acts: Record<string, Act | undefined> = { j: step(1), k: step(-1), x: done, d: dial };
  return acts[key.toLowerCase()];
}

const step =
  (by: number): Act =>
  (rows, at) => {
    const next = at < 0 ? rows[0] : rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    focusRow(next);
    return Boolean(next);
  };

function focusRow(row: HTMLElement | undefined): void {
  row?.querySelector<HTMLElement>("[data-open]")?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

const done: Act = (rows, at) => {
  const mark = rows[at]?.querySelector<HTMLElement>("[data-done]");
  if (!mark) return false;
  // The row is about to leave the list; the next one takes the focus.
  focusRow(rows[at + 1] ?? rows[at - 1]);
  mark.click();
  return true;
};

const dial: Act = (rows, at) => {
  const link = rows[at]?.querySelector<HTMLElement>("[data-dial] a");
  link?.click();
  return Boolean(link);
};
