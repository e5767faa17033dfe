import { create } from "zustand";
import { persist } from "zustand/middleware";

type Preferences = {
  /** Keys that act without Alt or Ctrl; people who dictate switch them off. */
  singleKeys: boolean;
  /** The columns of a list by its noun, where they are not a view's. */
  columns: Record<string, string[]>;
  set: (change: Partial<Omit<Preferences, "set">>) => void;
};

export const usePreferences = create<Preferences>()(
  persist((set) => ({ singleKeys: true, columns: {}, set: (change) => set(change) }), {
    name: "ringbook.preferences",
  }),
);

export type Theme = "system" | "light" | "dark";

// Not persisted by zustand: theme.js reads the plain value before the first paint.
const themeKey = "ringbook.theme";

export function readTheme(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

export function writeTheme(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(themeKey);
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(themeKey, theme);
  }
}
