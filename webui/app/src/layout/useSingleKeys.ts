import { useEffect } from "react";
import { usePreferences } from "../ui/preferences";

/** "?" shows the shortcuts, "/" goes to the page's search, "N" plans an activity, unless switched off. */
export function useSingleKeys(onHelp: () => void, onNew: () => void): void {
  const enabled = usePreferences((preferences) => preferences.singleKeys);
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest('input,textarea,select,[contenteditable],[role="dialog"]')) return;
      if (event.key === "?") {
        event.preventDefault();
        onHelp();
      }
      if (event.key.toLowerCase() === "n") {
        event.preventDefault();
        onNew();
      }
      if (event.key === "/") {
        const search = document.querySelector<HTMLInputElement>('main input[type="search"]');
        if (!search) return;
        event.preventDefault();
        search.focus();
        search.select();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [enabled, onHelp, onNew]);
}
