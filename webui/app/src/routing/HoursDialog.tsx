import { Plus, X } from "lucide-react";
import { useState } from "react";
import { createHours, type Hours, type HoursDraft, updateHours } from "../api/routing";
import { t, timeZone } from "../language";
import { Button, IconButton } from "../ui/Button";
import { controlClass, SelectField, TextField } from "../ui/fields";
import { timeZoneOptions } from "../ui/placeOptions";
import { RouteForm } from "./RouteForm";

type Props = { hours: Hours | undefined; onClose: () => void };
type OpenTime = Hours["weekly"][number];

const { routing } = t;
const week = [1, 2, 3, 4, 5, 6, 0];
const office: OpenTime[] = [1, 2, 3, 4, 5].map((day) => ({ day, opens: "09:00", closes: "17:00" }));

/** Adds business hours, or changes days, times and holidays. */
export function HoursDialog({ hours, onClose }: Props) {
  const [draft, setDraft] = useState<Required<HoursDraft>>({
    name: hours?.name ?? "",
    timeZone: hours?.timeZone ?? timeZone,
    weekly: hours?.weekly ?? office,
    holidays: hours?.holidays ?? [],
  });
  const change = (part: Partial<HoursDraft>) => setDraft({ ...draft, ...part });
  return (
    <RouteForm
      title={hours ? routing.edit(hours.name) : routing.add.hours}
      save={() => (hours ? updateHours(hours.id, draft) : createHours(draft))}
      onClose={onClose}
      fields={["name", "timeZone"]}
    >
      {(problems) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={routing.name}
              required
              maxLength={100}
              value={draft.name}
              error={problems.name}
              onChange={(event) => change({ name: event.target.value })}
            />
            <SelectField
              label={routing.timeZone}
              value={draft.timeZone}
              error={problems.timeZone}
              options={timeZoneOptions("", draft.timeZone).filter(({ value }) => value)}
              onChange={(event) => change({ timeZone: event.target.value })}
            />
          </div>
          <div className="flex flex-col gap-2">
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                weekly={draft.weekly}
                onChange={(weekly) => change({ weekly })}
              />
            ))}
          </div>
          <Holidays value={draft.holidays} onChange={(holidays) => change({ holidays })} />
        </>
      )}
    </RouteForm>
  );
}

type DayProps = { day: number; weekly: OpenTime[]; onChange: (weekly: OpenTime[]) => void };

function Day({ day, weekly, onChange }: DayProps) {
  const name = routing.days[day] ?? "";
  const times = weekly.filter((one) => one.day === day);
  const replace = (old: OpenTime, next?: OpenTime) =>
    onChange(weekly.flatMap((one) => (one !== old ? [one] : next ? [next] : [])));
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <span className="w-24 font-medium">{name}</span>
      {times.length === 0 && <span className="text-muted">{routing.closedDay}</span>}
      {times.map((time, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: times of a day have no name and keep their order
        <span key={index} className="flex items-center gap-1">
          <input
            type="time"
            required
            aria-label={routing.opens(name)}
            className={controlClass}
            value={time.opens}
            onChange={(event) => replace(time, { ...time, opens: event.target.value })}
          />
          <span aria-hidden>–</span>
          <input
            type="time"
            required
            aria-label={routing.closes(name)}
            className={controlClass}
            // A browser knows no 24:00; midnight at the end is 00:00 to it.
            value={time.closes === "24:00" ? "00:00" : time.closes}
            onChange={(event) =>
              replace(time, {
                ...time,
                closes: event.target.value === "00:00" ? "24:00" : event.target.value,
              })
            }
          />
          <IconButton
            small
            icon={X}
            label={routing.removeTime(name)}
            onClick={() => replace(time)}
          />
        </span>
      ))}
      <IconButton
        small
        icon={Plus}
        label={routing.addTime(name)}
        onClick={() =>
          onChange([
            ...weekly,
            times.length
              ? { day, opens: "18:00", closes: "20:00" }
              : { day, opens: "09:00", closes: "17:00" },
          ])
        }
      />
    </div>
  );
}

type HolidaysProps = {
  value: Hours["holidays"];
  onChange: (value: Hours["holidays"]) => void;
};

function Holidays({ value, onChange }: HolidaysProps) {
  const replace = (at: number, part: Partial<Hours["holidays"][number]>) =>
    onChange(value.map((day, index) => (index === at ? { ...day, ...part } : day)));
  return (
    <fieldset className="flex flex-col gap-2 border-t pt-3">
      <legend className="sr-only">{routing.holidays}</legend>
      <p aria-hidden className="text-sm font-medium">
        {routing.holidays}
      </p>
      {value.map((day, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: holidays have no name yet while they are typed
        <div key={index} className="flex items-end gap-2">
          <TextField
            label={routing.holidayDate}
            type="date"
            required
            frameClass="w-40"
            value={day.date}
            onChange={(event) => replace(index, { date: event.target.value })}
          />
          <TextField
            label={routing.holidayName}
            maxLength={100}
            frameClass="flex-1"
            value={day.name}
            onChange={(event) => replace(index, { name: event.target.value })}
          />
          <IconButton
            icon={X}
            label={routing.removeHoliday}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button
        icon={Plus}
        className="self-start"
        onClick={() => onChange([...value, { date: "", name: "" }])}
      >
        {routing.addHoliday}
      </Button>
    </fieldset>
  );
}
