import { Plus, X } from "lucide-react";
import { useState } from "react";
import { createMenu, type Menu, updateMenu } from "../api/routing";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { SelectField, TextField } from "../ui/fields";
import { DestinationField } from "./DestinationField";
import { RouteForm } from "./RouteForm";
import type { RoutingData } from "./useRouting";

type Props = { menu: Menu | undefined; data: RoutingData; onClose: () => void };
type Option = Menu["options"][number];

const { routing } = t;
const keys = [..."1234567890*#"];

/** Adds a menu, or changes its keys and where they lead. */
export function MenuDialog({ menu, data, onClose }: Props) {
  const [draft, setDraft] = useState({
    name: menu?.name ?? "",
    greetingId: menu?.greetingId ?? "",
    waitSeconds: menu?.waitSeconds ?? 5,
    tries: menu?.tries ?? 3,
    options: menu?.options ?? [{ key: "1", to: { kind: "none" } } satisfies Option],
    otherwise: menu?.otherwise ?? { kind: "none" as const },
  });
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const save = () => {
    const body = { ...draft, greetingId: draft.greetingId || undefined };
    return menu ? updateMenu(menu.id, body) : createMenu(body);
  };
  const free = keys.find((key) => !draft.options.some((option) => option.key === key));
  return (
    <RouteForm
      title={menu ? routing.edit(menu.name) : routing.add.menu}
      save={save}
      onClose={onClose}
      fields={["name", "waitSeconds", "tries", "options", "otherwise"]}
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
              label={routing.greeting}
              value={draft.greetingId}
              options={[
                { value: "", label: routing.tones },
                ...data.sounds.map((sound) => ({ value: sound.id, label: sound.name })),
              ]}
              onChange={(event) => change({ greetingId: event.target.value })}
            />
            <TextField
              label={routing.menuWait}
              type="number"
              min={1}
              max={60}
              required
              value={draft.waitSeconds}
              error={problems.waitSeconds}
              onChange={(event) => change({ waitSeconds: Number(event.target.value) })}
            />
            <TextField
              label={routing.tries}
              type="number"
              min={1}
              max={9}
              required
              value={draft.tries}
              error={problems.tries}
              onChange={(event) => change({ tries: Number(event.target.value) })}
            />
          </div>
          <Options
            data={data}
            value={draft.options}
            onChange={(options) => change({ options })}
            error={problems.options}
          />
          {free && (
            <Button
              icon={Plus}
              className="self-start"
              onClick={() =>
                change({ options: [...draft.options, { key: free, to: { kind: "none" } }] })
              }
            >
              {routing.addKey}
            </Button>
          )}
          <DestinationField
            label={routing.otherwise}
            nowhere={routing.nowhere.closed}
            data={data}
            value={draft.otherwise}
            error={problems.otherwise}
            onChange={(otherwise) => change({ otherwise })}
          />
        </>
      )}
    </RouteForm>
  );
}

type OptionsProps = {
  data: RoutingData;
  value: Option[];
  onChange: (value: Option[]) => void;
  error: string | undefined;
};

function Options({ data, value, onChange, error }: OptionsProps) {
  const replace = (at: number, part: Partial<Option>) =>
    onChange(value.map((option, index) => (index === at ? { ...option, ...part } : option)));
  return (
    <div className="flex flex-col gap-3">
      {value.map((option, index) => (
        <div key={option.key} className="flex items-start gap-2">
          <SelectField
            label={routing.key}
            frameClass="w-20 shrink-0"
            value={option.key}
            options={keys
              .filter((key) => key === option.key || !value.some((other) => other.key === key))
              .map((key) => ({ value: key, label: key }))}
            onChange={(event) => replace(index, { key: event.target.value })}
          />
          <div className="min-w-0 flex-1">
            <DestinationField
              label={routing.keyLeads(option.key)}
              data={data}
              value={option.to}
              onChange={(to) => replace(index, { to })}
            />
          </div>
          <IconButton
            icon={X}
            className="mt-6.5"
            label={routing.removeKey(option.key)}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {error && (
        <p role="alert" className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
