import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { pipelinesQuery } from "../api/deals";
import { createPipeline, type Pipeline, updatePipeline } from "../api/pipelines";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { cx } from "../ui/classes";
import { Dialog } from "../ui/Dialog";
import { inputClass, TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { moved, Sortable } from "../ui/Sortable";
import { say } from "../ui/toasts";

type Stage = { key: string; id?: string; name: string; probability: number };
type PipelineFormProps = { pipeline: Pipeline | undefined; onClose: () => void };

/** A new stage is told apart by a number until it is saved. */
const blank = (stages: Stage[]): Stage => ({
  key: `new-${1 + Math.max(0, ...stages.map(({ key }) => Number(key.replace("new-", "")) || 0))}`,
  name: "",
  probability: 0,
});

/** Adds a pipeline, or changes its name and its stages. */
export function PipelineForm({ pipeline, onClose }: PipelineFormProps) {
  const client = useQueryClient();
  const [name, setName] = useState(pipeline?.name ?? "");
  const [stages, setStages] = useState<Stage[]>(
    () => pipeline?.stages.map((stage) => ({ ...stage, key: stage.id })) ?? [blank([])],
  );
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name,
        stages: stages.map(({ id, name, probability }) => ({ id, name, probability })),
      };
      return pipeline ? updatePipeline(pipeline.id, body) : createPipeline(body);
    },
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: pipelinesQuery.queryKey });
      void client.invalidateQueries({ queryKey: ["deals"] });
      say(t.pipelines.saved(name));
      onClose();
    },
  });
  const problems = fieldProblems(save.error);
  const change = (key: string, part: Partial<Stage>) =>
    setStages(stages.map((stage) => (stage.key === key ? { ...stage, ...part } : stage)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const missing = !name.trim() || stages.some((stage) => !stage.name.trim());
  return (
    <Dialog
      open
      onClose={onClose}
      title={pipeline ? t.pipelines.edit(pipeline.name) : t.pipelines.add}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t.pipelines.name}
          required
          maxLength={100}
          value={name}
          error={problems.name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="mb-2 text-sm font-medium">{t.pipelines.stages}</legend>
          <Sortable
            label={t.pipelines.stages}
            items={stages}
            keyOf={({ key }) => key}
            nameOf={(stage) => stage.name || t.pipelines.newStage}
            onMove={(from, to) => setStages(moved(stages, from, to))}
          >
            {(stage, index) => (
              <StageFields
                stage={stage}
                number={index + 1}
                problem={
                  problems[`stages[${index}].name`] ?? problems[`stages[${index}].probability`]
                }
                onChange={(part) => change(stage.key, part)}
                onRemove={
                  stages.length > 1
                    ? () => setStages(stages.filter(({ key }) => key !== stage.key))
                    : undefined
                }
              />
            )}
          </Sortable>
          <Button
            icon={Plus}
            className="self-start"
            disabled={stages.length >= 30}
            onClick={() => setStages([...stages, blank(stages)])}
          >
            {t.pipelines.addStage}
          </Button>
        </fieldset>
        {save.isError && Object.keys(problems).length === 0 && (
          <p role="alert" className="text-sm font-medium text-bad">
            {problemText(save.error)}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" tone="primary" disabled={missing || save.isPending}>
            {save.isPending ? t.ui.saving : t.ui.save}
          </Button>
          <Button onClick={onClose}>{t.ui.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}

type StageFieldsProps = {
  stage: Stage;
  number: number;
  problem: string | undefined;
  onChange: (part: Partial<Stage>) => void;
  onRemove: (() => void) | undefined;
};

function StageFields({ stage, number, problem, onChange, onRemove }: StageFieldsProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <input
        aria-label={t.pipelines.stageName(number)}
        aria-invalid={Boolean(problem)}
        required
        maxLength={100}
        value={stage.name}
        onChange={(event) => onChange({ name: event.target.value })}
        className={cx(inputClass, "min-w-0 flex-1 basis-28")}
      />
      <span className="flex items-center gap-1 text-sm text-muted">
        <input
          aria-label={t.pipelines.probability(stage.name || String(number))}
          type="number"
          min={0}
          max={100}
          required
          value={stage.probability}
          onChange={(event) =>
            onChange({
              probability: Math.min(100, Math.max(0, Math.round(event.target.valueAsNumber || 0))),
            })
          }
          className={cx(inputClass, "tabular w-18")}
        />
        <span aria-hidden>%</span>
      </span>
      <IconButton
        icon={Trash2}
        small
        label={t.pipelines.removeStage(stage.name || String(number))}
        disabled={!onRemove}
        onClick={onRemove}
      />
      {problem && (
        <p role="alert" className="w-full text-xs font-medium text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
