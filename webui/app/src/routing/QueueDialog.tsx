import { useState } from "react";
import { createQueue, type Queue, updateQueue } from "../api/routing";
import { t } from "../language";
import { CheckField, SelectField, TextField } from "../ui/fields";
import { DestinationField } from "./DestinationField";
import { RouteForm } from "./RouteForm";
import type { RoutingData } from "./useRouting";

type Props = { queue: Queue | undefined; data: RoutingData; onClose: () => void };

const { routing } = t;
const strategies: Queue["strategy"][] = [
  "all",
  "longest_idle",
  "round_robin",
  "last_agent",
  "owner",
];

const blank = {
  name: "",
  members: [] as string[],
  ringTimeoutSeconds: 30,
  strategy: "all" as Queue["strategy"],
  maxWaitSeconds: 0,
  maxWaiting: 0,
  announce: false,
  musicId: null as string | null,
  overflow: { kind: "none" } as Queue["overflow"],
};

/** Adds a queue, or changes who is rung how, and what happens to those who wait. */
export function QueueDialog({ queue, data, onClose }: Props) {
  const [draft, setDraft] = useState<typeof blank>({ ...blank, ...queue });
  const change = (part: Partial<typeof blank>) => setDraft({ ...draft, ...part });
  const save = () => {
    const { musicId, ...rest } = draft;
    const body = {
      name: rest.name,
      members: rest.members,
      ringTimeoutSeconds: rest.ringTimeoutSeconds,
      strategy: rest.strategy,
      maxWaitSeconds: rest.maxWaitSeconds,
      maxWaiting: rest.maxWaiting,
      announce: rest.announce,
      overflow: rest.overflow,
    };
    return queue
      ? updateQueue(queue.id, { ...body, musicId })
      : createQueue({ ...body, musicId: musicId ?? undefined });
  };
  return (
    <RouteForm
      title={queue ? routing.edit(queue.name) : routing.add.queue}
      save={save}
      onClose={onClose}
      fields={["name", "ringTimeout", "strategy", "maxWaitSeconds", "maxWaiting", "overflow"]}
    >
      {(problems) => (
        <>
          <TextField
            label={routing.name}
            required
            maxLength={100}
            value={draft.name}
            error={problems.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <Members data={data} value={draft.members} onChange={(members) => change({ members })} />
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              label={routing.strategy}
              hint={routing.strategyHint}
              value={draft.strategy}
              error={problems.strategy}
              options={strategies.map((value) => ({ value, label: routing.strategies[value] }))}
              onChange={(event) => change({ strategy: event.target.value as Queue["strategy"] })}
            />
            <TextField
              label={routing.ring}
              type="number"
              min={5}
              max={600}
              required
              value={draft.ringTimeoutSeconds}
              error={problems.ringTimeout}
              onChange={(event) => change({ ringTimeoutSeconds: Number(event.target.value) })}
            />
            <TextField
              label={routing.maxWait}
              hint={routing.maxWaitHint}
              type="number"
              min={0}
              max={240}
              required
              value={draft.maxWaitSeconds / 60}
              error={problems.maxWaitSeconds}
              onChange={(event) => change({ maxWaitSeconds: Number(event.target.value) * 60 })}
            />
            {draft.maxWaitSeconds > 0 && (
              <TextField
                label={routing.maxWaiting}
                hint={routing.maxWaitingHint}
                type="number"
                min={0}
                max={1000}
                required
                value={draft.maxWaiting}
                error={problems.maxWaiting}
                onChange={(event) => change({ maxWaiting: Number(event.target.value) })}
              />
            )}
          </div>
          {draft.maxWaitSeconds > 0 && (
            <>
              <SelectField
                label={routing.music}
                value={draft.musicId ?? ""}
                options={[
                  { value: "", label: routing.tune },
                  ...data.sounds.map((sound) => ({ value: sound.id, label: sound.name })),
                ]}
                onChange={(event) => change({ musicId: event.target.value || null })}
              />
              <CheckField
                label={routing.announce}
                hint={routing.announceHint}
                checked={draft.announce}
                onChange={(event) => change({ announce: event.target.checked })}
              />
            </>
          )}
          <DestinationField
            label={routing.overflow}
            nowhere={routing.nowhere.overflow}
            data={data}
            value={draft.overflow}
            error={problems.overflow}
            onChange={(overflow) => change({ overflow })}
          />
        </>
      )}
    </RouteForm>
  );
}

type MembersProps = {
  data: RoutingData;
  value: string[];
  onChange: (value: string[]) => void;
};

function Members({ data, value, onChange }: MembersProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{routing.members}</legend>
      <div className="grid max-h-48 gap-2 overflow-y-auto rounded-lg border p-3 sm:grid-cols-2">
        {data.users.map((user) => (
          <CheckField
            key={user.id}
            label={user.name}
            checked={value.includes(user.id)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...value, user.id]
                  : value.filter((member) => member !== user.id),
              )
            }
          />
        ))}
      </div>
    </fieldset>
  );
}
