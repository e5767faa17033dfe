import { Headphones, PhoneCall } from "lucide-react";
import { useState } from "react";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { ringingCalls } from "./machine";
import { usePhone, usePhoneState } from "./PhoneProvider";
import { PresenceMenu } from "./PresenceMenu";

/** The idle call bar: a number to dial, and the way to the devices. */
export function DialForm({ onDevices }: { onDevices: () => void }) {
  const phone = usePhone();
  const ringing = usePhoneState((state) => ringingCalls(state).length);
  const userId = usePhoneState((state) => state.userId);
  const [number, setNumber] = useState("");
  return (
    <form
      className="flex items-center gap-2 py-0.5"
      onSubmit={(event) => {
        event.preventDefault();
        const to = number.trim();
        if (!to) return;
        setNumber("");
        void phone.dial({ to, label: to });
      }}
    >
      <PresenceMenu userId={userId} />
      <p className="min-w-0 flex-1 truncate text-sm text-white/80 max-sm:hidden">
        {ringing > 0 ? t.phone.ringingNow(ringing) : ""}
      </p>
      <input
        type="tel"
        aria-label={t.phone.dialLabel}
        placeholder={t.phone.dialPlaceholder}
        value={number}
        maxLength={64}
        autoComplete="off"
        onChange={(event) => setNumber(event.target.value)}
        className="tabular h-9 w-52 min-w-0 rounded-lg border border-white/40 bg-white/10 px-3 text-sm text-white placeholder:text-white/70 focus:outline-2 focus:outline-white max-sm:flex-1"
      />
      <Button type="submit" tone="dark" icon={PhoneCall} className="max-sm:px-2.5">
        <span className="max-sm:sr-only">{t.phone.call}</span>
      </Button>
      <IconButton tone="dark" icon={Headphones} label={t.sound.devices} onClick={onDevices} />
    </form>
  );
}
