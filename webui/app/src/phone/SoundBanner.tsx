import { Headphones, ShieldAlert, Volume2 } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { t } from "../language";
import { Button } from "../ui/Button";
import { canUseMicrophone, useDevices } from "./devices";
import { usePhone, useSoundState } from "./PhoneProvider";

/** What the browser says of the microphone: granted, prompt, denied, or unknown. */
export function useMicrophonePermission(): PermissionState | "unknown" {
  const [state, setState] = useState<PermissionState | "unknown">("unknown");
  useEffect(() => {
    let status: PermissionStatus | undefined;
    const read = () => status && setState(status.state);
    navigator.permissions
      ?.query({ name: "microphone" as PermissionName })
      .then((found) => {
        status = found;
        found.addEventListener("change", read);
        read();
      })
      .catch(() => setState("unknown"));
    return () => status?.removeEventListener("change", read);
  }, []);
  return state;
}

/** One line above the page when something keeps calls from being heard. */
export function SoundBanner() {
  const phone = usePhone();
  const { role, blocked, error, link } = useSoundState((sound) => sound);
  const permission = useMicrophonePermission();
  const unlocked = useSyncExternalStore(phone.ringer.onChange, phone.ringer.isUnlocked);
  const dismissed = useDevices((devices) => devices.soundDismissed);
  const setDevices = useDevices((devices) => devices.set);
  const enable = (
    <Button tone="primary" size="small" onClick={() => void phone.enableSound()}>
      {t.sound.enable}
    </Button>
  );

  if (!canUseMicrophone()) {
    return (
      <Banner icon={ShieldAlert} tone="warn" text={t.sound.insecure(window.location.hostname)} />
    );
  }
  if (role === "other") {
    return (
      <Banner icon={Headphones} text={t.sound.otherTab}>
        <Button size="small" onClick={() => phone.sound.takeOver()}>
          {t.sound.useHere}
        </Button>
      </Banner>
    );
  }
  if (role === "pending") return null;
  if (blocked)
    return (
      <Banner icon={Volume2} tone="warn" text={t.sound.blocked}>
        {enable}
      </Banner>
    );
  if (permission === "denied" || error === "denied") {
    return (
      <Banner icon={ShieldAlert} tone="warn" text={t.phone.problems.denied}>
        {enable}
      </Banner>
    );
  }
  const asked = permission === "granted" || link === "on";
  if (!asked && !dismissed) {
    return (
      <Banner icon={Headphones} text={t.sound.welcome}>
        {enable}
        <Button tone="quiet" size="small" onClick={() => setDevices({ soundDismissed: true })}>
          {t.sound.notNow}
        </Button>
      </Banner>
    );
  }
  if (!unlocked)
    return (
      <Banner icon={Volume2} text={t.sound.locked}>
        {enable}
      </Banner>
    );
  return null;
}

type BannerProps = {
  icon: typeof Headphones;
  text: string;
  tone?: "info" | "warn";
  children?: React.ReactNode;
};

function Banner({ icon: Icon, text, tone = "info", children }: BannerProps) {
  return (
    <section
      aria-label={t.sound.banner}
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2 text-sm sm:px-5 ${
        tone === "warn" ? "bg-warn-soft text-warn" : "bg-accent-soft text-accent-ink"
      }`}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 max-sm:basis-[80%]">{text}</p>
      {children}
    </section>
  );
}
