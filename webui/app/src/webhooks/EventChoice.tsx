import { useQuery } from "@tanstack/react-query";
import { webhookEventsQuery } from "../api/webhooks";
import { t } from "../language";
import { CheckField } from "../ui/fields";
import { Failed, Skeleton } from "../ui/states";
import { groupsOf } from "./events";

type EventChoiceProps = {
  chosen: string[];
  error?: string;
  onChange: (events: string[]) => void;
};

/** The events to be told of, by the noun that they are about. */
export function EventChoice({ chosen, error, onChange }: EventChoiceProps) {
  const events = useQuery(webhookEventsQuery);
  if (events.isError) {
    return <Failed error={events.error} retry={() => void events.refetch()} />;
  }
  if (events.isPending) return <Skeleton rows={6} />;
  const turn = (names: string[], on: boolean) =>
    onChange([...chosen.filter((name) => !names.includes(name)), ...(on ? names : [])]);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-medium">{t.webhooks.events}</p>
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {groupsOf(events.data.map(({ event }) => event)).map(({ group, names }) => (
          <fieldset key={group} className="min-w-0 rounded-lg border p-3">
            <legend className="px-1 text-xs font-semibold text-muted">
              {t.webhooks.groups[group] ?? group}
            </legend>
            <div className="flex flex-col gap-2">
              <CheckField
                label={t.webhooks.allOf(t.webhooks.groups[group] ?? group)}
                checked={names.every((name) => chosen.includes(name))}
                onChange={(event) => turn(names, event.target.checked)}
              />
              {names.map((name) => (
                <CheckField
                  key={name}
                  className="pl-4"
                  label={t.webhooks.eventWords[name] ?? name}
                  hint={name}
                  checked={chosen.includes(name)}
                  onChange={(event) => turn([name], event.target.checked)}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </div>
  );
}
