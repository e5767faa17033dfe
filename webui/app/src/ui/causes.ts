import type { Call } from "../api/types";
import { t } from "../language";

/** Why a call ended, in words, or empty when nothing needs telling. */
export function causeText(call: Call): string {
  const known = t.calls.causes[call.cause.text];
  if (known) return known;
  if (call.outcome && call.outcome !== "answered") return t.calls.endings[call.outcome];
  return "";
}
