import { useSeconds } from "../ui/Elapsed";

export { Elapsed } from "../ui/Elapsed";

/** Whole seconds until a moment, never below zero. */
export function useSecondsLeft(until: string | null): number | null {
  const now = useSeconds();
  return until ? Math.max(0, Math.ceil(Date.parse(until) / 1000 - now)) : null;
}
