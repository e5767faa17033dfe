import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { type CustomField, createField, type FieldKind, updateField } from "../api/fields";
import { t } from "../language";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { inputClass, SelectField, TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { say } from "../ui/toasts";
import { type Choice, choicesPatch } from "./choices";

const kinds = Object.keys(t.fields.kinds) as FieldKind[];

type FieldDialogProps = { field?: CustomField; onClose: () => void };

/** A new field, or what may change of one: its name and its choices. */
export function FieldDialog({ field, onClose }: FieldDialogProps) {
  return (
    <Dialog open onClose={onClose} title={field ? t.fields.edit(field.name) : t.fields.addTitle}>
      <FieldForm field={field} onClose={onClose} />
    </Dialog>
  );
}

function FieldForm({ field, onClose }: FieldDialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState(field?.name ?? "");
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? "text");
  const [choices, setChoices] = useState<Choice[]>(
    () =>
      field?.choices.map((text, key) => ({ key, text, was: text })) ?? [
        { key: 0, text: "" },
        { key: 1, text: "" },
      ],
  );
  const save = useMutation({
    mutationFn: () => {
      const ofChoice = kind === "choice" ? choicesPatch(choices) : undefined;
      if (field) return updateField(field.id, { name: name.trim(), ...ofChoice });
      return createField({ name: name.trim(), kind, choices: ofChoice?.choices });
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ["fields"] });
      say(t.fields.saved(saved.name));
      onClose();
    },
  });
  const errors = fieldProblems(save.error);
  const choiceError = Object.entries(errors).find(([of]) => /^(choices|renamed)/.test(of))?.[1];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={t.fields.name}
        required
        autoFocus
        maxLength={100}
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.target.value)}
      />
      {!field && (
        <SelectField
          label={t.fields.kind}
          hint={t.fields.kindHint}
          value={kind}
          options={kinds.map((value) => ({ value, label: t.fields.kinds[value] }))}
          onChange={(event) => setKind(event.target.value as FieldKind)}
        />
      )}
      {kind === "choice" && <Choices choices={choices} error={choiceError} onChange={setChoices} />}
      {save.isError && Object.keys(errors).length === 0 && (
        <p role="alert" className="text-sm text-bad">
          {problemText(save.error)}
        </p>
      )}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={!name.trim() || save.isPending}>
          {save.isPending ? t.ui.saving : t.ui.save}
        </Button>
      </div>
    </form>
  );
}

type ChoicesProps = {
  choices: Choice[];
  error: string | undefined;
  onChange: (choices: Choice[]) => void;
};

function Choices({ choices, error, onChange }: ChoicesProps) {
  const list = useRef<HTMLOListElement>(null);
  const nextKey = useRef(choices.length);
  const swap = (index: number, other: number) => {
    const next = [...choices];
    const [a, b] = [next[index], next[other]];
    if (!a || !b) return;
    next[index] = b;
    next[other] = a;
    onChange(next);
  };
  const add = () => {
    onChange([...choices, { key: nextKey.current++, text: "" }]);
    setTimeout(() => list.current?.querySelector<HTMLElement>("li:last-child input")?.focus());
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t.fields.choices}</legend>
      <ol ref={list} className="flex flex-col gap-2">
        {choices.map((choice, index) => (
          <li key={choice.key} className="flex items-center gap-1">
            <input
              aria-label={t.fields.choiceNumber(index + 1)}
              maxLength={100}
              autoComplete="off"
              value={choice.text}
              className={inputClass}
              onChange={(event) =>
                onChange(
                  choices.map((other) =>
                    other.key === choice.key ? { ...other, text: event.target.value } : other,
                  ),
                )
              }
              onKeyDown={(event) => {
                if (event.key !== "Enter" || index < choices.length - 1) return;
                event.preventDefault();
                if (choice.text.trim()) add();
              }}
            />
            <IconButton
              icon={ArrowUp}
              small
              label={t.fields.choiceUp(index + 1)}
              disabled={index === 0}
              onClick={() => swap(index, index - 1)}
            />
            <IconButton
              icon={ArrowDown}
              small
              label={t.fields.choiceDown(index + 1)}
              disabled={index === choices.length - 1}
              onClick={() => swap(index, index + 1)}
            />
            <IconButton
              icon={Trash2}
              small
              label={t.fields.removeChoice(index + 1)}
              disabled={choices.length === 1}
              onClick={() => onChange(choices.filter((other) => other.key !== choice.key))}
            />
          </li>
        ))}
      </ol>
      <p className="text-xs text-muted">{t.fields.choicesHint}</p>
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
      <div>
        <Button
          size="small"
          tone="quiet"
          icon={Plus}
          disabled={choices.length >= 200}
          onClick={add}
        >
          {t.fields.addChoice}
        </Button>
      </div>
    </fieldset>
  );
}
