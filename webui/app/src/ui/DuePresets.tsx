import { t } from "../language";
import { Button } from "./Button";
import { toLocalInput } from "./localTime";
import { momentOf, wallOf } from "./zone";

/** The times that are asked for most. */
export function DuePresets({ set, onPick }: { set: boolean; onPick: (due: string) => void }) {
  const nine = (days: number) => {
    const today = wallOf(new Date());
    const then = momentOf({ ...today, day: today.day + days, hour: 9, minute: 0 });
    return toLocalInput(then.toISOString());
  };
  const daysToMonday = () => {
    const { year, month, day } = wallOf(new Date());
    return (8 - new Date(Date.UTC(year, month - 1, day)).getUTCDay()) % 7 || 7;
  };
  const { preset } = t.day;
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{t.day.presets}</legend>
      <Button
        size="small"
        onClick={() => onPick(toLocalInput(new Date(Date.now() + 3_600_000).toISOString()))}
      >
        {preset.hour}
      </Button>
      <Button size="small" onClick={() => onPick(nine(1))}>
        {preset.tomorrow}
      </Button>
      <Button size="small" onClick={() => onPick(nine(daysToMonday()))}>
        {preset.monday}
      </Button>
      {set && (
        <Button size="small" onClick={() => onPick("")}>
          {preset.none}
        </Button>
      )}
    </fieldset>
  );
}
