import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import {
  type RecordingMode,
  type RecordingRule,
  recordingRulesQuery,
  setRecordingRules,
} from "../api/recordings";
import { numbersQuery, queuesQuery } from "../api/routing";
import { trunksQuery } from "../api/trunks";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { CheckField, FilterSelect, TextField } from "../ui/fields";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say } from "../ui/toasts";

const modes: RecordingMode[] = ["off", "manual", "always"];

/** The rules of what is recorded. */
export function RecordingRules() {
  const rules = useQuery(recordingRulesQuery);
  const scopes = useScopes();
  if (rules.isError) return <Failed error={rules.error} retry={() => void rules.refetch()} />;
  if (!rules.data || !scopes) return <Skeleton rows={6} />;
  return <RulesForm key={JSON.stringify(rules.data)} known={rules.data} scopes={scopes} />;
}

type Scope = { key: string; label: string; rule: Partial<RecordingRule> };

/** All that may have a rule of its own; undefined until it is known. */
function useScopes(): Scope[] | undefined {
  const { data: numbers } = useQuery(numbersQuery);
  const { data: queues } = useQuery(queuesQuery);
  const { data: trunks } = useQuery(trunksQuery);
  if (!numbers || !queues || !trunks) return undefined;
  return [
    ...numbers.map(({ id, label, e164 }) => ({
      key: id,
      label: t.recording.number(label || e164),
      rule: { numberId: id },
    })),
    ...queues.map(({ id, name }) => ({
      key: id,
      label: t.recording.queue(name),
      rule: { queueId: id },
    })),
    ...trunks.map(({ id, name }) => ({
      key: id,
      label: t.recording.trunk(name),
      rule: { trunkId: id },
    })),
  ];
}

const keyOf = (rule: RecordingRule) => rule.numberId ?? rule.queueId ?? rule.trunkId ?? "";
const fresh = (scope: Partial<RecordingRule>): RecordingRule => ({
  mode: "manual",
  beep: false,
  keepDays: 0,
  ...scope,
});

function RulesForm({ known, scopes }: { known: RecordingRule[]; scopes: Scope[] }) {
  const client = useQueryClient();
  const [rules, setRules] = useState(() =>
    known.some((rule) => keyOf(rule) === "") ? known : [fresh({ mode: "off" }), ...known],
  );
  const save = useMutation({
    mutationFn: () => setRecordingRules(rules),
    onSuccess: async () => {
      say(t.recording.saved);
      await client.invalidateQueries({ queryKey: recordingRulesQuery.queryKey });
    },
  });
  const labelOf = (rule: RecordingRule) =>
    scopes.find(({ key }) => key === keyOf(rule))?.label ?? t.recording.all;
  const change = (at: number, part: Partial<RecordingRule>) =>
    setRules(rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule)));
  const free = scopes.filter(({ key }) => !rules.some((rule) => keyOf(rule) === key));
  return (
    <form
      className="flex flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="flex flex-col gap-1 border-b px-5 py-4 text-sm max-sm:px-4">
        <p>{t.recording.about}</p>
        <p className="text-muted">{t.recording.listened}</p>
      </div>
      <ul aria-label={t.recording.title} className="divide-y divide-line">
        {rules.map((rule, at) => (
          <li
            key={keyOf(rule)}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3 max-sm:px-4"
          >
            <p className="min-w-0 flex-1 basis-44 font-medium">{labelOf(rule)}</p>
            <FilterSelect
              label={t.recording.mode(labelOf(rule))}
              value={rule.mode}
              options={modes.map((value) => ({ value, label: t.recording.modes[value] }))}
              onChange={(event) => change(at, { mode: event.target.value as RecordingMode })}
            />
            {rule.mode !== "off" && (
              <>
                <CheckField
                  label={t.recording.beep}
                  checked={rule.beep ?? false}
                  onChange={(event) => change(at, { beep: event.target.checked })}
                />
                <TextField
                  label={t.recording.keep}
                  hint={t.recording.keepHint}
                  type="number"
                  inputMode="numeric"
                  min={0}
                  max={3660}
                  className="w-44"
                  value={rule.keepDays ? String(rule.keepDays) : ""}
                  onChange={(event) =>
                    change(at, {
                      keepDays: Math.min(Math.max(Number(event.target.value), 0), 3660),
                    })
                  }
                />
              </>
            )}
            {keyOf(rule) !== "" && (
              <IconButton
                icon={Trash2}
                label={t.recording.removeRule(labelOf(rule))}
                onClick={() => setRules(rules.filter((_, i) => i !== at))}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-3 border-t px-5 py-4 max-sm:px-4">
        {free.length > 0 && (
          <FilterSelect
            label={t.recording.addFor}
            value=""
            options={[
              { value: "", label: t.recording.add },
              ...free.map(({ key, label }) => ({ value: key, label })),
            ]}
            onChange={(event) => {
              const scope = free.find(({ key }) => key === event.target.value);
              if (scope) setRules([...rules, fresh(scope.rule)]);
            }}
          />
        )}
        <Button
          type="submit"
          tone="primary"
          disabled={save.isPending || JSON.stringify(rules) === JSON.stringify(known)}
        >
          {t.recording.save}
        </Button>
      </div>
      {save.isError && (
        <p role="alert" className="px-5 pb-4 text-sm font-medium text-bad max-sm:px-4">
          {problemText(save.error)}
        </p>
      )}
    </form>
  );
}
