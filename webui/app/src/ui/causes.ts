import type { Call } from "../api/types";
import { t } from "../language";

/** Why a call ended, in words, or empty when nothing needs telling. */
export function causeText(call: Call): string {
  const { q850, sip, text } = call.cause;
  const known = t.calls.causes[text];
  if (known) return known;
  if (!call.outcome || call.outcome === "answered") return "";
  // What people did is told as such; the network's codes tell why nothing could be done.
  if (call.outcome !== "failed") return t.calls.endings[call.outcome];
  const words = (sip && t.calls.sipCodes[sip]) || (q850 && t.calls.q850Codes[q850]);
  const codes = [sip && `SIP ${sip}`, q850 && `Q.850 ${q850}`].filter(Boolean).join(", ");
  return t.calls.causeCode(words || t.calls.endings[call.outcome], codes);
}
