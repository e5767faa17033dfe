import { Signal, SignalLow, SignalMedium } from "lucide-react";
import { t } from "../language";
import { useSoundState } from "./PhoneProvider";

const icons = { good: Signal, fair: SignalMedium, poor: SignalLow };
const tones = { good: "text-emerald-300", fair: "text-amber-300", poor: "text-red-300" };

/** How the far end sounds, from what arrived here in the last seconds. */
export function QualityChip() {
  const quality = useSoundState((sound) => sound.quality);
  if (!quality) return null;
  const Icon = icons[quality.grade];
  return (
    <span
      title={t.phone.qualityDetail(
        quality.mos,
        quality.lossPercent,
        quality.jitterMs,
        quality.rttMs,
      )}
      className={`inline-flex items-center gap-1 rounded-full bg-white/10 px-2 py-0.5 text-xs ${tones[quality.grade]}`}
    >
      <Icon aria-hidden className="size-3.5" />
      {t.phone.quality(t.phone.grades[quality.grade])}
    </span>
  );
}
