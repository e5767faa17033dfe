import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import {
  createWebhook,
  updateWebhook,
  type Webhook,
  type WebhookDraft,
  webhooksQuery,
} from "../api/webhooks";
import { t } from "../language";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { CheckField, TextField } from "../ui/fields";
import { fieldProblems, problemText } from "../ui/problem";
import { say } from "../ui/toasts";
import { EventChoice } from "./EventChoice";
import { Secret } from "./Secret";

type Draft = Required<WebhookDraft>;

const blank: Draft = { name: "", url: "", events: [], active: true };

/** Makes a webhook, whose secret is then shown this once, or changes one. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const [secret, setSecret] = useState("");
  const done = async () => {
    await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
    if (webhook) await client.invalidateQueries({ queryKey: ["webhooks", "one", webhook.id] });
  };
  const save = useMutation({
    mutationFn: async (draft: Draft) => {
      if (webhook) await updateWebhook(webhook, draft);
      else setSecret((await createWebhook(draft)).secret);
    },
    onSuccess: async () => {
      await done();
      if (webhook) {
        say(t.webhooks.saved);
        onClose();
      }
    },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={webhook ? t.webhooks.editTitle : t.webhooks.addTitle}
    >
      {secret ? (
        <div className="flex flex-col gap-4">
          <Secret secret={secret} />
          <Button tone="primary" onClick={onClose}>
            {t.webhooks.done}
          </Button>
        </div>
      ) : (
        <Form
          start={webhook ?? blank}
          pending={save.isPending}
          problem={save.error}
          button={webhook ? t.ui.save : t.webhooks.create}
          onSave={(draft) => save.mutate(draft)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

type FormProps = {
  start: Draft;
  pending: boolean;
  problem: unknown;
  button: string;
  onSave: (draft: Draft) => void;
  onClose: () => void;
};

function Form({ start, pending, problem, button, onSave, onClose }: FormProps) {
  const [draft, setDraft] = useState<Draft>({
    name: start.name,
    url: start.url,
    events: start.events,
    active: start.active,
  });
  const problems = problem ? fieldProblems(problem) : {};
  const unplaced = problem && !problems.name && !problems.url && !problems.events;
  // The form is longer than the screen, and the button is at its end.
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ ...draft, name: draft.name.trim(), url: draft.url.trim() });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t.webhooks.name}
        required
        maxLength={100}
        value={draft.name}
        error={problems.name}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <TextField
        label={t.webhooks.url}
        hint={t.webhooks.urlHint}
        type="url"
        inputMode="url"
        required
        maxLength={2000}
        value={draft.url}
        error={problems.url}
        onChange={(event) => setDraft({ ...draft, url: event.target.value })}
      />
      <EventChoice
        chosen={draft.events}
        error={problems.events}
        onChange={(events) => setDraft({ ...draft, events })}
      />
      <CheckField
        label={t.webhooks.active}
        hint={t.webhooks.activeHint}
        checked={draft.active}
        onChange={(event) => setDraft({ ...draft, active: event.target.checked })}
      />
      {unplaced ? (
        <p role="alert" className="text-sm font-medium text-bad">
          {problemText(problem)}
        </p>
      ) : null}
      <div className="flex justify-end gap-2 border-t pt-4">
        <Button onClick={onClose}>{t.ui.cancel}</Button>
        <Button type="submit" tone="primary" disabled={pending || draft.events.length === 0}>
          {button}
        </Button>
      </div>
    </form>
  );
}
