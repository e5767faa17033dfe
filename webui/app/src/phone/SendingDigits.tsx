import { Hash } from "lucide-react";
import { t } from "../language";
import type { LiveCall } from "./machine";
import { usePhone } from "./PhoneProvider";

/** The extension that is keyed for the agent, until it is out; it can be stopped. */
export function SendingDigits({ live }: { live: LiveCall }) {
  const phone = usePhone();
  if (!live.sendingDigits) return null;
  return (
    <span
      role="status"
      className="inline-flex items-center gap-1.5 rounded-full bg-amber-300 py-0.5 pr-1 pl-2 text-xs font-semibold text-black"
    >
      <Hash aria-hidden className="size-3.5" />
      {t.phone.sendingDigits(live.sendingDigits)}
      <button
        type="button"
        className="rounded-full bg-black/15 px-2 py-0.5 hover:bg-black/25"
        onClick={() => void phone.skipDigits(live.call.id)}
      >
        {t.phone.skipDigits}
      </button>
    </span>
  );
}
